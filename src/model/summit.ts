import type { Penalty } from './belief.ts'
import { penaltyAt } from './belief.ts'
import { factorInPlace, solveInPlace } from './cholesky.ts'
import type { Design } from './design.ts'
import { logHazards } from './design.ts'
import type { Outcomes } from './likelihood.ts'
import { logLikelihood, slopeAt } from './likelihood.ts'

/**
 * The most probable coefficients: the summit of likelihood × prior, under sign constraints.
 *
 * Projected Newton (Bertsekas, SIAM J. Control 20, 1982): a coefficient that stands on its bound and is pushed
 * outwards is held there; the others take a Newton step, shortened by halves until the summit is nearer, and are
 * projected back to the allowed side. The surface is concave, so from any start it ends at the same place.
 */
export interface Summit {
  readonly coefficients: Float64Array
  /** ln(likelihood × prior), the prior's own constant left out. */
  readonly value: number
  readonly logLikelihood: number
  /** Of the likelihood alone, at the summit; lower triangle. */
  readonly information: Float64Array
  readonly gradient: Float64Array
  /** Held on their bound, where they are not free to vary. */
  readonly held: readonly boolean[]
  readonly steps: number
}

const MOST_STEPS = 40
const MOST_HALVINGS = 30
/** Gain in ln posterior below which another step cannot matter to any digit shown. */
const SMALLEST_GAIN = 1e-6

export function findSummit(
  design: Design,
  outcomes: Outcomes,
  penalty: Penalty,
  start: Float64Array,
  smallestGain = SMALLEST_GAIN,
): Summit {
  const { size, signs, precision } = penalty
  const eta = new Float64Array(design.n)
  const pull = new Float64Array(size)
  const current = projected(start, signs)
  let penaltyValue = penaltyAt(penalty, current, pull)
  let slope = slopeAt(design, outcomes, current)
  let held: boolean[] = []
  for (let step = 0; ; step++) {
    const uphill = slope.gradient.map((value, i) => value - pull[i]!)
    held = Array.from(uphill, (value, i) => current[i] === 0 && signs[i]! * value < 0)
    const value = slope.value + penaltyValue
    const direction = newtonDirection(slope.information, precision, uphill, held, size)
    const gain = direction.reduce((sum, move, i) => sum + move * uphill[i]!, 0)
    const next = gain > smallestGain && step < MOST_STEPS ? climb(direction, uphill) : undefined
    if (next === undefined)
      return {
        coefficients: current,
        value,
        logLikelihood: slope.value,
        information: slope.information,
        gradient: slope.gradient,
        held,
        steps: step,
      }
    current.set(next)
    penaltyValue = penaltyAt(penalty, current, pull)
    slope = slopeAt(design, outcomes, current)

    function climb(along: Float64Array, uphill: Float64Array): Float64Array | undefined {
      const scratch = new Float64Array(size)
      for (let halving = 0, length = 1; halving < MOST_HALVINGS; halving++, length *= 0.5) {
        const candidate = projected(
          current.map((from, i) => from + length * along[i]!),
          signs,
        )
        logHazards(design, candidate, eta)
        const reached = logLikelihood(eta, outcomes) + penaltyAt(penalty, candidate, scratch)
        const promised = candidate.reduce((sum, to, i) => sum + (to - current[i]!) * uphill[i]!, 0)
        if (reached >= value + 1e-4 * promised && reached > value) return candidate
      }
      return undefined
    }
  }
}

/** Coefficients on the wrong side of zero are put on zero. */
function projected(coefficients: Float64Array, signs: Int8Array): Float64Array {
  return coefficients.map((value, i) => (signs[i]! * value < 0 ? 0 : value))
}

/** Solves (information + precision) · direction = uphill over the free coefficients; held ones do not move. */
function newtonDirection(
  information: Float64Array,
  precision: Float64Array,
  uphill: Float64Array,
  held: readonly boolean[],
  size: number,
): Float64Array {
  const matrix = posteriorPrecision(information, precision, held, size)
  factorInPlace(matrix, size)
  const direction = uphill.map((value, i) => (held[i] ? 0 : value))
  solveInPlace(matrix, size, direction)
  return direction
}

/** information + precision, with held coefficients cut off (row and column replaced by those of the identity). */
export function posteriorPrecision(
  information: Float64Array,
  precision: Float64Array,
  held: readonly boolean[],
  size: number,
): Float64Array {
  const matrix = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const at = row * size + column
      if (!held[row] && !held[column]) matrix[at] = information[at]! + precision[at]!
    }
    if (held[row]) matrix[row * size + row] = 1
  }
  return matrix
}
