/**
 * Workflow runs as deployments. A run is one, however often it was tried until it went through; tried again after that
 * it is another: somebody put the same commit on once more, and where a newer one had gone out meanwhile, took that back.
 */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { WorkflowRunsSource } from '../../config/configuration.ts'
import { type Deployment, deploymentName, type Report } from '../../domain/deployment.ts'
import { attemptsOfJob } from './run-jobs.ts'
import { type Attempt, earlierAttempts, type WorkflowRun, workflowRuns } from './workflow-runs.ts'

const day = 86_400
/** A run can be started again for this long after it was created. */
const longestRerun = 30 * day
/** Requests for so much are always worth it: in a quiet repository they reach back as far as a run can come back from. */
const alwaysPages = 3
/** Runs whose earlier attempts are asked for, each a request or two: the newest. */
const mostRetried = 5

export interface RunsSinceRequest {
  readonly source: WorkflowRunsSource
  readonly defaultBranch: string
  /** Seconds; what is older was asked for before. */
  readonly since: number
  /** Seconds; nothing older counts. */
  readonly lookback: number
  /** What is known of the environment already: of a run that has ended nothing is asked twice. */
  readonly known: readonly Deployment[]
  /** Requests at most for the runs themselves; each tells of a hundred. */
  readonly mostPages: number
}

export interface DeploymentsOfRuns {
  readonly deployments: readonly Deployment[]
  /** False where there are more runs than could be asked for: the oldest are missing. */
  readonly complete: boolean
  /** Whether the job that deploys was found in any run that was looked at; null where none was. */
  readonly jobFound: boolean | null
}

/** Deployments of an environment by runs of a workflow. Needs `actions: read`; of a job `checks: read`. Throws GitHubError. */
export const deploymentsByRuns = async (
  github: GitHub,
  repository: RepositoryName,
  { source, defaultBranch, since, lookback, known, mostPages }: RunsSinceRequest,
): Promise<DeploymentsOfRuns> => {
  const reach = Math.max(lookback, since - longestRerun)
  const { runs, complete } = await workflowRuns(github, repository, {
    ...source,
    defaultBranch,
    isEnough: (oldest, pages) => oldest < (pages >= alwaysPages ? since : reach),
    mostPages,
  })
  const isNew = isNewTo(known)
  const fresh = runs.filter((run) => run.createdAt >= reach && isNew(run))
  const attempts =
    source.job === null
      ? await attemptsOfRuns(github, repository, fresh)
      : await attemptsOfJob(github, fresh, source.job)
  const names = new Set(known.map(deploymentName))
  return {
    deployments: fresh
      .flatMap((run) => deploymentsOf(source.environment, run, attempts.get(run.id) ?? []))
      // What nobody ever began is no deployment; what we once said to wait has come to an end.
      .filter((deployment) => hasHappened(deployment) || names.has(deploymentName(deployment))),
    complete,
    jobFound:
      source.job === null || fresh.every(({ state }) => state === 'waiting')
        ? null
        : [...attempts.values()].some(({ length }) => length > 0),
  }
}

/** Whether a run, as far as it got, is not in the ledger yet. */
const isNewTo = (known: readonly Deployment[]): ((run: WorkflowRun) => boolean) => {
  const attempts = new Map<string, number>()
  for (const { url, reports, attempts: tried = 1 } of known) {
    if (url === undefined || !reports.some(({ state }) => state !== 'waiting')) continue
    const run = url.replace(/\/attempts\/\d+$/, '')
    attempts.set(run, (attempts.get(run) ?? 0) + tried)
  }
  return ({ url, attempt }) => attempts.get(url) !== attempt
}

const attemptsOfRuns = async (
  github: GitHub,
  repository: RepositoryName,
  runs: readonly WorkflowRun[],
): Promise<ReadonlyMap<number, readonly Attempt[]>> => {
  const attempts = new Map<number, readonly Attempt[]>()
  let retried = 0
  for (const run of runs) {
    if (run.attempt > 1) retried += 1
    const before =
      run.attempt === 1
        ? []
        : retried <= mostRetried
          ? await earlierAttempts(github, repository, run)
          : supposedAttempts(run, runs)
    attempts.set(run.id, [...before, run])
  }
  return attempts
}

/** Nobody starts again what went through, except to put it back over something newer. */
const supposedAttempts = (run: WorkflowRun, runs: readonly WorkflowRun[]): readonly Attempt[] => {
  const isReturn = runs.some(
    ({ state, createdAt, endedAt }) =>
      state === 'succeeded' && createdAt > run.createdAt && endedAt <= run.startedAt,
  )
  const { createdAt: at } = run
  return Array.from({ length: run.attempt - 1 }, (_, number) => ({
    startedAt: at,
    endedAt: at,
    state: isReturn && number === 0 ? 'succeeded' : 'unknown',
  }))
}

const hasHappened = ({ reports }: Deployment): boolean => reports.some(({ state }) => state !== 'cancelled')

/** Attempts in a row that end with the one that went through. */
const deploymentsOf = (
  environment: string,
  { sha, url }: WorkflowRun,
  attempts: readonly Attempt[],
): readonly Deployment[] => {
  const ends = attempts.flatMap(({ state }, at) => (state === 'succeeded' ? [at + 1] : []))
  const cuts = [...new Set([0, ...ends, attempts.length])]
  return cuts.slice(1).map((to, at) => {
    const from = cuts[at]!
    const own = attempts.slice(from, to)
    const tried = own.filter(({ state }) => state !== 'idle')
    return {
      environment,
      sha,
      startedAt: (tried[0] ?? own[0]!).startedAt,
      reports: reportsOf(tried.length > 0 ? tried : own),
      url: from === 0 ? url : `${url}/attempts/${from + 1}`,
      ...(tried.length > 1 ? { attempts: tried.length } : {}),
    }
  })
}

const reportsOf = (attempts: readonly Attempt[]): readonly Report[] =>
  attempts.flatMap(({ state, startedAt, endedAt }): readonly Report[] => {
    if (state === 'waiting') return [{ state, at: startedAt }]
    if (state === 'idle') return [{ state: 'cancelled', at: endedAt }]
    return state === 'unknown' ? [] : [{ state, at: endedAt }]
  })
