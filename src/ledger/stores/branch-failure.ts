import { GitHubError } from '../../clients/github/github.ts'
import { SourceError } from '../../domain/errors.ts'
import type { NewRecord } from '../record.ts'
import { mostRetries } from './branch-backoff.ts'
import type { BranchSite } from './branch-site.ts'

/** What a failure means: whether to look again, to go another way, or to give up with a sentence. */

/** GitHub's words where somebody else moved, began or deleted the branch; some of them come as plain 422. */
const outrunWords =
  /fast.?forward|reference (already exists|does not exist|update failed)|object does not exist|expected branch to point|expectedHeadOid|pull and try again/i

/** The branch was not where it was read: nothing was written. */
export const isConflict = (error: unknown): boolean =>
  error instanceof GitHubError &&
  (error.failure === 'conflict' ||
    error.codes.includes('STALE_DATA') ||
    // A branch that was there a moment ago: deleted since, or not yet known everywhere.
    (error.failure === 'not-found' && error.codes.includes('NOT_FOUND')) ||
    (error.failure === 'invalid' && outrunWords.test(error.message)))

/** Nobody knows whether it was done. */
export const isDoubtful = (error: unknown): boolean =>
  error instanceof GitHubError && ['timeout', 'network', 'server', 'rubbish'].includes(error.failure)

/** GraphQL is not there, is closed to this token, or does not know what was asked: git's own objects may do. */
export const lacksGraphql = (error: unknown): boolean =>
  error instanceof GitHubError &&
  !isConflict(error) &&
  (error.status === 404 || error.failure === 'forbidden' || error.failure === 'invalid')

/** A failed request of ours gets the ledger's name; our own errors and bugs pass. */
export const readFailure = ({ url }: BranchSite, error: unknown): unknown => {
  if (!(error instanceof GitHubError)) return error
  return new SourceError(
    `ledger ${url} cannot be read: ${error.message}${needing('contents: read', error)}`,
    {
      cause: error,
    },
  )
}

/** As above, of a write that certainly or probably was not done: says what is not remembered. */
export const writeFailure = ({ url }: BranchSite, entries: readonly NewRecord[], error: unknown): unknown => {
  if (!(error instanceof GitHubError)) return error
  if (isConflict(error)) {
    return new SourceError(
      `ledger ${url}: other writers were faster ${mostRetries + 1} times, so ${named(entries)} not remembered; run it again, or let fewer jobs write at once (${error.message})`,
      { cause: error },
    )
  }
  return new SourceError(
    `ledger ${url} cannot be written, so ${named(entries)} not remembered: ${error.message}${needing('contents: write', error)}`,
    { cause: error },
  )
}

const needing = (permission: string, { failure, message }: GitHubError): string =>
  ['forbidden', 'not-found'].includes(failure) && !message.includes(permission)
    ? `; the job needs permission "${permission}"`
    : ''

/** A write of which GitHub did not say how it ended, and the branch did not tell either. */
export const doubt = ({ url }: BranchSite, entries: readonly NewRecord[], error: unknown): unknown => {
  if (!(error instanceof GitHubError)) return error
  return new SourceError(
    `ledger ${url}: nobody knows whether ${named(entries)} remembered: ${error.message}; run it again, which is harmless if so`,
    { cause: error },
  )
}

/** `the decision is`, `3 records are` */
const named = (entries: readonly NewRecord[]): string =>
  entries.length === 1 ? `the ${entries[0]?.kind} is` : `${entries.length} records are`
