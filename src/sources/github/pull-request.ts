/** A pull request, what people said about it, and the commits on it. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf, commitName, flag, moment, text } from '../../clients/github/shapes.ts'
import type { PullRequest, PullRequestCommit, Review } from '../../domain/pull-request.ts'
import { accountAt, committerAt } from './account.ts'
import { answersOf, type Listing, name, recordOrNull, rubbish } from './reading.ts'

const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
const reviewsRoute = `${route}/reviews` as const
const commitsRoute = `${route}/commits` as const

export const mostReviews = 1000
/** GitHub lists no more of one pull request, whoever asks. */
export const mostCommits = 250

/** A pull request with what our words for it leave out. */
export interface ReadPullRequest extends PullRequest {
  /** Comments on lines of the diff. */
  readonly lineComments: number
  /** Comments below it, apart from reviews. */
  readonly comments: number
}

const headOf = (answer: Answer): PullRequest['head'] => ({
  sha: answer.commitName('head.sha'),
  ref: answer.is('head.ref', name),
  repository: recordOrNull(answer, 'head.repo')?.is('full_name', name) ?? null,
})

const requestedOf = (answer: Answer): PullRequest['requested'] => ({
  users: answer.list('requested_reviewers').map((user) => user.is('login', name)),
  teams: answer.list('requested_teams').map((team) => team.is('slug', name)),
})

const countsOf = (answer: Answer): PullRequest['counts'] => ({
  commits: answer.integer('commits'),
  files: answer.integer('changed_files'),
  additions: answer.integer('additions'),
  deletions: answer.integer('deletions'),
})

/** Reads one pull request as it is now. Throws GitHubError. */
export const readPullRequest = async (
  github: GitHub,
  repository: RepositoryName,
  number: number,
): Promise<ReadPullRequest> => {
  const answer = answerOf(route, await github.request(route, { ...repository, pull_number: number }))
  if (answer.integer('number') !== number) throw rubbish(route, `the answer is not about ${number}`)
  const merged = answer.flag('merged')
  const landed = answer.orNull('merge_commit_sha', commitName)
  return {
    number,
    title: answer.text('title'),
    body: answer.textOrNull('body') ?? '',
    url: answer.is('html_url', name),
    state: answer.oneOf('state', ['open', 'closed']),
    merged,
    draft: answer.optional('draft', flag) ?? false,
    // Before merging it names the commit of GitHub's trial merge, which is on no branch.
    mergeCommit: merged ? landed : null,
    author: accountAt(answer, 'user'),
    head: headOf(answer),
    base: {
      sha: answer.commitName('base.sha'),
      ref: answer.is('base.ref', name),
      repository: answer.is('base.repo.full_name', name),
    },
    labels: answer.list('labels').map((label) => label.text('name')),
    requested: requestedOf(answer),
    createdAt: answer.moment('created_at'),
    counts: countsOf(answer),
    lineComments: answer.integer('review_comments'),
    comments: answer.integer('comments'),
  }
}

export const reviewStates = ['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING'] as const

const reviewOf = (answer: Answer): Review => ({
  id: answer.integer('id'),
  author: accountAt(answer, 'user'),
  state: answer.oneOf('state', reviewStates),
  commit: answer.orNull('commit_id', commitName),
  submittedAt: answer.optional('submitted_at', moment),
  association: answer.is('author_association', name),
  body: answer.optional('body', text) ?? '',
})

/**
 * Every review, oldest first. Where it is not complete, the newest are missing, a refusal maybe among them: then no
 * approval in it may count.
 */
export const readReviews = async (
  github: GitHub,
  repository: RepositoryName,
  number: number,
): Promise<Listing<Review>> => {
  const { items, complete } = await github.list(
    reviewsRoute,
    { ...repository, pull_number: number, per_page: 100 },
    mostReviews,
  )
  return { items: answersOf(reviewsRoute, items).map(reviewOf), complete }
}

/** A commit as GitHub's lists of commits tell it. */
export const commitOf = (answer: Answer): PullRequestCommit => {
  const author = recordOrNull(answer, 'commit.author')
  const committer = recordOrNull(answer, 'commit.committer')
  return {
    sha: answer.commitName('sha'),
    parents: answer.list('parents').map((parent) => parent.commitName('sha')),
    message: answer.text('commit.message'),
    authoredAt: author?.optional('date', moment) ?? null,
    committedAt: committer?.optional('date', moment) ?? null,
    author: committerAt(answer, 'author'),
    committer: committerAt(answer, 'committer'),
    authorEmail: author?.optional('email', text) ?? '',
    authorName: author?.optional('name', text) ?? '',
  }
}

/**
 * The commits of a pull request, oldest first, 250 of them at most. Complete only where they are as many as it has and
 * its head is among them: a head that moved meanwhile shows here.
 */
export const readPullRequestCommits = async (
  github: GitHub,
  repository: RepositoryName,
  pull: PullRequest,
): Promise<Listing<PullRequestCommit>> => {
  const { items, complete } = await github.list(
    commitsRoute,
    { ...repository, pull_number: pull.number, per_page: 100 },
    mostCommits,
  )
  const commits = answersOf(commitsRoute, items).map(commitOf)
  const whole =
    new Set(commits.map(({ sha }) => sha)).size === pull.counts.commits &&
    commits.some(({ sha }) => sha === pull.head.sha)
  return { items: commits, complete: complete && whole }
}
