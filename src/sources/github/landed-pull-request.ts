/** The pull request that landed a part, as one GraphQL question asks about many of them. */
import { type Answer, moment } from '../../clients/github/shapes.ts'
import type { Account, Review } from '../../domain/pull-request.ts'
import { actorAt } from './account.ts'
import { labelsOf, originLines } from './commit-origins.ts'
import { reviewStates } from './pull-request.ts'
import { bigInteger, name, recordOrNull } from './reading.ts'

const mostOfEach = 100
const mostCoAuthors = 10

const fields = `fragment Facts on PullRequest {
  number
  merged
  author { __typename login }
  mergedBy { __typename login }
  baseRefName
  headRefOid
  labels(first: ${mostOfEach}) { nodes { name } }
  mergeCommit { oid signature { isValid wasSignedByGitHub } }
  reviews(last: ${mostOfEach}) {
    totalCount
    nodes {
      fullDatabaseId
      state
      submittedAt
      authorAssociation
      authorCanPushToRepository
      body
      author { __typename login }
      commit { oid }
    }
  }
  commits(last: ${mostOfEach}) {
    totalCount
    nodes {
      commit {
        oid
        authors(first: ${mostCoAuthors}) { totalCount nodes { email user { login } } }
        committer { email user { login } }
      }
    }
  }
}`

/** One question for many pull requests, each under its own name: `p123`; and for where commits came from. */
export const pullRequestsQuery = (
  numbers: readonly number[],
  commits: readonly string[] = [],
): string => `query PullRequests($owner: String!, $repo: String!) {
  repository(owner: $owner, name: $repo) {
${numbers
  .map((number) => `    p${number}: pullRequest(number: ${number}) { ...Facts }`)
  .concat(originLines(commits))
  .join('\n')}
  }
}
${fields}`

/** Of whom a pull request's commits are. */
export interface Contributors {
  /** Authors and co-authors, and whoever committed: logins, each once. */
  readonly logins: readonly string[]
  /** False where some of them has no account that anybody knows, or there are more commits or authors than were read. */
  readonly complete: boolean
}

/** The pull request that landed a part, and what people said about it. */
export interface LandedPullRequest {
  readonly number: number
  readonly author: Account | null
  readonly mergedBy: Account | null
  /** Name of the branch it landed on. */
  readonly baseRef: string
  /** Its head when it landed: what an approval must have been written on. */
  readonly head: string
  /** Whether GitHub itself made the landing commit: one made elsewhere may hold more than was reviewed. */
  readonly mergeSignedByGitHub: boolean
  /** Oldest first; the newest hundred. */
  readonly reviews: readonly Review[]
  readonly reviewsComplete: boolean
  /** Logins of the reviewers who may push here. */
  readonly writers: readonly string[]
  readonly contributors: Contributors
  readonly labels: readonly string[]
}

const reviewOf = (answer: Answer): Review => ({
  id: answer.is('fullDatabaseId', bigInteger),
  author: actorAt(answer, 'author'),
  state: answer.oneOf('state', reviewStates),
  commit: recordOrNull(answer, 'commit')?.commitName('oid') ?? null,
  submittedAt: answer.orNull('submittedAt', moment),
  association: answer.is('authorAssociation', name),
  body: answer.text('body'),
})

/** Addresses that GitHub gives out tell the login themselves; apps commit under no other. */
const loginOfAddress = (address: string): string | null =>
  /^(?:\d+\+)?([a-z0-9][\w-]*(?:\[bot\])?)@users\.noreply\.[a-z0-9.-]+$/i.exec(address)?.[1] ?? null

/** The login of somebody git names; null where nobody knows an account of theirs. */
const loginOf = (person: Answer): string | null =>
  recordOrNull(person, 'user')?.is('login', name) ?? loginOfAddress(person.textOrNull('email') ?? '')

/** GitHub itself, which commits what people merge or edit on its pages. */
const isGitHub = (person: Answer): boolean => (person.textOrNull('email') ?? '').startsWith('noreply@')

const contributorsOf = (answer: Answer): Contributors => {
  const commits = answer.list('commits.nodes').map((node) => node.record('commit'))
  const authors = commits.flatMap((commit) => commit.list('authors.nodes').map(loginOf))
  const committers = commits
    .map((commit) => recordOrNull(commit, 'committer'))
    .filter((person) => person === null || !isGitHub(person))
    .map((person) => person && loginOf(person))
  const everybody = [...authors, ...committers]
  const whole =
    answer.integer('commits.totalCount') === commits.length &&
    commits.every((commit) => commit.integer('authors.totalCount') <= commit.list('authors.nodes').length)
  return {
    logins: [...new Set(everybody.filter((login) => login !== null))],
    complete: whole && !everybody.includes(null),
  }
}

export const landedOf = (answer: Answer): LandedPullRequest => {
  const given = answer.list('reviews.nodes')
  const reviews = given.map(reviewOf)
  const pushing = given.filter((review) => review.flag('authorCanPushToRepository'))
  const signature = recordOrNull(answer, 'mergeCommit.signature')
  return {
    number: answer.integer('number'),
    author: actorAt(answer, 'author'),
    mergedBy: actorAt(answer, 'mergedBy'),
    baseRef: answer.is('baseRefName', name),
    head: answer.commitName('headRefOid'),
    mergeSignedByGitHub: signature?.flag('isValid') === true && signature.flag('wasSignedByGitHub'),
    reviews,
    reviewsComplete: answer.integer('reviews.totalCount') === reviews.length,
    writers: [...new Set(pushing.flatMap((review) => actorAt(review, 'author')?.login ?? []))],
    contributors: contributorsOf(answer),
    labels: labelsOf(answer),
  }
}

/** Whether a pull request landed as exactly this commit: its number in a message proves nothing, anybody may write it. */
export const isLandedAs = (answer: Answer, sha: string): boolean =>
  answer.flag('merged') && recordOrNull(answer, 'mergeCommit')?.commitName('oid') === sha
