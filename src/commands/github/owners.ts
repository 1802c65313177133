/**
 * Who owns the files of a change, so far as it matters: whether one of them reviewed it. People are named in CODEOWNERS;
 * who is in a team takes a request each, and a token that may ask.
 */
import { type Owner, ownersOf, parseCodeOwners } from '../../config/codeowners.ts'
import { SourceError } from '../../domain/errors.ts'
import { loginOfAddress } from '../../policy/eligibility.ts'
import type { FileOwners } from '../../signals/reviews.ts'
import { sameLogin } from '../../sources/github/account.ts'
import { teamMembers } from '../../sources/github/people.ts'
import { codeOwnersAtRef } from '../../sources/github/policy-at.ts'
import type { Job } from './job.ts'

/** Teams that are asked about; a file rarely has more. */
const mostTeams = 3

const namesIn = (owners: readonly Owner[], kind: Owner['kind']): readonly string[] => [
  ...new Set(owners.filter((owner) => owner.kind === kind).map(({ name }) => name)),
]

/** Members of teams, until one of `reviewers` is among them. */
const membersOf = async (
  job: Job,
  teams: readonly string[],
  reviewers: ReadonlySet<string>,
): Promise<FileOwners> => {
  const logins: string[] = []
  for (const team of teams.slice(0, mostTeams)) {
    const [org = '', slug = ''] = team.split('/')
    const members = await teamMembers(job.github, org, slug)
    // What one is refused for, all are.
    if (members === null)
      return {
        logins,
        unknown: `members of ${team}, who own files of it, cannot be read: github-token needs permission "members: read" of the organisation, which GITHUB_TOKEN never has`,
      }
    logins.push(...members.items)
    if (members.items.some((login) => reviewers.has(login.toLowerCase()))) return { logins, unknown: null }
    if (!members.complete) return { logins, unknown: `${team}, who own files of it, are too many to read` }
  }
  return {
    logins,
    unknown: teams.length > mostTeams ? `${teams.length} teams own files of it, too many to ask about` : null,
  }
}

/** Owners by CODEOWNERS at a commit; `reviewers` are logins in small letters, and teams matter only to find one of them. */
export const fileOwners = async (
  job: Job,
  base: string,
  paths: readonly string[],
  reviewers: ReadonlySet<string>,
): Promise<FileOwners> => {
  try {
    const text = await codeOwnersAtRef(job.github, job.repository, base)
    const codeOwners = text ? parseCodeOwners(text.text) : null
    const owners = codeOwners ? paths.flatMap((path) => ownersOf(codeOwners, path) ?? []) : []
    const addresses = namesIn(owners, 'email').map(loginOfAddress)
    const people = [...namesIn(owners, 'user'), ...addresses.filter((login) => login !== null)]
    if (people.some((login) => reviewers.has(login.toLowerCase()))) return { logins: people, unknown: null }
    // GitHub counts no team of another organisation.
    const teams = namesIn(owners, 'team').filter((team) =>
      sameLogin(team.split('/')[0] ?? '', job.repository.owner),
    )
    const { logins, unknown } = await membersOf(job, teams, reviewers)
    const unnamed = addresses.includes(null)
      ? 'CODEOWNERS names an owner by an address that no account is known of'
      : null
    return { logins: [...people, ...logins], unknown: unknown ?? unnamed }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { logins: [], unknown: `who owns its files could not be read: ${error.message}` }
  }
}
