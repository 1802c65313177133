import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf, record, text } from '../../clients/github/shapes.ts'
import type { Effect } from '../driver.ts'
import { bodyLimit, postComment, upsertComment } from './comment.ts'
import { actionsBot, isOwn, type Own, ownLogins } from './ownership.ts'
import { itemsOf, pageOf } from './reading.ts'
import { type Mends, once, refused, told } from './refusal.ts'

export interface IssueRequest {
  /** The issue of an environment: an HTML comment, which becomes its first line. */
  readonly marker: string
  readonly title: string
  readonly body: string
  /** What is asked now, in a comment of its own. */
  readonly question: { readonly marker: string; readonly body: string }
  /** Logins that are us. */
  readonly own?: Own
}

const mostIssues = 1_000
const listRoute = 'GET /repos/{owner}/{repo}/issues'
const createRoute = 'POST /repos/{owner}/{repo}/issues'
export const issueMends: Mends = {
  permission: 'issues: write',
  forbidden: 'the job needs permission "issues: write", and the repository must have issues turned on',
}

/**
 * Asks where no pull request exists: in one issue per environment, found by marker and author like a comment, opened
 * when there is none; each question is a comment of its own, edited in place.
 * Requests: 3 in an open issue (2 when the question stands there), 3 with a new one; one more per further login of ours.
 */
export const askInIssue = (
  github: GitHub,
  repository: RepositoryName,
  request: IssueRequest,
): Promise<Effect> =>
  told('issue', issueMends, async () => {
    const { question } = request
    const body = `${request.marker}\n${request.body}`
    if (body.length > bodyLimit || question.marker.length + question.body.length >= bodyLimit)
      return refused(
        'issue',
        `The question is longer than the ${bodyLimit} characters GitHub takes: shorten it.`,
      )
    const own = await ownLogins(request.own ?? actionsBot)
    const found = await issueOfOurs(github, repository, request, own)
    if (found === 'too many')
      return refused(
        'issue',
        `Over ${mostIssues} issues of ours are open: close some, or ours cannot be found.`,
      )
    if (found !== null) {
      const asked = await upsertComment(github, repository, { issue: found.number, ...question, own })
      return { ...found.page, ...asked, what: 'issue' }
    }
    const opened = await once(
      async () =>
        issueIn(
          github,
          answerOf(
            createRoute,
            await github.request(createRoute, { ...repository, title: request.title, body }),
          ),
        ),
      async () => {
        const landed = await issueOfOurs(github, repository, request, own)
        return landed === 'too many' ? null : landed
      },
    )
    const asked = await postComment(github, repository, { issue: opened.number, ...question, own })
    return { ...opened.page, ...asked, what: 'issue' }
  })

interface Issue {
  readonly number: number
  readonly page: { readonly url?: string }
}
const issueIn = (github: GitHub, issue: Answer): Issue => ({
  number: issue.integer('number'),
  page: pageOf(github, issue),
})

const issueOfOurs = async (
  github: GitHub,
  repository: RepositoryName,
  { marker }: IssueRequest,
  own: readonly string[],
): Promise<Issue | 'too many' | null> => {
  const found = await findIssue(github, repository, marker, own)
  return found === null || found === 'too many' ? found : issueIn(github, found)
}

/** The oldest open one of ours under a marker: where two runs raced, both go on in the same. Throws GitHubError. */
export const findIssue = async (
  github: GitHub,
  repository: RepositoryName,
  marker: string,
  own: readonly string[],
): Promise<Answer | 'too many' | null> => {
  let isCut = false
  for (const creator of own) {
    const { items, complete } = await github.list(
      listRoute,
      { ...repository, creator, state: 'open', sort: 'created', direction: 'asc', per_page: 100 },
      mostIssues,
    )
    const found = itemsOf(listRoute, items)
      .filter((issue) => issue.optional('pull_request', record) === null && isOwn(issue, own))
      .find((issue) => (issue.optional('body', text) ?? '').startsWith(marker))
    if (found !== undefined) return found
    isCut ||= !complete
  }
  return isCut ? 'too many' : null
}
