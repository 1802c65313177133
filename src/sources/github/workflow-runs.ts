/** Runs of a workflow that deploys, newest first, and how each went. */
import {
  type GitHub,
  GitHubError,
  type Parameters,
  type RepositoryName,
} from '../../clients/github/github.ts'
import { type Answer, answerOf, integer, moment, record } from '../../clients/github/shapes.ts'
import type { WorkflowRunsSource } from '../../config/configuration.ts'
import { compileGlobs } from '../../config/glob.ts'
import { because, name } from './reading.ts'

const runsRoute = 'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs'
const attemptRoute = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}'
const perPage = 100

/** `idle`: it ended and did not deploy, or was stopped before anybody learned anything; `unknown`: nobody was asked. */
export type RunState = 'waiting' | 'succeeded' | 'failed' | 'idle' | 'unknown'

/** One go at a run. Seconds. */
export interface Attempt {
  readonly startedAt: number
  readonly endedAt: number
  readonly state: RunState
}

/** A run as its latest attempt left it. */
export interface WorkflowRun extends Attempt {
  readonly id: number
  /** Its name in GraphQL. */
  readonly nodeId: string
  readonly sha: string
  /** Seconds when its first attempt began. */
  readonly createdAt: number
  /** Number of its latest attempt, from 1. */
  readonly attempt: number
  readonly url: string
}

/** A run of the conclusion `startup_failure` never began: its workflow could not be read. */
const failures: readonly string[] = ['failure', 'timed_out']

/** What a run, or a job of one, came to. */
export const stateOf = (status: string, conclusion: string | null): RunState => {
  if (status !== 'completed') return 'waiting'
  if (conclusion === 'success') return 'succeeded'
  return conclusion !== null && failures.includes(conclusion) ? 'failed' : 'idle'
}

const seconds = (moment: string): number => Date.parse(moment) / 1000

const attemptOf = (answer: Answer, createdAt: number): Attempt => {
  const began = answer.optional('run_started_at', moment)
  return {
    startedAt: began === null ? createdAt : Math.max(createdAt, seconds(began)),
    endedAt: Math.max(createdAt, seconds(answer.moment('updated_at'))),
    state: stateOf(answer.textOrNull('status') ?? 'queued', answer.textOrNull('conclusion')),
  }
}

/** `page` is the repository's own: what an answer calls its page is not repeated to people. */
const runOf = (answer: Answer, page: string): WorkflowRun => {
  const id = answer.integer('id')
  const createdAt = seconds(answer.moment('created_at'))
  return {
    ...attemptOf(answer, createdAt),
    id,
    nodeId: answer.is('node_id', name),
    sha: answer.commitName('head_sha'),
    createdAt,
    attempt: Math.max(1, answer.optional('run_attempt', integer) ?? 1),
    url: `${page}/actions/runs/${id}`,
  }
}

export interface RunsRequest extends Pick<WorkflowRunsSource, 'workflow' | 'refs'> {
  readonly defaultBranch: string
  /** Told the seconds of the oldest run so far and how many pages that took; answers whether they are enough. */
  readonly isEnough: (oldest: number, pages: number) => boolean
  readonly mostPages: number
}

export interface WorkflowRuns {
  readonly runs: readonly WorkflowRun[]
  /** False where there are more than could be asked for: the oldest are missing. */
  readonly complete: boolean
}

/**
 * Runs of the repository's own commits on the default branch, or on the refs that are named. A fork's run, and that of a
 * pull request, deploys nothing, whatever its branch is called. Needs `actions: read`. Throws GitHubError.
 */
export const workflowRuns = async (
  github: GitHub,
  repository: RepositoryName,
  { workflow, refs, defaultBranch, isEnough, mostPages }: RunsRequest,
): Promise<WorkflowRuns> => {
  const isNamed = refs.length === 0 ? (ref: string) => ref === defaultBranch : compileGlobs(refs)
  const own = `${repository.owner}/${repository.repo}`.toLowerCase()
  const counts = (run: Answer): boolean =>
    isNamed(run.textOrNull('head_branch') ?? '') &&
    !run.text('event').startsWith('pull_request') &&
    run.orNull('head_repository', record)?.text('full_name').toLowerCase() === own
  const runs: WorkflowRun[] = []
  let oldest = Number.POSITIVE_INFINITY
  const page = `${github.serverUrl}/${repository.owner}/${repository.repo}`
  for (let number = 1; number <= mostPages; number += 1) {
    const listed = await listPage(github, {
      ...repository,
      workflow_id: workflow,
      per_page: perPage,
      page: number,
      exclude_pull_requests: true,
      ...(refs.length === 0 ? { branch: defaultBranch } : {}),
    })
    for (const each of listed) {
      oldest = Math.min(oldest, seconds(each.moment('created_at')))
      if (counts(each)) runs.push(runOf(each, page))
    }
    if (listed.length < perPage || isEnough(oldest, number)) return { runs, complete: true }
  }
  return { runs, complete: false }
}

const listPage = async (github: GitHub, asked: Parameters<typeof runsRoute>): Promise<readonly Answer[]> => {
  try {
    return answerOf(runsRoute, await github.request(runsRoute, asked)).list('workflow_runs')
  } catch (error) {
    if (!(error instanceof GitHubError) || error.failure !== 'not-found') throw error
    throw because(error, `is there a .github/workflows/${asked.workflow_id}, as the configuration says?`)
  }
}

/** The attempts of a run before its latest, first to last: one request each. Throws GitHubError. */
export const earlierAttempts = async (
  github: GitHub,
  repository: RepositoryName,
  { id, attempt, createdAt }: Pick<WorkflowRun, 'id' | 'attempt' | 'createdAt'>,
): Promise<readonly Attempt[]> => {
  const attempts: Attempt[] = []
  for (let number = 1; number < attempt; number += 1) {
    const answer = await github.request(attemptRoute, {
      ...repository,
      run_id: id,
      attempt_number: number,
      exclude_pull_requests: true,
    })
    const found = answerOf(attemptRoute, answer)
    attempts.push(attemptOf(found, createdAt))
  }
  return attempts
}
