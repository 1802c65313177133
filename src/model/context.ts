import { log } from '../domain/numerics.ts'
import type { Term } from './artefact.ts'
import { rounded } from './artefact.ts'
import type { Penalty } from './belief.ts'
import { factorInPlace, inverse } from './cholesky.ts'
import type { Column, Table } from './column.ts'
import { transformed } from './column.ts'
import type { Design } from './design.ts'
import { dampedHazard } from './frailty.ts'
import type { Outcomes } from './likelihood.ts'
import type { Scaling } from './scaling.ts'
import { scalingOf, standardised } from './scaling.ts'
import type { Summit } from './summit.ts'
import { findSummit, posteriorPrecision } from './summit.ts'

/**
 * The moment of a deployment: what its surroundings multiply its risk by, whatever is in it.
 *
 *   P(fails) = 1 − e^(−c·φ(H)),   ln c = a + Σ slope · (z − usual)
 *
 * H is the sum of its parts' hazards, each given before its outcome was known, and φ their damping (frailty.ts): both
 * are fixed here, ln φ(H) is an offset, so the slopes say only what the parts do not. Three choices keep them honest:
 *
 * · Every repository has its own a and its own z. That teams who deploy monthly fail more often may have a hundred
 *   reasons; only differences between the deployments of one repository teach.
 * · slope ~ N(0, 0.3²): most moments are harmless, and a factor beyond ×1.35 per standard deviation must be earned.
 * · Each slope is held to the side its column demands: waiting is never rewarded.
 *
 * A slope on its bound says nothing and gets no term.
 */
export interface Deployment {
  readonly repository: string
  /** Σ hazards of its parts, each scored by the past alone. */
  readonly hazard: number
  /** k of that repository. */
  readonly frailty: number
  /** One per column; NaN where unavailable, which counts as usual. */
  readonly answers: readonly number[]
  readonly failed: 0 | 1
  /** 0 … 1: how sure the failure is. */
  readonly confidence: number
}

const SLOPE_SD = 0.3
/** Of a: hazards that are wrong by e³ everywhere would be no surprise, and a repository without failures stays finite. */
const LEVEL_SD = 3
/** A deployment of nothing cannot fail; its logarithm must still be a number. */
const SMALLEST_HAZARD = 1e-12

/** Terms for the context of an artefact, in the order of `columns`; none without deployments that differ. */
export function fitContext(deployments: readonly Deployment[], columns: readonly Column[]): readonly Term[] {
  const scales = scalesOf(deployments, columns)
  const { coefficients, information, held } = summitOf(deployments, columns, scales)
  const size = coefficients.length
  const posterior = posteriorPrecision(information, penaltyOf(scales, columns).precision, held, size)
  factorInPlace(posterior, size)
  const covariance = inverse(posterior, size)
  return columns.flatMap((column, c): Term[] => {
    const at = scales.size + c
    const known = [...scales.values()].flatMap((own) => own[c] ?? [])
    const slope = rounded(coefficients[at]!)
    if (known.length === 0 || slope === 0) return []
    const spread = rounded(Math.sqrt(covariance[at * size + at]!))
    return [{ ...column, ...pooled(known), knots: [], slopes: [slope], level: spread, bend: spread }]
  })
}

/**
 * How much better the later half of each repository's deployments is foretold with these columns than without, both
 * fitted on the earlier half: ln likelihood gained, and its standard error. Within two errors of 0 it may be luck.
 * @param deployments of each repository in the order of time
 */
export function gainOnLaterHalf(deployments: readonly Deployment[], columns: readonly Column[]) {
  const whole = byRepository(deployments)
  const halves = [...whole.values()].map((own) => [own.slice(0, own.length >> 1), own.slice(own.length >> 1)])
  const early = halves.flatMap(([first]) => first!)
  // A repository with a single deployment has no past to be judged by.
  const late = halves.flatMap(([first, second]) => (first!.length > 0 ? second! : []))
  const told = foretell(early, late, columns)
  const untold = foretell(early, late, [])
  const gains = told.map((value, i) => value - untold[i]!)
  return {
    deployments: late.length,
    gain: gains.reduce((sum, gain) => sum + gain, 0),
    error: Math.sqrt(gains.reduce((sum, gain) => sum + gain * gain, 0)),
  }
}

/** ln likelihood of each late deployment under the early ones' summit and scales. */
function foretell(early: readonly Deployment[], late: readonly Deployment[], columns: readonly Column[]) {
  const scales = scalesOf(early, columns)
  const { coefficients } = summitOf(early, columns, scales)
  const design = designOf(late, columns, scales)
  const eta = new Float64Array(design.n)
  logHazards(design, coefficients, eta)
  const { labels, weights } = outcomesOf(late)
  return Float64Array.from(eta, (_, i) => {
    const only = (values: Float64Array) => values.subarray(i, i + 1)
    return logLikelihood(only(eta), { labels: only(labels), weights: only(weights) })
  })
}
