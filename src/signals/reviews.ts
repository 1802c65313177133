/**
 * Reviews and checks: what only GitHub knows of a part and of a deployment. Measured at the gate and kept as evidence;
 * no history tells them of older parts, so no model learns from them yet.
 */
import { type Measurement, measured, unavailable } from '../domain/measurement.ts'
import type { Account, Review } from '../domain/pull-request.ts'
import { counted, type Signal } from './signal.ts'

/** Who owns files, as CODEOWNERS says. */
export interface FileOwners {
  /** Logins, teams taken apart. */
  readonly logins: readonly string[]
  /** Why there may be more of them; null where these are all. */
  readonly unknown: string | null
}

/** What GitHub tells of the pull request of a part. What it did not tell is null, never 0. */
export interface ReviewFacts {
  /** Head the part is, or was landed from. */
  readonly head: string
  readonly author: Account | null
  /** In any order; null where they could not be read, or not all of them. */
  readonly reviews: readonly Review[] | null
  /** Comments on lines of the diff. */
  readonly lineComments: number | null
  /** Lines added and deleted. */
  readonly changedLines: number | null
  /** Who owns a file it changes; null where nobody was asked, for nobody has reviewed it. */
  readonly owners: FileOwners | null
  /** Of the head, the gate's own left out; null where they could not be read, or not all of them. */
  readonly checks: { readonly failed: number; readonly rerun: number; readonly total: number } | null
}

/** What GitHub tells of the environment. */
export interface EnvironmentFacts {
  /** Deployments to it that have begun and not ended, this one left out; null where nobody can say. */
  readonly otherDeployments: number | null
}

/** As `Signal`, but asked of facts. */
export interface FactSignal<Facts> {
  readonly name: string
  readonly question: string
  readonly why: string
  readonly shape: Signal['shape']
  readonly direction: Signal['direction']
  readonly measure: (facts: Facts) => Measurement
  readonly sentence: (value: number) => string
}
export type ReviewSignal = FactSignal<ReviewFacts>
export type EnvironmentSignal = FactSignal<EnvironmentFacts>

const reviewsUnknown = 'GitHub did not tell all reviews of it'
const checksUnknown = 'GitHub did not tell all checks of it'

const keyOf = (account: Account | null): string => account?.login.toLowerCase() ?? ''

/** Reviews by people other than its author: machines read everything and understand nothing. */
const reviewsByOthers = ({ reviews, author }: Pick<ReviewFacts, 'reviews' | 'author'>): readonly Review[] =>
  (reviews ?? []).filter(
    (review) =>
      review.author?.type === 'User' &&
      keyOf(review.author) !== keyOf(author) &&
      review.state !== 'PENDING' &&
      review.state !== 'DISMISSED',
  )

const timeOf = ({ submittedAt }: Review): number => (submittedAt === null ? 0 : Date.parse(submittedAt))

/** The newest opinion of each: a comment is none, and a dismissed one takes what was said before it along. */
const approvals = ({ reviews, author }: ReviewFacts): readonly Review[] => {
  const newest = new Map<string, Review>()
  for (const review of reviews ?? []) {
    if (review.author?.type !== 'User' || keyOf(review.author) === keyOf(author)) continue
    if (review.state === 'COMMENTED' || review.state === 'PENDING') continue
    const known = newest.get(keyOf(review.author))
    const later = known === undefined ? 1 : timeOf(review) - timeOf(known) || review.id - known.id
    if (later > 0) newest.set(keyOf(review.author), review)
  }
  return [...newest.values()].filter(({ state }) => state === 'APPROVED')
}

/** Keys of everybody but its author who reviewed it: without any, no owner did. */
export const reviewersOf = (facts: Pick<ReviewFacts, 'reviews' | 'author'>): ReadonlySet<string> =>
  peopleIn(reviewsByOthers(facts))

const peopleIn = (reviews: readonly Review[]): ReadonlySet<string> =>
  new Set(reviews.map(({ author }) => keyOf(author)))

export const approvalsAtHead: ReviewSignal = {
  name: 'approvals-at-head',
  question: 'How many people approved exactly this commit?',
  why: 'An approval speaks of what its author saw: the head it was written on, and no later one. Changes without any take part in more defects (McIntosh et al., EMSE 2016, on review coverage).',
  shape: 'count',
  direction: -1,
  measure: (facts) =>
    facts.reviews === null
      ? unavailable(reviewsUnknown)
      : measured(approvals(facts).filter(({ commit }) => commit === facts.head).length),
  sentence: (value) => counted(value, 'approval of this commit'),
}

export const pushedAfterApproval: ReviewSignal = {
  name: 'pushed-after-approval',
  question: 'Did commits follow the last approval?',
  why: 'What is pushed after an approval goes out unread, and has been used to slip code in.',
  shape: 'flag',
  direction: 1,
  measure: (facts) => {
    if (facts.reviews === null) return unavailable(reviewsUnknown)
    const given = approvals(facts)
    if (given.length === 0) return unavailable('nobody has approved it')
    return measured(given.some(({ commit }) => commit === facts.head) ? 0 : 1)
  },
  sentence: (value) => (value === 1 ? 'commits pushed after approval' : 'nothing pushed after approval'),
}

