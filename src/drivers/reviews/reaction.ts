import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { Effect } from '../driver.ts'
import { commentMends } from './comment.ts'
import { told } from './refusal.ts'

export type Reaction = 'eyes' | 'rocket' | 'confused' | '+1'

/** Shows under a comment that it was seen, obeyed or not understood. GitHub keeps one of a kind of each account. 1 request. */
export const react = (
  github: GitHub,
  repository: RepositoryName,
  commentId: number,
  content: Reaction,
): Promise<Effect> =>
  told('comment', commentMends, async () => {
    await github.request(
      'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
      { ...repository, comment_id: commentId, content },
      { repeatable: true },
    )
    return { what: 'comment', outcome: 'done', why: `Reacted with ${content}.` }
  })
