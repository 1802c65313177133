/** Comments under issues and pull requests, and reactions to them. */
import { created, found, noContent, ok, Refusal } from '../answer.ts'
import { demand } from '../caller.ts'
import { associationOf, userOf } from '../represent.ts'
import { type Call, inRepository, page, type RepositoryCall, read, say, write } from '../route.ts'
import { type Comment, fullName, type Issue, nextId, type Repository } from '../state.ts'
import { both, conversationOf, demandShort, isPull } from './conversation.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

export const commentOf = (place: Place, repository: Repository, issue: Issue, comment: Comment) => {
  const name = fullName(repository)
  const kind = isPull(issue) ? 'pull' : 'issues'
  return {
    id: comment.id,
    url: `${place.origin.api}/repos/${name}/issues/comments/${comment.id}`,
    html_url: `${place.origin.html}/${name}/${kind}/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${place.origin.api}/repos/${name}/issues/${issue.number}`,
    body: comment.body,
    user: userOf(place, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(place.state, repository, comment.author),
  }
}

const listComments = inRepository(
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
  read(...both),
  (call) => {
    const issue = conversationOf(call, 'read')
    const { since } = call.parameters
    const chosen = issue.comments.filter((comment) => since === undefined || comment.updatedAt >= since)
    return page(call, chosen, (comment) => commentOf(call, call.repository, issue, comment))
  },
)

/** Of every conversation; by time of writing unless told. */
const listAll = inRepository('GET /repos/{owner}/{repo}/issues/comments', read(...both), (call) => {
  const { since, sort = 'created', direction = 'asc' } = call.parameters
  const { issues, pulls } = call.repository
  const key = ({ comment }: { comment: Comment }) =>
    [sort === 'updated' ? comment.updatedAt : comment.createdAt, String(comment.id).padStart(20, '0')].join()
  const chosen = [...issues, ...pulls]
    .flatMap((issue: Issue) => issue.comments.map((comment) => ({ issue, comment })))
    .filter(({ comment }) => since === undefined || comment.updatedAt >= since)
    .sort((one, other) => (key(one) < key(other) ? -1 : 1))
  return page(call, direction === 'asc' ? chosen : chosen.reverse(), ({ issue, comment }) =>
    commentOf(call, call.repository, issue, comment),
  )
})

const comment = inRepository(
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
  say(...both),
  (call) => {
    const issue = conversationOf(call, 'write')
    demandShort(call.parameters.body)
    const made: Comment = {
      id: nextId(call.state),
      author: call.caller.login,
      body: call.parameters.body,
      createdAt: call.now,
      updatedAt: call.now,
      reactions: [],
    }
    issue.comments.push(made)
    issue.updatedAt = call.now
    return created(commentOf(call, call.repository, issue, made))
  },
)

const commentAt = (
  call: RepositoryCall<{ comment_id: number | bigint }>,
): { issue: Issue; comment: Comment } => {
  const all: Issue[] = [...call.repository.issues, ...call.repository.pulls]
  const issue = found(all.find((each) => each.comments.some(({ id }) => id === call.parameters.comment_id)))
  return { issue, comment: found(issue.comments.find(({ id }) => id === call.parameters.comment_id)) }
}

const getComment = inRepository(
  'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
  read(...both),
  (call) => {
    const { issue, comment } = commentAt(call)
    return ok(commentOf(call, call.repository, issue, comment))
  },
)

/** An App touches its own comments; a person's token also other people's, where the person may push. */
const demandOwn = (call: RepositoryCall<unknown>, { author }: Comment): void => {
  if (author === call.caller.login) return
  if (call.caller.kind !== 'user') throw new Refusal(403, 'Resource not accessible by integration')
  demand(call.state, call.caller, call.repository, write(...both))
}

const editComment = inRepository(
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
  say(...both),
  (call) => {
    const { issue, comment } = commentAt(call)
    demandOwn(call, comment)
    demandShort(call.parameters.body)
    comment.body = call.parameters.body
    comment.updatedAt = call.now
    return ok(commentOf(call, call.repository, issue, comment))
  },
)

const deleteComment = inRepository(
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
  say(...both),
  (call) => {
    const { issue, comment } = commentAt(call)
    demandOwn(call, comment)
    issue.comments = issue.comments.filter((each) => each !== comment)
    return noContent
  },
)

/** The same reaction twice is one: 200 instead of 201. */
const react = inRepository(
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
  say(...both),
  (call) => {
    const { comment } = commentAt(call)
    const { content } = call.parameters
    const represent = (reaction: Comment['reactions'][number]) => ({
      id: reaction.id,
      user: userOf(call, reaction.author),
      content: reaction.content,
      created_at: reaction.createdAt,
    })
    const known = comment.reactions.find(
      (each) => each.content === content && each.author === call.caller.login,
    )
    if (known !== undefined) return ok(represent(known))
    const made = { id: nextId(call.state), content, author: call.caller.login, createdAt: call.now }
    comment.reactions.push(made)
    return created(represent(made))
  },
)

export const commentRoutes = [listComments, listAll, comment, getComment, editComment, deleteComment, react]
