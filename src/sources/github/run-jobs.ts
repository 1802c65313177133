/**
 * How one job of many runs went, each time it was tried: a run may succeed although the job that deploys was skipped, as
 * behind a gate that said no. A hundred runs cost one request.
 */
import { type GitHub, GitHubError } from '../../clients/github/github.ts'
import { type Answer, answerOf, moment, record } from '../../clients/github/shapes.ts'
import { because } from './reading.ts'
import { type Attempt, type RunState, stateOf, type WorkflowRun } from './workflow-runs.ts'

const route = 'POST /graphql'
const perRequest = 100

export const runJobsQuery = `query RunJobs($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on WorkflowRun {
      id
      checkSuite {
        checkRuns(first: 100, filterBy: { checkType: ALL }) {
          nodes { databaseId name status conclusion startedAt completedAt }
        }
      }
    }
  }
}`

/** A job of a matrix, or of a workflow it calls, is called by more than its own name. */
const isCalled = (name: string, job: string): boolean =>
  name === job || name.startsWith(`${job} (`) || name.startsWith(`${job} / `)

interface Try extends Pick<Attempt, 'state'> {
  readonly id: number
  readonly name: string
  /** Seconds. */
  readonly startedAt: number | null
  readonly endedAt: number | null
}

const tryOf = (check: Answer): Try => {
  const secondsAt = (path: string): number | null => {
    const at = check.optional(path, moment)
    return at === null ? null : Date.parse(at) / 1000
  }
  return {
    id: check.integer('databaseId'),
    name: check.text('name'),
    state: stateOf(check.text('status').toLowerCase(), check.textOrNull('conclusion')?.toLowerCase() ?? null),
    startedAt: secondsAt('startedAt'),
    endedAt: secondsAt('completedAt'),
  }
}

/** Several jobs of the name are one: it lasts as long as one of them does, and failed where one of them failed. */
const order: readonly RunState[] = ['waiting', 'failed', 'succeeded', 'idle']

/** Job by job only what failed may have been tried again: the others stand as they did. */
const attemptsOf = (
  checks: readonly Answer[],
  job: string,
  { createdAt }: WorkflowRun,
): readonly Attempt[] => {
  const byName = new Map<string, Try[]>()
  const tries = checks.map(tryOf).filter(({ name }) => isCalled(name, job))
  for (const each of tries.toSorted((one, other) => one.id - other.id)) {
    const others = byName.get(each.name)
    if (others) others.push(each)
    else byName.set(each.name, [each])
  }
  const most = Math.max(0, ...[...byName.values()].map(({ length }) => length))
  return Array.from({ length: most }, (_, at): Attempt => {
    const own = [...byName.values()].map((all) => all[Math.min(at, all.length - 1)]!)
    const starts = own.flatMap(({ startedAt }) => startedAt ?? [])
    const startedAt = at === 0 || starts.length === 0 ? createdAt : Math.max(createdAt, ...starts)
    return {
      startedAt,
      endedAt: Math.max(startedAt, ...own.flatMap(({ endedAt }) => endedAt ?? [])),
      state: order.find((state) => own.some((each) => each.state === state)) ?? 'idle',
    }
  })
}

/** GraphQL does not tell which permission a field wants. */
const askJobs = async (github: GitHub, ids: readonly string[]): Promise<unknown> => {
  try {
    return await github.graphql<unknown>(runJobsQuery, { ids }, { repeatable: true })
  } catch (error) {
    if (!(error instanceof GitHubError) || error.failure !== 'forbidden') throw error
    throw because(error, 'actions: read, checks: read')
  }
}

/** What became of a job in each run, by the run’s id; empty where it never was. Needs `checks: read`. Throws GitHubError. */
export const attemptsOfJob = async (
  github: GitHub,
  runs: readonly WorkflowRun[],
  job: string,
): Promise<ReadonlyMap<number, readonly Attempt[]>> => {
  const attempts = new Map<number, readonly Attempt[]>()
  for (let from = 0; from < runs.length; from += perRequest) {
    const asked = runs.slice(from, from + perRequest)
    const ids = asked.map(({ nodeId }) => nodeId)
    const nodes = answerOf(route, await askJobs(github, ids)).list('nodes')
    for (const [at, run] of asked.entries()) {
      const suite = nodes[at]?.optional('checkSuite', record) ?? null
      attempts.set(run.id, suite === null ? [] : attemptsOf(suite.list('checkRuns.nodes'), job, run))
    }
  }
  return attempts
}
