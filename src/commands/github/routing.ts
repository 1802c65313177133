/**
 * Whom to ask: those whom the policy names for this band of risk, and who knows what drives it: owners by CODEOWNERS or
 * the catalogue, else whoever touched it lately, else whoever is on call. None of them had a hand in it, all may write
 * here, and of equals those who have less to read elsewhere come first.
 */
import { parseCodeOwners } from '../../config/codeowners.ts'
import type { Configuration } from '../../config/configuration.ts'
import { SourceError } from '../../domain/errors.ts'
import { loginKey } from '../../policy/eligibility.ts'
import { type ProposedReviewer, proposeReviewers, type RoutingRequest } from '../../policy/routing.ts'
import { sameLogin } from '../../sources/github/account.ts'
import { familiarityWith } from '../../sources/github/familiarity.ts'
import { codeOwnersAtRef } from '../../sources/github/policy-at.ts'
import { askable, type Barred, type Requested, tooMany } from './askable.ts'
import type { Job } from './job.ts'
import type { JudgedPullRequest } from './judging.ts'
import { onCallNow } from './on-call.ts'
import { handsIn, namedIn } from './opinions.ts'
import {
  asProposed,
  componentOwners,
  nobodyRequested,
  openRequests,
  type Reading,
  wantedBy,
} from './routing-facts.ts'

/** Files whose history is asked for, where nobody owns them. */
const mostFamiliarFiles = 3

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

/** Of an open pull request: neither who opened it nor who had a hand in it. */
export const readingOf = ({
  assessment,
  pull,
  commits,
  files,
  base,
  settings,
}: JudgedPullRequest): Reading => {
  const author = pull.author?.login
  return {
    files,
    settings,
    base,
    band: assessment.risk.band,
    number: pull.number,
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

const isRequested = ({ login, team }: ProposedReviewer, { users, teams }: Requested): boolean =>
  login === undefined
    ? teams.some((slug) => sameLogin(slug, team?.split('/').at(-1) ?? ''))
    : users.some((user) => sameLogin(user, login))

const bar = (named: readonly ProposedReviewer[], barred: readonly Barred[]) => {
  const why = ({ login }: ProposedReviewer) =>
    barred.find((each) => login !== undefined && loginKey(each.login) === loginKey(login))?.why
  return {
    free: named.filter((each) => why(each) === undefined),
    notes: named.flatMap((each) =>
      why(each) === undefined ? [] : [`${each.login}, whom the policy names, ${why(each)} and is not asked`],
    ),
  }
}

const sayNotAsked = ({ login, why }: Barred): string =>
  `${login}, whom CODEOWNERS names, ${why} and is not asked; give them write access, or name somebody else`

/** Who knows the files, out of those who own them, else of those who touched them lately. */
const whoKnows = async (job: Job, reading: Reading, excluded: readonly Barred[], wanted: number) => {
  const { files, base, requested, settings, number } = reading
  const { configuration } = settings.policy
  const text = await codeOwnersAtRef(job.github, job.repository, base)
  let facts: RoutingRequest = {
    files,
    codeOwners: text ? parseCodeOwners(text.text) : null,
    componentOwners:
      componentOwners(
        configuration,
        files.map(({ path }) => path),
      ) ?? [],
    excluded,
    requested: nobodyRequested,
    access: { users: null, teams: null },
    wanted,
  }
  const everybody = () => proposeReviewers({ ...facts, wanted: mostCandidates }).proposed
  if (everybody().length === 0 && configuration.experience) {
    const paths = files.slice(0, mostFamiliarFiles).map(({ path }) => path)
    const familiarity = await familiarityWith(job.github, job.repository, {
      commit: base,
      paths,
      now: job.now,
    })
    facts = { ...facts, familiarity }
  }
  // Only where there is a choice does it matter who is busy.
  if (everybody().length > wanted) facts = { ...facts, load: await openRequests(job, number) }
  let why: string | null = null
  const { among, barred } = askable(
    job,
    (barred, asked) => {
      const proposal = proposeReviewers({ ...facts, excluded: [...excluded, ...barred], requested: asked })
      why = proposal.nobody ?? null
      return proposal
    },
    requested,
  )
  const proposed = await among(requested)
  // Whoever was asked stays asked, however busy they are by now.
  const known = proposeReviewers({ ...facts, excluded: [...excluded, ...barred], wanted: mostCandidates })
  return {
    proposed,
    asked: known.proposed.filter((reviewer) => isRequested(reviewer, requested)),
    why,
    notes: barred.filter(({ why }) => why !== tooMany).map(sayNotAsked),
  }
}

/** As many as GitHub takes for one pull request. */
const mostCandidates = 15

/** Who is to read it. */
export const route = async (job: Job, reading: Reading): Promise<Route> => {
  const { requested, settings } = reading
  try {
    const excluded = [
      ...reading.excluded,
      ...(await job.ownPeople()).map((login) => ({ login, why: 'is the gate itself' })),
    ]
    const { named, wanted } = wantedBy(reading)
    const { free, notes } = bar(named, excluded)
    const known =
      wanted === 0
        ? { proposed: [], asked: [], why: null, notes: [] }
        : await whoKnows(job, reading, excluded, wanted)
    const isNew = (each: ProposedReviewer) => !isRequested(each, requested)
    const found = {
      proposed: [...free.filter(isNew), ...known.proposed],
      asked: [...free.filter((each) => !isNew(each)), ...known.asked],
      notes: [...notes, ...known.notes],
    }
    if (found.proposed.length + found.asked.length > 0) return { ...found, nobody: null }
    const why = known.why ?? 'everybody whom the policy names had a hand in it'
    return await onCallInstead(job, settings.policy.configuration, {
      excluded,
      requested,
      why,
      notes: found.notes,
    })
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    job.log(`Nobody is asked by name: ${error.message}`)
    return { proposed: [], asked: [], nobody: error.message, notes: [] }
  }
}

/** Where nobody who knows it can be asked, whoever is on call is, and that is said. */
const onCallInstead = async (
  job: Job,
  configuration: Configuration,
  {
    excluded,
    requested,
    why,
    notes,
  }: Pick<Reading, 'excluded' | 'requested'> & {
    readonly why: string
    readonly notes: readonly string[]
  },
): Promise<Route> => {
  const { who, problems } = await onCallNow(job, configuration)
  const { free } = bar(
    who.map((asked) => asProposed(asked, 'is on call, and nobody who knows these files can be asked')),
    excluded,
  )
  return {
    proposed: free.filter((each) => !isRequested(each, requested)),
    asked: free.filter((each) => isRequested(each, requested)),
    nobody: free.length > 0 ? null : why,
    notes: [
      ...notes,
      ...problems,
      ...(free.length > 0 ? [`whoever is on call is asked, for ${why.replaceAll('`', '')}`] : []),
    ],
  }
}
