import { describe, expect, test } from 'vitest'
import { binomialTail, lowerBound, upperBound } from '../../src/model/binomial.ts'

describe('binomial tails', () => {
  test.each([
    [0, 10, 0.1, 0.3486784401],
    [2, 10, 0.1, 0.9298091736],
    [9, 10, 0.5, 0.9990234375],
    [10, 10, 0.5, 1],
    [3, 20, 0.5, 0.001288414001464844],
    [45, 1000, 0.05, 0.2609643175],
  ])('at most %d of %d at %d: %d', (k, n, p, expected) => {
    expect(binomialTail(k, n, p)).toBeCloseTo(expected, 9)
  })

  test('the two sides of a large one add up', () => {
    const below = binomialTail(980, 100_000, 0.01)
    const above = binomialTail(100_000 - 981, 100_000, 0.99)
    expect(below + above).toBeCloseTo(1, 10)
  })
})

/** How many clean changes a promise takes: exact, 90 % confident. */
test.each([
  [0.01, [230, 388, 531]],
  [0.02, [114, 194, 265]],
  [0.05, [45, 77, 105]],
  [0.1, [22, 38, 52]],
])('a rate of %d takes %j changes with 0, 1, 2 failures', (rate, sizes) => {
  sizes.forEach((n, failures) => {
    expect(binomialTail(failures, n, rate)).toBeLessThanOrEqual(0.1)
    expect(binomialTail(failures, n - 1, rate)).toBeGreaterThan(0.1)
    expect(upperBound(failures, n, 0.1)).toBeLessThanOrEqual(rate)
  })
})

test.each([
  ['no failure in 45', 0, 45, 0, 0.0499],
  ['3 in 100', 3, 100, 0.0111, 0.0656],
  ['all of 5', 5, 5, 0.631, 1],
  ['nothing seen', 0, 0, 0, 1],
])('bounds of %s', (_, k, n, low, high) => {
  expect(lowerBound(k, n, 0.1)).toBeCloseTo(low, 3)
  expect(upperBound(k, n, 0.1)).toBeCloseTo(high, 3)
})
