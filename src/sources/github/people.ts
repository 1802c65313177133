/** Who may do what here. Answers are kept for as long as the client lives, which is one run. */
import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import { answerOf, text } from '../../clients/github/shapes.ts'
import { sameLogin } from './account.ts'
import { answersOf, type Listing, name, recordOrNull, rubbish } from './reading.ts'

const permissionRoute = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission'
const membersRoute = 'GET /orgs/{org}/teams/{team_slug}/members'
const mostMembers = 1000

const roles = ['admin', 'maintain', 'write', 'triage', 'read', 'none'] as const
export type Permission = (typeof roles)[number]

const kept = new WeakMap<GitHub, Map<string, Promise<unknown>>>()

/** The answer of an earlier call with the same key; a failed one is asked again. */
const once = <Value>(github: GitHub, key: string, ask: () => Promise<Value>): Promise<Value> => {
  const answers = kept.get(github) ?? new Map<string, Promise<unknown>>()
  kept.set(github, answers)
  const known = answers.get(key) as Promise<Value> | undefined
  if (known) return known
  const asked = ask()
  answers.set(key, asked)
  asked.catch(() => answers.delete(key))
  return asked
}

/** Null where the token may not know; anything else that goes wrong stays an error. */
const nullWhereForbidden = async <Value>(ask: () => Promise<Value>): Promise<Value | null> => {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof GitHubError && (error.failure === 'forbidden' || error.failure === 'not-found'))
      return null
    throw error
  }
}

const askPermission = async (
  github: GitHub,
  repository: RepositoryName,
  login: string,
): Promise<Permission> => {
  const answer = answerOf(
    permissionRoute,
    await github.request(permissionRoute, { ...repository, username: login }),
  )
  const user = recordOrNull(answer, 'user')
  if (user && !sameLogin(user.is('login', name), login))
    throw rubbish(permissionRoute, 'the answer is about another login than asked')
  // A role of the organisation's own making has any name; what it amounts to stands beside it.
  const role = answer.optional('role_name', text)
  return roles.find((known) => known === role) ?? answer.oneOf('permission', roles)
}

/** What an account may do here; `nobody` where there is no such account, null where the token may not ask. */
export const accessOf = (
  github: GitHub,
  repository: RepositoryName,
  login: string,
): Promise<Permission | 'nobody' | null> =>
  once(github, `permission ${repository.owner}/${repository.repo} ${login}`.toLowerCase(), async () => {
    try {
      return await askPermission(github, repository, login)
    } catch (error) {
      if (error instanceof GitHubError && error.failure === 'forbidden') return null
      if (error instanceof GitHubError && error.failure === 'not-found') return 'nobody'
      throw error
    }
  })

/** The same; null where nobody can say (unknown login, or a token that may not ask). */
export const permissionOf = async (
  github: GitHub,
  repository: RepositoryName,
  login: string,
): Promise<Permission | null> => {
  const access = await accessOf(github, repository, login)
  return access === 'nobody' ? null : access
}

/** Logins of a team, of its child teams too; null where the token may not ask, as GITHUB_TOKEN never may. */
export const teamMembers = (github: GitHub, org: string, team: string): Promise<Listing<string> | null> =>
  once(github, `team ${org}/${team}`.toLowerCase(), () =>
    nullWhereForbidden(async () => {
      const { items, complete } = await github.list(
        membersRoute,
        { org, team_slug: team, per_page: 100 },
        mostMembers,
      )
      return { items: answersOf(membersRoute, items).map((member) => member.is('login', name)), complete }
    }),
  )
