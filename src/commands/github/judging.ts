/** Judging what a door asks about, on facts read from GitHub now: never on what the event once said. */
import type { Configuration } from '../../config/configuration.ts'
import { defaultConfiguration } from '../../config/defaults.ts'
import { parseConfiguration } from '../../config/load.ts'
import type { Assessment } from '../../domain/assessment.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { isOptOut } from '../../policy/rules/do-not-auto-approve.ts'
import { type Clone, prepareClone } from '../../sources/clone.ts'
import { resolveTip } from '../../sources/github/commit-name.ts'
import type { EnvironmentHistory } from '../../sources/github/deployment-history.ts'
import { labelsBefore } from '../../sources/github/part-approvals.ts'
import type { ReadPullRequest } from '../../sources/github/pull-request.ts'
import { readPullRequestFiles } from '../../sources/github/pull-request-files.ts'
import { type GateAnswer, gate, type Remembers } from '../gate/gate.ts'
import type { Outside } from '../gate/outside.ts'
import { compareByApi } from './comparison.ts'
import { withEnvironmentEvidence, withReviewEvidence } from './evidence.ts'
import type { Job } from './job.ts'
import { openJobLedger } from './ledger.ts'
import { type Opinions, readOpinions } from './opinions.ts'
import { outsideOf } from './outside.ts'
import type { PartWords } from './part-words.ts'
import { configurationAt, type PolicyAt, policyReader } from './policies.ts'
import type { QueuedGroup } from './queue.ts'

/** Kilobytes from which on contents of files take longer to bring than lines are worth. */
const largeKilobytes = 300_000

const cloneFor = async (
  job: Job,
  policyAt: PolicyAt,
  commits: readonly string[],
  untrusted: readonly string[] = [],
): Promise<Clone> => {
  const [first = ''] = commits
  return prepareClone({
    workspace: job.workspace,
    temporary: job.temporary,
    remote: { url: `${job.webUrl}.git`, token: job.token },
    webUrl: job.webUrl,
    commits,
    lookbackSeconds: (await configurationAt(policyAt, first)).history.lookback.seconds,
    blobless: job.repositoryKilobytes === null || job.repositoryKilobytes > largeKilobytes,
    now: job.now,
    environment: job.processEnvironment,
    untrusted: job.privileged ? untrusted : [],
  })
}

const judge = async (
  job: Job,
  clone: Clone,
  outside: Outside,
  asked: { readonly head?: string; readonly base?: string; readonly environment?: string },
  remembers: Remembers,
): Promise<GateAnswer> => {
  const { GIT_DIR: _, GIT_WORK_TREE: __, ...processEnvironment } = job.processEnvironment
  const answer = await gate({
    directory: clone.directory,
    ...asked,
    ...(job.asked.dryRun
      ? { mode: 'observe' as const }
      : job.asked.mode === undefined
        ? {}
        : { mode: job.asked.mode }),
    now: job.now,
    processEnvironment,
    progress: () => undefined,
    outside,
    prior: await job.prior(),
    version: job.version,
    withPeople: false,
    clock: job.clock,
    remembers: job.asked.dryRun ? 'never' : remembers,
  })
  return { ...answer, assessment: seenOnGitHub(answer.assessment, outside) }
}

/** GitHub was asked for its deployments, or need not be: unless that failed, they are not among what nobody saw. */
const seenOnGitHub = (assessment: Assessment, { proposal }: Outside): Assessment =>
  assessment.rule === 'source-failed' &&
  proposal === undefined &&
  !assessment.change.baseSource.startsWith('deployment')
    ? assessment
    : {
        ...assessment,
        unavailable: assessment.unavailable.filter(({ signal }) => signal !== 'GitHub-deployments'),
      }

export interface JudgedPullRequest extends GateAnswer, Omit<Opinions, 'failures'> {
  readonly pull: ReadPullRequest
  /** Tip of the branch it would land on. */
  readonly base: string
}

