import { describe, expect, test } from 'vitest'
import { exp } from '../../src/domain/numerics.ts'
import type { Table } from '../../src/model/column.ts'
import { rowRange, shapes } from '../../src/model/column.ts'
import { fitModel } from '../../src/model/fit.ts'
import { auc } from '../../src/model/metrics.ts'
import { fitPrior } from '../../src/model/pool.ts'
import { explainPart, scoreParts } from '../../src/model/score.ts'
import fc from '../properties.ts'
import { columns, makeRepository } from './synthetic.ts'

const factorOf = (artefact: ReturnType<typeof fitModel>, values: Record<string, number>, column: string) =>
  explainPart(artefact, values).factors.find((factor) => factor.column === column)!.factor

describe('a repository whose truth is known', () => {
  const { table, labels, truth } = makeRepository({ n: 6000 })
  const artefact = fitModel({ table, labels })
  const hazards = scoreParts(artefact, table).logHazards.map(exp)

  test('is ranked nearly as well as the truth would rank it', () => {
    expect(auc(hazards, labels)).toBeGreaterThan(auc(truth, labels) - 0.01)
  })

  test('has a mean risk that is its failure rate', () => {
    const expected = labels.reduce((sum, label) => sum + label, 0) / labels.length
    const risk = hazards.reduce((sum, hazard) => sum + 1 - exp(-hazard), 0) / labels.length
    expect(risk).toBeCloseTo(expected, 3)
  })

  test('shows the effects that were put in, and none for noise', () => {
    expect(
      factorOf(artefact, { files: 40 }, 'files') / factorOf(artefact, { files: 4 }, 'files'),
    ).toBeGreaterThan(2.5)
    expect(factorOf(artefact, { tests: 1 }, 'tests')).toBeLessThan(0.7)
    expect(factorOf(artefact, { familiarity: 1 }, 'familiarity')).toBeLessThan(0.83)
    expect(factorOf(artefact, { noise: 0.9 }, 'noise')).toBeGreaterThan(0.8)
    expect(factorOf(artefact, { noise: 0.9 }, 'noise')).toBeLessThan(1.25)
  })

  test('is the same to the last bit as when this engine was released', () => {
    expect(artefact.id).toBe('df4cc94a48245e06d874ca2e5e2aa8fb261bdf9dda43ea7952d0d9a0704f80e1')
  })

  test('fitted again is the same artefact', () => {
    expect(fitModel({ table, labels })).toEqual(artefact)
  })
})

test('a bigger change is never safer, however loudly the data say so', () => {
  const { table, labels } = makeRepository({ n: 1500 })
  const misleading = labels.map((_, i) => (table.rows[i * columns.length]! < 3 ? 1 : 0))
  const artefact = fitModel({ table, labels: misleading })
  let last = 0
  for (const files of [0, 1, 2, 3, 5, 8, 20, 50, 1000, 1e6]) {
    const factor = factorOf(artefact, { files }, 'files')
    expect(factor).toBeGreaterThanOrEqual(last)
    last = factor
  }
})

describe('with a prior', () => {
  const prior = fitPrior(
    [2, 3, 4].map((seed) => ({
      ...makeRepository({ seed, usual: 0.02 * seed }),
      name: `acme/repository-${seed}`,
      licence: 'MIT',
      commit: '0'.repeat(40),
    })),
  )
  const here = makeRepository({ seed: 9, usual: 0.03 })

  test('no outcome at all leaves the prior, scaled to this repository', () => {
    const artefact = fitModel({
      table: here.table,
      labels: [],
      rows: [],
      scalingRows: rowRange(0, 500),
      prior,
    })
    expect(artefact.kind).toBe('prior')
    expect(artefact.usualHazard).toBeCloseTo(prior.usualHazard, 6)
    const { logHazards } = scoreParts(artefact, here.table)
    expect(auc(logHazards, here.labels)).toBeGreaterThan(auc(here.truth, here.labels) - 0.02)
  })

  test('thirty outcomes with a prior rank better than thirty alone', () => {
    const few = rowRange(0, 30)
    const rest = rowRange(30, here.table.n)
    const labels = Float64Array.from(rest, (row) => here.labels[row]!)
    const ranked = (artefact: ReturnType<typeof fitModel>) =>
      auc(scoreParts(artefact, here.table, rest).logHazards, labels)
    const alone = fitModel({ table: here.table, labels: here.labels, rows: few })
    const pooled = fitModel({ table: here.table, labels: here.labels, rows: few, prior })
    expect(ranked(pooled)).toBeGreaterThan(ranked(alone) + 0.02)
  })

  test('one failure raises the level a little', () => {
    const rows = rowRange(0, 20)
    const learned = (labels: Float64Array) => fitModel({ table: here.table, labels, rows, prior })
    const none = new Float64Array(here.table.n)
    const one = Float64Array.from(none)
    one[3] = 1
    expect(learned(one).usualHazard).toBeGreaterThan(learned(none).usualHazard)
    expect(learned(one).usualHazard).toBeLessThan(learned(none).usualHazard * 4)
  })

  test('the sources and the number of repositories stay with the model', () => {
    const artefact = fitModel({ ...here, prior })
    expect(artefact.trainedOn).toMatchObject({ parts: 2000, repositories: 3 })
    expect(artefact.sources?.map(({ licence }) => licence)).toEqual(['MIT', 'MIT', 'MIT'])
  })
})

