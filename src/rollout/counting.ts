import type { GroupTotals } from './events.ts'
import type { ErrorWindow, LatencyWindow } from './judge-evidence.ts'
import type { Tally } from './sequential.ts'
import { type Histogram, sameBounds } from './sequential-latency.ts'

/** Counters of every instance at a moment, seconds since the epoch; null where nobody could say. */
export interface Counters {
  readonly at: number
  readonly errors: ReadonlyMap<string, Tally> | null
  readonly latency: ReadonlyMap<string, Histogram> | null
}

/** Which version an instance ran: null where it is neither, or nobody knows. */
export type SideOf = (id: string) => 'new' | 'old' | null

export interface Snapshot {
  readonly counters: Counters
  readonly sideOf: SideOf
}

export interface Windows {
  readonly errors: ErrorWindow | null
  readonly latency: LatencyWindow | null
}

/**
 * What was counted between two looks, by version. Instance by instance: a counter that went backwards began anew, and
 * what it shows now has come since. Who was not there before, or changed sides in between, counts from the next look on.
 */
export const windowsBetween = (before: Snapshot, after: Snapshot): Windows => {
  const span = { from: before.counters.at, to: after.counters.at }
  if (!(span.to > span.from)) return { errors: null, latency: null }
  const sideOf: SideOf = (id) => (before.sideOf(id) === after.sideOf(id) ? after.sideOf(id) : null)
  const errors = grow(before.counters.errors, after.counters.errors, tallies)
  const latency = grow(before.counters.latency, after.counters.latency, histograms)
  return {
    errors: errors && windowOf(sumSides(errors, sideOf, tallies), span),
    latency: latency && windowOf(sumSides(latency, sideOf, histograms), span),
  }
}

/** Counters of both sides as they stand. */
export const totalsOf = ({ counters, sideOf }: Snapshot): Readonly<Record<string, GroupTotals>> => {
  const errors = counters.errors && sumSides(counters.errors, sideOf, tallies)
  const latency = counters.latency && sumSides(counters.latency, sideOf, histograms)
  return {
    ...(errors?.new && { errors: { kind: 'errors', new: errors.new, old: errors.old } }),
    ...(latency?.new && { latency: { kind: 'latency', new: latency.new, old: latency.old } }),
  }
}

/** What was counted between two totals; null where a counter began anew, so that nobody knows. */
export const differenceOf = (before: Totals, after: Totals): Windows => {
  const span = { from: before.at, to: after.at }
  const [errorsBefore, errorsAfter] = [before.totals['errors'], after.totals['errors']]
  const [latencyBefore, latencyAfter] = [before.totals['latency'], after.totals['latency']]
  if (!(span.to > span.from)) return { errors: null, latency: null }
  return {
    errors:
      errorsBefore?.kind === 'errors' && errorsAfter?.kind === 'errors'
        ? windowOf(subtractSides(errorsBefore, errorsAfter, tallies), span)
        : null,
    latency:
      latencyBefore?.kind === 'latency' && latencyAfter?.kind === 'latency'
        ? windowOf(subtractSides(latencyBefore, latencyAfter, histograms), span)
        : null,
  }
}

export interface Totals {
  readonly at: number
  readonly totals: Readonly<Record<string, GroupTotals>>
}

/** Totals after what a window counted; where there are none yet, those of the counters. */
export const addWindows = (
  totals: Readonly<Record<string, GroupTotals>>,
  { errors, latency }: Windows,
  standing: Readonly<Record<string, GroupTotals>>,
): Readonly<Record<string, GroupTotals>> => {
  const sums: Record<string, GroupTotals> = { ...standing, ...totals }
  const { errors: errorsBefore, latency: latencyBefore } = totals
  if (errors !== null && errorsBefore?.kind === 'errors')
    sums['errors'] = { kind: 'errors', ...addSides(errorsBefore, errors, tallies) }
  if (latency !== null && latencyBefore?.kind === 'latency')
    sums['latency'] = { kind: 'latency', ...addSides(latencyBefore, latency, histograms) }
  return sums
}

/** How one kind of count adds up; `subtract` and `add` are null where two cannot belong together. */
interface Arithmetic<Count> {
  readonly add: (one: Count, other: Count) => Count
  /** Null where it went backwards. */
  readonly subtract: (from: Count, what: Count) => Count | null
}

const tallies: Arithmetic<Tally> = {
  add: (one, other) => ({
    requests: one.requests + other.requests,
    errors: one.errors + other.errors,
  }),
  subtract: (from, what) =>
    from.requests < what.requests || from.errors < what.errors
      ? null
      : { requests: from.requests - what.requests, errors: from.errors - what.errors },
}

const histograms: Arithmetic<Histogram> = {
  // One with other buckets cannot be added, and is left out.
  add: (one, other) =>
    sameBounds(one, other)
      ? { ...one, counts: one.counts.map((count, at) => count + (other.counts[at] ?? 0)) }
      : one,
  subtract: (from, what) => {
    if (!sameBounds(from, what)) return null
    const counts = from.counts.map((count, at) => count - (what.counts[at] ?? 0))
    return counts.every((count) => count >= 0) ? { ...from, counts } : null
  },
}

const grow = <Count>(
  before: ReadonlyMap<string, Count> | null,
  after: ReadonlyMap<string, Count> | null,
  { subtract }: Arithmetic<Count>,
): ReadonlyMap<string, Count> | null => {
  if (before === null || after === null) return null
  const grown = new Map<string, Count>()
  for (const [id, count] of after) {
    const known = before.get(id)
    if (known !== undefined) grown.set(id, subtract(count, known) ?? count)
  }
  return grown
}

interface Sides<Count> {
  readonly new: Count
  readonly old: Count | null
}

const sumSides = <Count>(
  counts: ReadonlyMap<string, Count>,
  sideOf: SideOf,
  { add }: Arithmetic<Count>,
): { readonly new: Count | null; readonly old: Count | null } => {
  const sums: { new: Count | null; old: Count | null } = { new: null, old: null }
  for (const [id, count] of counts) {
    const side = sideOf(id)
    if (side === null) continue
    const sum = sums[side]
    sums[side] = sum === null ? count : add(sum, count)
  }
  return sums
}

const addSides = <Count>(
  one: Sides<Count>,
  other: Sides<Count>,
  { add }: Arithmetic<Count>,
): Sides<Count> => ({
  new: add(one.new, other.new),
  old: one.old === null || other.old === null ? (one.old ?? other.old) : add(one.old, other.old),
})

/** Null where either went backwards. An old version that no longer serves, or only now, was not there to compare with. */
const subtractSides = <Count>(
  before: Sides<Count>,
  after: Sides<Count>,
  { subtract }: Arithmetic<Count>,
): { readonly new: Count | null; readonly old: Count | null } => {
  const young = subtract(after.new, before.new)
  if (before.old === null || after.old === null) return { new: young, old: null }
  const old = subtract(after.old, before.old)
  return old === null ? { new: null, old: null } : { new: young, old }
}

const windowOf = <Count>(
  sides: { readonly new: Count | null; readonly old: Count | null },
  span: { readonly from: number; readonly to: number },
): (Sides<Count> & typeof span) | null =>
  sides.new === null ? null : { ...span, new: sides.new, old: sides.old }
