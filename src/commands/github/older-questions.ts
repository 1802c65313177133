/**
 * Questions that were touched before the comments a sweep reads. A sweep an hour finds each while it is new, and names it
 * in the digest, which the next sweep reads back: nothing that waits is lost to what others write meanwhile.
 */
import { text } from '../../clients/github/shapes.ts'
import { findIssue } from '../../drivers/reviews/issue.ts'
import { commentMarker } from '../../report/comment-marker.ts'
import { mostRows } from '../../report/waiting-digest.ts'
import type { Job } from './job.ts'
import { type OwnComment, ownComment } from './requests.ts'

const row = /^\| .*#issuecomment-(\d{1,15})\)/gm

/** Those that the digest names and that are not among `known`, a request each, 50 at most. Throws GitHubError. */
export const olderQuestions = async (
  job: Job,
  known: readonly OwnComment[],
): Promise<readonly OwnComment[]> => {
  const digest = await findIssue(job.github, job.repository, commentMarker('digest'), await job.own())
  const body = digest === null || digest === 'too many' ? '' : (digest.optional('body', text) ?? '')
  const named = new Set([...body.matchAll(row)].slice(0, mostRows).map(([, id]) => Number(id)))
  for (const { id } of known) named.delete(id)
  const older: OwnComment[] = []
  for (const id of named) {
    const comment = await ownComment(job, id)
    if (comment !== null) older.push(comment)
  }
  return older
}
