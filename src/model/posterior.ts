import { factorInPlace, inverse } from './cholesky.ts'
import type { Fitted } from './evidence.ts'
import { posteriorPrecision } from './summit.ts'

/**
 * How far the coefficients may be from the ones found: their covariance, seen from the summit.
 *
 * Under one belief of precision Q it is A⁻¹, A = information + Q (Laplace's approximation). Outcomes that fade tell less
 * than they count: an outcome of weight ½ adds half to the information, but only a quarter to the luck, so with a share
 * ρ of luck (1 where nothing fades) the covariance is A⁻¹·(ρ·information + Q)·A⁻¹ = ρ·A⁻¹ + (1 − ρ)·A⁻¹·Q·A⁻¹ (the
 * sandwich; Huber 1967).
 *
 * Where the spread of the belief was itself chosen from few outcomes, other spreads would have done nearly as well, each
 * with its own summit b' and covariance C'. By the law of total variance, weighted by their evidence (Hoeting et al.,
 * Statistical Science 14, 1999),
 *
 *   covariance = Σ weight · (C' + (b' − b)·(b' − b)ᵀ).
 *
 * Example: 8 failures among 500 parts choose "hardly any column matters"; half of the truths that led there have
 * columns that do, and a 90 % interval of the chosen belief alone would hold only 74 % of them.
 */
export function posteriorCovariance(fitted: Fitted, luck = 1): Float64Array {
  const { penalty, summit, rivals = [] } = fitted
  const { size } = penalty
  const total = rivals.reduce((sum, { worth }) => sum + worth, 1)
  const covariance = covarianceAt(fitted, luck).map((value) => value / total)
  for (const { fitted: rival, worth } of rivals) {
    const weight = worth / total
    const own = covarianceAt(rival, luck)
    const away = rival.summit.coefficients.map((value, i) => value - summit.coefficients[i]!)
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++)
        covariance[row * size + column]! += weight * (own[row * size + column]! + away[row]! * away[column]!)
  }
  return covariance
}

/**
 * How far below the most probable ln hazard its median lies.
 *
 * The outcomes fix the sum of the hazards, and uncertain slopes raise that sum (e^x is convex): for the sum to stay,
 * what is uncertain about a typical part must be made up for by the level. With v the mean variance of ln hazard over
 * the parts learned from, weighted by their hazards, the posterior of ln hazard is centred ½·v below its summit (the
 * third derivative's part in Tierney & Kadane, JASA 81, 1986). Weighted so, v is tr(covariance · information) / Σ h:
 * coefficients in use per failure. As far as a belief and not the outcomes sets the level, nothing is made up for.
 *
 * Example: 8 failures and 3 coefficients in use: 0.19, that is ×0.83.
 */
export function leanOf(
  { penalty: { precision, size }, summit }: Fitted,
  covariance: Float64Array,
  totalHazard: number,
): number {
  let used = 0
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      const at = row * size + column
      used += (column < row ? 2 : 1) * covariance[at]! * summit.information[at]!
    }
  const believed = Math.min(1, covariance[0]! * precision[0]!)
  return totalHazard > 0 ? (0.5 * (1 - believed) * Math.max(0, used)) / totalHazard : 0
}

function covarianceAt({ penalty, summit }: Fitted, luck: number): Float64Array {
  const { size, precision } = penalty
  const posterior = posteriorPrecision(summit.information, precision, summit.held, size)
  factorInPlace(posterior, size)
  const covariance = inverse(posterior, size)
  // A slope held at zero by its sign does not vary, as far as this summit knows.
  for (let i = 0; i < size; i++) if (summit.held[i]) covariance[i * size + i] = 0
  return luck === 1 ? covariance : withLuck(covariance, precision, luck, size)
}

/** ρ·C + (1 − ρ)·C·Q·C, for the symmetric C; Q is nearly empty. */
function withLuck(
  covariance: Float64Array,
  precision: Float64Array,
  luck: number,
  size: number,
): Float64Array {
  const pulled = new Float64Array(size * size)
  for (let row = 0; row < size; row++)
    for (let k = 0; k < size; k++) {
      const entry = precision[row * size + k]!
      if (entry === 0) continue
      for (let column = 0; column < size; column++)
        pulled[row * size + column]! += entry * covariance[k * size + column]!
    }
  const result = covariance.map((value) => luck * value)
  for (let row = 0; row < size; row++)
    for (let k = 0; k < size; k++) {
      const entry = (1 - luck) * covariance[row * size + k]!
      if (entry === 0) continue
      for (let column = 0; column < size; column++)
        result[row * size + column]! += entry * pulled[k * size + column]!
    }
  return result
}
