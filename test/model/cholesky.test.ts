import { expect, test } from 'vitest'
import { log } from '../../src/domain/numerics.ts'
import { factorInPlace, inverse, logDeterminant, solveInPlace } from '../../src/model/cholesky.ts'

/** Only the lower triangle counts; the 9s above must never be read. */
const matrix = () => Float64Array.from([4, 9, 9, 2, 5, 9, 0.6, 1.5, 3.8])

test('the factor of a known matrix is its known root', () => {
  const factor = matrix()
  factorInPlace(factor, 3)
  const lower = [factor[0], factor[3], factor[4], factor[6], factor[7], factor[8]]
  expect(lower).toEqual([2, 1, 2, 0.3, 0.6, expect.closeTo(Math.sqrt(3.8 - 0.09 - 0.36), 15)])
})

test('solving gives back the right-hand side', () => {
  const factor = matrix()
  factorInPlace(factor, 3)
  const x = Float64Array.from([1, -2, 3])
  solveInPlace(factor, 3, x)
  expect(4 * x[0]! + 2 * x[1]! + 0.6 * x[2]!).toBeCloseTo(1, 12)
  expect(2 * x[0]! + 5 * x[1]! + 1.5 * x[2]!).toBeCloseTo(-2, 12)
  expect(0.6 * x[0]! + 1.5 * x[1]! + 3.8 * x[2]!).toBeCloseTo(3, 12)
})

test('the inverse times the matrix is the identity, and the determinant is right', () => {
  const factor = matrix()
  factorInPlace(factor, 3)
  const inverted = inverse(factor, 3)
  const full = [4, 2, 0.6, 2, 5, 1.5, 0.6, 1.5, 3.8]
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 3; column++) {
      let sum = 0
      for (let k = 0; k < 3; k++) sum += full[row * 3 + k]! * inverted[k * 3 + column]!
      expect(sum).toBeCloseTo(row === column ? 1 : 0, 12)
    }
  expect(logDeterminant(factor, 3, log)).toBeCloseTo(log(4 * 4 * 3.35), 12)
})

test('a matrix that rounding made singular still gives finite answers', () => {
  const factor = Float64Array.from([1, 0, 1, 1])
  factorInPlace(factor, 2)
  const x = Float64Array.from([1, 1])
  solveInPlace(factor, 2, x)
  expect(x.every(Number.isFinite)).toBe(true)
})
