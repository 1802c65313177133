import { describe, expect, test } from 'vitest'
import { exp } from '../../src/domain/numerics.ts'
import { scoreChange } from '../../src/model/change-score.ts'
import type { Table } from '../../src/model/column.ts'
import { fitModel } from '../../src/model/fit.ts'
import { explainPart, probabilityOf, scoreParts } from '../../src/model/score.ts'
import fc from '../properties.ts'
import { columns, makeRepository } from './synthetic.ts'

const { table, labels } = makeRepository({ n: 3000 })
const artefact = fitModel({ table, labels, frailty: 3 })

/** The first parts of the history, or any others, as a table of their own. */
const partsAt = (rows: readonly number[]): Table => ({
  columns,
  rows: Float32Array.from(rows.flatMap((row) => [...table.rows.subarray(row * 5, row * 5 + 5)])),
  n: rows.length,
})
const anyParts = fc.array(fc.integer({ min: 0, max: 2999 }), { minLength: 1, maxLength: 60 })

describe('a part', () => {
  test('has factors that multiply from the usual hazard to its own', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2999 }), (row) => {
        const values = Object.fromEntries(columns.map(({ name }, i) => [name, table.rows[row * 5 + i]!]))
        const { hazard, factors } = explainPart(artefact, values)
        const product = factors.reduce((total, { factor }) => total * factor, artefact.usualHazard)
        expect(product / hazard).toBeCloseTo(1, 7)
        expect(exp(scoreParts(artefact, table, [row]).logHazards[0]!) / hazard).toBeCloseTo(1, 10)
      }),
      { seed: 21 },
    )
  })

  test('of which nothing is known is a usual one, every factor exactly 1', () => {
    const { hazard, factors } = explainPart(artefact, { files: Number.NaN, lines: Number.POSITIVE_INFINITY })
    expect(hazard).toBeCloseTo(artefact.usualHazard, 8)
    expect(factors.every(({ factor, value }) => factor === 1 && value === null)).toBe(true)
  })

  test('shows its largest effect first', () => {
    const { factors } = explainPart(artefact, { files: 1, lines: 30, familiarity: 0.5, tests: 0, noise: 0 })
    const sizes = factors.map(({ factor }) => Math.max(factor, 1 / factor))
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  })

  test('may be asked about in columns of any order, or too few', () => {
    const turned = [...columns].reverse()
    const rows = Float32Array.from([...table.rows.subarray(0, 5)].reverse())
    const alone = scoreParts(artefact, { columns: turned, rows, n: 1 }).logHazards[0]!
    expect(alone).toBe(scoreParts(artefact, table, [0]).logHazards[0]!)
    expect(scoreParts(artefact, { columns: [], rows: new Float32Array(), n: 2 }).logHazards).toEqual(
      Float64Array.from([artefact.intercept, artefact.intercept]),
    )
  })
})

describe('a change', () => {
  test('of one part is that part', () => {
    const { probability, parts, hazard } = scoreChange(artefact, { parts: partsAt([7]) })
    expect(probability).toBe(parts[0]!.probability)
    expect(probability).toBe(probabilityOf(artefact, hazard))
    expect(parts[0]!.share).toBe(1)
  })

  test('never becomes riskier by leaving a part out', () => {
    fc.assert(
      fc.property(anyParts, fc.nat(), (rows, which) => {
        const without = rows.filter((_, i) => i !== which % rows.length)
        const smaller = scoreChange(artefact, { parts: partsAt(without) })
        expect(smaller.probability).toBeLessThanOrEqual(
          scoreChange(artefact, { parts: partsAt(rows) }).probability,
        )
      }),
      { seed: 22 },
    )
  })

  test('has shares that add up to 1 and an interval around its risk', () => {
    fc.assert(
      fc.property(anyParts, (rows) => {
        const { parts, probability, low, high } = scoreChange(artefact, { parts: partsAt(rows) })
        expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12)
        expect(low).toBeLessThan(probability)
        expect(high).toBeGreaterThan(probability)
        expect(high).toBeLessThanOrEqual(1)
      }),
      { seed: 23 },
    )
  })

  test('counts a cancelled part for nothing', () => {
    const cancelled = scoreChange(artefact, { parts: partsAt([1, 2, 3]), cancelled: [false, true, false] })
    expect(cancelled.probability).toBe(scoreChange(artefact, { parts: partsAt([1, 3]) }).probability)
    expect(cancelled.parts[1]).toEqual({ hazard: 0, share: 0, probability: 0 })
  })

  test('is what it would be without a part and its revert, wherever the two landed', () => {
    fc.assert(
      fc.property(anyParts, anyParts, fc.nat(), fc.nat(), (rows, [part, revert = 0], one, other) => {
        const alone = scoreChange(artefact, { parts: partsAt(rows) })
        const order = [...rows]
        const isUndone: boolean[] = rows.map(() => false)
        for (const [row, at] of [
          [part!, one % (rows.length + 1)],
          [revert, other % (rows.length + 2)],
        ] as const) {
          order.splice(at, 0, row)
          isUndone.splice(at, 0, true)
        }
        const { parts, ...whole } = scoreChange(artefact, { parts: partsAt(order), cancelled: isUndone })
        const { parts: kept, ...expected } = alone
        expect(whole).toEqual(expected)
        expect(parts.filter((_, at) => !isUndone[at])).toEqual(kept)
        expect(parts.filter((_, at) => isUndone[at]).every(({ share, hazard }) => share + hazard === 0)).toBe(
          true,
        )
      }),
      { seed: 24 },
    )
  })

  test('of nothing, or of cancelled parts only, has no risk', () => {
    const nothing = scoreChange(artefact, { parts: partsAt([]) })
    expect(nothing).toMatchObject({ probability: 0, low: 0, high: 0, hazard: 0, parts: [] })
    const undone = scoreChange(artefact, { parts: partsAt([1, 2]), cancelled: [true, true] })
    expect([undone.probability, undone.low, undone.high]).toEqual([0, 0, 0])
  })

  test('is multiplied by its context', () => {
    const incidents = {
      name: 'open-incidents',
      shape: 'count',
      direction: 1,
      mean: 0,
      sd: 1,
      usual: 0,
    } as const
    const term = { ...incidents, knots: [], slopes: [0.5], level: 0.1, bend: 0.1 }
    const withContext = { ...artefact, context: [term] }
    const calm = scoreChange(withContext, { parts: partsAt([1, 2]) })
    const burning = scoreChange(withContext, { parts: partsAt([1, 2]), context: { 'open-incidents': 2 } })
    expect(calm.contextFactor).toBe(1)
    expect(burning.contextFactor).toBeCloseTo(3 ** 0.5, 12)
    expect(burning.contextFactors).toEqual([
      { column: 'open-incidents', value: 2, factor: burning.contextFactor },
    ])
    expect(burning.probability).toBeGreaterThan(calm.probability)
  })

  test('is known better after more outcomes', () => {
    const width = (n: number) => {
      const few = fitModel({ table, labels, rows: Uint32Array.from({ length: n }, (_, i) => i) })
      const { low, high } = scoreChange(few, { parts: partsAt([1, 2, 3]) })
      return high / low
    }
    expect(width(3000)).toBeLessThan(width(200) / 1.3)
    expect(width(200)).toBeLessThan(width(0))
  })
})
