/**
 * Issues that stand for incidents, by their labels, as their importer wants them. Anybody may open an issue, and a
 * template may label it: only those of people who belong to the repository, or of apps and people who are named, count.
 */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { type Answer, record } from '../../clients/github/shapes.ts'
import type { TextFile } from '../post-mortems.ts'
import { answersOf } from './reading.ts'

const route = 'GET /repos/{owner}/{repo}/issues'
const mostIssues = 300

/** Those who belong to the repository, as GitHub says it of an issue's author. */
const belonging: ReadonlySet<string> = new Set(['OWNER', 'MEMBER', 'COLLABORATOR'])
/** The word of the configuration for all of them. */
const everyCollaborator = 'collaborators'

export interface IssueSource {
  readonly labels: readonly string[]
  /** Logins, or `collaborators`. */
  readonly creators: readonly string[]
}

export interface IncidentIssues {
  readonly files: readonly TextFile[]
  /** One sentence for each issue that carries a label and does not count. Names no person. */
  readonly notCounted: readonly string[]
}

/** Why an issue does not count; null where it does. An app is named, a person is not. */
const objection = (issue: Answer, creators: readonly string[]): string | null => {
  const user = issue.optional('user', record)
  const login = user?.text('login') ?? ''
  const isNamed = creators.some((creator) => creator.toLowerCase() === login.toLowerCase())
  const isOfUs = belonging.has(issue.text('author_association'))
  if ((login !== '' && isNamed) || (isOfUs && creators.includes(everyCollaborator))) return null
  const who =
    user?.text('type') === 'Bot'
      ? `the app ${login}`
      : isOfUs
        ? 'somebody who is not among its creators'
        : 'somebody without write access'
  return `opened by ${who}; whom to trust stands under creators of this source`
}

/** A label costs a request. Pull requests are issues to GitHub, and none here. An issue of two sources counts if one trusts it. */
export const incidentIssues = async (
  github: GitHub,
  repository: RepositoryName,
  { sources, since }: { readonly sources: readonly IssueSource[]; readonly since: Date },
): Promise<IncidentIssues> => {
  const counted = new Set<number>()
  const refused = new Map<number, string>()
  const files: TextFile[] = []
  for (const { labels, creators } of sources)
    for (const label of labels) {
      const { items } = await github.list(
        route,
        { ...repository, labels: label, state: 'all', since: since.toISOString(), per_page: 100 },
        mostIssues,
      )
      const issues = answersOf(route, items)
      const fresh = items.filter((_, at) => {
        const issue = issues[at]!
        const number = issue.integer('number')
        if (issue.optional('pull_request', record) !== null || counted.has(number)) return false
        const why = objection(issue, creators)
        if (why !== null) {
          refused.set(number, `#${number}, labelled ${label}: ${why}`)
          return false
        }
        counted.add(number)
        return true
      })
      if (fresh.length > 0) files.push({ name: `issues labelled ${label}`, content: JSON.stringify(fresh) })
    }
  return {
    files,
    notCounted: [...refused].flatMap(([number, why]) => (counted.has(number) ? [] : [why])),
  }
}
