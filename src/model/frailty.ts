import { exp, expm1, log, log1p, probabilityOfHazard } from '../domain/numerics.ts'

/**
 * Many parts at once: a shared frailty.
 *
 * Adding hazards would be right if parts failed independently. They do not: a bad week, a weak test environment or a
 * careless reviewer is bad for all of them, so failures come in clusters and a deployment of 100 parts fails less
 * often than the sum says. Let everything in one deployment be multiplied by one unseen factor with mean 1 and
 * variance 1/k, gamma distributed (Clayton 1978; Hougaard 2000). Averaged over it,
 *
 *   P(nothing fails) = (1 + H/k)^(−k),   H = Σ hazards,
 *
 * that is P = 1 − e^(−φ(H)) with φ(H) = k·ln(1 + H/k): for few parts φ(H) ≈ H, for many it grows ever more slowly.
 *
 * Example, k = 2: two parts of 1 % each → φ(0.02) = 0.0199; a hundred of them → φ(1) = 0.81 instead of 1, so 56 %
 * instead of 63 %.
 */
export const dampedHazard = (hazard: number, frailty: number): number =>
  hazard === Number.POSITIVE_INFINITY ? hazard : frailty * log1p(hazard / frailty)

/**
 * What one percent more of the total hazard makes of the damped one, in percent; what one percent more of k makes of it
 * is the rest to 1, for φ is k times a function of H/k. Near 1 for few parts, falling as they become many.
 */
export function dampingElasticity(hazard: number, frailty: number): number {
  const ratio = hazard / frailty
  return ratio > 0 ? ratio / (1 + ratio) / log1p(ratio) : 1
}

/** Probability that a change with this total hazard fails, its context multiplying the damped hazard. */
export const probabilityOfChange = (hazard: number, frailty: number, contextFactor = 1): number =>
  probabilityOfHazard(contextFactor * dampedHazard(hazard, frailty))

/** k where nothing is known yet. */
export const USUAL_FRAILTY = 8
/** How firmly: a factor 2 up or down is no surprise, and one history hardly makes it firmer. */
export const USUAL_SD = 0.7
const batchSizes = [1, 2, 5, 10, 20, 50, 100] as const
/** From 20 parts on. */
const TELLING_SIZES = 3
const SMALLEST = 0.5
const LARGEST = 1000

/**
 * k of this repository, from hazards given before the outcomes were known.
 *
 * Consecutive parts are put into batches of 1, 2, 5, … 100, as if they had been deployed together, and k is chosen
 * to make "some part of the batch failed" most probable. Each size sees the same history once more, but batches of a
 * few parts hardly know k: what all sizes say together counts a third, for the three that tell. ln k has the weak prior
 * N(ln 8, 0.7²). Golden-section search on ln k (Kiefer 1953).
 *
 * Hazards foretell failures as they are counted (counting.ts), so the batches count them so. A label below 1, such as a
 * share of the blame, counts as what it is: a batch with c₁, c₂, … failed with probability 1 − Π(1 − cᵢ).
 *
 * @param hazards out-of-sample, in time order
 * @param labels of the same parts: 1 failed, 0 not, or between, counted as the hazards foretell
 */
export function estimateFrailty(hazards: ArrayLike<number>, labels: ArrayLike<number>): number {
  const batches = batchSizes.map((size) => batchesOf(hazards, labels, size))
  const merit = (logarithm: number): number => {
    const frailty = exp(logarithm)
    const distance = (logarithm - log(USUAL_FRAILTY)) / USUAL_SD
    let sum = 0
    for (const { totals, failed } of batches)
      for (let i = 0; i < totals.length; i++) {
        const damped = Math.max(1e-12, dampedHazard(totals[i]!, frailty))
        if (failed[i]! > 0) sum += failed[i]! * log(-expm1(-damped))
        sum -= (1 - failed[i]!) * damped
      }
    return sum / TELLING_SIZES - 0.5 * distance * distance
  }
  return exp(highestBetween(log(SMALLEST), log(LARGEST), merit))
}

function batchesOf(hazards: ArrayLike<number>, labels: ArrayLike<number>, size: number) {
  const count = Math.floor(hazards.length / size)
  const totals = new Float64Array(count)
  const failed = new Float64Array(count)
  for (let i = 0; i < count * size; i++) {
    const batch = Math.floor(i / size)
    totals[batch]! += hazards[i]!
    failed[batch] = 1 - (1 - failed[batch]!) * (1 - labels[i]!)
  }
  return { totals, failed }
}

/** Where a function with one hill is highest, to within a thousandth. */
function highestBetween(from: number, to: number, merit: (x: number) => number): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let low = from
  let high = to
  let left = high - golden * (high - low)
  let right = low + golden * (high - low)
  let leftMerit = merit(left)
  let rightMerit = merit(right)
  while (high - low > 1e-3) {
    if (leftMerit >= rightMerit) {
      high = right
      right = left
      rightMerit = leftMerit
      left = high - golden * (high - low)
      leftMerit = merit(left)
    } else {
      low = left
      left = right
      leftMerit = rightMerit
      right = low + golden * (high - low)
      rightMerit = merit(right)
    }
  }
  return (low + high) / 2
}
