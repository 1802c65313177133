/** Issues that stand for incidents, by their labels, as their importer wants them. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { TextFile } from '../post-mortems.ts'
import { answersOf } from './reading.ts'

const route = 'GET /repos/{owner}/{repo}/issues'
const mostIssues = 300

/** One file for each label, so that a label costs a request. Pull requests are issues to GitHub, and none here. */
export const incidentIssues = async (
  github: GitHub,
  repository: RepositoryName,
  { labels, since }: { readonly labels: readonly string[]; readonly since: Date },
): Promise<readonly TextFile[]> => {
  const seen = new Set<number>()
  const found: TextFile[] = []
  for (const label of labels) {
    const { items } = await github.list(
      route,
      { ...repository, labels: label, state: 'all', since: since.toISOString(), per_page: 100 },
      mostIssues,
    )
    const numbers = answersOf(route, items).map((issue) => issue.integer('number'))
    const fresh = items.filter((item, at) => {
      const number = numbers[at]!
      const isNew = !seen.has(number) && !(item as { readonly pull_request?: unknown }).pull_request
      seen.add(number)
      return isNew
    })
    if (fresh.length > 0) found.push({ name: `issues labelled ${label}`, content: JSON.stringify(fresh) })
  }
  return found
}
