import { describe, expect, test } from 'vitest'
import { roundFactor, roundShare } from '../../src/report/numbers.ts'
import { splitFactors, splitShares } from '../../src/report/remainder.ts'
import fc from '../properties.ts'

const factors = (...numbers: readonly number[]) => numbers.map((factor) => ({ factor }))
const multiply = (all: readonly { readonly factor: number }[]) =>
  all.reduce((whole, { factor }) => whole * factor, 1)

describe('factors', () => {
  test('the first ones are shown and the others become one', () => {
    const { shown, rest } = splitFactors(factors(3.4, 1.8, 0.9, 1.1, 1.2), 3)
    expect(shown).toEqual(factors(3.4, 1.8, 0.9))
    expect(rest.count).toBe(2)
    expect(rest.factor).toBeCloseTo(1.32, 12)
  })

  test('a factor that would be printed as 1 is never shown', () => {
    expect(splitFactors(factors(2, 1.001, 1), 3, { seen: roundFactor }).shown).toEqual(factors(2))
  })

  test('the remainder takes up what the shown ones miss of the printed whole', () => {
    const { rest } = splitFactors(factors(2, 3), 2, { whole: 5.4 })
    expect(rest).toEqual({ count: 0, factor: 0.9 })
  })

  const many = fc
    .array(fc.double({ min: 0.05, max: 20, noNaN: true }), { maxLength: 40 })
    .map((all) => factors(...all))

  test('shown times remainder is the whole, however many are shown and however they are rounded', () => {
    fc.assert(
      fc.property(
        many,
        fc.nat(12),
        fc.option(fc.double({ min: 0.01, max: 100, noNaN: true })),
        (all, rows, given) => {
          const whole = given ?? multiply(all)
          const { shown, rest } = splitFactors(all, rows, { whole, seen: roundFactor })
          const product = multiply(shown.map(({ factor }) => ({ factor: roundFactor(factor) }))) * rest.factor
          expect(product / whole).toBeCloseTo(1, 9)
          expect(shown.length + rest.count).toBe(all.length)
        },
      ),
    )
  })
})

describe('shares', () => {
  test('printed shares and the printed remainder add up to 100 %', () => {
    const { rest } = splitShares(
      [{ share: 0.306 }, { share: 0.224 }, { share: 0.136 }, { share: 0.334 }],
      3,
      roundShare,
    )
    expect(rest.count).toBe(1)
    expect(rest.share).toBeCloseTo(1 - 0.31 - 0.22 - 0.14, 12)
  })

  test('a remainder that rounding would swallow is still there', () => {
    const { rest } = splitShares([{ share: 0.996 }, { share: 0.004 }], 1, roundShare)
    expect(rest.share).toBe(0.004)
  })

  test('exact shares add up exactly, and nothing remains where all are shown', () => {
    const weights = fc.array(fc.double({ min: 0.001, max: 9, noNaN: true }), { minLength: 1, maxLength: 50 })
    fc.assert(
      fc.property(weights, fc.nat(8), (given, rows) => {
        const whole = given.reduce((sum, weight) => sum + weight, 0)
        const parts = given.map((weight) => ({ share: weight / whole }))
        const { shown, rest } = splitShares(parts, rows)
        const sum = shown.reduce((total, { share }) => total + share, 0) + rest.share
        expect(sum).toBeCloseTo(1, 9)
        if (rest.count === 0) expect(rest.share).toBe(0)
      }),
    )
  })
})
