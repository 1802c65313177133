/** What our readings of GitHub share beside the client's own checks: lists that may be cut, and answers that cannot be true. */
import { GitHubError } from '../../clients/github/github.ts'
import { type Answer, answerOf, type Check, record } from '../../clients/github/shapes.ts'

/** Items as far as they were read. */
export interface Listing<Item> {
  readonly items: readonly Item[]
  /** False where GitHub holds more, or did not give all: what is missing is unknown, and not nothing. */
  readonly complete: boolean
}

/** The items of a list, each named by its place in it. */
export const answersOf = (route: string, items: readonly unknown[]): readonly Answer[] =>
  answerOf(route, items).list()

/** An answer whose fields have the right kinds and cannot be true together. `what` follows the route: "head_sha is …". */
export const rubbish = (route: string, what: string): GitHubError =>
  new GitHubError(
    `${route}: ${what}; GitHub may be behind itself, or something in its place may answer: try again, and look at the proxy if it stays`,
    { failure: 'rubbish', status: null, route },
  )

/** The same failure, with what GitHub cannot know of it. */
export const because = ({ message, failure, status, route }: GitHubError, more: string): GitHubError =>
  new GitHubError(`${message}: ${more}`, { failure, status, route })

/** The record at a path; null where GitHub says null there, and an error where it says nothing at all. */
export const recordOrNull = (answer: Answer, path: string): Answer | null => answer.orNull(path, record)

/** A text that says something: a login, a ref, a path. */
export const name: Check<string> = (value, { route, path }) => {
  if (typeof value === 'string' && value !== '') return value
  throw rubbish(route, `${path} is no name`)
}

/** A whole number that GraphQL writes as text, since it outgrows 32 bits. */
export const bigInteger: Check<number> = (value, { route, path }) => {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  if (Number.isSafeInteger(number) && (number as number) >= 0) return number as number
  throw rubbish(route, `${path} is no whole number`)
}
