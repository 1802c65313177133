/** Pull requests and what people say on them, as GraphQL tells them. */
import { changedFiles } from '../differences.ts'
import { commitsBetween, mergeBase } from '../git.ts'
import { syncPull } from '../heads.ts'
import { associationOf } from '../represent.ts'
import { type Comment, fullName, type Pull, type Repository, type Review, roleOf } from '../state.ts'
import { type Context, connection, nodeId, type Paging } from './context.ts'

import { actorNode, commitNode } from './nodes.ts'

const reviewNode = (context: Context, repository: Repository, review: Review) => ({
  __typename: 'PullRequestReview',
  id: nodeId('PullRequestReview', review.id),
  databaseId: review.id,
  fullDatabaseId: String(review.id),
  state: review.state,
  body: review.body,
  author: actorNode(context, review.author),
  authorAssociation: associationOf(context.state, repository, review.author),
  authorCanPushToRepository: ['write', 'maintain', 'admin'].includes(
    roleOf(context.state, repository, review.author),
  ),
  submittedAt: review.submittedAt,
  commit: () => (review.commit === null ? null : commitNode(context, repository, review.commit)),
})

const commentNode = (context: Context, repository: Repository, comment: Comment) => ({
  __typename: 'IssueComment',
  id: nodeId('IssueComment', comment.id),
  databaseId: comment.id,
  fullDatabaseId: String(comment.id),
  body: comment.body,
  author: actorNode(context, comment.author),
  authorAssociation: associationOf(context.state, repository, comment.author),
  createdAt: comment.createdAt,
  updatedAt: comment.updatedAt,
})

export const pullNode = (context: Context, repository: Repository, given: Pull): object => {
  const pull = syncPull(context.state, repository, given)
  const files = () => changedFiles(repository, resolveBase(repository, pull), pull.head.sha)
  const [headOwner = '', headName = ''] = (pull.head.repository ?? '').split('/')
  return {
    __typename: 'PullRequest',
    id: nodeId('PullRequest', fullName(repository), pull.number),
    databaseId: pull.id,
    number: pull.number,
    title: pull.title,
    body: pull.body ?? '',
    url: `${context.origin.html}/${fullName(repository)}/pull/${pull.number}`,
    state: pull.mergedAt !== null ? 'MERGED' : pull.state.toUpperCase(),
    isDraft: pull.draft,
    merged: pull.mergedAt !== null,
    closed: pull.state === 'closed',
    createdAt: pull.createdAt,
    updatedAt: pull.updatedAt,
    closedAt: pull.closedAt,
    mergedAt: pull.mergedAt,
    author: actorNode(context, pull.author),
    authorAssociation: associationOf(context.state, repository, pull.author),
    mergedBy: pull.mergedBy === null ? null : actorNode(context, pull.mergedBy),
    mergeCommit: () => (pull.mergeCommit === null ? null : commitNode(context, repository, pull.mergeCommit)),
    headRefName: pull.head.ref,
    headRefOid: pull.head.sha,
    baseRefName: pull.base.ref,
    baseRefOid: pull.base.sha,
    isCrossRepository: pull.head.repository !== fullName(repository),
    headRepository:
      pull.head.repository === null ? null : { nameWithOwner: `${headOwner}/${headName}`, name: headName },
    changedFiles: () => files().length,
    additions: () => files().reduce((sum, file) => sum + file.additions, 0),
    deletions: () => files().reduce((sum, file) => sum + file.deletions, 0),
    labels: (paging: Paging) => connection(pull.labels, paging, (name) => ({ name }), 'labels'),
    reviews: ({ states, author, ...paging }: Paging & { states?: readonly string[]; author?: string }) =>
      connection(
        pull.reviews.filter(
          (each) => (!states || states.includes(each.state)) && (!author || each.author === author),
        ),
        paging,
        (each) => reviewNode(context, repository, each),
        'reviews',
      ),
    comments: (paging: Paging) =>
      connection(pull.comments, paging, (each) => commentNode(context, repository, each), 'comments'),
    commits: (paging: Paging) =>
      connection(
        commitsBetween(repository, resolveBase(repository, pull), pull.head.sha),
        paging,
        (each) => ({
          __typename: 'PullRequestCommit',
          commit: () => commitNode(context, repository, each.sha),
        }),
        'commits',
      ),
  }
}

const resolveBase = (repository: Repository, pull: Pull): string =>
  mergeBase(repository, pull.base.sha, pull.head.sha) ?? pull.base.sha
