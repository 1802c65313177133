/**
 * A deployment that waits for a word, and what wakes it. The question carries a hidden line that names the run, so that
 * an answer finds it again with no server and no running job between.
 */
import type { Effect } from '../../drivers/driver.ts'
import { rewriteComment } from '../../drivers/reviews/comment.ts'
import { rerunGateJob } from '../../drivers/reviews/rerun.ts'
import { sayAnswered, sayOvertaken, sayStartedAnew } from '../../report/question-state.ts'
import type { Job } from './job.ts'
import { overtakenBy } from './overtaking.ts'
import { type OwnComment, ownComments, ownCommentsEverywhere, partsIn } from './requests.ts'
import { newerAmong, supersededBy, type WaitingQuestion, waitingAmong } from './superseding.ts'
import { linksOf } from './telling.ts'
import { waitingRunIn } from './waiting-run.ts'

/** The question as it stands once nobody who comes later is to answer it again. */
export const closeQuestion = (job: Job, { id, body }: OwnComment, text: string): Promise<Effect> => {
  const [marker = ''] = body.split(/\r?\n/, 1)
  return rewriteComment(job.github, job.repository, { id, body: `${marker}\n${text}` })
}

/** Comments looked through for a newer question: one request. The sweep looks further. */
const mostComments = 100

/**
 * Closes the question of what came too late, and says so: something newer waits among `others`, or runs by now. An old
 * deployment that is woken after it would take it back. Null where it is in time.
 */
export const closeOutdated = async (
  job: Job,
  asked: WaitingQuestion,
  others: readonly WaitingQuestion[],
): Promise<Effect | null> => {
  const { question, waiting } = asked
  const newer = newerAmong(asked, others)
  if (newer !== null) return closeQuestion(job, question, supersededBy(job, asked, newer))
  const overtaken = await overtakenBy(job, waiting)
  if (overtaken.outcome === 'in-time') return null
  if (overtaken.outcome === 'unknown') return { what: 'rerun', outcome: 'refused', why: overtaken.why }
  const { live, same } = overtaken
  return closeQuestion(job, question, sayOvertaken(waiting.environment, { links: linksOf(job), live, same }))
}

/**
 * Starts what waits again, and closes its question: the gate's job of its own run, else, where GitHub runs that again no
 * more, the workflow anew for the same commit. What it deploys is judged anew there.
 */
export const startAgain = async (
  job: Job,
  { question, waiting }: WaitingQuestion,
): Promise<readonly Effect[]> => {
  const { run, attempt, sha, deploys, environment } = waiting
  const started = await rerunGateJob(job.github, job.repository, {
    runId: run,
    jobName: waiting.job,
    sha,
    attempt,
    otherwise: { ref: job.defaultBranch, sha: deploys, environment },
  })
  if (started.outcome === 'refused') return [started]
  const text =
    started.what === 'dispatch'
      ? sayStartedAnew(`${job.webUrl}/actions`)
      : sayAnswered(`${job.webUrl}/actions/runs/${run}`)
  return [started, await closeQuestion(job, question, text)]
}

/**
 * Starts the newest deployment that waits on a merged pull request or in an issue again; anybody else's comment counts
 * for nothing. Nothing waits for such a word: nothing happens. A review says nothing of commits that the pull request
 * cannot speak for.
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
  const others = waitingAmong((await ownCommentsEverywhere(job, mostComments)).comments)
  const asked = { question, waiting }
  const outdated = await closeOutdated(job, asked, others)
  return outdated === null ? startAgain(job, asked) : [outdated]
}
