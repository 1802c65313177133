/** Whom to ask on a pull request: owners of what drives the risk who may write here, for only their word would count. */
import { parseCodeOwners } from '../../config/codeowners.ts'
import { SourceError } from '../../domain/errors.ts'
import { type ProposedReviewer, proposeReviewers, type RoutingProposal } from '../../policy/routing.ts'
import { sameLogin } from '../../sources/github/account.ts'
import { accessOf } from '../../sources/github/people.ts'
import { codeOwnersAtRef } from '../../sources/github/policy-at.ts'
import type { Job } from './job.ts'
import type { JudgedPullRequest } from './judging.ts'
import { handsIn, namedIn } from './opinions.ts'

/** Accounts that are looked up, each for a request; whoever comes after them is asked by nobody. */
const mostLookedUp = 6
const tooMany = 'is one too many to look up in a run'

export interface Route {
  /** To be asked now. */
  readonly proposed: readonly ProposedReviewer[]
  /** Asked by an earlier run: still those who are to read it. */
  readonly asked: readonly ProposedReviewer[]
  /** Why nobody is asked by name; null where somebody is. */
  readonly nobody: string | null
  /** Who would have been asked and cannot be, and what to do about it. */
  readonly notes: readonly string[]
}

type Requested = JudgedPullRequest['pull']['requested']

const isRequested = ({ login, team }: ProposedReviewer, { users, teams }: Requested): boolean =>
  login === undefined
    ? teams.some((slug) => sameLogin(slug, team?.split('/').at(-1) ?? ''))
    : users.some((user) => sameLogin(user, login))

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
const askable = (
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

/** What somebody is to read, and who must not be asked to. */
export interface Reading {
  readonly files: JudgedPullRequest['files']
  /** Where CODEOWNERS is read. */
  readonly base: string
  readonly excluded: readonly Barred[]
  /** Asked at GitHub already. */
  readonly requested: Requested
}

export const nobodyRequested: Requested = { users: [], teams: [] }

/** Of an open pull request: neither who opened it nor who had a hand in it. */
export const readingOf = ({ pull, commits, files, base }: JudgedPullRequest): Reading => {
  const author = pull.author?.login
  return {
    files,
    base,
    excluded: [
      ...(author === undefined ? [] : [{ login: author, why: 'opened this pull request' }]),
      ...[...new Set([...handsIn(commits), ...namedIn(commits)])].map((login) => ({
        login,
        why: 'wrote part of it',
      })),
    ],
    requested: pull.requested,
  }
}

/** Who is to read it, as CODEOWNERS at the base says. */
export const route = async (job: Job, reading: Reading): Promise<Route> => {
  const { files, base, requested } = reading
  try {
    const text = await codeOwnersAtRef(job.github, job.repository, base)
    const codeOwners = text ? parseCodeOwners(text.text) : null
    const excluded = [
      ...reading.excluded,
      ...(await job.ownPeople()).map((login) => ({ login, why: 'is the gate itself' })),
    ]
    let why: string | null = null
    const { among, barred } = askable(
      job,
      (barred, requested) => {
        const proposal = proposeReviewers({
          files,
          codeOwners,
          excluded: [...excluded, ...barred],
          requested,
          access: { users: null, teams: null },
        })
        why = proposal.nobody ?? null
        return proposal
      },
      requested,
    )
    const usual = await among(nobodyRequested)
    const nobody = usual.length === 0 ? why : null
    const proposed = await among(requested)
    return {
      proposed,
      asked: usual.filter((reviewer) => isRequested(reviewer, requested)),
      nobody,
      notes: barred
        .filter(({ why }) => why !== tooMany)
        .map(
          ({ login, why }) =>
            `${login}, whom CODEOWNERS names, ${why} and is not asked; give them write access, or name somebody else`,
        ),
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    job.log(`Nobody is asked by name: ${error.message}`)
    return { proposed: [], asked: [], nobody: error.message, notes: [] }
  }
}
