/**
 * Where a repository stands: its model, fitted on what was known at a fixed moment, the risks of its recent parts, and
 * what reviewing the riskiest would have done. The moment is the start of the head's week, so that every run of a week
 * uses the same model, whether the index was there or not; small histories stand at the head itself.
 */
import type { Configuration } from '../../config/configuration.ts'
import type { Labels, Track } from '../../domain/assessment.ts'
import { exp } from '../../domain/numerics.ts'
import { firstAtLeast, type HistoryIndex } from '../../history/index.ts'
import type { Artefact } from '../../model/artefact.ts'
import { type Learned, learnModel } from '../../model/learn.ts'
import { type PartsTable, partsTable } from '../../model/parts-table.ts'
import { probabilityOf, scoreParts } from '../../model/score.ts'
import { trackOf } from '../../model/track.ts'

const day = 86_400
const year = 365 * day
const week = 7 * day
/** 1970-01-05, the first Monday. */
const firstMonday = 4 * day
/** A history shorter than this is cheap to fit at every run, and too short to wait for Monday. */
const smallHistory = 400
/** Parts learned from at most, the newest: weights have long settled by then, and fitting stays a matter of a second. */
const mostLearned = 6_000
/** Times the model is refitted while the past is replayed. */
const blocks = 3
/** Parts whose hazards are kept: enough for a hundred past deployments of twenty. */
const keptHazards = 2000
/** How many recent parts a new one is ranked among. */
const rankedAmong = 500

export interface Standing {
  readonly model: Artefact
  /** Hazards of the last parts before the standing, oldest first: what parts and changes are ranked among. */
  readonly recentHazards: readonly number[]
  /** SHA of the newest of them; null when there is none. */
  readonly newest: string | null
  readonly track: Track
  readonly labels: Labels
  /** Median of every measurement, by signal: what is usual here. */
  readonly usual: Readonly<Record<string, number | null>>
}

export interface StandingOptions {
  readonly index: HistoryIndex
  readonly head: number
  readonly configuration: Configuration
  readonly prior: Artefact
}

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
export const standingKey = ({ index, head, configuration, prior }: StandingOptions): readonly unknown[] => {
  const { parts, time } = standingAt(index, head)
  return [
    prior.id,
    parts > 0 ? index.sha(parts - 1) : null,
    time,
    configuration.history.lookback.seconds,
    configuration.outcome.maturity.seconds,
    configuration.experience,
    configuration.environments.map(({ autoApprove }) => autoApprove.reviewRiskiest),
  ]
}

/** Computes a standing: learns from the lookback, and replays its last twelve months without looking ahead. */
export const computeStanding = (options: StandingOptions, reviewRiskiest: number): Standing => {
  const { index, head, configuration, prior } = options
  const { parts: to, time } = standingAt(index, head)
  const looked = firstAtLeast(index.parts.time, time - configuration.history.lookback.seconds)
  const from = Math.min(Math.max(looked, to - mostLearned), to)
  const maturitySeconds = configuration.outcome.maturity.seconds
  const past = partsTable(index, {
    experience: configuration.experience,
    maturitySeconds,
    from,
    to,
    before: head + 1,
  })
  // What became known after the standing's moment is not known at it.
  for (let row = 0; row < past.table.n; row += 1)
    if (past.failedAt[row]! >= time) past.failedAt[row] = Number.POSITIVE_INFINITY
  const learned = learnModel(
    {
      table: past.table,
      times: past.times,
      labelKnownTimes: past.failedAt,
      confidences: past.confidence,
      maturitySeconds,
      prior,
    },
    time,
    { blocks },
  )
  return {
    model: learned.artefact,
    recentHazards: recentHazards(learned.artefact, past),
    newest: to > 0 ? index.sha(to - 1) : null,
    track: replayedTrack(learned, past, { reviewRiskiest, until: time - maturitySeconds }),
    labels: labelsKnown(past, time - maturitySeconds, configuration),
    usual: medians(past),
  }
}

/** Hazards of the last parts under today's model. */
const recentHazards = (model: Artefact, { table }: PartsTable): readonly number[] => {
  const kept = Math.min(keptHazards, table.n)
  const rows = Uint32Array.from({ length: kept }, (_, at) => table.n - kept + at)
  return Array.from(scoreParts(model, table, rows).logHazards, (logHazard) => exp(logHazard))
}

/** Risks of the last parts, oldest first: what a new part is ranked among. */
export const recentRisks = ({ model, recentHazards: hazards }: Standing): readonly number[] =>
  hazards.slice(-rankedAmong).map((hazard) => probabilityOf(model, hazard))

const replayedTrack = (
  { artefact, replayed }: Learned,
  { times, failedAt }: PartsTable,
  options: { readonly reviewRiskiest: number; readonly until: number },
): Track => {
  const risks = new Float64Array(times.length).fill(Number.NaN)
  for (const [at, logHazard] of replayed.logHazards.entries())
    risks[replayed.from + at] = probabilityOf(artefact, exp(logHazard))
  return trackOf({ risks, times, failedAt, ...options, since: options.until - year })
}

const meaningOf = ({ outcome }: Configuration): string =>
  `reverted or hot-fixed within ${outcome.maturity.text.replace(/^(\d+)d$/, '$1 days')}`

const labelsKnown = (past: PartsTable, mature: number, configuration: Configuration): Labels => {
  const sources: Record<string, number> = {}
  let known = 0
  let among = 0
  let first: number | null = null
  for (let row = 0; row < past.table.n; row += 1) {
    const failed = Number.isFinite(past.failedAt[row]!)
    if (!failed && past.times[row]! > mature) continue
    among += 1
    first ??= past.times[row]!
    if (!failed) continue
    known += 1
    const cause = past.causes.get(row)
    if (cause) sources[cause] = (sources[cause] ?? 0) + 1
  }
  return {
    meaning: meaningOf(configuration),
    known,
    among,
    since: first === null ? null : new Date(first * 1000).toISOString(),
    sources,
  }
}

const medians = ({ table }: PartsTable): Record<string, number | null> =>
  Object.fromEntries(
    table.columns.map(({ name }, column) => {
      const values = Float32Array.from(
        { length: table.n },
        (_, row) => table.rows[row * table.columns.length + column]!,
      )
      const known = values.filter((value) => !Number.isNaN(value)).sort()
      return [name, known.length === 0 ? null : known[known.length >>> 1]!]
    }),
  )

/** Where a repository without history stands: on the prior alone. */
export const emptyStanding = (prior: Artefact, configuration: Configuration): Standing => ({
  model: prior,
  recentHazards: [],
  newest: null,
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
