/**
 * What GitHub knows of the pull requests that the parts of a deployment came from: the raw facts by which approvals are
 * judged, many pull requests a request.
 */
import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf } from '../../clients/github/shapes.ts'
import { askOrigins, labelsIn, originsIn } from './commit-origins.ts'
import { isLandedAs, type LandedPullRequest, landedOf, pullRequestsQuery } from './landed-pull-request.ts'
import { recordOrNull, rubbish } from './reading.ts'

const route = 'POST /graphql'

/** Pull requests a request: each costs GitHub some 200 look-ups, and it gives up after ten seconds. */
const pullsPerRequest = 25
const mostAttempts = 4
/** Pull requests looked at: a deployment rarely brings more, and each has approvals and labels of its own. */
const mostPulls = 200
/** Commits whose origin is asked along with the first of them. */
const mostCommits = 50

export interface NumberedPart {
  readonly sha: string
  /** Of the pull request that its message names; null for a direct commit. */
  readonly number: number | null
}

export interface PartPullRequests {
  /** By SHA of the part. A part whose named pull request did not land as exactly this commit has none. */
  readonly landed: ReadonlyMap<string, LandedPullRequest>
  /** Parts that were not looked at: nothing is known of their pull requests. */
  readonly unread: readonly string[]
  /** Numbers of the pull requests that parts without one came from; null where GitHub did not tell. */
  readonly origins: ReadonlyMap<string, number> | null
}

interface Numbered {
  readonly sha: string
  readonly number: number
}

const ask = async (
  github: GitHub,
  repository: RepositoryName,
  numbers: readonly number[],
  commits: readonly string[],
): Promise<Answer> => {
  const data = await github.graphql<unknown>(
    pullRequestsQuery(numbers, commits),
    { ...repository },
    { repeatable: true },
  )
  const answer = recordOrNull(answerOf(route, data), 'repository')
  if (answer) return answer
  throw new GitHubError(
    `${route}: ${repository.owner}/${repository.repo} is not to be seen with this token; the job needs permission "pull-requests: read"`,
    { failure: 'not-found', status: null, route },
  )
}

/** The numbers that GitHub says it knows no pull request by: of an issue, or of another repository. */
const strangersIn = (error: unknown): ReadonlySet<number> =>
  error instanceof GitHubError && error.failure === 'not-found'
    ? new Set(
        [...error.message.matchAll(/\bPullRequest with the number of (\d+)\./g)].map((found) =>
          Number(found[1]),
        ),
      )
    : new Set()

/**
 * One number without a pull request fails the whole question, and a message may hold any number: GitHub names the first
 * few such, and it is asked again without them. What is still in doubt after `mostAttempts` stays unread.
 */
const askOfThose = async (
  github: GitHub,
  repository: RepositoryName,
  numbers: readonly number[],
  commits: readonly string[],
): Promise<{ readonly answer: Answer | null; readonly numbers: readonly number[] }> => {
  let left = numbers
  for (let attempt = 0; attempt < mostAttempts && left.length > 0; attempt += 1) {
    try {
      return { answer: await ask(github, repository, left, commits), numbers: left }
    } catch (error) {
      const strangers = strangersIn(error)
      const known = left.filter((number) => !strangers.has(number))
      if (known.length === left.length) throw error
      left = known
    }
  }
  return { answer: null, numbers: left }
}

const landedIn = (answer: Answer, { sha, number }: Numbered): LandedPullRequest | null => {
  const pull = recordOrNull(answer, `p${number}`)
  if (!pull) return null
  if (pull.integer('number') !== number) throw rubbish(route, `p${number} is another pull request`)
  return isLandedAs(pull, sha) ? landedOf(pull) : null
}

/** By SHA of the part, for as long as the client lives, which is one run. */
const read = new WeakMap<GitHub, Map<string, LandedPullRequest>>()

/** The pull request behind a part that was asked about in this run already; null where none is known. */
export const landedBefore = (github: GitHub, sha: string): LandedPullRequest | null =>
  read.get(github)?.get(sha) ?? null

const labelsRead = new WeakMap<GitHub, Map<string, readonly string[]>>()

/** Labels of the pull request behind a part that was asked about in this run already; none where none is known. */
export const labelsBefore = (github: GitHub, sha: string): readonly string[] =>
  landedBefore(github, sha)?.labels ?? labelsRead.get(github)?.get(sha) ?? []

/** GraphQL's own limit on a number; what is above names no pull request. */
const isNumber = (number: number | null): number is number =>
  number !== null && Number.isInteger(number) && number > 0 && number <= 0x7fffffff

/**
 * The pull requests behind `parts`, riskiest first: of `atMost` pull requests, the others are `unread`. Needs
 * `pull-requests: read`. Throws GitHubError.
 */
export const approvalsOfParts = async (
  github: GitHub,
  repository: RepositoryName,
  parts: readonly NumberedPart[],
  { atMost = mostPulls }: { readonly atMost?: number } = {},
): Promise<PartPullRequests> => {
  const numbered = parts.flatMap(({ sha, number }) => (isNumber(number) ? [{ sha, number }] : []))
  const numbers = [...new Set(numbered.map(({ number }) => number))]
  const landed = new Map<string, LandedPullRequest>()
  const unread = new Set(numbers.slice(atMost))
  const nameless = parts.filter(({ number }) => number === null).map(({ sha }) => sha)
  const commits = nameless.slice(0, mostCommits)
  let origins: PartPullRequests['origins'] = nameless.length === 0 ? new Map() : null
  const learn = (answer: Answer): void => {
    origins = originsIn(answer, commits)
    labelsRead.set(github, new Map([...(labelsRead.get(github) ?? []), ...labelsIn(answer, commits)]))
  }
  if (numbers.length === 0 && commits.length > 0) {
    const answer = await askOrigins(github, repository, commits)
    if (answer) learn(answer)
  }
  for (let from = 0; from < Math.min(numbers.length, atMost); from += pullsPerRequest) {
    const some = numbers.slice(from, Math.min(from + pullsPerRequest, atMost))
    const along = from === 0 ? commits : []
    const asked = await askOfThose(github, repository, some, along)
    if (asked.answer && along.length > 0) learn(asked.answer)
    for (const number of asked.answer ? [] : asked.numbers) unread.add(number)
    for (const part of numbered.filter(({ number }) => asked.answer && asked.numbers.includes(number))) {
      const pull = landedIn(asked.answer!, part)
      if (pull) landed.set(part.sha, pull)
    }
  }
  read.set(github, new Map([...(read.get(github) ?? []), ...landed]))
  return {
    landed,
    unread: [
      ...numbered.filter(({ number }) => unread.has(number)).map(({ sha }) => sha),
      ...nameless.slice(mostCommits),
    ],
    origins,
  }
}
