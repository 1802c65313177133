/**
 * How sure the model is of its coefficients: the covariance of the posterior at its summit (Laplace's approximation).
 *
 * Kept as text in the artefact: 32-bit floats, little-endian, Base64. `full` holds the lower triangle row by row;
 * `diagonal` the variances only, for models so wide that the triangle would not fit into 100 KB, and for priors,
 * whose coefficients are independent by construction. Coefficient 0 is the intercept, then the slopes in term order.
 */
export interface Covariance {
  readonly kind: 'full' | 'diagonal'
  readonly size: number
  readonly base64: string
}

/** A triangle of 144 coefficients takes 56 KB of Base64; the terms take the rest of 100 KB. */
const WIDEST_FULL = 144

export function encodeCovariance(matrix: Float64Array, size: number): Covariance {
  const kind = size <= WIDEST_FULL ? 'full' : 'diagonal'
  const numbers: number[] = []
  for (let row = 0; row < size; row++)
    for (let column = kind === 'full' ? 0 : row; column <= row; column++)
      numbers.push(matrix[row * size + column]!)
  return { kind, size, base64: encodeFloats(numbers) }
}

export const encodeVariances = (variances: readonly number[]): Covariance => ({
  kind: 'diagonal',
  size: variances.length,
  base64: encodeFloats(variances),
})

/** How many numbers a covariance of this kind and size holds. */
export const covarianceLength = (kind: Covariance['kind'], size: number): number =>
  kind === 'full' ? (size * (size + 1)) / 2 : size

/** The numbers back, in the order they were written. */
export function decodeCovariance({ base64 }: Covariance): Float32Array {
  const bytes = Buffer.from(base64, 'base64')
  const numbers = new Float32Array(Math.floor(bytes.length / 4))
  for (let i = 0; i < numbers.length; i++) numbers[i] = bytes.readFloatLE(i * 4)
  return numbers
}

/** gᵀ·covariance·g: the variance of a sum of coefficients weighted by g. */
export function varianceAlong(covariance: Covariance, numbers: Float32Array, g: ArrayLike<number>): number {
  let sum = 0
  for (let row = 0, k = 0; row < covariance.size; row++) {
    if (covariance.kind === 'full') {
      for (let column = 0; column < row; column++) sum += 2 * g[row]! * g[column]! * numbers[k++]!
    }
    sum += g[row]! * g[row]! * numbers[k++]!
  }
  return Math.max(0, sum)
}

function encodeFloats(numbers: readonly number[]): string {
  const bytes = Buffer.alloc(numbers.length * 4)
  for (let i = 0; i < numbers.length; i++) bytes.writeFloatLE(numbers[i]!, i * 4)
  return bytes.toString('base64')
}
