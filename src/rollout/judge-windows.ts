import { formatCount } from '../domain/counting.ts'
import type {
  Counted,
  ErrorEvidence,
  ErrorGate,
  LatencyEvidence,
  LatencyGate,
  LatencyWindow,
  MetricEvidence,
  MetricGate,
  MetricJudgement,
} from './judge-evidence.ts'
import type { Comparison, Tally } from './sequential.ts'
import { countBuckets } from './sequential-buckets.ts'
import {
  boundAtLeast,
  boundOfQuantile,
  countRequests,
  countSlower,
  type Histogram,
  histogramFault,
  mergeHistograms,
  quantileMilliseconds,
  sameBounds,
} from './sequential-latency.ts'

/**
 * From what sources counted to what can be tested. Windows that cannot be right (more errors than requests, a counter
 * that ran backwards, a time counted twice, the future) are left out, and why is said: they are no data.
 */
export interface Reading {
  readonly windows: readonly ReadWindow[]
  /** End of the last window that could be read, even if it is not tested; null without any. */
  readonly latest: number | null
  /** Why windows were left out, or none can be tested. */
  readonly fault: string | null
  readonly reference: Tally | null
  readonly slow?: NonNullable<MetricJudgement['slow']>
}

export interface ReadWindow extends Comparison {
  readonly from: number
  /** As the source counted; the comparison itself is counted by bucket. */
  readonly seen: Comparison
}

export const readMetric = (
  evidence: MetricEvidence,
  gate: MetricGate,
  time: { readonly since: number; readonly now: number },
): Reading => {
  if (evidence.kind === 'errors' && gate.kind === 'errors') return readErrors(evidence, gate, time.now)
  if (evidence.kind === 'latency' && gate.kind === 'latency') return readLatency(evidence, gate, time)
  return {
    windows: [],
    latest: null,
    fault: `${gate.kind} asked for, ${evidence.kind} measured`,
    reference: null,
  }
}

/** In order of time, each with its fault. */
const inOrder = <W extends { readonly from: number; readonly to: number }>(
  windows: readonly W[],
  now: number,
  faultOf: (window: W) => string | null,
): { readonly sound: readonly W[]; readonly fault: string | null } => {
  const sound: W[] = []
  let fault: string | null = null
  let end = Number.NEGATIVE_INFINITY
  for (const window of windows.toSorted((one, other) => one.from - other.from || one.to - other.to)) {
    // A window still running is not wrong, only early.
    if (window.to > now) continue
    const wrong = window.from >= end && window.to > window.from ? faultOf(window) : 'a time counted twice'
    if (wrong === null) {
      sound.push(window)
      end = window.to
    } else fault = wrong
  }
  return { sound, fault }
}

const tallyFault = ({ requests, errors }: Tally): string | null => {
  if (!Number.isFinite(requests) || !Number.isFinite(errors)) return 'a count that is no number'
  if (requests < 0 || errors < 0) return 'a count below zero'
  return errors > requests ? 'more errors than requests' : null
}

const countedFault = (counted: Counted): string | null =>
  [counted, ...(counted.buckets ?? [])].map(tallyFault).find((fault) => fault !== null) ?? null

const readErrors = (evidence: ErrorEvidence, gate: ErrorGate, now: number): Reading => {
  const { sound, fault } = inOrder(
    evidence.windows,
    now,
    (window) => countedFault(window.new) ?? (window.old && countedFault(window.old)),
  )
  const count = ({ requests, errors, buckets }: Counted): Tally =>
    buckets === undefined ? { requests, errors } : countBuckets(buckets, gate.mostPerBucket)
  const { reference = null } = evidence
  return {
    windows: sound.map((window) => ({
      from: window.from,
      new: count(window.new),
      old: window.old && count(window.old),
      seen: window,
    })),
    latest: sound.at(-1)?.to ?? null,
    fault,
    reference: reference !== null && tallyFault(reference) === null ? reference : null,
  }
}

const readLatency = (
  evidence: LatencyEvidence,
  gate: LatencyGate,
  { since, now }: { readonly since: number; readonly now: number },
): Reading => {
  const usable = evidence.reference !== undefined && histogramFault(evidence.reference) === null
  const reference = usable ? (evidence.reference ?? null) : null
  const shape = reference ?? evidence.windows.find((window) => histogramFault(window.new) === null)?.new
  const histogramsFault = (histogram: Histogram): string | null =>
    histogramFault(histogram) ??
    (shape === undefined || sameBounds(histogram, shape) ? null : 'buckets with other bounds')
  const { sound, fault } = inOrder(
    evidence.windows,
    now,
    (window) => histogramsFault(window.new) ?? (window.old && histogramsFault(window.old)),
  )
  const latest = sound.at(-1)?.to ?? null
  const line = drawLine(sound, reference, gate)
  if (typeof line === 'string') return { windows: [], latest, fault: fault ?? line, reference: null }
  const windows = sound.slice(line.learnedFrom).map((window) => {
    const compared = {
      new: countSlower(window.new, line.bound),
      old: window.old && countSlower(window.old, line.bound),
    }
    return { from: window.from, ...compared, seen: compared }
  })
  const wave = sound.filter(({ from }) => from >= since)
  return {
    windows,
    latest,
    fault,
    reference: reference && countSlower(reference, line.bound),
    slow: {
      aboveMilliseconds: line.bound,
      quantile: gate.quantile,
      newMilliseconds: quantileOf(
        wave.map((window) => window.new),
        gate.quantile,
      ),
      oldMilliseconds: quantileOf(
        wave.flatMap((window) => window.old ?? []),
        gate.quantile,
      ),
    },
  }
}

const quantileOf = (histograms: readonly Histogram[], quantile: number): number | null => {
  const [first, ...others] = histograms
  return first === undefined ? null : quantileMilliseconds(others.reduce(mergeHistograms, first), quantile)
}

/**
 * Where slow begins. It is drawn before it is tested with: from the plan, from the old version's past, or from the old
 * version in the first windows, which then take no part in the test. A line drawn through the tested requests
 * themselves would lean towards what they happen to show.
 */
const drawLine = (
  windows: readonly LatencyWindow[],
  reference: Histogram | null,
  { quantile, slowerThanMilliseconds }: LatencyGate,
): { readonly bound: number; readonly learnedFrom: number } | string => {
  const beyond = 'slow begins beyond the largest bucket'
  const shape = reference ?? windows[0]?.new
  if (slowerThanMilliseconds !== undefined && shape !== undefined) {
    const bound = boundAtLeast(shape, slowerThanMilliseconds)
    return bound === null ? beyond : { bound, learnedFrom: 0 }
  }
  // Ten requests beyond the quantile place it well enough.
  const enough = Math.ceil(10 / (1 - quantile) - 1e-6)
  if (reference !== null && countRequests(reference) >= enough) {
    const bound = boundOfQuantile(reference, quantile)
    return bound === null ? beyond : { bound, learnedFrom: 0 }
  }
  let past: Histogram | null = null
  for (const [at, { old }] of windows.entries()) {
    if (old !== null) past = past === null ? old : mergeHistograms(past, old)
    if (past === null || countRequests(past) < enough) continue
    const bound = boundOfQuantile(past, quantile)
    return bound === null ? beyond : { bound, learnedFrom: at + 1 }
  }
  const known = past === null ? 0 : countRequests(past)
  return `what is slow is still being learned, from ${formatCount(known)} of ${formatCount(enough)} requests`
}
