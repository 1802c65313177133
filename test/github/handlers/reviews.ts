/** Reviews of pull requests, with what GitHub refuses. */
import { found, invalid, ok } from '../answer.ts'
import { resolveCommit } from '../git.ts'
import { associationOf, userOf } from '../represent.ts'
import { type Call, inRepository, page, read, say, write } from '../route.ts'
import { fullName, nextId, type Pull, type Repository, type Review, type ReviewComment } from '../state.ts'
import { longestBody } from './conversation.ts'
import { pullOf } from './pulls.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

export const reviewOf = (place: Place, repository: Repository, pull: Pull, review: Review) => {
  const html = `${place.origin.html}/${fullName(repository)}/pull/${pull.number}`
  const pullUrl = `${place.origin.api}/repos/${fullName(repository)}/pulls/${pull.number}`
  return {
    id: review.id,
    user: userOf(place, review.author),
    body: review.body,
    state: review.state,
    html_url: `${html}#pullrequestreview-${review.id}`,
    pull_request_url: pullUrl,
    author_association: associationOf(place.state, repository, review.author),
    _links: { html: { href: `${html}#pullrequestreview-${review.id}` }, pull_request: { href: pullUrl } },
    ...(review.state === 'PENDING' ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commit,
  }
}

const list = inRepository(
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  read('pull-requests'),
  (call) => {
    const pull = pullOf(call, call.parameters.pull_number)
    return page(call, pull.reviews, (review) => reviewOf(call, call.repository, pull, review))
  },
)

const get = inRepository(
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}',
  read('pull-requests'),
  (call) => {
    const pull = pullOf(call, call.parameters.pull_number)
    const review = found(pull.reviews.find((each) => each.id === call.parameters.review_id))
    return ok(reviewOf(call, call.repository, pull, review))
  },
)

const states = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const

const create = inRepository(
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
  say('pull-requests'),
  (call) => {
    const pull = pullOf(call, call.parameters.pull_number)
    const { event, body = '', commit_id: commit } = call.parameters
    const { caller, repository } = call
    if (event !== 'COMMENT' && event !== undefined && pull.author === caller.login) {
      const what = event === 'APPROVE' ? 'approve' : 'request changes on'
      throw invalid('Unprocessable Entity', [`Can not ${what} your own pull request`])
    }
    if (event === 'APPROVE' && caller.kind === 'workflow' && !repository.canApprovePullRequestReviews)
      throw invalid('Unprocessable Entity', ['GitHub Actions is not permitted to approve pull requests.'])
    if (body.length > longestBody)
      throw invalid('Unprocessable Entity', ['Body is too long (maximum is 65536 characters)'])
    if (event !== undefined && event !== 'APPROVE' && body === '')
      throw invalid('Unprocessable Entity', ['You need to leave a comment indicating the requested changes.'])
    if (commit !== undefined && resolveCommit(repository, commit) === null)
      throw invalid('Unprocessable Entity', ['Commit OID is not part of the pull request'])
    const review: Review = {
      id: nextId(call.state),
      author: caller.login,
      state: event === undefined ? 'PENDING' : states[event],
      body,
      commit: commit ?? pull.head.sha,
      submittedAt: call.now,
    }
    pull.reviews.push(review)
    pull.requestedReviewers = pull.requestedReviewers.filter((login) => login !== caller.login)
    return ok(reviewOf(call, repository, pull, review))
  },
)

/** Only who may push may dismiss; a comment cannot be dismissed. */
const dismiss = inRepository(
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals',
  write('pull-requests'),
  (call) => {
    const pull = pullOf(call, call.parameters.pull_number)
    const review = found(pull.reviews.find((each) => each.id === call.parameters.review_id))
    if (!['APPROVED', 'CHANGES_REQUESTED'].includes(review.state))
      throw invalid('Unprocessable Entity', ['Can not dismiss a commented pull request review'])
    review.state = 'DISMISSED'
    return ok(reviewOf(call, call.repository, pull, review))
  },
)

const commentOf = (place: Place, repository: Repository, pull: Pull, comment: ReviewComment) => {
  const html = `${place.origin.html}/${fullName(repository)}/pull/${pull.number}#discussion_r${comment.id}`
  const pullUrl = `${place.origin.api}/repos/${fullName(repository)}/pulls/${pull.number}`
  const url = `${place.origin.api}/repos/${fullName(repository)}/pulls/comments/${comment.id}`
  return {
    url,
    html_url: html,
    pull_request_url: pullUrl,
    id: comment.id,
    pull_request_review_id: comment.review,
    diff_hunk: '',
    path: comment.path,
    line: comment.line,
    side: 'RIGHT',
    commit_id: comment.commit,
    original_commit_id: comment.commit,
    user: userOf(place, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
    author_association: associationOf(place.state, repository, comment.author),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
  }
}

const comments = inRepository(
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
  read('pull-requests'),
  (call) => {
    const pull = pullOf(call, call.parameters.pull_number)
    return page(call, pull.reviewComments, (comment) => commentOf(call, call.repository, pull, comment))
  },
)

export const reviewRoutes = [list, get, create, dismiss, comments]
