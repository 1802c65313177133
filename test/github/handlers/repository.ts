/** The repository, who may what in it, its branch rules and its CODEOWNERS; people and teams; the caller's own limits. */
import { found, ok, Refusal } from '../answer.ts'
import { repositoryOf, teamOf, userOf } from '../represent.ts'
import { anywhere, type Call, free, inRepository, page, read } from '../route.ts'
import { accountOf, type Organization, roleOf, type Team } from '../state.ts'

const get = inRepository('GET /repos/{owner}/{repo}', read('metadata'), (call) =>
  ok(repositoryOf(call, call.repository)),
)

/** Older words for newer roles. */
const words = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
} as const

const permission = inRepository(
  'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
  read('metadata'),
  (call) => {
    const { username } = call.parameters
    const role = roleOf(call.state, call.repository, username)
    const at = (...roles: readonly string[]): boolean => roles.includes(role)
    const permissions = {
      pull: role !== 'none',
      triage: at('triage', 'write', 'maintain', 'admin'),
      push: at('write', 'maintain', 'admin'),
      maintain: at('maintain', 'admin'),
      admin: at('admin'),
    }
    return ok({
      permission: words[role],
      role_name: role,
      user: { ...userOf(call, username), role_name: role, permissions },
    })
  },
)

const rules = inRepository('GET /repos/{owner}/{repo}/rules/branches/{branch}', read('metadata'), (call) =>
  page(call, call.repository.rules[call.parameters.branch] ?? [], (rule) => rule),
)

const codeowners = inRepository('GET /repos/{owner}/{repo}/codeowners/errors', read('contents'), (call) =>
  ok({ errors: call.repository.codeownersErrors }),
)

const rate = anywhere('GET /rate_limit', free, (call) => {
  const { limit, used } = call.state.rateLimit
  const reset = Math.ceil(call.state.clock().getTime() / 3_600_000) * 3600
  const core = { limit, used, remaining: Math.max(0, limit - used), reset }
  return ok({ resources: { core, search: { limit: 30, used: 0, remaining: 30, reset } }, rate: core })
})

const profileOf = (call: Call<unknown>, login: string) => ({
  ...userOf(call, login),
  name: null,
  company: null,
  blog: null,
  location: null,
  email: null,
  hireable: null,
  bio: null,
  public_repos: 0,
  public_gists: 0,
  followers: 0,
  following: 0,
  created_at: '2020-01-01T00:00:00Z',
  updated_at: '2020-01-01T00:00:00Z',
})

const user = anywhere('GET /users/{username}', free, (call) => {
  const { username } = call.parameters
  return ok(profileOf(call, found(call.state.accounts.find((each) => each.login === username)).login))
})

const me = anywhere('GET /user', read('metadata'), (call) => {
  if (call.caller.kind === 'anonymous') throw new Refusal(401, 'Requires authentication')
  return ok(profileOf(call, call.caller.login))
})

const organizationOf = (call: Call<{ org: string }>): Organization =>
  found(call.state.organizations.find((each) => each.login === call.parameters.org))
/** Teams are seen only by who may see the members of the organization; to others they do not exist. */
const teamNamed = (call: Call<{ org: string; team_slug: string }>): Team =>
  found(organizationOf(call).teams.find((each) => each.slug === call.parameters.team_slug))

const teams = anywhere('GET /orgs/{org}/teams', read('members'), (call) =>
  page(call, organizationOf(call).teams, (team) => teamOf(call, call.parameters.org, team)),
)

const team = anywhere('GET /orgs/{org}/teams/{team_slug}', read('members'), (call) => {
  const { org } = call.parameters
  const named = teamNamed(call)
  return ok({
    ...teamOf(call, org, named),
    members_count: named.members.length,
    repos_count: 1,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2020-01-01T00:00:00Z',
    organization: {
      ...profileOf(call, org),
      name: org,
      company: '',
      blog: `https://${org}.example.test`,
      location: '',
      email: `${org}@example.test`,
      id: accountOf(call.state, org).id,
      description: null,
      has_organization_projects: false,
      has_repository_projects: false,
      archived_at: null,
      type: 'Organization',
    },
  })
})

const members = anywhere('GET /orgs/{org}/teams/{team_slug}/members', read('members'), (call) =>
  page(call, teamNamed(call).members, (login) => userOf(call, login)),
)

export const repositoryRoutes = [get, permission, rules, codeowners, rate, user, me, teams, team, members]
