/** How a test makes issues, pull requests, and what people say on them. */
import { git, mergeBase, moveRef, readCommit, resolveCommit, writeCommit } from './git.ts'
import { syncPull } from './heads.ts'
import { personOf } from './people.ts'
import {
  type Comment,
  fullName,
  type Issue,
  isoSeconds,
  nextId,
  type Pull,
  type Repository,
  type Review,
  type State,
  timeOf,
} from './state.ts'

export const newIssue = (state: State, overrides: Partial<Issue> = {}): Issue => {
  const at = timeOf(state)
  return {
    id: nextId(state),
    number: nextId(state),
    title: 'Something to look at',
    body: null,
    state: 'open',
    author: 'mira',
    labels: [],
    assignees: [],
    comments: [],
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    ...overrides,
  }
}

/** Issues and pull requests of a repository count together, from 1. */
export const nextNumber = ({ issues, pulls }: Repository): number =>
  Math.max(0, ...[...issues, ...pulls].map((each) => each.number)) + 1

export const addIssue = (state: State, repository: Repository, overrides: Partial<Issue> = {}): Issue => {
  const issue = newIssue(state, { number: nextNumber(repository), ...overrides })
  repository.issues.push(issue)
  return issue
}

export interface NewPull extends Partial<Omit<Pull, 'head' | 'base'>> {
  /** Branch the change is on. */
  readonly head: string
  /** Where that branch is; the repository itself unless told. */
  readonly fork?: Repository
  /** The default branch unless told. */
  readonly base?: string
}

export const openPull = (
  state: State,
  repository: Repository,
  { head, fork, base, ...overrides }: NewPull,
): Pull => {
  const from = fork ?? repository
  const into = base ?? repository.defaultBranch
  const sha = resolveCommit(from, head)
  const baseSha = resolveCommit(repository, into)
  if (sha === null || baseSha === null) throw new Error(`openPull: no branch ${sha === null ? head : into}`)
  const pull: Pull = {
    ...newIssue(state, { number: nextNumber(repository), title: `Change on ${head}` }),
    draft: false,
    head: { ref: head, sha, repository: fullName(from) },
    base: { ref: into, sha: baseSha },
    mergedAt: null,
    mergedBy: null,
    mergeCommit: null,
    requestedReviewers: [],
    requestedTeams: [],
    reviews: [],
    reviewComments: [],
    ...overrides,
  }
  repository.pulls.push(pull)
  return syncPull(state, repository, pull)
}

/** Merges with a merge commit, or squashed into one; the SHA that landed. */
export const mergePull = (
  state: State,
  repository: Repository,
  pull: Pull,
  { by = 'mira', squash = false, at = timeOf(state) }: { by?: string; squash?: boolean; at?: string } = {},
): string => {
  syncPull(state, repository, pull)
  const base = resolveCommit(repository, pull.base.ref) ?? ''
  const common = mergeBase(repository, base, pull.head.sha)
  if (common === null) throw new Error('mergePull: nothing in common')
  const tree =
    common === base
      ? readCommit(repository, pull.head.sha).tree
      : (git(repository, ['merge-tree', '--write-tree', base, pull.head.sha]).split('\n')[0] ?? '')
  const who = personOf(state, by, at)
  const sha = writeCommit(repository, {
    tree,
    parents: squash ? [base] : [base, pull.head.sha],
    message: squash
      ? `${pull.title} (#${pull.number})`
      : `Merge pull request #${pull.number} from ${pull.head.ref}\n\n${pull.title}`,
    author: squash ? personOf(state, pull.author, at) : who,
    committer: { name: 'GitHub', email: 'noreply@github.com', date: who.date },
  })
  repository.signed.push(sha)
  moveRef(repository, `refs/heads/${pull.base.ref}`, { from: base, to: sha })
  Object.assign(pull, {
    state: 'closed',
    mergedAt: at,
    closedAt: at,
    updatedAt: at,
    mergedBy: by,
    mergeCommit: sha,
  })
  return sha
}

/** A review of the pull request's present head, now, unless told. */
export const addReview = (
  state: State,
  pull: Pull,
  overrides: Partial<Review> & Pick<Review, 'author' | 'state'>,
): Review => {
  const commit = pull.head.sha
  const review: Review = { id: nextId(state), body: '', commit, submittedAt: timeOf(state), ...overrides }
  pull.reviews.push(review)
  return review
}

/** A comment under an issue or pull request. */
export const addComment = (
  state: State,
  issue: Issue,
  overrides: Partial<Comment> & Pick<Comment, 'author' | 'body'>,
): Comment => {
  const at = isoSeconds(state.clock())
  const comment: Comment = { id: nextId(state), createdAt: at, updatedAt: at, reactions: [], ...overrides }
  issue.comments.push(comment)
  return comment
}
