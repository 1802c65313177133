import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { answerOf, text } from '../../clients/github/shapes.ts'
import type { Effect } from '../driver.ts'
import { findIssue, issueMends } from './issue.ts'
import { actionsBot, type Own, ownLogins } from './ownership.ts'
import { pageOf } from './reading.ts'
import { refused, told } from './refusal.ts'

export interface DigestRequest {
  /** An HTML comment, which becomes the first line and tells this issue from our others. */
  readonly marker: string
  readonly title: string
  /** Made of what stands there, its marker apart; null where nothing does. */
  readonly body: (before: string | null) => Promise<string>
  /** Whether it is worth an issue that is not there yet. */
  readonly opens: boolean
  /** Logins that are us. */
  readonly own?: Own
}

const what = 'digest'
const createRoute = 'POST /repos/{owner}/{repo}/issues'
const editRoute = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}'

/**
 * One issue whose text is kept up to date in place, which tells nobody anything by mail. Requests: 1 where it says so
 * already or is not worth it, 2 otherwise; one more per further login of ours.
 */
export const keepDigest = (
  github: GitHub,
  repository: RepositoryName,
  { marker, title, body, opens, own = actionsBot }: DigestRequest,
): Promise<Effect> =>
  told(what, issueMends, async () => {
    const found = await findIssue(github, repository, marker, await ownLogins(own))
    if (found === 'too many') return refused(what, 'Too many issues of ours are open: close some.')
    if (found === null && !opens) return { what, outcome: 'unchanged', why: 'Nothing is worth an issue.' }
    const before = found?.optional('body', text)?.replaceAll('\r\n', '\n').trim() ?? null
    const whole = `${marker}\n${await body(before)}`
    if (found === null) {
      const made = await github.request(createRoute, { ...repository, title, body: whole })
      return {
        what,
        outcome: 'done',
        why: 'Opened the digest.',
        ...pageOf(github, answerOf(createRoute, made)),
      }
    }
    if (before === whole.trim())
      return { what, outcome: 'unchanged', why: 'The digest says so already.', ...pageOf(github, found) }
    await github.request(
      editRoute,
      { ...repository, issue_number: found.integer('number'), body: whole },
      { repeatable: true },
    )
    return { what, outcome: 'done', why: 'Brought the digest up to date.', ...pageOf(github, found) }
  })
