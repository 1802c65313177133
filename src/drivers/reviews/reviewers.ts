import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import type { Effect } from '../driver.ts'
import { isNamed } from './ownership.ts'
import { type Mends, told } from './refusal.ts'

export interface ReviewersRequest {
  readonly number: number
  /** Never asked: GitHub refuses the whole request with 422. */
  readonly author: string | null
  /** Logins; at most a handful. */
  readonly users: readonly string[]
  /** Slugs of teams of the repository's own organisation. */
  readonly teams: readonly string[]
  /** Who is asked already, or has answered. */
  readonly already: { readonly users: readonly string[]; readonly teams: readonly string[] }
}

const what = 'reviewers'
const route = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers'
const userMends: Mends = {
  permission: 'pull-requests: write',
  invalid: 'reviews may only be asked of people with access to this repository',
}
const teamWanted =
  'asking a team needs a personal or App token with "Members: read" (GITHUB_TOKEN never has it), and a team with access to this repository'
const teamMends: Mends = {
  permission: 'pull-requests: write',
  forbidden: teamWanted,
  invalid: teamWanted,
}

/**
 * Asks people and teams to review. One bad name fails a whole request, so teams are asked one by one, and people
 * again one by one after a 422. Effects: one for all people, or one each after a 422, and one a team. Requests: 0 when
 * all are asked; 1 for the people (1 more each after a 422) and 1 a team.
 */
export const requestReviewers = async (
  github: GitHub,
  repository: RepositoryName,
  { number, author, users, teams, already }: ReviewersRequest,
): Promise<readonly Effect[]> => {
  const ask = async (reviewers: readonly string[], team_reviewers: readonly string[]): Promise<Effect> => {
    await github.request(
      route,
      { ...repository, pull_number: number, reviewers: [...reviewers], team_reviewers: [...team_reviewers] },
      { repeatable: true },
    )
    const names = [...reviewers.map((login) => `@${login}`), ...team_reviewers.map((slug) => `team ${slug}`)]
    return { what, outcome: 'done', why: `Asked ${names.join(', ')} to review #${number}.` }
  }
  const people = unique(users).filter(
    (login) => !isNamed(login, [...already.users, ...(author ? [author] : [])]),
  )
  const groups = unique(teams).filter((slug) => !isNamed(slug, already.teams))
  if (people.length + groups.length === 0)
    return [{ what, outcome: 'unchanged', why: `Nobody further is to be asked on #${number}.` }]

  const effects: Effect[] = []
  if (people.length > 0) effects.push(...(await askPeople(people, (logins) => ask(logins, []))))
  for (const slug of groups) effects.push(await told(what, teamMends, () => ask([], [slug])))
  return effects
}

/** Takes a request of a review back from one person who passed it on; 1 request. */
export const withdrawReviewRequest = (
  github: GitHub,
  repository: RepositoryName,
  { number, login }: { readonly number: number; readonly login: string },
): Promise<Effect> =>
  told(what, userMends, async () => {
    await github.request(
      'DELETE /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
      { ...repository, pull_number: number, reviewers: [login] },
      { repeatable: true },
    )
    return { what, outcome: 'done', why: `No longer asks @${login} to review #${number}.` }
  })

const askPeople = async (
  people: readonly string[],
  ask: (logins: readonly string[]) => Promise<Effect>,
): Promise<readonly Effect[]> => {
  let isOneBad = false
  const together = await told(what, userMends, async () => {
    try {
      return await ask(people)
    } catch (error) {
      isOneBad = error instanceof GitHubError && error.failure === 'invalid' && people.length > 1
      throw error
    }
  })
  if (!isOneBad) return [together]
  const effects: Effect[] = []
  for (const login of people) {
    const effect = await told(what, userMends, () => ask([login]))
    effects.push(effect.outcome === 'refused' ? { ...effect, why: `@${login}: ${effect.why}` } : effect)
  }
  return effects
}

const unique = (names: readonly string[]): readonly string[] =>
  names.filter((name, index) => !isNamed(name, names.slice(0, index)))
