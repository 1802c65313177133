import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf, text } from '../../clients/github/shapes.ts'
import type { Effect } from '../driver.ts'
import { actionsBot, isOwn, type Own, ownLogins } from './ownership.ts'
import { itemsOf, pageOf } from './reading.ts'
import { type Mends, once, refused, told, whyRefused } from './refusal.ts'

export interface CommentRequest {
  /** Number of the issue or pull request. */
  readonly issue: number
  /** An HTML comment, `<!-- … -->`; it becomes the first line and tells this comment from our others. */
  readonly marker: string
  readonly body: string
  /** Logins that are us. */
  readonly own?: Own
  /** ISO time before which it cannot have been written; spares reading what is older. */
  readonly since?: string
  /** What `findComments` answered for the same request: spares reading it again. */
  readonly found?: FoundComments
}

/** Comments of ours under a marker, oldest first; `complete` false where there are more comments than were read. */
export interface FoundComments {
  readonly ours: readonly Answer[]
  readonly complete: boolean
}

/** Longest body of a comment, a review or an issue; above it GitHub answers 422. */
export const bodyLimit = 65_536
const mostComments = 1_000
export const commentMends: Mends = {
  permission: 'pull-requests: write',
  forbidden:
    'the job needs permission "pull-requests: write" ("issues: write" for an issue; a fork\'s pull_request token never has it), and the conversation must not be locked',
}
const listRoute = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments'
const createRoute = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments'
const editRoute = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}'

/**
 * One comment, edited in place. It is ours only if we wrote it and its first line is the marker: a marker alone can be
 * planted by anybody, and one further down may be quoted by another workflow that shares our login. Where two runs
 * raced, the oldest is kept and the newer are deleted, for a stale answer beside the right one misleads; the ledger
 * keeps what they said. Requests: 1 unchanged, 2 otherwise (one more per hundred comments and per double).
 */
export const upsertComment = (
  github: GitHub,
  repository: RepositoryName,
  request: CommentRequest,
): Promise<Effect> =>
  told('comment', commentMends, async () => {
    const text = marked(request.marker, request.body)
    if (text.length > bodyLimit)
      return refused(
        'comment',
        `The comment has ${text.length} characters, GitHub takes ${bodyLimit}: shorten it.`,
      )
    const { ours, complete } = request.found ?? (await findComments(github, repository, request))
    for (const [index, comment] of ours.entries()) {
      const effect = await brought(github, repository, comment, text)
      if (effect !== null) return withoutDoubles(github, repository, effect, ours.slice(index + 1))
    }
    // Posting unseen would add one comment a run for ever.
    if (!complete)
      return refused(
        'comment',
        `#${request.issue} has over ${mostComments} comments: ours may be beyond, none is added.`,
      )
    return postComment(github, repository, { ...request, body: text })
  })

/** A new comment, whatever is there already; 1 request, and after an answer that leaves it open one look. Throws GitHubError. */
export const postComment = async (
  github: GitHub,
  repository: RepositoryName,
  request: CommentRequest,
): Promise<Effect> => {
  const body = marked(request.marker, request.body)
  const written = await once(
    async () =>
      answerOf(
        createRoute,
        await github.request(createRoute, { ...repository, issue_number: request.issue, body }),
      ),
    async () => {
      const { ours } = await findComments(github, repository, request)
      return ours.find((comment) => isSame(comment.optional('body', text) ?? '', body)) ?? null
    },
  )
  return {
    what: 'comment',
    outcome: 'done',
    why: `Commented on #${request.issue}.`,
    ...pageOf(github, written),
  }
}

/** Brings one comment of ours, known by its number, to a text; 1 request. */
export const rewriteComment = (
  github: GitHub,
  repository: RepositoryName,
  { id, body }: { readonly id: number; readonly body: string },
): Promise<Effect> =>
  told('comment', commentMends, async () => {
    const written = await github.request(
      editRoute,
      { ...repository, comment_id: id, body },
      { repeatable: true },
    )
    const page = pageOf(github, answerOf(editRoute, written))
    return { what: 'comment', outcome: 'done', why: 'Brought the comment up to date.', ...page }
  })

const marked = (marker: string, body: string): string =>
  body.startsWith(marker) ? body : `${marker}\n${body}`

/** Ours under a marker; a request a hundred comments. Throws GitHubError. */
export const findComments = async (
  github: GitHub,
  repository: RepositoryName,
  { issue, marker, own = actionsBot, since }: Omit<CommentRequest, 'body' | 'found'>,
): Promise<FoundComments> => {
  const parameters = {
    ...repository,
    issue_number: issue,
    per_page: 100,
    ...(since === undefined ? {} : { since }),
  }
  const { items, complete } = await github.list(listRoute, parameters, mostComments)
  const marked = itemsOf(listRoute, items).filter((comment) =>
    (comment.optional('body', text) ?? '').startsWith(marker),
  )
  if (marked.length === 0) return { ours: [], complete }
  const logins = await ownLogins(own)
  const ours = marked
    .filter((comment) => isOwn(comment, logins))
    .sort((one, other) => one.integer('id') - other.integer('id'))
  return { ours, complete }
}

/** Brings one comment to the text; null when it is gone by now. */
const brought = async (
  github: GitHub,
  repository: RepositoryName,
  comment: Answer,
  body: string,
): Promise<Effect | null> => {
  if (isSame(comment.optional('body', text) ?? '', body))
    return {
      what: 'comment',
      outcome: 'unchanged',
      why: 'The comment says so already.',
      ...pageOf(github, comment),
    }
  try {
    await github.request(
      editRoute,
      { ...repository, comment_id: comment.integer('id'), body },
      { repeatable: true },
    )
    return {
      what: 'comment',
      outcome: 'done',
      why: 'Brought the comment up to date.',
      ...pageOf(github, comment),
    }
  } catch (error) {
    if (error instanceof GitHubError && error.failure === 'not-found') return null
    throw error
  }
}

const withoutDoubles = async (
  github: GitHub,
  repository: RepositoryName,
  effect: Effect,
  doubles: readonly Answer[],
): Promise<Effect> => {
  const left: string[] = []
  for (const double of doubles) {
    const comment_id = double.integer('id')
    try {
      await github.request(
        'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
        { ...repository, comment_id },
        { repeatable: true },
      )
    } catch (error) {
      const why = whyRefused(error, commentMends)
      if (!(error instanceof GitHubError && error.failure === 'not-found')) left.push(why)
    }
  }
  const [first] = left
  return first === undefined
    ? effect
    : { ...effect, why: `${effect.why} An outdated double of it stays: ${first}.` }
}

/** GitHub may hand texts back with other line ends. */
const isSame = (one: string, other: string): boolean => tidy(one) === tidy(other)
const tidy = (text: string): string => text.replaceAll('\r\n', '\n').trim()
