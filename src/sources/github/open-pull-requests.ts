/** Every open pull request in one request a hundred: what of it tells whether anything happened, and who is busy reading. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { answersOf, type Listing, name } from './reading.ts'

const route = 'GET /repos/{owner}/{repo}/pulls'

/** More than two hundred are not all open in earnest; whoever is asked in older ones is less busy than it seems. */
const mostPullRequests = 200

export interface OpenPullRequest {
  readonly number: number
  readonly head: string
  /** ISO: when anything was last said or done there. */
  readonly updatedAt: string
  /** Logins and slugs of those who are asked for a review and have not given one. */
  readonly requested: { readonly users: readonly string[]; readonly teams: readonly string[] }
}

/** Those touched last first. Throws GitHubError. */
export const readOpenPullRequests = async (
  github: GitHub,
  repository: RepositoryName,
): Promise<Listing<OpenPullRequest>> => {
  const { items, complete } = await github.list(
    route,
    { ...repository, state: 'open', sort: 'updated', direction: 'desc', per_page: 100 },
    mostPullRequests,
  )
  return {
    items: answersOf(route, items).map((pull) => ({
      number: pull.integer('number'),
      head: pull.commitName('head.sha'),
      updatedAt: pull.moment('updated_at'),
      requested: {
        users: pull.list('requested_reviewers').map((user) => user.is('login', name)),
        teams: pull.list('requested_teams').map((team) => team.is('slug', name)),
      },
    })),
    complete,
  }
}
