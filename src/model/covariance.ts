/**
 * How sure the model is of its coefficients: the covariance of the posterior at its summit (Laplace's approximation).
 *
 * Kept as text in the artefact, little-endian, in Base64: the variances as 32-bit floats, then, of a `full` one, the
 * correlations below the diagonal row by row, each as a whole number of 32,767ths. That is off by a 65,000th of a
 * correlation at most, and half the bytes of floats. `diagonal` holds the variances only: for models so wide that the
 * triangle would not fit into 100 KB, and for priors, whose coefficients are independent by construction.
 * Coefficient 0 is the intercept, then the slopes in term order.
 */
export interface Covariance {
  readonly kind: 'full' | 'diagonal'
  readonly size: number
  readonly base64: string
}

/** A triangle of 220 coefficients takes 65 KB of Base64; the terms take the rest of 100 KB. */
const WIDEST_FULL = 220
const FINEST = 32_767

/** @param matrix row-major, symmetric */
export function encodeCovariance(matrix: Float64Array, size: number): Covariance {
  const kind = size <= WIDEST_FULL ? 'full' : 'diagonal'
  const bytes = Buffer.alloc(bytesOf(kind, size))
  const deviations = Float64Array.from({ length: size }, (_, i) => Math.sqrt(matrix[i * size + i]!))
  let at = 0
  for (let i = 0; i < size; i++) at = bytes.writeFloatLE(matrix[i * size + i]!, at)
  for (let row = 1; kind === 'full' && row < size; row++)
    for (let column = 0; column < row; column++) {
      const scale = deviations[row]! * deviations[column]!
      const correlation = scale > 0 ? matrix[row * size + column]! / scale : 0
      at = bytes.writeInt16LE(Math.round(FINEST * Math.max(-1, Math.min(1, correlation))), at)
    }
  return { kind, size, base64: bytes.toString('base64') }
}

export function encodeVariances(variances: readonly number[]): Covariance {
  const bytes = Buffer.alloc(bytesOf('diagonal', variances.length))
  for (const [i, variance] of variances.entries()) bytes.writeFloatLE(variance, i * 4)
  return { kind: 'diagonal', size: variances.length, base64: bytes.toString('base64') }
}

const bytesOf = (kind: Covariance['kind'], size: number): number =>
  4 * size + (kind === 'full' ? size * (size - 1) : 0)

/** Whether as many numbers are there as its kind and size promise. */
export const isWhole = ({ kind, size, base64 }: Covariance): boolean =>
  Buffer.from(base64, 'base64').length === bytesOf(kind, size)

/** The covariances back: of a full one the lower triangle row by row, of a diagonal one the variances. */
export function decodeCovariance({ kind, size, base64 }: Covariance): Float64Array {
  const bytes = Buffer.from(base64, 'base64')
  const variances = Float64Array.from({ length: size }, (_, i) => bytes.readFloatLE(i * 4))
  if (kind === 'diagonal') return variances
  const deviations = variances.map(Math.sqrt)
  const numbers = new Float64Array((size * (size + 1)) / 2)
  let from = 4 * size
  let at = 0
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < row; column++, from += 2)
      numbers[at++] = (bytes.readInt16LE(from) / FINEST) * deviations[row]! * deviations[column]!
    numbers[at++] = variances[row]!
  }
  return numbers
}

/**
 * gᵀ·covariance·g: the variance of a sum of coefficients weighted by g.
 * @param numbers as `decodeCovariance` gives them
 * @param indices the coefficients that g weighs, rising; those not named weigh nothing
 * @param weights theirs, in the same order
 */
export function varianceAlong(
  { kind }: Covariance,
  numbers: Float64Array,
  indices: ArrayLike<number>,
  weights: ArrayLike<number>,
): number {
  let sum = 0
  for (let a = 0; a < indices.length; a++) {
    const row = indices[a]!
    const weight = weights[a]!
    if (kind === 'diagonal') {
      sum += weight * weight * numbers[row]!
      continue
    }
    const start = (row * (row + 1)) / 2
    for (let b = 0; b < a; b++) sum += 2 * weight * weights[b]! * numbers[start + indices[b]!]!
    sum += weight * weight * numbers[start + row]!
  }
  return Math.max(0, sum)
}
