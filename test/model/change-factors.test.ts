import { describe, expect, test } from 'vitest'
import type { Artefact } from '../../src/model/artefact.ts'
import { changeFactors, logarithmicMean } from '../../src/model/change-factors.ts'
import { fitModel } from '../../src/model/fit.ts'
import { probabilityOf } from '../../src/model/score.ts'
import fc from '../properties.ts'
import { makeRepository } from './synthetic.ts'

const { table, labels } = makeRepository({ n: 300 })
const fitted = fitModel({ table, labels })
const model = (average: number, frailty: number): Artefact => ({ ...fitted, averageHazard: average, frailty })

const product = (factors: readonly { readonly factor: number }[]): number =>
  factors.reduce((all, { factor }) => all * factor, 1)
const total = (factors: readonly { readonly points: number }[]): number =>
  factors.reduce((all, { points }) => all + points, 0)

test('the example of the essay', () => {
  const { usual, parts, context } = changeFactors(model(0.02, 8), [0.08, 0.02, 0.01], [1.2])!
  expect(usual).toBeCloseTo(0.058, 3)
  expect(parts.map(({ factor }) => Number(factor.toFixed(2)))).toEqual([2, 1, 0.89])
  expect(parts.map(({ points }) => Number(points.toFixed(3)))).toEqual([0.06, 0, -0.01])
  expect(context[0]!.factor).toBeCloseTo(1.19, 2)
})

const positive = (least: number, most: number) =>
  fc.double({ min: Math.log(least), max: Math.log(most), noNaN: true }).map(Math.exp)
const anyAverage = positive(1e-6, 0.5)
const anyFrailty = positive(0.5, 1000)
const anyContext = fc.array(positive(0.1, 10), { maxLength: 4 })
/** Hazards as they are, near the average to the last digits, exactly it, or cancelled. */
const anyHazard = (average: number) =>
  fc.oneof(
    positive(1e-9, 20),
    fc.constant(average),
    fc.double({ min: -1e-4, max: 1e-4, noNaN: true }).map((off) => average * (1 + off)),
    fc.constant(0),
  )
const anyChange = fc
  .record({ average: anyAverage, frailty: anyFrailty, context: anyContext })
  .chain((given) =>
    fc.record({
      ...Object.fromEntries(Object.entries(given).map(([key, value]) => [key, fc.constant(value)])),
      hazards: fc.array(anyHazard(given.average), { minLength: 1, maxLength: 200 }),
    }),
  ) as fc.Arbitrary<{ average: number; frailty: number; context: number[]; hazards: number[] }>

describe('whatever the change', () => {
  test('parts and moment multiply, and add, exactly from the usual risk to its own', () => {
    fc.assert(
      fc.property(anyChange, ({ average, frailty, context, hazards }) => {
        const artefact = model(average, frailty)
        const factors = changeFactors(artefact, hazards, context)
        const counted = hazards.filter((hazard) => hazard > 0).length
        if (counted === 0) {
          expect(factors).toBeNull()
          return
        }
        const risk = probabilityOf(
          artefact,
          hazards.reduce((sum, hazard) => sum + hazard, 0),
          context.reduce((all, factor) => all * factor, 1),
        )
        const { usual, parts, context: moment } = factors!
        expect(usual).toBe(probabilityOf(artefact, counted * average))
        const all = [...parts, ...moment]
        expect((usual * product(all)) / risk).toBeCloseTo(1, 9)
        expect(usual + total(all)).toBeCloseTo(risk, 12)
      }),
      { seed: 31, numRuns: 1000 },
    )
  })

  test('a part riskier than the average raises it, a safer one lowers it, an average or cancelled one does nothing', () => {
    fc.assert(
      fc.property(anyChange, ({ average, frailty, context, hazards }) => {
        const factors = changeFactors(model(average, frailty), hazards, context)
        for (const [place, { factor, points }] of (factors?.parts ?? []).entries()) {
          const hazard = hazards[place]!
          const side = hazard === 0 ? 0 : Math.sign(hazard - average)
          // A whole that fails for certain is raised by nothing.
          expect(side * (factor - 1)).toBeGreaterThanOrEqual(0)
          expect(side * points).toBeGreaterThanOrEqual(0)
          if (side === 0) expect([factor, points]).toEqual([1, 0])
        }
      }),
      { seed: 32, numRuns: 500 },
    )
  })

  test('no order of the parts changes what each does', () => {
    fc.assert(
      fc.property(anyChange, ({ average, frailty, context, hazards }) => {
        const artefact = model(average, frailty)
        const there = changeFactors(artefact, hazards, context)
        const back = changeFactors(artefact, [...hazards].reverse(), context)
        for (const [place, { factor }] of (there?.parts ?? []).entries())
          expect(back!.parts.at(-1 - place)!.factor / factor).toBeCloseTo(1, 9)
      }),
      { seed: 33 },
    )
  })
})

test('a part and what undoes it leave what the others do as it was', () => {
  const artefact = model(0.02, 8)
  const without = changeFactors(artefact, [0.05, 0.01], [1.3])!
  const withPair = changeFactors(artefact, [0.05, 0, 0.01, 0], [1.3])!
  expect(withPair.usual).toBe(without.usual)
  expect([withPair.parts[0], withPair.parts[2]]).toEqual(without.parts)
  expect([withPair.parts[1], withPair.parts[3]]).toEqual([
    { factor: 1, points: 0 },
    { factor: 1, points: 0 },
  ])
})

test('nothing left to fail is explained by nothing', () => {
  expect(changeFactors(model(0.02, 8), [], [1.2])).toBeNull()
  expect(changeFactors(model(0.02, 8), [0, 0], [1.2])).toBeNull()
})

describe('the logarithmic mean', () => {
  test.each([
    [1, Math.E, 1.718281828459045],
    [2, 2, 2],
    [1, 4, 2.1640425613334453],
  ])('of %d and %d is %d', (a, b, expected) => {
    expect(logarithmicMean(a, b)).toBeCloseTo(expected, 14)
    expect(logarithmicMean(b, a)).toBeCloseTo(expected, 14)
  })

  test('lies between geometric and arithmetic mean, however near the two', () => {
    fc.assert(
      fc.property(
        positive(1e-6, 1e6),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.nat(12),
        (a, off, zeros) => {
          const b = a * Math.exp(off * 10 ** -zeros)
          const mean = logarithmicMean(a, b)
          expect(mean / Math.sqrt(a * b)).toBeGreaterThan(1 - 1e-11)
          expect(mean / ((a + b) / 2)).toBeLessThan(1 + 1e-11)
        },
      ),
      { seed: 34, numRuns: 1000 },
    )
  })
})
