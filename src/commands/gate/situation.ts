/** What a decision is about, gathered from the clone and the ledger: nothing here judges. */

import { join } from 'node:path'
import {
  demandReadable,
  demandRef,
  listTags,
  openRepository,
  type Repository,
  resolveCommit,
} from '../../clients/git/repository.ts'
import { scopeOf } from '../../config/components.ts'
import type { Configuration } from '../../config/configuration.ts'
import { defaultConfiguration } from '../../config/defaults.ts'
import { type ChosenEnvironment, chooseEnvironment } from '../../config/environment.ts'
import { parseConfiguration } from '../../config/load.ts'
import type { BaseSource, ChangedFile } from '../../domain/change.ts'
import { formatCount } from '../../domain/counting.ts'
import { ConfigError, SourceError } from '../../domain/errors.ts'
import type { HistoryIndex } from '../../history/index.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { openLedger } from '../../ledger/open.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import { measurer } from '../../signals/measure.ts'
import { liveRelease, recentParts, releasesOf, type TaggedPart, tagsFor } from '../../sources/base.ts'
import { kindOf, type ReadChange, readChange } from '../../sources/change.ts'
import { type History, openHistory } from '../../sources/history.ts'
import { indexDirectory } from '../../sources/index-place.ts'
import { type PolicyText, policyAt, policyIn } from '../../sources/policy-file.ts'
import type { Standing } from './standing.ts'

export interface GateRequest {
  readonly directory: string
  readonly base?: string
  readonly head?: string
  readonly environment?: string
  /** Path of a policy that stands in for the one at the base. */
  readonly config?: string
  readonly ledger?: string
  readonly now: Date
  readonly processEnvironment: NodeJS.ProcessEnv
  readonly progress: (what: string, done: number, total: number) => void
  /** What is wrong with the kept index, where reading it has shown so. */
  readonly indexDamage?: string | null
}

/** The policy that decides, and where it stood. */
export interface Policy {
  readonly configuration: Configuration
  readonly file: PolicyText | null
  /** Every problem of a file that cannot be read; the defaults then stand in, and the answer is review. */
  readonly unreadable: string | null
}

export interface Failure {
  readonly source: string
  readonly why: string
}

/** What a standing follows from. */
export type Ground = Pick<Situation, 'repository' | 'history' | 'policy' | 'environment'>
/** Finds where a repository stands. */
export type Stand = (ground: Ground) => Standing

export interface Situation {
  readonly standing: Standing
  readonly repository: Repository
  readonly policy: Policy
  readonly environment: ChosenEnvironment
  readonly ledger: Ledger
  readonly head: string | null
  readonly base: string | null
  readonly baseSource: BaseSource
  /** Seconds: when the base was deployed or tagged, as far as is known. */
  readonly baseTime: number | null
  /** Null for an unborn branch. */
  readonly history: History | null
  readonly change: ReadChange
  /** Parts of the change that touch nothing this environment runs: left out of it. */
  readonly elsewhere: number
  /** Hours the head has run in the environment it soaks in; null when nobody says. */
  readonly soakedHours: number | null
  /** Releases on the line up to the head, newest first: past deployments to compare with. */
  readonly releases: readonly TaggedPart[]
  readonly failures: readonly Failure[]
  readonly notes: readonly string[]
}

const readPolicy = async (file: PolicyText | null): Promise<Policy> => {
  if (!file) return { configuration: defaultConfiguration(), file, unreadable: null }
  try {
    return { configuration: await parseConfiguration(file.text, file.path), file, unreadable: null }
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return { configuration: defaultConfiguration(), file, unreadable: error.message }
  }
}

/** Reads the policy that decides: the file that was named, else the one that stood at the base. */
const policyFor = async (
  repository: Repository,
  request: GateRequest,
  commit: string | null,
  known?: Policy,
): Promise<Policy> => {
  if (request.config !== undefined) return known ?? readPolicy(policyIn(request.config, repository.shaDigits))
  const file = commit === null ? null : await policyAt(repository, commit)
  return known && known.file?.blob === file?.blob ? known : readPolicy(file)
}

interface Base {
  readonly sha: string | null
  readonly source: BaseSource
  readonly time: number | null
}

/** Whether a deployment went well, as far as its record says: one without a state is told after the fact. */
const hasSucceeded = ({ body }: LedgerRecord): boolean =>
  typeof body['sha'] === 'string' &&
  (body['state'] === undefined || body['state'] === 'success' || body['state'] === 'succeeded')

/** The newest deployment of an environment that succeeded: nearly always the newest of all, which is found at once. */
const newestSuccess = async (ledger: Ledger, environment: string): Promise<LedgerRecord | undefined> => {
  const newest = await ledger.latest({ kind: 'deployment', environment })
  if (!newest || hasSucceeded(newest)) return newest
  let found: LedgerRecord | undefined
  for await (const record of ledger.read({ kinds: ['deployment'] }))
    if (record.environment === environment && hasSucceeded(record)) found = record
  return found
}

