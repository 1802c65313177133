/** What routing goes by beside CODEOWNERS: the policy's requests, owners by the catalogue, and who is busy. */
import type { Configuration, NamedReviewer, Reviewer } from '../../config/configuration.ts'
import { compileGlobs } from '../../config/glob.ts'
import { type Band, bands } from '../../domain/decision.ts'
import { SourceError } from '../../domain/errors.ts'
import { loginKey } from '../../policy/eligibility.ts'
import type { ProposedReviewer, RoutingRequest } from '../../policy/routing.ts'
import { readOpenPullRequests } from '../../sources/github/open-pull-requests.ts'
import type { GateAnswer } from '../gate/gate.ts'
import type { Barred, Requested } from './askable.ts'
import type { Job } from './job.ts'

/** What somebody is to read, and who must not be asked to. */
export interface Reading extends Pick<GateAnswer, 'files' | 'settings'> {
  /** Where CODEOWNERS is read. */
  readonly base: string
  /** Of the whole; null where there is none, and then every request of the policy counts. */
  readonly band: Band | null
  readonly excluded: readonly Barred[]
  /** NamedReviewer already. */
  readonly requested: Requested
  /** Of the pull request itself: what is asked there is no load. */
  readonly number: number | null
}

export const nobodyRequested: Requested = { users: [], teams: [] }

/** Readers that a change has unless the policy asks for more. */
const usuallyWanted = 2

/** Somebody who is named, as one who is asked. */
export const asProposed = (asked: NamedReviewer, why: string): ProposedReviewer =>
  asked.kind === 'team'
    ? { team: `${asked.organisation}/${asked.team}`, why, covers: 0 }
    : { login: asked.login, why, covers: 0 }

/** Those whom a request of the policy names; none where it asks for whoever knows the files. */
const namedBy = (from: Reviewer): readonly NamedReviewer[] => {
  if (from.kind === 'any') return from.of
  return from.kind === 'drivers' ? [] : [from]
}

/** What the policy asks at this band: those it names, and how many who know the files; none where it asks for none. */
export const wantedBy = ({ settings, band }: Pick<Reading, 'settings' | 'band'>) => {
  const requests = settings.environment.settings.review.filter(
    ({ atLeast }) => band === null || bands.indexOf(atLeast) <= bands.indexOf(band),
  )
  const named = requests.flatMap(({ from, atLeast }) =>
    namedBy(from).map((asked) => asProposed(asked, `the policy asks them from ${atLeast} risk on`)),
  )
  const drivers = requests.filter(({ from }) => from.kind === 'drivers')
  const wanted =
    drivers.length === 0 ? 0 : Math.max(usuallyWanted, ...drivers.map(({ approvals }) => approvals))
  return { named, wanted }
}

/** Owners by the catalogue, with those of the files that are theirs. */
export const componentOwners = (
  { components }: Pick<Configuration, 'components'>,
  paths: readonly string[],
): RoutingRequest['componentOwners'] =>
  components.flatMap(({ name: component, paths: globs, owners }) => {
    if (owners.length === 0) return []
    const inside = paths.filter(compileGlobs(globs))
    return owners.map((owner) =>
      owner.kind === 'team'
        ? { component, kind: owner.kind, name: `${owner.organisation}/${owner.team}`, paths: inside }
        : { component, kind: owner.kind, name: owner.login, paths: inside },
    )
  })

/** Reviews that are asked for in other open pull requests; null where GitHub does not tell. */
export const openRequests = async (
  job: Job,
  number: number | null,
): Promise<NonNullable<RoutingRequest['load']> | null> => {
  try {
    const { items } = await readOpenPullRequests(job.github, job.repository)
    const others = items.filter((pull) => pull.number !== number)
    const count = (names: readonly string[]) => {
      const counts = new Map<string, number>()
      for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
      return counts
    }
    return {
      users: count(others.flatMap(({ requested }) => requested.users.map(loginKey))),
      teams: count(others.flatMap(({ requested }) => requested.teams.map((slug) => slug.toLowerCase()))),
    }
  } catch (error) {
    if (error instanceof SourceError) return null
    throw error
  }
}