describe('a failure that is not sure', () => {
  const { table } = makeRepository({ n: 200 })
  const levelWith = (confidence: number) => {
    const labels = new Float64Array(200)
    for (let i = 0; i < 40; i++) labels[i * 5] = confidence
    return fitModel({ table, labels }).averageHazard
  }

  test('moves the level by its confidence where something else is likelier', () => {
    expect(levelWith(0.4)).toBeGreaterThan(levelWith(0) * 2)
    expect(levelWith(0.4)).toBeLessThan(levelWith(1) * 0.55)
  })

  test('is nearly one for the level where it is counted as one', () => {
    expect(levelWith(0.6)).toBeGreaterThan(levelWith(0.4) * 1.7)
    expect(levelWith(0.6)).toBeLessThan(levelWith(1))
  })
})

test('recent months count more, and the level is theirs', () => {
  const { table } = makeRepository({ n: 4000 })
  // A tenth failed until half a year ago; since then a thirtieth.
  const ages = Float64Array.from({ length: 4000 }, (_, i) => (4000 - i) * 7884)
  const labels = Float64Array.from(ages, (age, i) => (i % (age > 15_780_000 ? 10 : 30) === 0 ? 1 : 0))
  const timeless = fitModel({ table, labels }).averageHazard
  const today = fitModel({ table, labels, ages }).averageHazard
  expect(timeless).toBeGreaterThan(0.06)
  expect(today).toBeLessThan(0.055)
  expect(today).toBeGreaterThan(0.03)
})

const anyValue = fc.oneof(
  fc.float(),
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 1, -1, 3.4e38),
)
const anyTable = fc
  .record({ n: fc.integer({ min: 0, max: 25 }), width: fc.integer({ min: 0, max: 4 }) })
  .chain(({ n, width }) =>
    fc.record({
      columns: fc.tuple(
        ...Array.from({ length: width }, (_, i) =>
          fc.record({
            name: fc.constant(`column ${i}`),
            shape: fc.constantFrom(...shapes),
            direction: fc.constantFrom(-1 as const, 0 as const, 1 as const),
          }),
        ),
      ),
      values: fc.array(anyValue, { minLength: n * width, maxLength: n * width }),
      labels: fc.array(fc.constantFrom(0, 1), { minLength: n, maxLength: n }),
      n: fc.constant(n),
    }),
  )

test('whatever the table holds, every number that comes out is one', () => {
  fc.assert(
    fc.property(anyTable, ({ columns, values, labels, n }) => {
      const table: Table = { columns, rows: Float32Array.from(values), n }
      const artefact = fitModel({ table, labels })
      expect(Number.isFinite(artefact.intercept) && Number.isFinite(artefact.averageHazard)).toBe(true)
      for (const { slopes } of artefact.terms) expect(slopes.every(Number.isFinite)).toBe(true)
      expect(scoreParts(artefact, table).logHazards.every(Number.isFinite)).toBe(true)
    }),
    { numRuns: 200, seed: 20 },
  )
})

test.each([
  ['all failed', 1],
  ['none failed', 0],
])('where %s the risk is high or low, never certain', (_, label) => {
  const { table } = makeRepository({ n: 50 })
  const { averageHazard } = fitModel({ table, labels: new Float64Array(50).fill(label) })
  if (label === 1) expect(averageHazard).toBeGreaterThan(0.5)
  else expect(averageHazard).toBeLessThan(0.03)
  expect(averageHazard).toBeGreaterThan(0)
})