/** What runs in an environment, if the ledger tells of a deployment that succeeded and that this clone holds. */
const lastDeployment = async (
  { git }: Repository,
  ledger: Ledger,
  environment: string,
  failures: Failure[],
): Promise<Base | null> => {
  try {
    const record = await newestSuccess(ledger, environment)
    if (!record) return null
    const sha = String(record.body['sha'])
    const { status } = await git.attempt(['cat-file', '-e', `${sha}^{commit}`])
    if (status !== 0) {
      failures.push({
        source: 'deployments',
        why: `${environment} runs ${sha.slice(0, 8)}, which this clone does not hold; fetch it, or name what runs with --base`,
      })
      return null
    }
    return { sha, source: { from: 'deployment', at: record.at }, time: Date.parse(record.at) / 1000 }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    failures.push({ source: 'ledger', why: error.message })
    return null
  }
}

const pathsOf = (files: readonly ChangedFile[]): readonly string[] =>
  files.flatMap(({ path, previousPath }) => (previousPath === undefined ? [path] : [path, previousPath]))

/** How long exactly this commit has run in the environment it has to soak in, by its newest deployment there. */
const soakedHours = async (
  ledger: Ledger,
  { settings }: ChosenEnvironment,
  head: string,
  now: Date,
  failures: Failure[],
): Promise<number | null> => {
  if (settings.soakedIn === null) return null
  try {
    const record = await newestSuccess(ledger, settings.soakedIn.environment)
    if (record?.body['sha'] !== head) return null
    return Math.max(0, now.getTime() - Date.parse(record.at)) / 3_600_000
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    failures.push({ source: 'ledger', why: error.message })
    return null
  }
}

const positionTime = (index: HistoryIndex, sha: string): number | null => {
  const position = index.positionOf(sha)
  return position === null ? null : index.parts.time.get(position)
}

/** A base that nobody named: the newest release near the head, else the point twenty parts back. */
const assumedBase = (history: History, releases: readonly TaggedPart[]): Base => {
  const { index, head } = history
  const release = head < 0 ? null : liveRelease(index, head, releases)
  if (release)
    return {
      sha: index.sha(release.position),
      source: { from: 'tag', tag: release.tag },
      time: index.parts.time.get(release.position),
    }
  const parts = Math.min(recentParts, head + 1)
  const from = head - parts
  return {
    sha: from < 0 ? null : index.sha(from),
    source: parts > 0 ? { from: 'recent', parts } : { from: 'none' },
    time: null,
  }
}

const notesOnClone = (repository: Repository, history: History | null): readonly string[] => [
  ...(repository.shallow
    ? [
        `shallow clone: only ${formatCount(history?.index.length ?? 0)} parts of history are here; git fetch --unshallow --filter=blob:none gives the rest`,
      ]
    : []),
  ...(repository.partial
    ? [
        'partial clone: lines cannot be counted without blobs, sizes are unknown; a full clone (git fetch --refetch) knows them',
      ]
    : []),
]

/** A work tree may hold a policy that does not count yet: say so, or its author wonders. */
const notesOnPolicy = async (
  repository: Repository,
  request: GateRequest,
  policy: Policy,
): Promise<readonly string[]> => {
  if (request.config !== undefined || repository.workTree === null) return []
  const path = join(repository.workTree, '.github', 'change-risk.yml')
  let here: PolicyText
  try {
    here = policyIn(path, repository.shaDigits)
  } catch {
    return []
  }
  if (here.blob === policy.file?.blob) return []
  return [
    '.github/change-risk.yml here is not the one at the base, which decides; try it with --config .github/change-risk.yml',
  ]
}

/**
 * The environment as the deciding policy knows it. A policy that does not know it yet is about to be changed, which goes
 * to review whatever else is found; until then the settings asked for stand in.
 */
const environmentUnder = (
  policy: Policy,
  provisional: Policy,
  chosen: ChosenEnvironment,
  named: string | undefined,
): ChosenEnvironment => {
  if (policy === provisional) return chosen
  const { environments } = policy.configuration
  if (environments.length > 0 && !environments.some(({ name }) => name === chosen.name)) return chosen
  return chooseEnvironment(policy.configuration, named ?? (chosen.assumed ? undefined : chosen.name))
}

