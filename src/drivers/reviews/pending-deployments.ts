import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { Answer } from '../../clients/github/shapes.ts'
import type { Effect } from '../driver.ts'
import { isNamed, shortSha } from './ownership.ts'
import { itemsOf } from './reading.ts'
import { type Mends, once, refused, told } from './refusal.ts'
import { readRun, strayFrom } from './run-state.ts'

export interface PendingAnswer {
  readonly runId: number
  /** Names of the environments that were judged; others that wait are left to people. */
  readonly environments: readonly string[]
  readonly state: 'approved' | 'rejected'
  readonly comment: string
  /** What was judged; the run must stand on it. */
  readonly sha: string
}

const what = 'pending-deployments'
const listRoute = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments'
const answerRoute = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments'
const historyRoute = 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals'
const reviewerWanted =
  'only a required reviewer of the environment may answer, by a personal token; GITHUB_TOKEN and Apps may not'
const mends: Mends = {
  permission: 'actions: read',
  forbidden: `${reviewerWanted} (reading needs "actions: read")`,
  invalid: `the deployment may have been answered by now, or ${reviewerWanted}`,
}

/**
 * Answers a run that waits at an environment, by the token of one of its required reviewers. A deployment that was let
 * go cannot be called back, so nothing is answered unless the run stands on the judged commit and GitHub says we may.
 * Not repeatable: after an answer that leaves it open, the run's review history is read.
 * Requests: 1 when nothing waits or we may not, 3 to answer.
 */
export const answerPendingDeployments = (
  github: GitHub,
  repository: RepositoryName,
  { runId, environments, state, comment, sha }: PendingAnswer,
): Promise<Effect> =>
  told(what, mends, async () => {
    const place = { ...repository, run_id: runId }
    const waiting = itemsOf(listRoute, await github.request(listRoute, place))
      .map((pending) => readWaiting(pending))
      .filter(({ name }) => isNamed(name, environments))
    if (waiting.length === 0)
      return { what, outcome: 'unchanged', why: `Run ${runId} waits at none of ${environments.join(', ')}.` }
    const ours = waiting.filter(({ mayAnswer }) => mayAnswer)
    const closed = waiting.filter(({ mayAnswer }) => !mayAnswer).map(({ name }) => name)
    const closedWhy = `Run ${runId} waits at ${closed.join(', ')}: ${reviewerWanted}.`
    if (ours.length === 0) return refused(what, closedWhy)

    const stray = strayFrom(await readRun(github, repository, runId), sha)
    if (stray !== null) return refused(what, stray)

    const body = { environment_ids: ours.map(({ id }) => id), state, comment }
    const names = ours.map(({ name }) => name)
    await once(
      () => github.request(answerRoute, { ...place, ...body }).then(() => true),
      async () => {
        const history = itemsOf(historyRoute, await github.request(historyRoute, place))
        return history.some((review) => isAnswer(review, state, comment, names)) ? true : null
      },
    )
    const why = `Run ${runId} at ${shortSha(sha)}: ${state} for ${names.join(', ')}.`
    return closed.length === 0 ? { what, outcome: 'done', why } : refused(what, `${why} ${closedWhy}`)
  })

interface Waiting {
  readonly id: number
  readonly name: string
  readonly mayAnswer: boolean
}

const readWaiting = (pending: Answer): Waiting => {
  const environment = pending.record('environment')
  return {
    id: environment.integer('id'),
    name: environment.text('name'),
    mayAnswer: pending.flag('current_user_can_approve'),
  }
}

const isAnswer = (review: Answer, state: string, comment: string, names: readonly string[]): boolean => {
  const answered = review.list('environments').map((environment) => environment.text('name'))
  return (
    review.text('state') === state &&
    review.text('comment') === comment &&
    names.every((name) => isNamed(name, answered))
  )
}
