/** What incidents are believed to mean before anything was learned, and what learning makes of it. */
import { describe, expect, test } from 'vitest'
import { shippedPrior } from '../../src/main/prior.ts'
import { readArtefact } from '../../src/model/artefact-reading.ts'
import type { Column, Table } from '../../src/model/column.ts'
import { fitModel } from '../../src/model/fit.ts'
import { believingIncidents, incidentColumns } from '../../src/model/incident-belief.ts'
import { contextFactorsOf, explainPart, scoreParts } from '../../src/model/score.ts'
import { incidentMomentSignals, incidentSignals, signals } from '../../src/signals/all.ts'
import fc from '../properties.ts'
import { seededRandom } from './synthetic.ts'

const prior = believingIncidents(shippedPrior())
const gitColumns: readonly Column[] = signals.map(({ name, shape, direction }) => ({
  name,
  shape,
  direction,
}))

/** Parts with random answers from git; `incidents` gives those about incidents, row by row. */
const tableOf = (n: number, seed: number, incidents: (row: number) => readonly number[]): Table => {
  const random = seededRandom(seed)
  const columns = [...gitColumns, ...incidentColumns]
  const rows = new Float32Array(n * columns.length)
  for (let row = 0; row < n; row++) {
    for (const [at, { shape }] of gitColumns.entries())
      rows[row * columns.length + at] =
        shape === 'flag' ? Number(random() < 0.2) : shape === 'share' ? random() : Math.floor(random() * 9)
    rows.set(incidents(row), row * columns.length + gitColumns.length)
  }
  return { columns, rows, n }
}
const quiet = [0, Number.NaN, 0, 0, 0]
const labelsOf = (table: Table, seed: number) => {
  const random = seededRandom(seed)
  return Float64Array.from({ length: table.n }, () => (random() < 0.1 ? 1 : 0))
}
const factorsOf = (model: ReturnType<typeof fitModel>, answers: Record<string, number>) =>
  Object.fromEntries(explainPart(model, answers).factors.map(({ column, factor }) => [column, factor]))

describe('where no incident touched any part', () => {
  const table = tableOf(300, 5, () => quiet)
  const labels = labelsOf(table, 6)
  const model = fitModel({ table, labels, prior })

  test('what they are believed to mean stands, worn like everything learned', () => {
    for (const { name, anchor } of incidentSignals) {
      const { [name]: nothing } = factorsOf(model, { [name]: anchor.nothing })
      const { [name]: example } = factorsOf(model, { [name]: anchor.example })
      const { [name]: unknown } = factorsOf(model, {})
      expect(unknown, name).toBe(1)
      expect(nothing, name).toBeCloseTo(1, 8)
      expect(example, name).toBeCloseTo(Math.exp(0.85 * Math.log(anchor.factor)), 6)
    }
  })

  test('and the signals of git weigh exactly what they weigh without', () => {
    const columns = gitColumns
    const width = table.columns.length
    const rows = Float32Array.from(
      Array.from({ length: table.n }, (_, row) => [
        ...table.rows.subarray(row * width, row * width + columns.length),
      ]).flat(),
    )
    const without = fitModel({ table: { columns, rows, n: table.n }, labels, prior: shippedPrior() })
    for (const term of without.terms)
      for (const [at, slope] of model.terms.find(({ name }) => name === term.name)!.slopes.entries())
        expect(slope).toBeCloseTo(term.slopes[at]!, 6)
  })

  test('the model can be kept and read, and is no larger than any', () => {
    expect(readArtefact(JSON.parse(JSON.stringify(model)))).toEqual(model)
    expect(model.terms).toHaveLength(signals.length + incidentSignals.length)
    expect(model.covariance.kind).toBe('full')
    expect(JSON.stringify(model).length).toBeLessThanOrEqual(100 * 1024)
  })
})

test('the moment keeps what is believed of it', () => {
  for (const { name, anchor } of incidentMomentSignals) {
    expect(contextFactorsOf(prior, { [name]: anchor.nothing }).product).toBeCloseTo(1, 8)
    expect(contextFactorsOf(prior, { [name]: anchor.example }).product).toBeCloseTo(anchor.factor, 6)
  }
  expect(contextFactorsOf(prior, {}).product).toBe(1)
})

test('a prior that knows them already keeps what it knows', () => {
  const known = { ...prior.terms.find(({ name }) => name === 'recurrence')!, slopes: [0.7] }
  const { terms } = believingIncidents({ ...shippedPrior(), terms: [known] })
  expect(terms.filter(({ name }) => name === 'recurrence')).toEqual([known])
})

describe('what this repository shows counts', () => {
  const openAt = (row: number) => (row % 5 === 0 ? [1, 2, 0, 0, 0] : quiet)
  const factorWith = (rate: number) => {
    const table = tableOf(1000, 9, openAt)
    const random = seededRandom(10)
    const labels = Float64Array.from({ length: table.n }, (_, row) =>
      random() < (row % 5 === 0 ? rate : 0.05) ? 1 : 0,
    )
    return factorsOf(fitModel({ table, labels, prior }), { 'open-incidents': 1 })['open-incidents']!
  }
  test('the more often it fails with an incident open, the more that counts', () => {
    const factors = [0, 0.05, 0.1, 0.3].map(factorWith)
    expect(factors).toEqual([...factors].sort((one, other) => one - other))
    expect(factors[3]!).toBeGreaterThan(1.4)
  })
  test('but no outcome makes an incident a good sign', () => expect(factorWith(0)).toBeGreaterThanOrEqual(1))
})

test('whatever the outcomes, more trouble is never less risk', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), fc.boolean(), (seed, isContrary) => {
      const random = seededRandom(seed)
      const told = Array.from({ length: 120 }, () => incidentSignals.map(() => Math.floor(random() * 4)))
      const table = tableOf(120, seed, (row) => told[row]!)
      const labels = Float64Array.from(told, ([open = 0]) =>
        isContrary ? Number(open === 0) : Number(random() < 0.2),
      )
      const model = fitModel({ table, labels, prior })
      const width = table.columns.length
      for (const [at, { name, direction }] of incidentColumns.entries()) {
        const ladder = [0, 0.5, 1, 2, 5, 20, 89, 1000]
        const rows = new Float32Array(ladder.length * width).fill(Number.NaN)
        for (const [step, value] of ladder.entries()) rows[step * width + gitColumns.length + at] = value
        const heights = [...scoreParts(model, { columns: table.columns, rows, n: ladder.length }).logHazards]
        for (let step = 1; step < heights.length; step++)
          expect(direction * (heights[step]! - heights[step - 1]!), name).toBeGreaterThanOrEqual(-1e-9)
      }
    }),
    { numRuns: 15 },
  )
})
