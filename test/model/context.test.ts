import { describe, expect, test } from 'vitest'
import { exp, log1p, probabilityOfHazard } from '../../src/domain/numerics.ts'
import { readArtefact } from '../../src/model/artefact-reading.ts'
import type { Column } from '../../src/model/column.ts'
import { fitContext, gainOnLaterHalf, tellingColumns } from '../../src/model/context.ts'
import type { Deployment } from '../../src/model/context-design.ts'
import { effectOf } from '../../src/model/curve.ts'
import { fitModel } from '../../src/model/fit.ts'
import { dampedHazard } from '../../src/model/frailty.ts'
import { fitPrior } from '../../src/model/pool.ts'
import { contextFactorsOf } from '../../src/model/score.ts'
import fc from '../properties.ts'
import { makeRepository, seededRandom, columns as signals } from './synthetic.ts'

const columns: readonly Column[] = [
  { name: 'oldest-part-age', shape: 'count', direction: 1 },
  { name: 'since-deployment', shape: 'count', direction: 1 },
  { name: 'since-known-failure', shape: 'count', direction: -1 },
]
const names = columns.map(({ name }) => name)

interface World {
  /** What one unit of ln(1 + days) adds to ln hazard, per column. */
  readonly rates: readonly [number, number, number]
  readonly n?: number
  readonly seed?: number
  /** Per repository: what its hazards miss, and how many times rarer it deploys. */
  readonly repositories?: readonly (readonly [level: number, slowness: number])[]
}

/** Deployments whose truth is known: ln(1 + days) is even between 0 and 4, its standard deviation 1.155. */
const simulate = ({ rates, n = 6000, seed = 7, repositories = [[0, 0]] }: World): Deployment[] => {
  const random = seededRandom(seed)
  return repositories.flatMap(([level, slowness], place) =>
    Array.from({ length: n }, (): Deployment => {
      const days = columns.map(() => exp(4 * random() + slowness) - 1)
      const hazard = 0.02 + 0.3 * random()
      const effect = rates.reduce((sum, rate, c) => sum + rate * (log1p(days[c]!) - 2 - slowness), level)
      const probability = probabilityOfHazard(exp(effect) * dampedHazard(hazard, 8))
      return {
        repository: `acme/${place}`,
        hazard,
        frailty: 8,
        answers: Object.fromEntries(names.map((name, c) => [name, days[c]!])),
        failed: random() < probability ? 1 : 0,
        confidence: 1,
      }
    }),
  )
}

const slopesOf = (deployments: readonly Deployment[]): Record<string, number> => {
  const terms = fitContext(deployments, columns)
  return Object.fromEntries(
    names.map((name) => [name, terms.find((term) => term.name === name)?.slopes[0] ?? 0]),
  )
}

/** The standard deviation of an even spread from 0 to 4. */
const sd = 4 / Math.sqrt(12)

describe('finds what was put in', () => {
  test.each<[string, World['rates']]>([
    ['waiting hurts', [0.3, 0, 0]],
    ['a recent failure hurts', [0, 0, -0.25]],
    ['all three', [0.2, 0.3, -0.2]],
  ])('%s', (_, rates) => {
    const slopes = slopesOf(simulate({ rates }))
    names.forEach((name, c) => {
      expect(Math.abs(slopes[name]! - rates[c]! * sd)).toBeLessThan(0.09)
    })
  })

  test('whatever the hazards miss in a repository is its own level, not the moment', () => {
    const slopes = slopesOf(
      simulate({
        rates: [0.3, 0, 0],
        n: 3000,
        repositories: [
          [-1.5, 0],
          [0.5, 0],
          [0, 0],
        ],
      }),
    )
    expect(slopes['oldest-part-age']).toBeCloseTo(0.3 * sd, 1)
  })
})

test('that rare deployers fail more often says nothing about one of their deployments', () => {
  // Twenty times rarer, three times riskier; within each of the two nothing matters.
  const deployments = simulate({
    rates: [0, 0, 0],
    n: 3000,
    repositories: [
      [-0.5, 0],
      [0.6, 3],
    ],
  })
  for (const slope of Object.values(slopesOf(deployments))) expect(Math.abs(slope)).toBeLessThan(0.06)
})

