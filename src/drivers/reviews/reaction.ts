import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { Effect } from '../driver.ts'
import { commentMends } from './comment.ts'
import { writerIn } from './ownership.ts'
import { told } from './refusal.ts'

export type Reaction = 'eyes' | 'rocket' | 'confused' | '+1' | '-1'

const route = 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions'

/**
 * Shows under a comment that it was seen, obeyed, refused or not understood. GitHub keeps one of a kind of each account. 1 request.
 * `onWritten` is told under which login GitHub took it, which is ours.
 */
export const react = (
  github: GitHub,
  repository: RepositoryName,
  commentId: number,
  content: Reaction,
  onWritten?: (login: string) => void,
): Promise<Effect> =>
  told('comment', commentMends, async () => {
    const written: unknown = await github.request(
      route,
      { ...repository, comment_id: commentId, content },
      { repeatable: true },
    )
    const login = writerIn(route, written, 'user')
    if (login !== null) onWritten?.(login)
    return { what: 'comment', outcome: 'done', why: `Reacted with ${content}.` }
  })
