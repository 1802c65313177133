/** What theory is firm about, no outcome may turn round: with our own signals, the shipped prior, and whatever happened. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Artefact, sealArtefact, type Term } from '../../src/model/artefact.ts'
import { readArtefact } from '../../src/model/artefact-reading.ts'
import type { Column, Shape, Table } from '../../src/model/column.ts'
import { fitModel } from '../../src/model/fit.ts'
import { contextFactorsOf, scoreParts } from '../../src/model/score.ts'
import { deploymentSignals, signals } from '../../src/signals/all.ts'
import fc from '../properties.ts'
import { seededRandom } from './synthetic.ts'

const shipped = readArtefact(
  JSON.parse(readFileSync(new URL('../../src/model/prior.json', import.meta.url), 'utf8')),
)
const columns: readonly Column[] = signals.map(({ name, shape, direction }) => ({ name, shape, direction }))
const directed = columns.flatMap(({ name, shape, direction }, place) =>
  direction === 0 ? [] : [{ name, shape, direction, place }],
)

/** Answers as they come: skewed counts, shares with many zeros, rare flags; some unavailable. */
const anyAnswer = (shape: Shape, random: () => number): number => {
  const drawn = random()
  if (drawn < 0.05) return Number.NaN
  if (shape === 'flag') return random() < 0.2 ? 1 : 0
  if (shape === 'share') return random() < 0.3 ? 0 : random()
  return shape === 'number' ? random() * 4 - 2 : Math.floor(1 / (drawn * drawn + 0.001))
}
const historyOf = (seed: number, n: number): Table => {
  const random = seededRandom(seed)
  const rows = new Float32Array(n * signals.length)
  for (let i = 0; i < rows.length; i++) rows[i] = anyAnswer(signals[i % signals.length]!.shape, random)
  return { columns, rows, n }
}

/** Rising answers, from below what there can be to beyond what any curve knows. */
const ladder: Readonly<Record<Shape, readonly number[]>> = {
  flag: [0, 1],
  share: [0, 0.001, 0.01, 0.05, 0.2, 0.5, 0.9, 1],
  count: [0, 0.5, 1, 2, 3, 5, 10, 30, 100, 1e3, 1e5, 1e9, 3e38],
  number: [-3e38, -1e6, -10, -2, -1, -0.1, 0, 0.1, 1, 2, 10, 1e6, 3e38],
}

/** ln hazards of parts of which one answer alone rises and nothing else is known. */
const climb = (artefact: Artefact, place: number, steps: readonly number[]): readonly number[] => {
  const rows = new Float32Array(steps.length * signals.length).fill(Number.NaN)
  for (const [step, value] of steps.entries()) rows[step * signals.length + place] = value
  return [...scoreParts(artefact, { columns, rows, n: steps.length }).logHazards]
}
const turnedRound = (artefact: Artefact): readonly string[] =>
  directed.flatMap(({ name, shape, direction, place }) => {
    const heights = climb(artefact, place, ladder[shape])
    // A line written as offset + rate · answer meets its neighbour to the last bits only.
    const falls = heights.some((height, step) => direction * (height - (heights[step - 1] ?? height)) < -1e-9)
    return falls ? [name] : []
  })

test('many signals are held to a direction', () => expect(directed.length).toBeGreaterThan(12))

test('the shipped prior keeps them', () => expect(turnedRound(shipped)).toEqual([]))

describe('what was learned, and wore off, keeps them', () => {
  test.each([
    ['with the shipped prior', shipped],
    ['with none', undefined],
  ])('%s, whatever the outcomes', (_, prior) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.nat({ max: directed.length - 1 }),
        fc.boolean(),
        (seed, which, isContrary) => {
          const table = historyOf(seed, 90)
          const random = seededRandom(seed + 1)
          const { place, direction } = directed[which]!
          // Either chance, or failures just where the theory of one signal has the fewest.
          const labels = Float64Array.from({ length: table.n }, (_, row) => {
            const isMuch = table.rows[row * signals.length + place]! > 0
            return (isContrary ? isMuch === direction < 0 : random() < 0.3) ? 1 : 0
          })
          expect(turnedRound(fitModel({ table, labels, ...(prior ? { prior } : {}) }))).toEqual([])
        },
      ),
      { numRuns: 15, seed: 41 },
    )
  })

  test('failures where theory has the fewest leave the signal without weight', () => {
    const place = signals.findIndex(({ name }) => name === 'files')
    const table = historyOf(7, 400)
    const labels = Float64Array.from({ length: 400 }, (_, row) =>
      table.rows[row * signals.length + place]! < 3 ? 1 : 0,
    )
    const { terms } = fitModel({ table, labels, prior: shipped })
    expect(Math.max(...terms.find(({ name }) => name === 'files')!.slopes)).toBeLessThan(0.05)
  })
})

/** Five terms of the moment, each held to its direction, as a prior may carry them. */
const context: readonly Term[] = deploymentSignals.map(({ name, shape, direction }) => ({
  ...{ name, shape, direction, mean: 1, sd: 0.7, usual: 0, knots: [], level: 0.1, bend: 0.1 },
  slopes: [0.123456789 * (direction === 0 ? 1 : direction)],
}))
const { id: _id, schema: _schema, engine: _engine, ...body } = shipped
const whole = sealArtefact({ ...body, context })

test('the moment, too, is held to its direction at any height', () => {
  for (const { name, shape, direction } of deploymentSignals) {
    const factors = ladder[shape].map((value) => contextFactorsOf(whole, { [name]: value }).product)
    for (let step = 1; step < factors.length; step++)
      expect(
        (direction === 0 ? 1 : direction) * (factors[step]! - factors[step - 1]!),
      ).toBeGreaterThanOrEqual(0)
  }
})

test('a model learned with every signal of parts and moments has at most 100 KB', () => {
  const table = historyOf(3, 500)
  const random = seededRandom(4)
  const labels = Float64Array.from({ length: 500 }, () => (random() < 0.1 ? 1 : 0))
  const learned = fitModel({ table, labels, prior: whole })
  expect(learned.terms).toHaveLength(signals.length)
  expect(learned.context).toHaveLength(5)
  expect(learned.covariance.kind).toBe('full')
  expect(JSON.stringify(learned).length).toBeLessThanOrEqual(100 * 1024)
  expect(readArtefact(JSON.parse(JSON.stringify(learned)))).toEqual(learned)
})
