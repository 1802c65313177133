import { addWindows, differenceOf, type Snapshot, totalsOf, windowsBetween } from './counting.ts'
import type { BakeMemory, GroupTotals, WaveCounts } from './events.ts'
import type {
  ErrorWindow,
  Evidence,
  InstanceHealth,
  Judgement,
  LatencyWindow,
  MetricEvidence,
} from './judge-evidence.ts'
import type { Tally } from './sequential.ts'
import { type Histogram, sameBounds } from './sequential-latency.ts'
import type { Bake } from './state.ts'

/** All that a bake has counted, seconds since the epoch. Built again from the journal after a crash or a parking. */
export interface BakeRecord {
  readonly since: number
  /** As it began: evidence and reference of the waves before. */
  readonly start: BakeMemory
  readonly errors: readonly ErrorWindow[]
  readonly latency: readonly LatencyWindow[]
  readonly totals: Readonly<Record<string, GroupTotals>>
  readonly countedAt: number | null
  /** The last look of each metric in this process. */
  readonly last: { readonly errors: Snapshot | null; readonly latency: Snapshot | null }
}

export const noMemory: BakeMemory = { countedAt: null, totals: {}, evidence: {}, reference: {} }

/** What a bake begins with: what the waves before have shown, and the counters as they stand. */
export const beginMemory = (carried: BakeMemory | null, snapshot: Snapshot | null): BakeMemory => ({
  countedAt: snapshot?.counters.at ?? null,
  totals: snapshot === null ? {} : totalsOf(snapshot),
  evidence: carried?.evidence ?? {},
  reference: carried?.reference ?? {},
})

/** From the journal: each memory that was written down ends a window that began with the one before. */
export const recallBake = ({ since, start, marks }: Bake): BakeRecord => {
  const memories: BakeMemory[] = []
  for (let at = marks; at !== null; at = at.older) memories.push(at.memory)
  const record: BakeRecord = {
    since: sinceCounted(since / 1000, start.countedAt),
    start,
    errors: [],
    latency: [],
    totals: start.totals,
    countedAt: start.countedAt,
    last: { errors: null, latency: null },
  }
  return memories
    .toReversed()
    .reduce(
      (known, { countedAt, totals }) => (countedAt === null ? known : skipTo(known, countedAt, totals)),
      record,
    )
}

/** The counters a bake begins with are read a moment before that is written down; what came since belongs to it. */
const sinceCounted = (since: number, countedAt: number | null): number =>
  countedAt === null ? since : Math.max(since - 5, Math.min(since, countedAt))

/** Over a time in which nobody looked: what the totals have grown by, unless a counter began anew. */
const skipTo = (
  record: BakeRecord,
  at: number,
  totals: Readonly<Record<string, GroupTotals>>,
): BakeRecord => {
  const { errors, latency } =
    record.countedAt === null
      ? { errors: null, latency: null }
      : differenceOf({ at: record.countedAt, totals: record.totals }, { at, totals })
  return {
    ...record,
    errors: errors === null ? record.errors : [...record.errors, errors],
    latency: latency === null ? record.latency : [...record.latency, latency],
    totals: { ...record.totals, ...totals },
    countedAt: at,
  }
}

/** After one more look. */
export const countOn = (record: BakeRecord, snapshot: Snapshot): BakeRecord => {
  const { counters } = snapshot
  const standing = totalsOf(snapshot)
  const last = {
    errors: counters.errors === null ? record.last.errors : snapshot,
    latency: counters.latency === null ? record.last.latency : snapshot,
  }
  if (record.last.errors === null && record.last.latency === null)
    return { ...skipTo(record, counters.at, standing), last }
  const errors = record.last.errors && windowsBetween(record.last.errors, snapshot).errors
  const latency = record.last.latency && windowsBetween(record.last.latency, snapshot).latency
  return {
    ...record,
    errors: errors === null ? record.errors : [...record.errors, errors],
    latency: latency === null ? record.latency : [...record.latency, latency],
    totals: addWindows(record.totals, { errors, latency }, standing),
    countedAt: counters.at,
    last,
  }
}

/** What the gate judges. */
export const evidenceOf = (
  record: BakeRecord,
  about: {
    readonly versions: Evidence['versions']
    readonly instances: readonly InstanceHealth[]
    readonly failedInstances: readonly string[]
  },
): Evidence => {
  const { start } = record
  const carried = (name: string) => start.evidence[name] && { before: start.evidence[name] }
  const reference = (name: 'errors' | 'latency') => {
    const known = start.reference[name]
    return known !== undefined && 'counts' in known === (name === 'latency') && { reference: known }
  }
  const metrics = {
    errors: {
      kind: 'errors',
      windows: record.errors,
      ...carried('errors'),
      ...(reference('errors') as { reference?: Tally }),
    },
    latency: {
      kind: 'latency',
      windows: record.latency,
      ...carried('latency'),
      ...(reference('latency') as { reference?: Histogram }),
    },
  } as const satisfies Record<string, MetricEvidence>
  return { ...about, since: record.since, metrics }
}

/** What is written down of a bake under way. */
export const memoryOf = (record: BakeRecord, judgement: Judgement | null): BakeMemory => ({
  countedAt: record.countedAt,
  totals: record.totals,
  evidence: { ...record.start.evidence, ...provenBy(judgement) },
  reference: record.start.reference,
})

/** And of one that is over: the old version's requests of this wave tell the next ones what is usual. */
export const memoryAfter = (record: BakeRecord, judgement: Judgement | null): BakeMemory => {
  const { errors, latency } = record.start.reference
  const oldErrors = record.errors.reduce<Tally | null>(
    (sum, { from, old }) => (old === null || from < record.since ? sum : addTallies(sum, old)),
    errors !== undefined && 'requests' in errors ? errors : null,
  )
  const oldLatency = record.latency.reduce<Histogram | null>(
    (sum, { from, old }) => (old === null || from < record.since ? sum : addHistograms(sum, old)),
    latency !== undefined && 'counts' in latency ? latency : null,
  )
  return {
    ...memoryOf(record, judgement),
    reference: {
      ...(oldErrors && { errors: oldErrors }),
      ...(oldLatency && { latency: oldLatency }),
    },
  }
}

const addTallies = (sum: Tally | null, { requests, errors }: Tally): Tally => ({
  requests: (sum?.requests ?? 0) + requests,
  errors: (sum?.errors ?? 0) + errors,
})

const addHistograms = (sum: Histogram | null, more: Histogram): Histogram => {
  if (sum === null) return more
  return sameBounds(sum, more)
    ? { ...sum, counts: sum.counts.map((count, at) => count + (more.counts[at] ?? 0)) }
    : sum
}

const provenBy = (judgement: Judgement | null): BakeMemory['evidence'] =>
  Object.fromEntries(Object.entries(judgement?.metrics ?? {}).map(([name, { evidence }]) => [name, evidence]))

/** What a wave's row shows of each metric. */
export const countsOf = (judgement: Judgement | null): Readonly<Record<string, WaveCounts>> =>
  Object.fromEntries(
    Object.entries(judgement?.metrics ?? {}).map(([name, metric]) => [
      name,
      {
        new: plain(metric.new),
        old: metric.old && plain(metric.old),
        detectable: metric.detectable,
        ...(metric.slow && {
          newMilliseconds: metric.slow.newMilliseconds,
          oldMilliseconds: metric.slow.oldMilliseconds,
        }),
      },
    ]),
  )

const plain = ({ requests, errors }: Tally): Tally => ({ requests, errors })
