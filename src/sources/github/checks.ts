/** How checks and statuses of a commit went, the gate's own left out. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { Answer } from '../../clients/github/shapes.ts'
import { requireCommit } from './commit-name.ts'
import { answersOf, recordOrNull, rubbish } from './reading.ts'

const runsRoute = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs'
const statusRoute = 'GET /repos/{owner}/{repo}/commits/{ref}/status'
const mostChecks = 500

/** The name under which the gate itself reports. */
export const ownContext = 'change-risk'

export interface Checks {
  /** Names whose latest run failed: those that end without a verdict (cancelled, stale) are not among them. */
  readonly failed: number
  /** Names that ran to an end more than once on this commit: someone pressed "re-run". */
  readonly rerun: number
  /** Names whose latest run has not ended. */
  readonly pending: number
  /** All names, whatever became of them. */
  readonly total: number
  /** False where GitHub holds more than were read. */
  readonly complete: boolean
}

const failures = ['failure', 'timed_out', 'startup_failure', 'action_required'] as const
const conclusions = [...failures, 'success', 'neutral', 'skipped', 'cancelled', 'stale'] as const
const runStatuses = ['queued', 'in_progress', 'completed', 'waiting', 'requested', 'pending'] as const
const contextStates = ['success', 'failure', 'error', 'pending'] as const

interface Run {
  readonly id: number
  /** Same app, same suite, same name: the same check, run again. */
  readonly key: string
  readonly completed: boolean
  readonly failed: boolean
}

const runOf = (answer: Answer, sha: string): Run => {
  if (answer.commitName('head_sha') !== sha)
    throw rubbish(runsRoute, 'a check run is of another commit than asked')
  const app = recordOrNull(answer, 'app')?.integer('id') ?? 0
  const suite = recordOrNull(answer, 'check_suite')?.integer('id') ?? 0
  const completed = answer.oneOf('status', runStatuses) === 'completed'
  const conclusion = completed ? answer.oneOf('conclusion', conclusions) : null
  return {
    id: answer.integer('id'),
    key: `${app} ${suite} ${answer.text('name')}`,
    completed,
    failed: failures.some((word) => word === conclusion),
  }
}

const isOwn = (name: string, own: readonly string[]): boolean =>
  own.some((context) => context.toLowerCase() === name.toLowerCase())

const readRuns = async (github: GitHub, repository: RepositoryName, sha: string, own: readonly string[]) => {
  const { items, complete } = await github.list(
    runsRoute,
    { ...repository, ref: sha, filter: 'all', per_page: 100 },
    mostChecks,
  )
  const runs = answersOf(runsRoute, items)
    .filter((answer) => !isOwn(answer.text('name'), own))
    .map((answer) => runOf(answer, sha))
  const byKey = new Map<string, Run[]>()
  for (const run of runs) byKey.set(run.key, [...(byKey.get(run.key) ?? []), run])
  return { checks: [...byKey.values()], complete }
}

const latestOf = (runs: readonly Run[]): Run =>
  runs.reduce((latest, run) => (run.id > latest.id ? run : latest))

const readContexts = async (
  github: GitHub,
  repository: RepositoryName,
  sha: string,
  own: readonly string[],
) => {
  const { items, complete } = await github.list(
    statusRoute,
    { ...repository, ref: sha, per_page: 100 },
    mostChecks,
  )
  const states = answersOf(statusRoute, items)
    .filter((answer) => !isOwn(answer.text('context'), own))
    .map((answer) => answer.oneOf('state', contextStates))
  return { states, complete }
}

const count = <Item>(items: readonly Item[], is: (item: Item) => boolean): number => items.filter(is).length

/**
 * Check runs and statuses of a commit named in full. `own` are names under which the gate, or the job it runs in,
 * reports. Needs `checks: read` and `statuses: read`. Throws GitHubError.
 */
export const readChecks = async (
  github: GitHub,
  repository: RepositoryName,
  commit: string,
  own: readonly string[] = [ownContext],
): Promise<Checks> => {
  const sha = requireCommit(commit)
  const [runs, contexts] = await Promise.all([
    readRuns(github, repository, sha, own),
    readContexts(github, repository, sha, own),
  ])
  const latest = runs.checks.map(latestOf)
  const { states } = contexts
  return {
    failed:
      count(latest, ({ failed }) => failed) +
      count(states, (state) => state === 'failure' || state === 'error'),
    rerun: count(runs.checks, (same) => count(same, ({ completed }) => completed) > 1),
    pending: count(latest, ({ completed }) => !completed) + count(states, (state) => state === 'pending'),
    total: latest.length + states.length,
    complete: runs.complete && contexts.complete,
  }
}
