import { exp, log } from '../domain/numerics.ts'
import type {
  Evidence,
  Gate,
  MetricEvidence,
  MetricGate,
  MetricJudgement,
  MetricOutcome,
} from './judge-evidence.ts'
import { explainMetric } from './judge-sentence.ts'
import { type Reading, readMetric } from './judge-windows.ts'
import {
  addWindow,
  type Comparison,
  type LogEvidence,
  logEValue,
  noEvidence,
  type Tally,
} from './sequential.ts'
import { detectableExcess, largestRate, requestsNeeded, ruledOutExcess } from './sequential-bounds.ts'

/** e-values beyond this are all the same to everybody, and JSON knows no infinity. */
const LARGEST_LOG = 690

const unmeasured: Readonly<Record<MetricGate['kind'], MetricEvidence>> = {
  errors: { kind: 'errors', windows: [] },
  latency: { kind: 'latency', windows: [] },
}

/**
 * One metric of one wave. The test runs over every window; what a pass needs is counted from `since` on, when the whole
 * wave served.
 */
export const judgeMetric = (
  name: string,
  asked: MetricGate,
  gate: Gate,
  evidence: Evidence,
  now: number,
): MetricJudgement => {
  const measured = Object.hasOwn(evidence.metrics, name) ? evidence.metrics[name] : undefined
  const reading = readMetric(measured ?? unmeasured[asked.kind], asked, { since: evidence.since, now })
  const limit = Math.max(
    asked.pMax,
    reading.reference === null ? 0 : largestRate(reading.reference, asked.beta),
  )
  const allowance = { limit, ...(asked.ratio === undefined ? {} : { ratio: asked.ratio }) }
  const before = measured?.before?.length === noEvidence.length ? measured.before : noEvidence

  const test = runTest(reading, before, allowance)
  const wave = reading.windows.filter(({ from }) => from >= evidence.since)
  const sample = addUp(wave)
  const seen = addUp(wave.map((window) => window.seen))
  const served = sample.old !== null && sample.old.requests > 0 ? sample.old : null
  const usual = { new: sample.new, old: served ?? reading.reference }
  const needed = moreRequests(usual, seen.new, asked, gate.minRequests)
  const silence = now - Math.max(reading.latest ?? Number.NEGATIVE_INFINITY, evidence.since)

  const outcome = ((): MetricOutcome => {
    if (test.highest !== null && test.highest.log >= -log(asked.alpha)) return 'worse'
    if (!(silence <= 2 * gate.windowSeconds) || (reading.latest !== null && reading.windows.length === 0))
      return 'no-data'
    if (reading.reference !== null && served !== null && isAbove(reading, limit, asked.alpha))
      return 'both-worse'
    if (needed === 0) return 'no-worse'
    return sample.new.errors > 0 ? 'unsure' : 'too-few'
  })()
  const counts = outcome === 'worse' && test.highest !== null ? test.highest.seen : seen
  const judgement = {
    outcome,
    new: counts.new,
    old: counts.old,
    eValue: exp(Math.min(test.highest?.log ?? 0, LARGEST_LOG)),
    ruledOut: sample.new.requests > 0 ? ruledOutExcess(usual, asked.beta) : null,
    detectable: detectableExcess(sample, allowance, asked.alpha),
    requestsNeeded: needed,
    evidence: test.evidence,
    ...(reading.slow === undefined ? {} : { slow: reading.slow }),
  }
  const told = { name, reading, limit, silenceSeconds: silence, oldVersion: evidence.versions.old }
  return { ...judgement, why: explainMetric(judgement, told) }
}

interface Moment {
  readonly log: number
  readonly seen: Comparison
}

/** The highest moment counts: what was proven once stays proven, however good it looks later. */
const runTest = (
  { windows }: Reading,
  before: LogEvidence,
  allowance: { readonly limit: number; readonly ratio?: number },
): { readonly evidence: LogEvidence; readonly highest: Moment | null } => {
  let evidence = before
  let seen: Comparison = { new: nothing, old: null }
  let highest: Moment | null = null
  for (const window of windows) {
    evidence = addWindow(evidence, window, allowance)
    seen = join(seen, window.seen)
    const reached = logEValue(evidence)
    if (highest === null || reached > highest.log) highest = { log: reached, seen }
  }
  return { evidence, highest }
}

/** Does the new version, taken by itself, err more than the limit? */
const isAbove = ({ windows }: Reading, limit: number, alpha: number): boolean => {
  const evidence = windows.reduce(
    (sum, window) => addWindow(sum, { ...window, old: null }, { limit }),
    noEvidence,
  )
  return logEValue(evidence) >= -log(alpha)
}

const nothing: Tally = { requests: 0, errors: 0 }

const sum = (one: Tally, other: Tally): Tally => ({
  requests: one.requests + other.requests,
  errors: one.errors + other.errors,
})

const join = (one: Comparison, other: Comparison): Comparison => ({
  new: sum(one.new, other.new),
  old: one.old === null ? other.old && sum(nothing, other.old) : sum(one.old, other.old ?? nothing),
})

const addUp = (windows: readonly Comparison[]): Comparison =>
  windows.reduce(join, { new: nothing, old: null })

/** In requests as people count them: buckets are fewer. Null where the plan asks the impossible. */
const moreRequests = (
  usual: { readonly new: Tally; readonly old: Tally | null },
  seen: Tally,
  { pMax, beta }: MetricGate,
  minRequests: number,
): number | null => {
  const counted = usual.new.requests
  const missing = Math.max(0, requestsNeeded(usual, pMax, beta) - counted)
  const scale = counted > 0 ? seen.requests / counted : 1
  const more = Math.max(Math.ceil(missing * scale), Math.ceil(minRequests - seen.requests), 0)
  return Number.isFinite(more) ? more : null
}