export const ownerReviewed: ReviewSignal = {
  name: 'owner-reviewed',
  question: 'Did somebody who owns a file of it review it?',
  why: 'Reviewers who know the code find more of what is wrong with it (McIntosh et al., EMSE 2016, on reviewer expertise).',
  shape: 'flag',
  direction: -1,
  measure: (facts) => {
    if (facts.reviews === null) return unavailable(reviewsUnknown)
    const { owners } = facts
    const reviewers = reviewersOf(facts)
    if (owners?.logins.some((login) => reviewers.has(login.toLowerCase()))) return measured(1)
    if (owners?.logins.length === 0 && owners.unknown === null) return unavailable('nobody owns its files')
    // Where nobody reviewed it, no owner did, whoever they are.
    if (reviewers.size === 0) return measured(0)
    if (owners === null) return unavailable('nobody can say who owns its files')
    return owners.unknown === null ? measured(0) : unavailable(owners.unknown)
  },
  sentence: (value) => (value === 1 ? 'an owner reviewed it' : 'no owner of its files reviewed it'),
}

/** Per 100 lines; a change of fewer lines counts as 100, so that one remark on one line is no depth. */
const perHundredLines = (count: number, lines: number): number => (100 * count) / Math.max(100, lines)

const depth = (facts: ReviewFacts, count: number | null): Measurement => {
  if (facts.reviews === null || count === null) return unavailable(reviewsUnknown)
  if (facts.changedLines === null) return unavailable('nobody can count its lines')
  return measured(perHundredLines(count, facts.changedLines))
}

/** One digit behind the point, where it says anything. */
const rounded = (value: number): string => String(Math.round(value * 10) / 10)

export const reviewComments: ReviewSignal = {
  name: 'review-comments',
  question: 'How many line comments did reviewers leave per 100 changed lines?',
  why: 'Much discussion tells a careful reading, or a change hard to agree on: either way it says something (Thongtanunam et al., MSR 2015).',
  shape: 'count',
  direction: 0,
  measure: (facts) => depth(facts, facts.lineComments),
  sentence: (value) => `${rounded(value)} review comments per 100 lines`,
}

export const reviewReaders: ReviewSignal = {
  name: 'review-readers',
  question: 'How many people reviewed it, per 100 changed lines?',
  why: 'One reader of a thousand lines reads less of each than one reader of ten (McIntosh et al., EMSE 2016, on participation).',
  shape: 'count',
  direction: -1,
  measure: (facts) => depth(facts, peopleIn(reviewsByOthers(facts)).size),
  sentence: (value) => `${rounded(value)} reviewers per 100 lines`,
}

const ofChecks = (facts: ReviewFacts, which: 'failed' | 'rerun'): Measurement => {
  if (facts.checks === null) return unavailable(checksUnknown)
  return facts.checks.total === 0 ? unavailable('nothing checks it') : measured(facts.checks[which])
}

export const failedChecks: ReviewSignal = {
  name: 'failed-checks',
  question: 'How many checks of its head failed?',
  why: 'A red check that is not required is easily called flaky; some of them were right.',
  shape: 'count',
  direction: 1,
  measure: (facts) => ofChecks(facts, 'failed'),
  sentence: (value) => counted(value, 'check failed'),
}

export const rerunChecks: ReviewSignal = {
  name: 'rerun-checks',
  question: 'How many checks of its head had to be run again?',
  why: 'A check that passes at the second attempt has found something: in the change, in the test, or in where it runs.',
  shape: 'count',
  direction: 1,
  measure: (facts) => ofChecks(facts, 'rerun'),
  sentence: (value) => counted(value, 'check run again'),
}

export const otherDeployments: EnvironmentSignal = {
  name: 'other-deployments',
  question: 'How many other deployments to this environment are under way?',
  why: 'Two at once make each the other’s surprise, and the failure of one hard to tell from that of the other.',
  shape: 'count',
  direction: 1,
  measure: ({ otherDeployments }) =>
    otherDeployments === null
      ? unavailable('GitHub did not tell which deployments are under way')
      : measured(otherDeployments),
  sentence: (value) => counted(value, 'deployment beside this one'),
}

/** Of a part, in the order in which evidence is kept. */
export const reviewSignals: readonly ReviewSignal[] = [
  approvalsAtHead,
  pushedAfterApproval,
  ownerReviewed,
  reviewComments,
  reviewReaders,
  failedChecks,
  rerunChecks,
]

/** Of a deployment. How long it soaked elsewhere is asked by `soaked-elsewhere`, which needs no more than the hours. */
export const environmentSignals: readonly EnvironmentSignal[] = [otherDeployments]

/** All answers by name, as evidence holds them. */
export const measureFacts = <Facts>(
  signals: readonly FactSignal<Facts>[],
  facts: Facts,
): Readonly<Record<string, Measurement>> =>
  Object.fromEntries(signals.map((signal) => [signal.name, signal.measure(facts)]))
