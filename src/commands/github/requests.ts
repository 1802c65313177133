/**
 * What we asked of people in comments, read back: only what we wrote ourselves counts, for anybody can write a marker;
 * and only what begins as we begin it, for others who write under our login may quote one.
 */
import { GitHubError } from '../../clients/github/github.ts'
import { type Answer, answerOf, text } from '../../clients/github/shapes.ts'
import { isMarked } from '../../report/comment-marker.ts'
import { sameLogin } from '../../sources/github/account.ts'
import { isCommitName } from '../../sources/github/commit-name.ts'
import { answersOf } from '../../sources/github/reading.ts'
import type { Job } from './job.ts'

export interface OwnComment {
  readonly id: number
  /** Of the issue or pull request it stands on. */
  readonly number: number
  readonly body: string
  /** ISO times, GitHub's clock. */
  readonly createdAt: string
  readonly updatedAt: string
}

const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
const everyRoute = 'GET /repos/{owner}/{repo}/issues/comments'
const oneRoute = 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}'
const mostComments = 1000

/** Those of comments that are ours, by author and marker. Throws GitHubError. */
const ourOwn = async (
  job: Job,
  comments: readonly Answer[],
  numberOf: (comment: Answer) => number,
): Promise<readonly OwnComment[]> => {
  const marked = comments.filter((comment) => isMarked(comment.optional('body', text) ?? ''))
  if (marked.length === 0) return []
  const own = await job.own()
  return marked
    .filter((comment) => own.some((login) => sameLogin(login, comment.optional('user.login', text) ?? '')))
    .map((comment) => ({
      id: comment.integer('id'),
      number: numberOf(comment),
      body: comment.text('body'),
      createdAt: comment.text('created_at'),
      updatedAt: comment.text('updated_at'),
    }))
}

/** Our comments on an issue or pull request, oldest first. Throws GitHubError. */
export const ownComments = async (job: Job, number: number): Promise<readonly OwnComment[]> => {
  const { items } = await job.github.list(
    route,
    { ...job.repository, issue_number: number, per_page: 100 },
    mostComments,
  )
  return ourOwn(job, answersOf(route, items), () => number)
}

/** The number at the end of the address of an issue; 0 where there is none, which no issue has. */
const issueIn = (comment: Answer): number =>
  Number(/\/issues\/([1-9]\d{0,9})$/.exec(comment.text('issue_url'))?.[1] ?? 0)

export interface OwnComments {
  readonly comments: readonly OwnComment[]
  /** False where there are comments that were touched before those that were read. */
  readonly complete: boolean
}

/**
 * Our comments on whatever there is in the repository, the one touched last first, as far as `atMost` comments go back.
 * A request a hundred. Throws GitHubError.
 */
export const ownCommentsEverywhere = async (job: Job, atMost: number): Promise<OwnComments> => {
  const { items, complete } = await job.github.list(
    everyRoute,
    { ...job.repository, sort: 'updated', direction: 'desc', per_page: 100 },
    atMost,
  )
  return { comments: await ourOwn(job, answersOf(everyRoute, items), issueIn), complete }
}

/** One comment of ours by its number; null where it is gone, or not ours. 1 request. Throws GitHubError. */
export const ownComment = async (job: Job, id: number): Promise<OwnComment | null> => {
  try {
    const data = await job.github.request(oneRoute, { ...job.repository, comment_id: id })
    const [own = null] = await ourOwn(job, [answerOf(oneRoute, data)], issueIn)
    return own
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'not-found') return null
    throw error
  }
}

const shape = /^<!-- change-risk-gate:scored sha=([0-9a-f]{40,64}) -->$/m

/** The hidden line that says which commit a request is about. */
export const scoredLine = (sha: string): string => `<!-- change-risk-gate:scored sha=${sha} -->`

export const scoredIn = (body: string): string | null => {
  const [, sha = ''] = shape.exec(body.replaceAll('\r', '')) ?? []
  return isCommitName(sha) ? sha : null
}

const partsShape = /^<!-- change-risk-gate:parts ((?:[0-9a-f]{40,64} ?){1,10})-->$/m

/** So many commits are asked about at once; each costs a request when it is answered. */
export const mostAskedCommits = 10

/** The hidden line that says which commits a word is wanted on, where no pull request names them. */
export const partsLine = (shas: readonly string[]): string =>
  `<!-- change-risk-gate:parts ${shas.slice(0, mostAskedCommits).join(' ')} -->`

export const partsIn = (body: string): readonly string[] =>
  (partsShape.exec(body.replaceAll('\r', ''))?.[1] ?? '').split(' ').filter(isCommitName)

/** Somebody who answers sooner cannot have read what the request had become. */
const readingSeconds = 60

/** Whether a comment stood there, as it is now, long enough before a moment (ISO). */
export const couldBeRead = ({ updatedAt }: OwnComment, moment: string): boolean =>
  Date.parse(updatedAt) <= Date.parse(moment) - readingSeconds * 1000

/** The commit that people were shown, as the newest request said it at least a minute before a moment (ISO). */
export const shownBefore = (comments: readonly OwnComment[], moment: string): string | null => {
  const shown = comments.filter((each) => scoredIn(each.body) !== null && couldBeRead(each, moment))
  const newest = shown.at(-1)
  return newest ? scoredIn(newest.body) : null
}
