/** Who of those that are proposed may write here: only their word would count. */
import { SourceError } from '../../domain/errors.ts'
import type { PullRequest } from '../../domain/pull-request.ts'
import type { ProposedReviewer, RoutingProposal } from '../../policy/routing.ts'
import { accessOf } from '../../sources/github/people.ts'
import type { Job } from './job.ts'

export type Requested = PullRequest['requested']

/** Accounts that are looked up, each for a request; whoever comes after them is asked by nobody. */
const mostLookedUp = 6
export const tooMany = 'is one too many to look up in a run'

/** Why somebody must not be asked, as the end of a sentence about them; null when they may, or nobody can tell. */
const obstacleTo = async (job: Job, login: string): Promise<string | null> => {
  try {
    const access = await accessOf(job.github, job.repository, login)
    if (access === null || ['write', 'maintain', 'admin'].includes(access)) return null
    if (access === 'nobody') return 'is no account that GitHub knows'
    return access === 'none' ? 'has no access here' : `may not write here (their permission is ${access})`
  } catch (error) {
    // GitHub refuses whom it must, and that is told.
    if (error instanceof SourceError) return null
    throw error
  }
}

export interface Barred {
  readonly login: string
  readonly why: string
}

/** Proposes, looks at those who were picked, and proposes again without whoever may not write. */
export const askable = (
  job: Job,
  propose: (barred: readonly Barred[], requested: Requested) => RoutingProposal,
  known: Requested,
) => {
  const barred: Barred[] = []
  const lookedUp = new Set(known.users.map((login) => login.toLowerCase()))
  const mostKnown = lookedUp.size + mostLookedUp
  const among = async (requested: Requested): Promise<readonly ProposedReviewer[]> => {
    for (;;) {
      const { proposed } = propose(barred, requested)
      const fresh = proposed.flatMap(({ login }) =>
        login !== undefined && !lookedUp.has(login.toLowerCase()) ? [login] : [],
      )
      if (fresh.length === 0) return proposed
      for (const login of fresh) {
        const why = lookedUp.size < mostKnown ? await obstacleTo(job, login) : tooMany
        lookedUp.add(login.toLowerCase())
        if (why !== null) barred.push({ login, why })
      }
    }
  }
  return { among, barred }
}
