/** Which accounts are ours. Markers can be planted by anybody, so what we edit or take back must also be written by us. */
import { type Answer, record } from '../../clients/github/shapes.ts'

/** Who GITHUB_TOKEN is. A personal or App token is somebody else: its login must be named by the caller. */
export const actionsBot = ['github-actions[bot]'] as const

export const shortSha = (sha: string): string => sha.slice(0, 7)

/** GitHub does not tell logins, label names and environment names apart by case. */
export const isNamed = (name: string, names: readonly string[]): boolean =>
  names.some((each) => each.toLowerCase() === name.toLowerCase())

/** Whether a comment, review, issue or status was written by one of ours; a ghost is nobody. */
export const isOwn = (thing: Answer, own: readonly string[], field = 'user'): boolean => {
  const author = thing.orNull(field, record)
  return author !== null && isNamed(author.text('login'), own)
}
