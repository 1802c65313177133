/**
 * How good one model was on one data set, and how sure that is.
 *
 * The bootstrap (Efron 1979) draws the scored rows of a data set again and again, with replacement; each row then
 * counts as often as it was drawn. All models of a data set are given the same draws, so the difference of two of them
 * is far surer than either alone.
 */
import * as metrics from '../src/model/metrics.ts'
import { seededUniform } from './gate-simulation.ts'

export const measureNames = [
  'auc',
  'averagePrecision',
  'brier',
  'calibrationError',
  'caughtInTop10',
  'autoApprovable5',
] as const
export type Measures = Readonly<Record<(typeof measureNames)[number], number>>

/** Those that the bootstrap is made for, in this order. */
export const drawnNames = ['auc', 'averagePrecision', 'brier'] as const
/** Of which less is better. */
export const lessIsBetter: ReadonlySet<string> = new Set(['brier', 'calibrationError'])

export const measuresOf = (risks: Float64Array, labels: Float64Array): Measures => ({
  auc: metrics.auc(risks, labels),
  averagePrecision: metrics.averagePrecision(risks, labels),
  brier: metrics.brier(risks, labels),
  calibrationError: metrics.calibrationError(risks, labels),
  caughtInTop10: metrics.captureAt(risks, labels, 0.1),
  autoApprovable5: metrics.autoApprovable(risks, labels, 0.05),
})

/** One row of `drawnNames` per draw, for each model. Draws without both outcomes are NaN. */
export function drawnMeasures(
  models: readonly Float64Array[],
  labels: Float64Array,
  draws: number,
  seed: number,
): readonly Float64Array[] {
  const n = labels.length
  const uniform = seededUniform(seed)
  const orders = models.map((risks) => metrics.bySafety(risks))
  const results = models.map(() => new Float64Array(draws * drawnNames.length))
  const counts = new Uint32Array(n)
  for (let draw = 0; draw < draws; draw++) {
    counts.fill(0)
    for (let i = 0; i < n; i++) counts[Math.min(n - 1, Math.floor(uniform() * n))]!++
    models.forEach((risks, model) => {
      results[model]!.set(weightedMeasures(risks, labels, counts, orders[model]!), draw * drawnNames.length)
    })
  }
  return results
}

/** AUC, average precision and Brier score of rows that each count so many times, ties as in src/model/metrics.ts. */
export function weightedMeasures(
  risks: Float64Array,
  labels: Float64Array,
  counts: Uint32Array,
  order: Uint32Array,
) {
  let failed = 0
  let total = 0
  let squares = 0
  for (let i = 0; i < counts.length; i++) {
    total += counts[i]!
    if (labels[i]! > 0) failed += counts[i]!
    squares += counts[i]! * (risks[i]! - labels[i]!) * (risks[i]! - labels[i]!)
  }
  let pairs = 0
  let precision = 0
  let below = 0
  let failedAbove = failed
  let above = total
  for (let from = 0; from < order.length; ) {
    let to = from
    let bad = 0
    let good = 0
    for (; to < order.length && risks[order[to]!] === risks[order[from]!]; to++) {
      if (labels[order[to]!]! > 0) bad += counts[order[to]!]!
      else good += counts[order[to]!]!
    }
    pairs += bad * (below + good / 2)
    if (bad > 0) precision += bad * (failedAbove / above)
    below += good
    failedAbove -= bad
    above -= bad + good
    from = to
  }
  return [pairs / (failed * (total - failed)), precision / failed, squares / total]
}
