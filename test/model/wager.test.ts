import { describe, expect, test } from 'vitest'
import { enoughToProve, provenRate, wagerAgainst } from '../../src/model/wager.ts'
import fc from '../properties.ts'

/** Chance that the stake against `rate` is ever enough within `n` parts that really fail at `truth`: every path counted. */
function chanceOfProof(rate: number, truth: number, n: number, error: number): number {
  const stake = wagerAgainst(rate)
  const enough = enoughToProve(error)
  let open = new Float64Array([1])
  let proven = 0
  for (let size = 1; size <= n; size++) {
    const next = new Float64Array(size + 1)
    for (const [failures, chance] of open.entries()) {
      next[failures]! += chance * (1 - truth)
      next[failures + 1]! += chance * truth
    }
    for (const [failures, chance] of next.entries()) {
      if (stake(size, failures) < enough) continue
      proven += chance
      next[failures] = 0
    }
    open = next
  }
  return proven
}

describe('a proof looked at after every part', () => {
  test.each([
    [0.01, 800, 0.1],
    [0.02, 900, 0.1],
    [0.05, 800, 0.1],
    [0.05, 800, 0.01],
    [0.2, 400, 0.1],
    [0.6, 100, 0.2],
  ])('of under %f is false in no more of all histories of %d parts than %f', (rate, n, error) => {
    const chance = chanceOfProof(rate, rate, n, error)
    expect(chance).toBeLessThanOrEqual(error)
    // Most of what may be spent is: a proof does not take much more than it must.
    expect(chance).toBeGreaterThan(error / 3)
    expect(chanceOfProof(rate, Math.min(1, rate * 1.2), n, error)).toBeLessThan(chance)
  })

  test.each([
    [0.02, [153, 272, 374, 466]],
    [0.05, [61, 108, 148, 185]],
  ])('of under %f takes %j parts with 0, 1, 2, 3 failures', (rate, sizes) => {
    const stake = wagerAgainst(rate)
    sizes.forEach((n, failures) => {
      expect(stake(n, failures)).toBeGreaterThanOrEqual(enoughToProve(0.1))
      expect(stake(n - 1, failures)).toBeLessThan(enoughToProve(0.1))
    })
  })
})

describe('a stake', () => {
  const counts = fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))

  test('begins at one, grows with a success, shrinks with a failure and grows with what is doubted', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.001, max: 0.9, noNaN: true }), ([n, share], rate) => {
        const failures = Math.floor(n * share)
        const stake = wagerAgainst(rate)
        expect(stake(0, 0)).toBeCloseTo(0, 12)
        expect(stake(n + 1, failures)).toBeGreaterThan(stake(n, failures))
        expect(stake(n + 1, failures + 1)).toBeLessThan(stake(n, failures))
        expect(wagerAgainst(rate * 1.05)(n, failures)).toBeGreaterThanOrEqual(stake(n, failures))
        expect(Number.isFinite(stake(n, failures))).toBe(true)
      }),
    )
  })

  test('is expected to stay what it is while the rate is true', () => {
    fc.assert(
      fc.property(counts, fc.double({ min: 0.001, max: 0.9, noNaN: true }), ([n, share], rate) => {
        const failures = Math.floor((n % 300) * share)
        const stake = wagerAgainst(rate)
        const now = stake(n % 300, failures)
        const next =
          rate * Math.exp(stake((n % 300) + 1, failures + 1) - now) +
          (1 - rate) * Math.exp(stake((n % 300) + 1, failures) - now)
        expect(next).toBeCloseTo(1, 8)
      }),
    )
  })

  test.each([
    [0, Number.NEGATIVE_INFINITY],
    [-1, Number.NEGATIVE_INFINITY],
    [Number.NaN, Number.NEGATIVE_INFINITY],
    [1, Number.POSITIVE_INFINITY],
  ])('against %f is %f: there is nothing to prove, or all', (rate, value) => {
    expect(wagerAgainst(rate)(100, 1)).toBe(value)
  })
})

describe('the rate that outcomes rule out', () => {
  test.each([
    [0, 0, 1],
    [153, 0, 0.01999],
    [272, 1, 0.01997],
    [5, 5, 1],
  ])('of %d parts and %d failures is %f', (n, failures, rate) => {
    expect(provenRate(n, failures, 0.1)).toBeCloseTo(rate, 4)
  })

  test('lies above what was seen, falls with successes and rises with failures and with confidence', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 0, max: 20 }), (n, most) => {
        const failures = Math.min(n, most)
        const rate = provenRate(n, failures, 0.1)
        expect(rate).toBeGreaterThan(failures / n - 1e-9)
        expect(provenRate(n + 1, failures, 0.1)).toBeLessThanOrEqual(rate + 1e-9)
        expect(provenRate(n + 1, failures + 1, 0.1)).toBeGreaterThanOrEqual(rate - 1e-9)
        expect(provenRate(n, failures, 0.01)).toBeGreaterThanOrEqual(rate - 1e-9)
      }),
    )
  })
})
