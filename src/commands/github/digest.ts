/** The digest of what waits, made of our own comments as they stand after a sweep. */
import type { Effect } from '../../drivers/driver.ts'
import { keepDigest } from '../../drivers/reviews/digest.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import { type DigestEntry, renderDigest } from '../../report/waiting-digest.ts'
import { askedIn, isAskedFor } from './asked-line.ts'
import { rehearsedLines } from './digest-rehearsal.ts'
import type { Job } from './job.ts'
import type { OwnComment } from './requests.ts'
import { waitingRunIn } from './waiting-run.ts'

const observedDays = 7
const dayMilliseconds = 86_400_000

const pageOf = ({ webUrl }: Job, { number, id }: OwnComment): string =>
  `${webUrl}/issues/${number}#issuecomment-${id}`

/** Whether a comment tells of an open pull request; what has landed since waits for nothing there. */
const isOpen = ({ body, number }: OwnComment, open: ReadonlySet<number>): boolean =>
  !body.startsWith(commentMarker('pull-request')) || open.has(number)

const entryOf = (job: Job, comment: OwnComment): DigestEntry | null => {
  const waiting = waitingRunIn(comment.body)
  const asked = askedIn(comment.body)
  const isAsked = isAskedFor(asked)
  if (waiting === null && !isAsked) return null
  return {
    number: comment.number,
    page: pageOf(job, comment),
    environment: waiting === null ? null : waiting.environment,
    since: isAsked ? asked.since : new Date(comment.createdAt).toISOString(),
    until: waiting?.until ?? null,
    people: isAsked ? (asked.further.length > 0 ? asked.further : asked.of) : [],
    dueAt: isAsked && asked.escalatedAt === null ? asked.dueAt : null,
  }
}

/** Those that the gate only observed, and would have asked about. */
const observedAmong = (job: Job, comments: readonly OwnComment[]): readonly OwnComment[] => {
  const since = job.now.getTime() - observedDays * dayMilliseconds
  return comments.filter(({ body, createdAt }) => {
    const asked = askedIn(body)
    return asked?.mode === 'observe' && asked.decision === 'review' && Date.parse(createdAt) >= since
  })
}

export interface SweptComments {
  readonly comments: readonly OwnComment[]
  /** How many comments of anybody's were looked through, where there are more; null where all were. */
  readonly searched: number | null
}

/** Keeps the issue true; `open`: numbers of the pull requests that are open. */
export const tellDigest = (
  job: Job,
  { comments, searched }: SweptComments,
  open: ReadonlySet<number>,
): Promise<Effect> => {
  const waiting = comments.filter((each) => isOpen(each, open)).flatMap((each) => entryOf(job, each) ?? [])
  const observed = observedAmong(job, comments)
  return keepDigest(job.github, job.repository, {
    marker: commentMarker('digest'),
    title: 'Change risk: what waits',
    body: async (before) =>
      renderDigest({
        at: job.now.toISOString(),
        waiting,
        searched,
        observed: observed.map((comment) => ({ number: comment.number, page: pageOf(job, comment) })),
        days: observedDays,
        rehearsed: observed.length === 0 ? [] : await rehearsedLines(job, before),
      }),
    opens: waiting.length + observed.length > 0,
    own: job.own,
  })
}
