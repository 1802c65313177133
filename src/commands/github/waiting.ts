/**
 * A deployment that waits for a word, and what wakes it. The question carries a hidden line that names the run, so that
 * an answer finds it again with no server and no running job between.
 */
import type { Effect } from '../../drivers/driver.ts'
import { rewriteComment } from '../../drivers/reviews/comment.ts'
import { rerunGateJob } from '../../drivers/reviews/rerun.ts'
import { sayAnswered, sayOvertaken, sayStartedAnew } from '../../report/question-closed.ts'
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
 * Starts what waits again, and closes its question: the gate's job of its own run, else, where GitHub runs that again no
 * more, the workflow anew for the same commit. Where something newer waits among `others` or runs by now, nothing is
 * started: an old deployment that is woken late would take it back.
 */
export const startAgain = async (
  job: Job,
  asked: WaitingQuestion,
  others: readonly WaitingQuestion[],
): Promise<readonly Effect[]> => {
  const { question, waiting } = asked
  const newer = newerAmong(asked, others)
  if (newer !== null) return [await closeQuestion(job, question, supersededBy(job, asked, newer))]
  const overtaken = await overtakenBy(job, waiting)
  if (overtaken.outcome === 'unknown') return [{ what: 'rerun', outcome: 'refused', why: overtaken.why }]
  if (overtaken.outcome === 'overtaken') {
    const { live, same } = overtaken
    const text = sayOvertaken(waiting.environment, { links: linksOf(job), live, same })
    return [await closeQuestion(job, question, text)]
  }
  const { run, attempt, sha, deploys } = waiting
  const started = await rerunGateJob(job.github, job.repository, {
    runId: run,
    jobName: waiting.job,
    sha,
    attempt,
    otherwise: { ref: job.defaultBranch, sha: deploys, environment: waiting.environment },
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
  const others = waitingAmong(await ownCommentsEverywhere(job, mostComments))
  return startAgain(job, { question, waiting }, others)
}
