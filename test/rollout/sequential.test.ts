import { describe, expect, test } from 'vitest'
import { addWindow, type Comparison, logEValue, noEvidence } from '../../src/rollout/sequential.ts'
import fc from '../properties.ts'

const allowance = { limit: 0.01 }
const window = (newErrors: number, newRequests: number, oldErrors = 0, oldRequests = 0): Comparison => ({
  new: { requests: newRequests, errors: newErrors },
  old: oldRequests > 0 ? { requests: oldRequests, errors: oldErrors } : null,
})
const evidenceOf = (windows: readonly Comparison[], allowed: { limit: number; ratio?: number } = allowance) =>
  logEValue(windows.reduce((sum, next) => addWindow(sum, next, allowed), noEvidence))

/** What a release lead would say at a glance, and whether the test, which sends back once in 100 in vain, does too. */
describe('is it worse?', () => {
  test.each<[string, Comparison, boolean]>([
    ['61 errors in 4,020, where 300 VMs make 0.02 %', window(61, 4_020, 366, 1_830_000), true],
    ['no error at all', window(0, 6_104, 366, 1_830_000), false],
    ['one error, the old version none', window(1, 100, 0, 500), false],
    ['three errors, the old version none', window(3, 100, 0, 500), false],
    ['four errors, the old version none', window(4, 100, 0, 500), true],
    ['two errors on one VM of 300, the others none', window(2, 290, 0, 86_710), true],
    ['two errors on one VM of 300, 17 on the others', window(2, 290, 17, 86_710), false],
    ['the same rate, many errors', window(500, 10_000, 2_500, 50_000), false],
    ['half as often again', window(750, 10_000, 2_500, 50_000), true],
    ['a tenth more, however long it is watched', window(55_000, 1_000_000, 50_000, 1_000_000), false],
    ['a half less', window(25, 10_000, 250, 50_000), false],
    ['both fail all of the time', window(1_000, 1_000, 5_000, 5_000), false],
    ['nobody left to compare with, at the limit', window(100, 10_000), false],
    ['nobody left to compare with, twice the limit', window(200, 10_000), true],
    ['nobody left to compare with, five in a row', window(5, 5), true],
    ['only the old version served', window(0, 0, 50, 1_000), false],
  ])('%s', (_, counts, worse) => expect(evidenceOf([counts]) >= Math.log(100)).toBe(worse))

  test('an old version that serves nothing is nothing to compare with', () => {
    const idle = { requests: 0, errors: 0 }
    expect(evidenceOf([{ new: { requests: 5, errors: 5 }, old: idle }])).toBe(evidenceOf([window(5, 5)]))
  })

  test('it may be allowed to fail more often', () => {
    const twice = window(200, 10_000, 500, 50_000)
    expect(evidenceOf([twice])).toBeGreaterThan(Math.log(100))
    expect(evidenceOf([twice], { limit: 0.01, ratio: 2 })).toBeLessThan(0)
    const fiveTimes = window(500, 10_000, 500, 50_000)
    expect(evidenceOf([fiveTimes], { limit: 0.01, ratio: 2 })).toBeGreaterThan(Math.log(100))
  })
})

/** Seven bets, each paid by the textbook likelihood ratio of a coin that lands on the new version with its share. */
test.each([
  [1, 0, 1 / 6],
  [4, 0, 1 / 6],
  [3, 17, 0.01],
  [10, 2, 0.9],
])('%i new and %i old errors at share %f are worth what the textbook says', (newErrors, oldErrors, share) => {
  const bets = [
    [1.5, 1.5],
    [2, 4],
    [3, 2.5],
    [5, 2],
    [10, 2],
    [30, 2],
    [100, 1],
  ] as const
  const textbook = bets.reduce((sum, [ratio, weight]) => {
    const landing = (share * ratio) / (share * ratio + 1 - share)
    return sum + (weight / 15) * (landing / share) ** newErrors * ((1 - landing) / (1 - share)) ** oldErrors
  }, 0)
  const counts = window(newErrors, share * 30_000, oldErrors, (1 - share) * 30_000)
  expect(Math.exp(evidenceOf([counts]))).toBeCloseTo(textbook, 9)
})

