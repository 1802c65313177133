/**
 * A deployment that waits for a word, and what wakes it. The question carries a hidden line that names the run, so that
 * an answer finds it again with no server and no running job between.
 */
import type { Effect } from '../../drivers/driver.ts'
import { upsertComment } from '../../drivers/reviews/comment.ts'
import { rerunGateJob } from '../../drivers/reviews/rerun.ts'
import { isCommitName } from '../../sources/github/commit-name.ts'
import type { Job } from './job.ts'
import { type OwnComment, ownComments, partsIn } from './requests.ts'

export interface WaitingRun {
  readonly run: number
  readonly attempt: number
  readonly job: string
  /** The commit the run stands on. */
  readonly sha: string
}

const shape =
  /^<!-- change-risk-gate:waiting run=(\d{1,16}) attempt=(\d{1,6}) job=([\w-]{1,100}) sha=([0-9a-f]{40,64}) -->$/m

export const waitingLine = ({ run, attempt, job, sha }: WaitingRun): string =>
  `<!-- change-risk-gate:waiting run=${run} attempt=${attempt} job=${job} sha=${sha} -->`

export const waitingRunIn = (body: string): WaitingRun | null => {
  const [, run, attempt, job, sha] = shape.exec(body.replaceAll('\r', '')) ?? []
  return run && attempt && job && sha && isCommitName(sha)
    ? { run: Number(run), attempt: Number(attempt), job, sha }
    : null
}

/** The question as it stands once it was answered: nobody who comes later is to answer it again. */
const closeQuestion = (job: Job, issue: number, { body }: OwnComment, run: number): Promise<Effect> => {
  const [marker = ''] = body.split(/\r?\n/, 1)
  const page = `${job.webUrl}/actions/runs/${run}`
  return upsertComment(job.github, job.repository, {
    issue,
    marker,
    body: `**Answered.** [The deployment](${page}) was started again and is judged anew; if it still wants a word, it asks here.`,
    own: job.own,
  })
}

/**
 * Starts the gate's job of the newest run that waits on a merged pull request or in an issue again; anybody else's
 * comment counts for nothing. Nothing waits for such a word: nothing happens. A review says nothing of commits that the
 * pull request cannot speak for.
 */
export const wake = async (
  job: Job,
  number: number,
  word: 'review' | 'reply',
): Promise<readonly Effect[]> => {
  if (job.asked.dryRun) return []
  const question = (await ownComments(job, number)).findLast(
    ({ body }) => waitingRunIn(body) !== null && (word === 'reply' || partsIn(body).length === 0),
  )
  const waiting = question && waitingRunIn(question.body)
  if (!waiting) return []
  const { run, attempt, sha } = waiting
  const started = await rerunGateJob(job.github, job.repository, {
    runId: run,
    jobName: waiting.job,
    sha,
    attempt,
  })
  return started.outcome === 'refused'
    ? [started]
    : [started, await closeQuestion(job, number, question, run)]
}