/** Gathers everything; `stand` is asked while git compares. Throws `UsageError` for what cannot be meant, `SourceError` for a clone that cannot be read. */
export const gather = async (request: GateRequest, stand: Stand): Promise<Situation> => {
  const repository = await openRepository(request.directory, request.processEnvironment)
  const { git } = repository
  const headName = request.head ?? 'HEAD'
  demandRef(headName, '--head')
  const asked = Promise.all([
    resolveCommit(git, headName, '--head'),
    request.base === undefined ? null : resolveCommit(git, request.base, '--base'),
    listTags(git),
    // By name, at once: a name that does not resolve has no policy either.
    policyFor(repository, request, headName),
  ]).catch(async (error: unknown) => {
    // A repository that git cannot read has no refs either: its own words say more than "no such commit".
    await demandReadable(repository, request.processEnvironment)
    throw error
  })
  const [head, namedBase, tags, provisional] = await asked
  const environment = chooseEnvironment(provisional.configuration, request.environment)
  const ledger = openLedger(request.ledger ?? provisional.configuration.ledger ?? undefined, {
    baseDirectory: repository.workTree ?? repository.gitDirectory,
    defaultDirectory: join(repository.commonDirectory, 'change-risk'),
    witnessFile: join(repository.commonDirectory, 'change-risk-witness.json'),
  })
  const common = { repository, ledger, head }
  if (head === null)
    return {
      ...common,
      standing: stand({ repository, history: null, policy: provisional, environment }),
      policy: provisional,
      environment,
      base: null,
      baseSource: { from: 'none' },
      baseTime: null,
      history: null,
      change: { kind: 'forward', parts: [], lost: 0, unmeasured: 0 },
      elsewhere: 0,
      soakedHours: null,
      releases: [],
      failures: [],
      notes: ['the branch has no commit yet'],
    }
  const failures: Failure[] = []
  const deployed =
    namedBase === null ? await lastDeployment(repository, ledger, environment.name, failures) : null
  const historyOptions = {
    repository,
    lookbackSeconds: provisional.configuration.history.lookback.seconds,
    measurer,
    directory: indexDirectory(repository, request.processEnvironment),
    damage: request.indexDamage ?? null,
    progress: (done: number, total: number) => request.progress('reading history', done, total),
  }
  const ofHead = await openHistory({ ...historyOptions, head })
  const releases =
    ofHead.head < 0 ? [] : releasesOf(ofHead.index, ofHead.head, tagsFor(tags, environment.name), 2000)
  const base: Base =
    namedBase !== null
      ? { sha: namedBase, source: { from: 'option' }, time: positionTime(ofHead.index, namedBase) }
      : (deployed ?? assumedBase(ofHead, releases))
  const compare = async () => {
    const kind = await kindOf(repository, ofHead.index, base.sha, head)
    // A rollback is told from the side of what is taken away.
    const history =
      kind === 'rollback' && ofHead.index.positionOnLine(base.sha!) === null
        ? await openHistory({ ...historyOptions, head: base.sha! })
        : ofHead
    const { index, salt } = history
    return { kind, history, whole: await readChange({ repository, index, salt, base: base.sha, head, kind }) }
  }
  const comparing = compare()
  // Its failure is told where it is awaited, also when the policy fails first.
  comparing.catch(() => undefined)
  const policy = await policyFor(repository, request, base.sha, provisional)
  const chosen = environmentUnder(policy, provisional, environment, request.environment)
  // git is busy comparing: the time to learn, or to read what was learned.
  const standing = stand({ repository, history: ofHead, policy, environment: chosen })
  const { kind, history, whole } = await comparing
  // What could not be measured must not go out as if it were not there.
  if (whole.unmeasured > 0 && kind !== 'rollback')
    failures.push({
      source: 'history',
      why: `${formatCount(whole.unmeasured)} of the changes lie before the history that is here; ${repository.shallow ? 'git fetch --unshallow --filter=blob:none' : 'a longer lookback'} shows them`,
    })
  // A service of a monorepo is judged on the parts that touch it, or what it depends on.
  const touches = scopeOf(policy.configuration, chosen.settings.components)
  const parts = whole.parts.filter(({ files, filesKnown }) => !filesKnown || touches(pathsOf(files)))
  const elsewhere = whole.parts.length - parts.length
  const change = { ...whole, parts }
  return {
    ...common,
    standing,
    policy,
    environment: chosen,
    base: base.sha,
    baseSource: base.source,
    baseTime: base.time,
    history,
    change,
    elsewhere,
    soakedHours: await soakedHours(ledger, chosen, head, request.now, failures),
    releases,
    failures,
    notes: [
      ...notesOnClone(repository, history),
      ...history.notes,
      ...(elsewhere > 0
        ? [
            `${formatCount(elsewhere)} of ${formatCount(whole.parts.length)} changes touch nothing that ${chosen.name} runs, and are left out`,
          ]
        : []),
      ...(await notesOnPolicy(repository, request, policy)),
    ],
  }
}
