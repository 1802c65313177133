/** How a driver tells what became of its effect, above all when GitHub refused. */
import { GitHubError, type GitHubFailure } from '../../clients/github/github.ts'
import type { Effect } from '../driver.ts'

/** What to do about a refusal, beyond what the GitHubError says itself. */
export interface Mends {
  /** As a job's `permissions:` spells it: `statuses: write`. */
  readonly permission: string
  /** In place of the sentence about the permission. */
  readonly forbidden?: string
  /** After GitHub found the request not to its liking (409, 422). */
  readonly invalid?: string
  /** After a write whose answer does not tell whether it was done. */
  readonly unclear?: string
}

export const refused = (what: string, why: string, url?: string): Effect => ({
  what,
  outcome: 'refused',
  why,
  ...(url === undefined ? {} : { url }),
})

/** Runs `act`; a GitHubError becomes a refusal that names the mend, anything else is our bug and is thrown on. */
export const told = async (what: string, mends: Mends, act: () => Promise<Effect>): Promise<Effect> => {
  try {
    return await act()
  } catch (error) {
    return refused(what, whyRefused(error, mends))
  }
}

/** GitHub's words and ours, as one line. Throws on what GitHub did not cause. */
export const whyRefused = (error: unknown, mends: Mends): string => {
  if (!(error instanceof GitHubError)) throw error
  const said = error.message.split('\n', 1)[0]?.replace(/[.;\s]+$/, '') ?? ''
  const mend = mendOf(error, mends)
  return mend === null ? said : `${said}; ${mend}`
}

/** Null where the error says all there is to say. */
const mendOf = (error: GitHubError, { permission, forbidden, invalid, unclear }: Mends): string | null => {
  if (isUnclear(error) && !error.route.startsWith('GET ') && unclear !== undefined) return unclear
  switch (error.failure) {
    case 'forbidden':
    case 'not-found':
      return (
        forbidden ?? (error.message.includes(permission) ? null : `the job needs permission "${permission}"`)
      )
    case 'conflict':
    case 'invalid':
      return invalid ?? null
    case 'rubbish':
      return error.message.includes('run the gate again') ? null : 'GitHub may be unwell: run the gate again'
    default:
      return null
  }
}

/** Failures that leave open whether it was done all the same. */
const unsettled: readonly GitHubFailure[] = ['timeout', 'network', 'server', 'rubbish']
const isUnclear = (error: unknown): boolean =>
  error instanceof GitHubError && unsettled.includes(error.failure)

/**
 * Does what must not be done twice. Where the answer does not tell whether it was done, `look` tells (null: it was
 * not); the first failure is thrown where it was not, or where nobody can tell.
 */
export const once = async <Result>(
  act: () => Promise<Result>,
  look: () => Promise<Result | null>,
): Promise<Result> => {
  try {
    return await act()
  } catch (error) {
    if (!isUnclear(error)) throw error
    const found = await look().catch((second: unknown) => {
      if (second instanceof GitHubError) return null
      throw second
    })
    if (found === null) throw error
    return found
  }
}

/** At most `limit` UTF-16 units (GitHub counts characters, which are never more), no character cut in half. */
export const cut = (text: string, limit: number, ending = '…'): string => {
  if (text.length <= limit) return text
  const head = text.slice(0, limit - ending.length)
  return `${/[\uD800-\uDBFF]$/.test(head) ? head.slice(0, -1) : head}${ending}`
}
