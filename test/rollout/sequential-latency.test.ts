import { describe, expect, test } from 'vitest'
import {
  boundAtLeast,
  boundOfQuantile,
  countSlower,
  type Histogram,
  histogramFault,
  quantileMilliseconds,
  sameBounds,
} from '../../src/rollout/sequential-latency.ts'

const histogram = (counts: readonly number[], boundsMilliseconds = [50, 100, 250, 500]): Histogram => ({
  boundsMilliseconds,
  counts,
})

test.each<[string, Histogram, number | null, number | null]>([
  ['nearly all fast', histogram([900, 95, 4, 1, 0]), 100, 97.4],
  ['exactly at a bound', histogram([990, 0, 10, 0, 0]), 50, 50],
  ['a slow tail', histogram([900, 50, 30, 20, 0]), 500, 375],
  ['slower than the largest bucket tells', histogram([900, 50, 0, 0, 50]), null, null],
  ['nothing served', histogram([0, 0, 0, 0, 0]), null, null],
])('p99, %s', (_, served, bound, milliseconds) => {
  expect(boundOfQuantile(served, 0.99)).toBe(bound)
  const found = quantileMilliseconds(served, 0.99)
  if (milliseconds === null) expect(found).toBeNull()
  else expect(found).toBeCloseTo(milliseconds, 1)
})

describe('counting the slow', () => {
  test.each([
    [50, 100],
    [100, 5],
    [250, 1],
    [500, 0],
  ])('slower than %i ms: %i of 1,000', (bound, slow) => {
    expect(countSlower(histogram([900, 95, 4, 1, 0]), bound)).toEqual({ requests: 1000, errors: slow })
  })

  test.each([
    [200, 250],
    [250, 250],
    [501, null],
  ])('a limit of %i ms is drawn at bucket bound %s', (milliseconds, bound) => {
    expect(boundAtLeast(histogram([0, 0, 0, 0, 0]), milliseconds)).toBe(bound)
  })
})

test.each<[string, Histogram, string | null]>([
  ['sound', histogram([1, 2, 3, 4, 5]), null],
  [
    'no bucket beyond the last bound',
    histogram([1, 2, 3, 4]),
    '4 buckets for 4 bounds, and there must be one more',
  ],
  ['bounds out of order', histogram([1, 2, 3], [100, 50]), 'bucket bounds that do not rise'],
  ['a counter that ran backwards', histogram([1, -2, 3], [50, 100]), 'a bucket that holds less than nothing'],
  ['no number', histogram([1, Number.NaN, 3], [50, 100]), 'a bucket that holds less than nothing'],
  ['no bound', histogram([1], []), '1 buckets for 0 bounds, and there must be one more'],
])('%s', (_, served, fault) => expect(histogramFault(served)).toBe(fault))

test('histograms compare only bound by bound', () => {
  expect(sameBounds(histogram([]), histogram([1]))).toBe(true)
  expect(sameBounds(histogram([]), histogram([], [50, 100, 250]))).toBe(false)
  expect(sameBounds(histogram([]), histogram([], [50, 100, 250, 600]))).toBe(false)
})
