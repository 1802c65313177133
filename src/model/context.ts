import type { Term } from './artefact.ts'
import { rounded } from './artefact.ts'
import type { Penalty } from './belief.ts'
import { factorInPlace, inverse } from './cholesky.ts'
import type { Column } from './column.ts'
import type { Deployment } from './context-design.ts'
import { byRepository, designOf, pooled, scalesOf } from './context-design.ts'
import { logHazards } from './design.ts'
import { logLikelihood } from './likelihood.ts'
import { findSummit, posteriorPrecision } from './summit.ts'

/**
 * The moment of a deployment: what its surroundings multiply its risk by, whatever is in it.
 *
 *   P(fails) = 1 − e^(−c·φ(H)),   ln c = a + Σ slope · (z − usual)
 *
 * H is the sum of its parts' hazards, each given before its outcome was known, and φ their damping (frailty.ts). Both
 * are fixed here (ln φ(H) is an offset), so the slopes say only what the parts do not. Three choices keep them honest:
 *
 * · Every repository has its own a and its own z. That teams who deploy monthly fail more often may have a hundred
 *   reasons; only differences between the deployments of one repository teach.
 * · slope ~ N(0, 0.3²): most moments are harmless; more than ×1.35 per standard deviation must be earned.
 * · Each slope is held to the side its column demands, and shrunk by how unsure it is: slope · (1 − (error / slope)²),
 *   the positive part of James & Stein (1961). One on its bound or within its error of 0 gets no term.
 */
const SLOPE_SD = 0.3
/** Of a: free, but a repository where nothing ever failed must stay finite. */
const LEVEL_SD = 3

/** Terms for the context of an artefact, in the order of `columns`; none where nothing is told. */
export function fitContext(deployments: readonly Deployment[], columns: readonly Column[]): readonly Term[] {
  const { scales, penalty, summit } = climb(deployments, columns)
  const { size } = penalty
  const posterior = posteriorPrecision(summit.information, penalty.precision, summit.held, size)
  factorInPlace(posterior, size)
  const covariance = inverse(posterior, size)
  return columns.flatMap((column, c): Term[] => {
    const at = scales.size + c
    const found = summit.coefficients[at]!
    const variance = covariance[at * size + at]!
    if (!(found * found > variance) || summit.held[at]) return []
    const slope = rounded(found * (1 - variance / (found * found)))
    const spread = rounded(Math.sqrt(variance))
    return [{ ...column, ...pooled(scales, c), knots: [], slopes: [slope], level: spread, bend: spread }]
  })
}

/**
 * Whether these columns foretell: fitted on the earlier half of each repository's deployments, how much ln likelihood
 * they add on the later half, and the standard error of that sum. Within two errors of 0 it may be luck.
 * @param deployments those of each repository in the order of time
 */
export function gainOnLaterHalf(deployments: readonly Deployment[], columns: readonly Column[]) {
  const halves = [...byRepository(deployments).values()]
    .filter((own) => own.length > 1)
    .map((own) => [own.slice(0, own.length >> 1), own.slice(own.length >> 1)] as const)
  const early = halves.flatMap(([first]) => first)
  const late = halves.flatMap(([, second]) => second)
  const without = foretell(early, late, [])
  const gains = foretell(early, late, columns).map((value, i) => value - without[i]!)
  return {
    deployments: late.length,
    gain: gains.reduce((sum, gain) => sum + gain, 0),
    error: Math.sqrt(gains.reduce((sum, gain) => sum + gain * gain, 0)),
  }
}

/**
 * The columns that foretell together: one after the other those are left out without which the gain is no smaller. What
 * is left must gain more than twice its standard error, or nothing is: a context that may be luck moves no decision.
 */
export function tellingColumns(
  deployments: readonly Deployment[],
  columns: readonly Column[],
): readonly Column[] {
  const { gain, error } = gainOnLaterHalf(deployments, columns)
  const trials = columns.map((one) => {
    const others = columns.filter((other) => other !== one)
    return { others, gain: gainOnLaterHalf(deployments, others).gain }
  })
  const best = trials.reduce((a, b) => (b.gain > a.gain ? b : a), { others: columns, gain })
  const same = trials.find((trial) => trial.gain >= best.gain)
  if (same) return tellingColumns(deployments, same.others)
  return gain > 2 * error ? columns : []
}

/** ln likelihood of each late deployment, by what the early ones taught. */
function foretell(early: readonly Deployment[], late: readonly Deployment[], columns: readonly Column[]) {
  const { scales, summit } = climb(early, columns)
  const design = designOf(late, columns, scales)
  const eta = new Float64Array(design.n)
  logHazards(design, summit.coefficients, eta)
  const { labels, weights } = outcomesOf(late)
  const only = (values: Float64Array, i: number) => values.subarray(i, i + 1)
  return eta.map((_, i) =>
    logLikelihood(only(eta, i), { labels: only(labels, i), weights: only(weights, i) }),
  )
}

/** Coefficients: one level a repository, then one slope a column. */
function climb(deployments: readonly Deployment[], columns: readonly Column[]) {
  const scales = scalesOf(deployments, columns)
  const size = scales.size + columns.length
  const precision = new Float64Array(size * size)
  const signs = new Int8Array(size)
  for (let i = 0; i < size; i++) {
    const sd = i < scales.size ? LEVEL_SD : SLOPE_SD
    precision[i * size + i] = 1 / (sd * sd)
    signs[i] = columns[i - scales.size]?.direction ?? 0
  }
  const penalty: Penalty = { size, mean: new Float64Array(size), precision, signs }
  const design = designOf(deployments, columns, scales)
  return { scales, penalty, summit: findSummit(design, outcomesOf(deployments), penalty, penalty.mean) }
}

const outcomesOf = (deployments: readonly Deployment[]) => ({
  labels: Float64Array.from(deployments, ({ failed, confidence }) => failed * confidence),
  weights: new Float64Array(deployments.length).fill(1),
})
