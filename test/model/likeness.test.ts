import { expect, test } from 'vitest'
import { rowRange } from '../../src/model/column.ts'
import { fitModel } from '../../src/model/fit.ts'
import { likenessTo } from '../../src/model/likeness.ts'
import { explainPart } from '../../src/model/score.ts'
import fc from '../properties.ts'
import { columns, makeRepository } from './synthetic.ts'

const { table, labels } = makeRepository({ n: 1500 })
const artefact = fitModel({ table, labels })
const valuesOf = (row: number) =>
  Object.fromEntries(columns.map(({ name }, i) => [name, table.rows[row * columns.length + i]!]))
const anyRow = fc.integer({ min: 0, max: table.n - 1 })

test('a part is wholly like itself, and less like any other the more their factors differ', () => {
  fc.assert(
    fc.property(anyRow, anyRow, (one, other) => {
      const [itself, neighbour] = likenessTo(artefact, valuesOf(one), table, [one, other])
      expect(itself).toBe(1)
      const factorsOf = (row: number) =>
        new Map(explainPart(artefact, valuesOf(row)).factors.map(({ column, factor }) => [column, factor]))
      const [left, right] = [factorsOf(one), factorsOf(other)]
      const squares = [...left].map(([column, factor]) => Math.log(factor / right.get(column)!) ** 2)
      const distance = Math.sqrt(squares.reduce((sum, square) => sum + square, 0))
      expect(neighbour).toBeCloseTo(Math.exp(-distance), 9)
    }),
    { seed: 31 },
  )
})

test('likeness goes both ways', () => {
  fc.assert(
    fc.property(anyRow, anyRow, (one, other) => {
      const there = likenessTo(artefact, valuesOf(one), table, [other])[0]
      expect(likenessTo(artefact, valuesOf(other), table, [one])[0]).toBe(there)
    }),
    { seed: 32 },
  )
})

test('a doubled risk by one answer alone is half alike', () => {
  const term = { name: 'noise', shape: 'number', direction: 0, mean: 0, sd: 1, usual: 0, knots: [] } as const
  const doubling = { ...artefact, terms: [{ ...term, slopes: [Math.LN2], level: 0.1, bend: 0.1 }] }
  const past = { columns, rows: Float32Array.from([5, 5, 0.5, 0, 1]), n: 1 }
  expect(likenessTo(doubling, { noise: 0 }, past, [0])[0]).toBeCloseTo(0.5, 12)
})

test('the most alike fail about as often as the part is likely to', () => {
  // Of the thirty parts nearest to each of the riskiest and the safest, as many fail as their truth says.
  const near = (row: number) => {
    const alike = likenessTo(artefact, valuesOf(row), table, rowRange(0, table.n))
    const nearest = [...rowRange(0, table.n)].sort((a, b) => alike[b]! - alike[a]!).slice(1, 61)
    return nearest.reduce((sum, other) => sum + labels[other]!, 0) / nearest.length
  }
  const byRisk = [...rowRange(0, table.n)].sort(
    (a, b) => explainPart(artefact, valuesOf(a)).hazard - explainPart(artefact, valuesOf(b)).hazard,
  )
  expect(near(byRisk.at(-5)!)).toBeGreaterThan(4 * near(byRisk[5]!))
})
