/**
 * For which requests of the policy somebody's approval counts. Who is in a team only GitHub knows, and not every token
 * may ask: what cannot be known counts as no member, and is said.
 */
import type { NamedReviewer, ReviewRequest } from '../../config/configuration.ts'
import { formatReviewer } from '../../config/reviewer.ts'
import { SourceError } from '../../domain/errors.ts'
import { loginKey } from '../../policy/eligibility.ts'
import { teamMembers } from '../../sources/github/people.ts'
import type { Job } from './job.ts'

/** Teams that are asked about, each for a request at least. */
const mostTeams = 5

type Team = Extract<NamedReviewer, { readonly kind: 'team' }>

/** Who is among named people and teams, as far as anybody can tell. */
export interface Membership {
  /** The first of the names that somebody belongs to; null where they belong to none that is known. */
  readonly among: (login: string, names: readonly NamedReviewer[]) => NamedReviewer | null
  /** What could not be known, one sentence a team. */
  readonly notes: readonly string[]
}

const membersOf = async (job: Job, { organisation, team }: Team): Promise<readonly string[] | string> => {
  const name = `${organisation}/${team}`
  try {
    const members = await teamMembers(job.github, organisation, team)
    if (members === null)
      return `members of ${name} cannot be read, so nobody counts as one: github-token needs permission "members: read" of the organisation, which GITHUB_TOKEN never has; or list the people by their logins`
    return members.complete
      ? members.items
      : `${name} has more members than were read, so nobody counts as one`
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return `members of ${name} could not be read, so nobody counts as one: ${error.message}`
  }
}

/** Reads the teams among some names; no request where there is none, or nobody to look for. */
export const membershipIn = async (
  job: Job,
  names: readonly NamedReviewer[],
  logins: readonly string[],
): Promise<Membership> => {
  const teams = new Map(
    names.flatMap((each) =>
      each.kind === 'team' ? [[formatReviewer(each).toLowerCase(), each] as const] : [],
    ),
  )
  const known = new Map<string, ReadonlySet<string>>()
  const notes: string[] = []
  if (logins.length > 0)
    for (const [at, [key, team]] of [...teams].entries()) {
      const members =
        at < mostTeams
          ? await membersOf(job, team)
          : `${team.organisation}/${team.team} is one team too many to ask about, so nobody counts as a member`
      if (typeof members === 'string') notes.push(members)
      else known.set(key, new Set(members.map(loginKey)))
    }
  const isIn = (login: string, name: NamedReviewer): boolean =>
    name.kind === 'user'
      ? loginKey(name.login) === loginKey(login)
      : known.get(formatReviewer(name).toLowerCase())?.has(loginKey(login)) === true
  return { among: (login, names) => names.find((name) => isIn(login, name)) ?? null, notes }
}

const namesOf = ({ from }: ReviewRequest): readonly NamedReviewer[] =>
  from.kind === 'any' ? from.of : from.kind === 'drivers' ? [] : [from]

export interface Grouping {
  /** Places, in the list of requests, of those that somebody's approval counts for. */
  readonly groupsOf: (login: string) => readonly number[]
  readonly notes: readonly string[]
}

/** For which of these requests the approvals of these people count. */
export const groupingOf = async (
  job: Job,
  requests: readonly ReviewRequest[],
  logins: readonly string[],
): Promise<Grouping> => {
  const { among, notes } = await membershipIn(job, requests.flatMap(namesOf), logins)
  return {
    groupsOf: (login) =>
      requests.flatMap((request, at) =>
        request.from.kind === 'drivers' || among(login, namesOf(request)) !== null ? [at] : [],
      ),
    notes,
  }
}
