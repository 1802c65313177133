import { describe, expect, test } from 'vitest'
import { binomialTail, lowerBound, upperBound } from '../../src/model/binomial.ts'
import { certify } from '../../src/model/certificate.ts'
import { seededRandom } from './synthetic.ts'

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

/** Risks spread evenly, failing at `rate(risk)`. */
function judged(n: number, rate: (risk: number) => number, seed = 7) {
  const random = seededRandom(seed)
  const risks = Float64Array.from({ length: n }, () => random() * 0.1)
  return { risks, labels: risks.map((risk) => (random() < rate(risk) ? 1 : 0)) }
}

describe('a certificate', () => {
  test('is given where the safe parts are safe, up to where they are not', () => {
    const certificate = certify({ ...judged(4000, (risk) => (risk < 0.06 ? 0.002 : 0.2)), failureRate: 0.01 })
    expect(certificate.certified).toBe(true)
    expect(certificate.share).toBeGreaterThan(0.5)
    expect(certificate.share).toBeLessThan(0.65)
    expect(certificate.upper).toBeLessThanOrEqual(0.01)
    expect(certificate.threshold).toBeLessThan(0.066)
  })

  test('says how many more are needed where there are too few', () => {
    const few = judged(200, () => 0)
    const certificate = certify({ ...few, failureRate: 0.01 })
    expect(certificate).toMatchObject({ certified: false, n: 60, failures: 0 })
    // 230 clean ones are 30 % of 767.
    expect(certificate.needed).toBe(567)
  })

  test('offers no number where the safest fail too often', () => {
    const certificate = certify({ ...judged(2000, () => 0.05), failureRate: 0.01 })
    expect(certificate.certified).toBe(false)
    expect(certificate.needed).toBeUndefined()
  })

  test('can be asked of nothing', () => {
    expect(certify({ risks: [], labels: [], failureRate: 0.02 })).toEqual({
      certified: false,
      failureRate: 0.02,
      confidence: 0.9,
      n: 0,
      failures: 0,
      upper: 1,
      needed: 380,
    })
  })

  test('keeps parts of equal risk on one side', () => {
    const risks = new Float64Array(1000).fill(0.01)
    const certificate = certify({ risks, labels: new Float64Array(1000), failureRate: 0.01 })
    expect(certificate).toMatchObject({ certified: true, share: 1, n: 1000 })
  })

  test('is false in at most one of ten histories that do not deserve it', () => {
    // Every part fails slightly more often than promised, whatever its score: any certificate is a false promise.
    let promised = 0
    for (let seed = 1; seed <= 300; seed++)
      if (certify({ ...judged(600, () => 0.0501, seed * 7919), failureRate: 0.05 }).certified) promised++
    expect(promised / 300).toBeLessThan(0.14)
    expect(promised).toBeGreaterThan(0)
  })
})