/** The promise itself, without chance: added up over everything that can happen in a window. */
describe('a version that is no worse gains nothing on average', () => {
  const binomial = (n: number, p: number): readonly number[] => {
    let chances = [1]
    for (let i = 0; i < n; i++)
      chances = [...chances, 0].map((_, k) => (chances[k] ?? 0) * (1 - p) + (chances[k - 1] ?? 0) * p)
    return chances
  }
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const served = fc.integer({ min: 1, max: 25 })

  test('beside the old one', () => {
    fc.assert(
      fc.property(
        served,
        served,
        share,
        share,
        fc.double({ min: 1, max: 3, noNaN: true }),
        (n, m, old, x, ratio) => {
          const chancesNew = binomial(n, Math.min(1, old * ratio) * x)
          const chancesOld = binomial(m, old)
          let expected = 0
          for (const [newErrors, p] of chancesNew.entries())
            for (const [oldErrors, q] of chancesOld.entries())
              expected +=
                p * q * Math.exp(evidenceOf([window(newErrors, n, oldErrors, m)], { limit: 0.01, ratio }))
          expect(expected).toBeLessThanOrEqual(1 + 1e-9)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('against a limit', () => {
    fc.assert(
      fc.property(served, share, share, (n, limit, x) => {
        const expected = binomial(n, limit * x).reduce(
          (sum, p, errors) => sum + p * Math.exp(evidenceOf([window(errors, n)], { limit })),
          0,
        )
        expect(expected).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })
})

describe('whatever was counted', () => {
  const count = fc.integer({ min: 0, max: 5_000 })
  const counted = fc
    .tuple(count, count, count, count)
    .map(([n, k, m, j]) => window(Math.min(k, n), n, Math.min(j, m), m))

  test('one more error of the new version never speaks for it', () => {
    fc.assert(
      fc.property(fc.array(counted, { minLength: 1, maxLength: 6 }), fc.nat(5), (windows, which) => {
        const at = which % windows.length
        const more = windows.map((one, i) =>
          i === at && one.new.errors < one.new.requests
            ? { ...one, new: { ...one.new, errors: one.new.errors + 1 } }
            : one,
        )
        expect(evidenceOf(more)).toBeGreaterThanOrEqual(evidenceOf(windows) - 1e-9)
      }),
    )
  })

  test('a window may be cut in two of the same shares, anywhere', () => {
    fc.assert(
      fc.property(counted, fc.integer({ min: 1, max: 9 }), fc.nat(), fc.nat(), (whole, tenths, j, k) => {
        const part = (tally: { requests: number; errors: number }, errors: number) => ({
          requests: (tally.requests * tenths) / 10,
          errors,
        })
        const rest = (tally: { requests: number; errors: number }, errors: number) => ({
          requests: tally.requests - (tally.requests * tenths) / 10,
          errors: tally.errors - errors,
        })
        const newErrors = j % (whole.new.errors + 1)
        const oldErrors = k % ((whole.old?.errors ?? 0) + 1)
        const halves = [part, rest].map((cut) => ({
          new: cut(whole.new, newErrors),
          old: whole.old && cut(whole.old, oldErrors),
        }))
        expect(evidenceOf(halves)).toBeCloseTo(evidenceOf([whole]), 6)
        expect(evidenceOf(halves.toReversed())).toBeCloseTo(evidenceOf([whole]), 6)
      }),
    )
  })

  test('it is a finite number, and can be kept and taken up again', () => {
    fc.assert(
      fc.property(fc.array(counted, { maxLength: 8 }), fc.nat(8), (windows, at) => {
        const add = (evidence: readonly number[], next: Comparison) => addWindow(evidence, next, allowance)
        const kept = JSON.parse(JSON.stringify(windows.slice(0, at).reduce(add, noEvidence)))
        const whole = evidenceOf(windows)
        expect(Number.isFinite(whole)).toBe(true)
        expect(logEValue(windows.slice(at).reduce(add, kept))).toBe(whole)
      }),
    )
  })
})
