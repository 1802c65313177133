/** Which accounts are ours. Markers can be planted by anybody, so what we edit or take back must also be written by us. */
import { GitHubError } from '../../clients/github/github.ts'
import { type Answer, answerOf, record, text } from '../../clients/github/shapes.ts'

/** Who GITHUB_TOKEN is. A personal or App token is somebody else: its login must be named by the caller. */
export const actionsBot = ['github-actions[bot]'] as const

/** Logins that are us; finding out may cost a request, so it is done where something that may be ours was found. */
export type Own = readonly string[] | (() => Promise<readonly string[]>)

/** Throws GitHubError where nobody can tell: then nothing counts as ours, and nothing is touched. */
export const ownLogins = async (own: Own): Promise<readonly string[]> =>
  typeof own === 'function' ? own() : own

export const shortSha = (sha: string): string => sha.slice(0, 7)

/** GitHub does not tell logins, label names and environment names apart by case. */
export const isNamed = (name: string, names: readonly string[]): boolean =>
  names.some((each) => each.toLowerCase() === name.toLowerCase())

/** Who wrote what we have just written; null where the answer does not tell: it is written all the same. */
export const writerIn = (route: string, written: unknown, field: 'user' | 'creator'): string | null => {
  try {
    return answerOf(route, written).optional(`${field}.login`, text) || null
  } catch (error) {
    if (error instanceof GitHubError) return null
    throw error
  }
}

/** Whether a comment, review, issue or status was written by one of ours; a ghost is nobody. */
export const isOwn = (thing: Answer, own: readonly string[], field = 'user'): boolean => {
  const author = thing.orNull(field, record)
  return author !== null && isNamed(author.text('login'), own)
}