describe('keeps to what theory demands', () => {
  test('a slope that the data want on the wrong side gets no term', () => {
    expect(fitContext(simulate({ rates: [-0.3, -0.3, 0.3] }), columns)).toEqual([])
  })

  test('no outcome whatever turns a sign, breaks a number or the order', () => {
    const days = fc.oneof(
      fc.double({ min: 0, max: 4000, noNaN: true }),
      fc.constantFrom(Number.NaN, 0, Number.POSITIVE_INFINITY, -1),
    )
    const deployment: fc.Arbitrary<Deployment> = fc.record({
      repository: fc.constantFrom('acme/shop', 'acme/bank'),
      hazard: fc.oneof(fc.double({ min: 0, max: 50, noNaN: true }), fc.constantFrom(0, 1e300, Number.NaN)),
      frailty: fc.double({ min: 0.5, max: 1000, noNaN: true }),
      answers: fc.record(Object.fromEntries(names.map((name) => [name, days]))),
      failed: fc.constantFrom(0 as const, 1 as const),
      confidence: fc.constantFrom(0.5, 0.8, 1),
    })
    fc.assert(
      fc.property(fc.array(deployment, { maxLength: 40 }), (deployments) => {
        for (const term of fitContext(deployments, columns)) {
          expect(term.slopes[0]! * term.direction).toBeGreaterThan(0)
          for (const number of [term.mean, term.sd, term.usual, term.level, term.bend])
            expect(Number.isFinite(number)).toBe(true)
          const effects = [0, 1, 5, 30, 300].map((value) => term.direction * effectOf(term, value))
          expect(effects).toEqual([...effects].sort((a, b) => a - b))
        }
      }),
    )
  })
})

describe('says nothing where there is nothing', () => {
  const lively = simulate({ rates: [0.3, 0, 0], n: 200 })
  test.each<[string, readonly Deployment[], readonly Column[]]>([
    ['no deployment', [], columns],
    ['no column', lively, []],
    ['one deployment', lively.slice(0, 1), columns],
    ['answers nobody has', lively.map((each) => ({ ...each, answers: {} })), columns],
    [
      'answers that never differ',
      lively.map((each) => ({ ...each, answers: { 'oldest-part-age': 3 } })),
      columns,
    ],
  ])('%s', (_, deployments, asked) => {
    expect(fitContext(deployments, asked)).toEqual([])
  })

  test('a handful of deployments is no reason yet', () => {
    expect(fitContext(simulate({ rates: [0, 0, 0], n: 40 }), columns).length).toBeLessThanOrEqual(1)
  })
})

describe('is judged on what came later', () => {
  const deployments = simulate({ rates: [0.4, 0, 0] })

  test('what matters foretells by far more than luck', () => {
    const { gain, error, deployments: judged } = gainOnLaterHalf(deployments, [columns[0]!])
    expect(judged).toBe(3000)
    expect(gain).toBeGreaterThan(4 * error)
  })

  test('what does not matter foretells nothing', () => {
    const { gain, error } = gainOnLaterHalf(deployments, [columns[1]!])
    expect(gain).toBeLessThan(2 * error + 0.01)
  })

  test('only what tells is kept, and always what matters', () => {
    const kept = tellingColumns(deployments, columns)
    expect(kept.map(({ name }) => name)).toContain('oldest-part-age')
    const { gain } = gainOnLaterHalf(deployments, kept)
    for (const dropped of kept)
      expect(
        gainOnLaterHalf(
          deployments,
          kept.filter((each) => each !== dropped),
        ).gain,
      ).toBeLessThan(gain)
  })

  test('one deployment a repository has no later half', () => {
    expect(gainOnLaterHalf(deployments.slice(0, 1), columns)).toEqual({ deployments: 0, gain: 0, error: 0 })
  })
})

test('a prior carries the terms, and what is learned from it keeps them', () => {
  const context = fitContext(simulate({ rates: [0.3, 0, -0.2] }), columns)
  expect(context.map(({ name }) => name)).toEqual(['oldest-part-age', 'since-known-failure'])
  const here = makeRepository({ n: 300 })
  const source = { ...here, name: 'acme/shop', licence: 'MIT', commit: '0'.repeat(40) }
  const prior = readArtefact(JSON.parse(JSON.stringify(fitPrior([source], { context }))))
  const learned = fitModel({ table: here.table, labels: here.labels, prior })
  expect(here.table.columns).toBe(signals)
  expect(learned.kind).toBe('learned')
  expect(learned.context).toEqual(context)
  const { product, factors } = contextFactorsOf(learned, { 'oldest-part-age': 50, 'since-known-failure': 0 })
  expect(factors.map(({ column }) => column)).toEqual(['oldest-part-age', 'since-known-failure'])
  for (const { factor } of factors) expect(factor).toBeGreaterThan(1.2)
  expect(product).toBeCloseTo(factors[0]!.factor * factors[1]!.factor, 12)
})

test('twice the same data, twice the same bits', () => {
  const deployments = simulate({ rates: [0.2, 0.1, -0.1], n: 500 })
  expect(fitContext(deployments, columns)).toEqual(fitContext([...deployments], columns))
})
