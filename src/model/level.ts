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

/** What to add to ln hazard. `eta`: ln hazards by the long-run model; `outcomes.weights`: the recent weights. */
export function recentLevel(eta: Float64Array, { labels, weights }: Outcomes): number {
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
