import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { Effect } from '../driver.ts'
import { upsertComment } from './comment.ts'
import type { Own } from './ownership.ts'

export interface Reply {
  /** Number of the issue or pull request. */
  readonly issue: number
  /** The comment that is answered, or in lower-case letters, digits and dashes what else is. */
  readonly commentId: number | string
  /** When that comment was written, ISO; its answer is looked for after it. */
  readonly since?: string
  readonly body: string
  readonly own?: Own
}

/**
 * Answers a command in a comment, once: a delivery that is repeated, or a run that is started again, brings the first
 * answer up to date. Requests: 1 unchanged, 2 otherwise.
 */
export const replyTo = (
  github: GitHub,
  repository: RepositoryName,
  { commentId, ...reply }: Reply,
): Promise<Effect> =>
  upsertComment(github, repository, { ...reply, marker: `<!-- change-risk:reply:${commentId} -->` })
