/**
 * A newer deployment that waits takes the place of the older ones to the same environment: they are
 * told so, wherever they asked, and never woken.
 */
import { saySuperseded } from '../../report/question-state.ts'
import type { Job } from './job.ts'
import type { OwnComment } from './requests.ts'
import { type WaitingRun, waitingRunIn } from './waiting-run.ts'

/** A question, and the deployment that waits for its answer. */
export interface WaitingQuestion {
  readonly question: OwnComment
  readonly waiting: WaitingRun
}

export const waitingAmong = (comments: readonly OwnComment[]): readonly WaitingQuestion[] =>
  comments.flatMap((question) => {
    const waiting = waitingRunIn(question.body)
    return waiting === null ? [] : [{ question, waiting }]
  })

/** The newest of the same environment that waits beside it; null where it is that itself. Runs are numbered as they begin. */
export const newerAmong = (
  older: WaitingQuestion,
  questions: readonly WaitingQuestion[],
): WaitingQuestion | null => {
  const { environment, run } = older.waiting
  const newest = questions
    .filter(({ waiting }) => environment !== '' && waiting.environment === environment)
    .reduce((one, other) => (other.waiting.run > one.waiting.run ? other : one), older)
  return newest.waiting.run > run ? newest : null
}

/** What the older one becomes. */
export const supersededBy = (
  job: Job,
  { waiting: { environment } }: WaitingQuestion,
  { question: { id, number } }: WaitingQuestion,
): string => saySuperseded(environment, { page: `${job.webUrl}/issues/${number}#issuecomment-${id}`, number })
