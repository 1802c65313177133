import type { Direction } from './column.ts'

/**
 * What is believed about the coefficients before looking at local outcomes.
 *
 * For each column: the average slope of its curve is N(mean, level²), and each step from one slope to the next is
 * N(the step in the means, bend²). A straight line is thus the natural guess, and a bend must be earned by data.
 * Written as a penalty, ½·(s − m)ᵀ·Q·(s − m) with
 *
 *   Q = u·uᵀ / level² + DᵀD / bend²,   u = (1/k, …, 1/k), D = first differences.
 *
 * A shipped prior brings means and spreads learned over many repositories; without one the means are 0 and the
 * spreads are chosen by how well they explain the data (see fit.ts).
 */
export interface ColumnBelief {
  readonly first: number
  readonly means: readonly number[]
  readonly level: number
  readonly bend: number
  readonly direction: Direction
}

export interface Belief {
  readonly interceptMean: number
  readonly interceptSd: number
  readonly columns: readonly ColumnBelief[]
}

/** The Gaussian penalty in full: `precision` is row-major, symmetric, block-diagonal. */
export interface Penalty {
  readonly size: number
  readonly mean: Float64Array
  readonly precision: Float64Array
  /** Sign each coefficient is held to: 1 never negative, −1 never positive, 0 free. */
  readonly signs: Int8Array
}

export function penaltyOf(belief: Belief, size: number): Penalty {
  const mean = new Float64Array(size)
  const precision = new Float64Array(size * size)
  const signs = new Int8Array(size)
  mean[0] = belief.interceptMean
  precision[0] = 1 / (belief.interceptSd * belief.interceptSd)
  for (const { first, means, level, bend, direction } of belief.columns) {
    const count = means.length
    const pull = 1 / (level * level * count * count)
    const stiffness = 1 / (bend * bend)
    for (let a = 0; a < count; a++) {
      mean[first + a] = means[a]!
      signs[first + a] = direction
      for (let b = 0; b < count; b++) precision[(first + a) * size + first + b] = pull
    }
    for (let a = 0; a + 1 < count; a++) {
      const here = first + a
      const next = here + 1
      precision[here * size + here]! += stiffness
      precision[next * size + next]! += stiffness
      precision[here * size + next]! -= stiffness
      precision[next * size + here]! -= stiffness
    }
  }
  return { size, mean, precision, signs }
}

/** −½·(s − m)ᵀ·Q·(s − m), and Q·(s − m) into `pull`. */
export function penaltyAt(penalty: Penalty, coefficients: Float64Array, pull: Float64Array): number {
  const { size, mean, precision } = penalty
  let sum = 0
  for (let row = 0; row < size; row++) {
    let product = 0
    for (let column = 0; column < size; column++) {
      const entry = precision[row * size + column]!
      if (entry !== 0) product += entry * (coefficients[column]! - mean[column]!)
    }
    pull[row] = product
    sum += product * (coefficients[row]! - mean[row]!)
  }
  return -0.5 * sum
}
