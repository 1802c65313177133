import { describe, expect, test } from 'vitest'
import {
  cleanRequests,
  detectableExcess,
  poissonLower,
  poissonTail,
  poissonUpper,
  requestsNeeded,
  ruledOutExcess,
} from '../../src/rollout/sequential-bounds.ts'
import fc from '../properties.ts'

/** Reference values added up with 60 digits. */
test.each([
  [0, 3, 0.049787068367863944],
  [1, 4.5, 0.061099480960332686],
  [10, 10, 0.5830397501929855],
  [35, 20, 0.9991963400385956],
  [5, 60, 6.180223580811603e-20],
  [900, 1000, 0.0006977673277963068],
  [1000, 1000, 0.508409367168506],
  [1100, 1000, 0.9991323590365564],
  [-1, 5, 0],
  [4, 0, 1],
])('at most %i events where %f are expected: %f', (k, mean, chance) => {
  expect(poissonTail(k, mean) / (chance || 1)).toBeCloseTo(chance === 0 ? 0 : 1, 10)
})

test.each([
  [0, 0.05, 2.995732273553991],
  [1, 0.05, 4.743864518390579],
  [2, 0.05, 6.29579362187199],
  [10, 0.05, 16.9622192357219],
  [300, 0.05, 330.09424906170517],
  [3, 0.1, 6.680783068255864],
])('%i seen leave, but for %f, at most %f expected', (k, chance, mean) => {
  expect(poissonUpper(k, chance)).toBeCloseTo(mean, 8)
})

test.each([
  [0, 0.05, 0],
  [1, 0.05, 0.051293294387550536],
  [10, 0.05, 5.425405697091293],
])('%i seen leave, but for %f, at least %f expected', (k, chance, mean) => {
  expect(poissonLower(k, chance)).toBeCloseTo(mean, 8)
})

test.each([
  [0.01, 0.05, 300],
  [0.01, 0.01, 461],
  [0.001, 0.05, 2_996],
  [0.05, 0.05, 60],
])('to rule out %f more but for %f takes %i clean requests', (excess, missed, requests) => {
  expect(cleanRequests(excess, missed)).toBe(requests)
  const clean = { new: { requests: 0, errors: 0 }, old: null }
  expect(requestsNeeded(clean, excess, missed)).toBe(requests)
})

const tally = (errors: number, requests: number) => ({ requests, errors })

/** "0.05 % more would have shown". */
describe('the excess a sample rules out', () => {
  test.each([
    ['no error in 300', tally(0, 300), tally(0, 1_500), 0.00999],
    ['no error in 6,104', tally(0, 6_104), tally(366, 1_830_000), 0.000491],
    ['no error in 6,104, the old version many', tally(0, 6_104), tally(5_490, 183_000), 0.000491],
    ['one error in 6,104', tally(1, 6_104), tally(366, 1_830_000), 0.00088],
    ['3 % of many, as the old version', tally(3_000, 100_000), tally(15_000, 500_000), 0.002],
    ['3 % of many, the old version none', tally(3_000, 100_000), tally(0, 500_000), 0.032],
    ['3 % of many, the old version hardly seen', tally(3_000, 100_000), tally(3, 100), 0.022],
    ['3 % of many, the old version not known', tally(3_000, 100_000), null, 0.032],
    ['nothing served', tally(0, 0), tally(0, 0), 1],
    ['all failed', tally(50, 50), tally(0, 50), 1],
  ])('%s', (_, now, old, excess) => {
    const found = ruledOutExcess({ new: now, old }, 0.05)
    expect(found / excess).toBeGreaterThan(0.9)
    expect(found / excess).toBeLessThan(1.1)
  })

  test('an error more never rules out more, a clean request more never less', () => {
    const count = fc.integer({ min: 1, max: 20_000 })
    fc.assert(
      fc.property(count, count, count, count, (n, k, m, j) => {
        const old = tally(Math.min(j, m), m)
        const errors = Math.min(k, n - 1)
        const now = ruledOutExcess({ new: tally(errors, n), old }, 0.05)
        expect(ruledOutExcess({ new: tally(errors + 1, n), old }, 0.05)).toBeGreaterThanOrEqual(now)
        expect(ruledOutExcess({ new: tally(errors, n + 1), old }, 0.05)).toBeLessThanOrEqual(now)
        expect(now).toBeGreaterThan(errors / n - old.errors / old.requests)
      }),
    )
  })
})

describe('requests needed', () => {
  test.each([
    ['none served yet', tally(0, 0), null, 300],
    ['ten short', tally(0, 290), tally(0, 1_450), 300],
    ['enough', tally(0, 300), tally(0, 1_500), 300],
    ['enough, and more', tally(0, 6_104), tally(366, 1_830_000), 6_104],
    ['one error', tally(1, 290), tally(0, 1_450), 595],
    ['three errors', tally(3, 290), tally(0, 1_450), 1_023],
  ])('%s', (_, now, old, requests) => {
    const found = requestsNeeded({ new: now, old }, 0.01, 0.05)
    expect(Math.abs(found / requests - 1)).toBeLessThan(0.03)
    const sample = {
      new: { ...now, requests: found },
      old: old && tally(0, (old.requests * found) / now.requests),
    }
    if (old?.errors === 0) expect(ruledOutExcess(sample, 0.05)).toBeLessThanOrEqual(0.01)
  })

  test('a service that always fails a little is waited for until that is known to be usual', () => {
    const needed = requestsNeeded({ new: tally(9, 300), old: tally(45, 1_500) }, 0.01, 0.05)
    expect(needed).toBeGreaterThan(1_500)
    expect(needed).toBeLessThan(6_000)
  })

  test('nothing rules out nothing', () => {
    expect(requestsNeeded({ new: tally(0, 300), old: null }, 0, 0.05)).toBe(Number.POSITIVE_INFINITY)
  })
})

/** With 0.9, as drawn from the bets: four errors are needed where one of six requests is new and nothing fails. */
describe('the excess that would have been called worse', () => {
  test.each([
    ['nothing failed, one of six is new', tally(0, 6_104), tally(0, 30_520), 6.68 / 6_104],
    ['nothing failed, one of 300 is new', tally(0, 6_104), tally(0, 1_825_096), 3.89 / 6_104],
    ['ten times the requests, a tenth of the excess', tally(0, 61_040), tally(0, 305_200), 6.68 / 61_040],
  ])('%s', (_, now, old, excess) => {
    expect(detectableExcess({ new: now, old }, { limit: 0.01 }, 0.01)).toBeCloseTo(excess, 5)
  })

  test.each([
    ['nothing served', tally(0, 0), tally(0, 100)],
    ['too few to show anything', tally(0, 3), tally(0, 15)],
  ])('%s: none would', (_, now, old) => {
    expect(detectableExcess({ new: now, old }, { limit: 0.01 }, 0.01)).toBeNull()
  })

  test('against a limit it is more than the limit', () => {
    const excess = detectableExcess({ new: tally(0, 10_000), old: null }, { limit: 0.01 }, 0.01)
    expect(excess).toBeGreaterThan(0.012)
    expect(excess).toBeLessThan(0.02)
  })
})