/** An open pull request, as the part it would be on the tip of its base. Throws GitHubError. */
export const judgePullRequest = async (
  job: Job,
  pull: ReadPullRequest,
  // What is only shown of a pull request is a preview of the deployment that will be recorded.
  { remembers = 'when-enforcing' }: { readonly remembers?: Remembers } = {},
): Promise<JudgedPullRequest> => {
  const { github, repository } = job
  const base = await resolveTip(github, repository, pull.base.ref)
  const policyAt = policyReader(job)
  const [files, opinions, clone] = await Promise.all([
    readPullRequestFiles(github, repository, pull),
    readOpinions(job, pull),
    cloneFor(job, policyAt, [base], [pull.head.sha]),
  ])
  const failures = [
    ...(files.complete
      ? []
      : [{ source: 'files', why: `GitHub lists ${files.files.length} of ${pull.counts.files} files` }]),
    ...opinions.failures,
  ]
  const facts = outsideOf(job, policyAt, {
    clone,
    proposal: {
      number: pull.number,
      base,
      baseSource: { from: 'pull-request', ref: pull.base.ref },
      head: pull.head.sha,
      title: pull.title,
      body: pull.body,
      commits: opinions.commits,
      files: files.files,
    },
    opinions,
    failures,
  })
  const outside = { ...facts, optedOut: () => pull.labels.some(isOptOut) }
  const { environment } = job.asked
  const answer = await judge(job, clone, outside, environment === undefined ? {} : { environment }, remembers)
  const assessment = await withReviewEvidence(job, answer.assessment, pull, opinions, { base, files })
  return { ...answer, ...opinions, assessment, pull, base }
}

export interface DeploymentAsked {
  readonly sha: string
  readonly environment: string | null
  /** What it is compared with, where somebody says: a full SHA. */
  readonly base?: string
  /** Why the question itself is not to be trusted. */
  readonly distrust?: string
  /** A group of the merge queue: its pull requests have not landed yet, and what is said of their heads counts. */
  readonly queued?: QueuedGroup
}

export interface JudgedDeployment extends GateAnswer, PartWords {}

/** What is asked to run in an environment, from what runs there now. */
export const judgeDeployment = async (
  job: Job,
  asked: DeploymentAsked,
  { remembers = 'always' }: { readonly remembers?: Remembers } = {},
): Promise<JudgedDeployment> => {
  const policyAt = policyReader(job)
  const { sha, base, distrust, queued } = asked
  const environment = job.asked.environment ?? asked.environment
  const clone = await cloneFor(job, policyAt, base === undefined ? [sha] : [sha, base])
  const compared = clone.withoutHistory
    ? await compareByApi(job, policyAt, { sha, environment, ...(base === undefined ? {} : { base }) })
    : { proposal: null, failures: [] }
  let words: PartWords = { spoken: new Set(), origins: null }
  let history: EnvironmentHistory | null = null
  let labelled: ReadonlySet<string> = new Set()
  const facts = outsideOf(job, policyAt, {
    clone,
    heard: (told) => {
      words = told
    },
    seen: (answer) => {
      history = answer
    },
    failures: [
      // No source that did not answer, but something to say: as where nobody knows what runs there.
      ...(distrust === undefined ? [] : [{ source: 'base', why: distrust }]),
      ...compared.failures,
    ],
    ...(compared.proposal === null ? {} : { proposal: compared.proposal }),
    ...(queued === undefined
      ? {}
      : {
          queued: {
            ...queued,
            labelled: (parts) => {
              labelled = parts
            },
          },
        }),
  })
  // Its labels came with the approvals.
  const optedOut = (part: string) => labelled.has(part) || labelsBefore(job.github, part).some(isOptOut)
  const answer = await judge(
    job,
    clone,
    { ...facts, optedOut },
    {
      head: sha,
      ...(base === undefined || clone.withoutHistory ? {} : { base }),
      ...(environment === null ? {} : { environment }),
    },
    remembers,
  )
  return { ...answer, assessment: withEnvironmentEvidence(answer.assessment, history, sha), ...words }
}

/** The policy at the tip of a branch (null: the default one), and the ledger it names. Throws SourceError. */
export const ledgerOf = async (
  job: Job,
  branch: string | null,
): Promise<{ readonly ledger: Ledger; readonly configuration: Configuration }> => {
  const base = await resolveTip(job.github, job.repository, branch ?? job.defaultBranch)
  const file = await policyReader(job)(base)
  const configuration = file ? await parseConfiguration(file.text, file.path) : defaultConfiguration()
  return { ledger: openJobLedger(job, configuration.ledger), configuration }
}
