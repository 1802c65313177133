/**
 * Where a repository stands: its model, fitted on what was known at a fixed moment, the risks of its recent parts, and
 * what reviewing the riskiest would have done. The moment is the start of the head's week, so that every run of a week
 * uses the same model, whether the index was there or not; small histories stand at the head itself.
 */
import type { Configuration } from '../../config/configuration.ts'
import type { Labels, Track } from '../../domain/assessment.ts'
import type { IncidentMemory } from '../../history/incident-memory.ts'
import { firstAtLeast, type HistoryIndex } from '../../history/index.ts'
import { type KnownIncident, knownAsOf } from '../../history/known-incidents.ts'
import { type ToldOutcomes, toldBefore } from '../../history/told-outcomes.ts'
import type { Artefact } from '../../model/artefact.ts'
import type { Alarm } from '../../model/certificate-course.ts'
import { probabilityOf } from '../../model/score.ts'

const day = 86_400
const week = 7 * day
/** 1970-01-05, the first Monday. */
const firstMonday = 4 * day
/** A history shorter than this is cheap to fit at every run, and too short to wait for Monday. */
const smallHistory = 400
/** Parts learned from at most, the newest: weights have long settled by then, and fitting stays a matter of a second. */
export const mostLearned = 6_000
/** What of a history a standing needs, wherever in its head's week that stands. */
export const enoughToStand = { parts: mostLearned, settledSeconds: week } as const
/** How many recent parts a new one is ranked among. */
const rankedAmong = 500

/** The last parts before a standing, each scored by its own past: what is known of a model before any decision of it. */
export interface ReplayedParts {
  /** Oldest first, to six digits; the last one is the newest part of the standing. */
  readonly risks: readonly number[]
  /** Which of them failed, and when that became known, in seconds. */
  readonly failures: readonly (readonly [at: number, knownAt: number])[]
}

export interface Standing {
  readonly model: Artefact
  /** Hazards of the last parts before the standing, oldest first: what parts and changes are ranked among. */
  readonly recentHazards: readonly number[]
  /** SHA of the newest of them; null when there is none. */
  readonly newest: string | null
  readonly track: Track
  readonly replayed: ReplayedParts
  /** The last drift alarm of that past: the model said far too little. Who states a failure budget has a watch of his own. */
  readonly alarm: Alarm | null
  readonly labels: Labels
  /** Median of every measurement, by signal: what is usual here. */
  readonly usual: Readonly<Record<string, number | null>>
}

export interface StandingOptions {
  readonly index: HistoryIndex
  readonly head: number
  readonly configuration: Configuration
  readonly prior: Artefact
  /** What is known of outcomes beside what git tells. */
  readonly told: ToldOutcomes
  /** Absent where no incident was told: then nothing is asked about any, and no number moves. */
  readonly incidents?: ToldIncidents
}

export interface ToldIncidents {
  /** All that were told, oldest first. */
  readonly known: readonly KnownIncident[]
  /** Reads some of them, as things lie at a commit. */
  readonly remember: (incidents: readonly KnownIncident[], commit: string) => Promise<IncidentMemory>
}

/** What was known of incidents at a standing's moment; null where none was ever told. */
export const incidentsAt = (
  incidents: ToldIncidents | undefined,
  time: number,
): readonly KnownIncident[] | null => (incidents ? knownAsOf(incidents.known, time) : null)

/** Parts that count: those that landed before the standing's moment. */
export const standingAt = (
  index: HistoryIndex,
  head: number,
): { readonly parts: number; readonly time: number } => {
  const time = index.parts.time.get(head)
  const monday = firstMonday + Math.floor((time - firstMonday) / week) * week
  const parts = Math.min(firstAtLeast(index.parts.time, monday), head + 1)
  return parts >= smallHistory ? { parts, time: monday } : { parts: head + 1, time: time + 1 }
}

/** What makes two standings the same: everything they are computed from. */
export const standingKey = ({
  index,
  head,
  configuration,
  prior,
  told,
  incidents,
}: StandingOptions): readonly unknown[] => {
  const { parts, time } = standingAt(index, head)
  const known = incidentsAt(incidents, time)
  return [
    prior.id,
    parts > 0 ? index.sha(parts - 1) : null,
    time,
    configuration.history.lookback.seconds,
    configuration.outcome.maturity.seconds,
    configuration.experience,
    configuration.environments.map(({ autoApprove }) => autoApprove.reviewRiskiest),
    toldBefore(told, time),
    // What is left to do about one is asked at the decision only, and teaches nothing.
    ...(known === null ? [] : [known.map(({ actions: _, ...each }) => each), configuration.components]),
  ]
}

/** Risks of the last parts, oldest first: what a new part is ranked among. */
export const recentRisks = ({ model, recentHazards: hazards }: Standing): readonly number[] =>
  hazards.slice(-rankedAmong).map((hazard) => probabilityOf(model, hazard))

/** What counts as a failure here, in words; more where more than git is known. */
export const meaningOf = ({ outcome }: Configuration, isMoreTold = false): string =>
  `${isMoreTold ? 'reverted, hot-fixed, rolled back or blamed' : 'reverted or hot-fixed'} within ${outcome.maturity.text.replace(/^(\d+)d$/, '$1 days')}`

/** Where a repository without history stands: on the prior alone. */
export const emptyStanding = (prior: Artefact, configuration: Configuration): Standing => ({
  model: prior,
  recentHazards: [],
  newest: null,
  replayed: { risks: [], failures: [] },
  alarm: null,
  track: {
    n: 0,
    failed: 0,
    caught: 0,
    reviewed: 0,
    reviewsPerWeek: 0,
    months: 0,
    riskiest: 0,
    low: null,
    high: null,
    source: 'replayed',
  },
  labels: { meaning: meaningOf(configuration), known: 0, among: 0, since: null, sources: {} },
  usual: {},
})
