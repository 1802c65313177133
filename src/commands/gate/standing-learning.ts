/** Finding where a repository stands: loaded only where what was learned before no longer holds. */
import type { Labels, Track } from '../../domain/assessment.ts'
import { exp } from '../../domain/numerics.ts'
import type { IncidentMemory } from '../../history/incident-memory.ts'
import { firstAtLeast } from '../../history/index.ts'
import { toldBefore } from '../../history/told-outcomes.ts'
import type { Artefact } from '../../model/artefact.ts'
import { beginCourse, nothingPromised } from '../../model/certificate-course.ts'
import { follow, weeksUntil } from '../../model/certificate-replay.ts'
import { asLanded } from '../../model/decided-part.ts'
import { believingIncidents } from '../../model/incident-belief.ts'
import { type Learned, learnModel } from '../../model/learn.ts'
import { countedFailures, type PartsTable, partsTable } from '../../model/parts-table.ts'
import { probabilityOf, scoreParts } from '../../model/score.ts'
import { trackOf } from '../../model/track.ts'
import {
  meaningOf,
  mostLearned,
  type ReplayedParts,
  type Standing,
  type StandingOptions,
  standingAt,
} from './standing.ts'

const year = 365 * 86_400
/** Times the model is refitted while the past is replayed. */
const blocks = 3
/** Parts whose hazards are kept: enough for a hundred past deployments of twenty. */
const keptHazards = 2000

/**
 * Computes a standing: learns from the lookback, and replays its last twelve months without looking ahead.
 * @param incidents what was known of incidents at its moment; null where none was ever told
 */
export const computeStanding = (
  options: StandingOptions,
  reviewRiskiest: number,
  incidents: IncidentMemory | null = null,
): Standing => {
  const { index, head, configuration } = options
  const prior = incidents ? believingIncidents(options.prior) : options.prior
  const { parts: to, time } = standingAt(index, head)
  const looked = firstAtLeast(index.parts.time, time - configuration.history.lookback.seconds)
  const from = Math.min(Math.max(looked, to - mostLearned), to)
  const maturitySeconds = configuration.outcome.maturity.seconds
  const told = toldBefore(options.told, time)
  const taught = partsTable(index, {
    experience: configuration.experience,
    maturitySeconds,
    from,
    to,
    before: head + 1,
    told,
    incidents,
  })
  // What became known after the standing's moment is not known at it.
  for (let row = 0; row < taught.table.n; row += 1)
    if (taught.failedAt[row]! >= time) taught.failedAt[row] = Number.POSITIVE_INFINITY
  const past = countedFailures(taught)
  const learned = learnModel(
    {
      table: taught.table,
      times: taught.times,
      labelKnownTimes: taught.failedAt,
      confidences: taught.confidence,
      maturitySeconds,
      prior,
    },
    time,
    { blocks },
  )
  const replayed = replayedParts(learned, past)
  return {
    model: learned.artefact,
    recentHazards: recentHazards(learned.artefact, past),
    newest: to > 0 ? index.sha(to - 1) : null,
    track: replayedTrack(learned, past, { reviewRiskiest, until: time - maturitySeconds }),
    replayed,
    alarm: lastAlarm(replayed, past, { maturitySeconds, time }),
    labels: {
      ...labelsKnown(past, time - maturitySeconds),
      meaning: meaningOf(configuration, told.labels.length > 0),
    },
    usual: medians(past),
  }
}

/** Hazards of the last parts under today's model. */
const recentHazards = (model: Artefact, { table }: PartsTable): readonly number[] => {
  const kept = Math.min(keptHazards, table.n)
  const rows = Uint32Array.from({ length: kept }, (_, at) => table.n - kept + at)
  return Array.from(scoreParts(model, table, rows).logHazards, (logHazard) => exp(logHazard))
}

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

const replayedParts = ({ artefact, replayed }: Learned, { failedAt }: PartsTable): ReplayedParts => {
  const failures: [number, number][] = []
  for (const at of replayed.logHazards.keys()) {
    const knownAt = failedAt[replayed.from + at]!
    if (Number.isFinite(knownAt)) failures.push([at, knownAt])
  }
  return {
    risks: Array.from(replayed.logHazards, (logHazard) =>
      Number(probabilityOf(artefact, exp(logHazard)).toPrecision(6)),
    ),
    failures,
  }
}

/** Watched week by week, without a promise: what a certificate of the same past would be watched by. */
const lastAlarm = (
  { risks, failures }: ReplayedParts,
  { times }: PartsTable,
  { maturitySeconds, time }: { readonly maturitySeconds: number; readonly time: number },
): Standing['alarm'] => {
  const failedAt = new Map(failures)
  const from = times.length - risks.length
  const parts = risks.map((risk, at) =>
    asLanded(times[from + at]!, maturitySeconds, { risk, failedAt: failedAt.get(at) }),
  )
  const begun = parts[0]?.landedAt ?? time
  const { alarms } = follow(
    beginCourse(nothingPromised, begun),
    parts,
    nothingPromised,
    weeksUntil(begun, time),
  )
  return alarms.at(-1) ?? null
}

const labelsKnown = (past: PartsTable, mature: number): Omit<Labels, 'meaning'> => {
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
