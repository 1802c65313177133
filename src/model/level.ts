import { exp, expm1 } from '../domain/numerics.ts'
import type { Outcomes } from './likelihood.ts'

/**
 * The level of today: how much riskier or safer than the long run the recent months are, all signals being equal.
 *
 * One number is added to the intercept: the summit of the recent likelihood times N(0, ½²), by Newton in one
 * dimension. With few recent outcomes it stays near 0.
 */
const SD = 0.5
const STEPS = 25

export interface Level {
  /** What to add to ln hazard. */
  readonly shift: number
  /** How much less sure it makes the level: variance on top of that of the long run. */
  readonly doubt: number
}

/**
 * Fewer outcomes tell the recent level than the long-run one, so it is known less well. The level is (1 − t)·L + t·r, L
 * what the long run says, r what the recent months say alone and t how far they are trusted. The long run holds the
 * recent months too, and an estimate that uses all covaries with one that uses some by its own variance; so
 * Var = (1 − t²)·Var L + t²·Var r, and the doubt is t²·(Var r − Var L).
 *
 * @param eta ln hazards by the long-run model
 * @param longRun the outcomes it was fitted on, with their weights
 * @param recent the same, weighted for today
 */
export function recentLevel(eta: Float64Array, longRun: Outcomes, recent: Outcomes): Level {
  const shift = shiftOf(eta, recent)
  const { information, variance } = levelVariance(eta, recent)
  const trust = information / (information + 1 / (SD * SD))
  const gained = variance - levelVariance(eta, longRun).variance
  return { shift, doubt: gained > 0 && information > 0 ? trust * trust * gained : 0 }
}

/**
 * How well weighted outcomes tell one level common to all. A part of hazard h tells h about it; a part that counts half
 * tells half as much, but its luck enters by a quarter only, hence the squares.
 */
export function levelVariance(eta: Float64Array, { weights }: Outcomes) {
  let information = 0
  let luck = 0
  for (let i = 0; i < eta.length; i++) {
    const told = weights[i]! * exp(Math.min(30, eta[i]!))
    information += told
    luck += weights[i]! * told
  }
  return { information, luck, variance: luck / (information * information) }
}

/** The summit: what to add to every ln hazard. */
function shiftOf(eta: Float64Array, { labels, weights }: Outcomes): number {
  let shift = 0
  for (let step = 0; step < STEPS; step++) {
    let uphill = -shift / (SD * SD)
    let curvature = 1 / (SD * SD)
    for (let i = 0; i < eta.length; i++) {
      const label = labels[i]!
      const weight = weights[i]!
      const hazard = exp(Math.min(30, eta[i]! + shift))
      const g = label > 0 ? hazard / expm1(hazard) : 0
      uphill += weight * (label * g - (1 - label) * hazard)
      curvature += weight * (label * g * Math.max(0, g + hazard - 1) + (1 - label) * hazard)
    }
    const move = Math.max(-1, Math.min(1, uphill / curvature))
    shift += move
    if (Math.abs(move) < 1e-9) break
  }
  return shift
}
