import { describe, expect, test } from 'vitest'
import { rankingBy } from '../../bench/blame-simulation.ts'
import { probabilityOfHazard } from '../../src/domain/numerics.ts'
import { probabilityOfChange } from '../../src/model/frailty.ts'
import { type FailedBag, labelsWithBlame, shareBlame, unexplained } from '../../src/model/shared-blame.ts'
import fc from '../properties.ts'

const bag = (fields: Partial<FailedBag> = {}): FailedBag => ({
  rows: [0, 1, 2],
  confidence: 1,
  named: [],
  ...fields,
})
const hazards = [0.01, 0.02, 0.07, 5]
const shares = (of: FailedBag, frailty = 1000) =>
  [...shareBlame(of, hazards, frailty)].map(([row, share]) => `${row} ${share.toFixed(2)}`).join(', ')

test.each<[string, FailedBag, string]>([
  ['by hazard', bag(), '0 0.10, 1 0.21, 2 0.71'],
  ['half as sure, half as much', bag({ confidence: 0.5 }), '0 0.05, 1 0.10, 2 0.36'],
  ['one part takes all of it', bag({ rows: [1] }), '1 1.00'],
  ['one part takes no more than is sure', bag({ rows: [1], confidence: 0.5 }), '1 0.50'],
  ['a confirmed cause settles it', bag({ named: [{ row: 0, confidence: 1 }] }), ''],
  [
    'a likely cause leaves little to the others',
    bag({ named: [{ row: 0, confidence: 0.8 }] }),
    '1 0.05, 2 0.16',
  ],
  [
    'two that are named leave less',
    bag({
      named: [
        { row: 0, confidence: 0.8 },
        { row: 1, confidence: 0.5 },
      ],
    }),
    '2 0.10',
  ],
  [
    'what names it is all that is known of the failure',
    bag({ confidence: 0.5, named: [{ row: 0, confidence: 0.5 }] }),
    '',
  ],
  ['nobody is left', bag({ rows: [] }), ''],
  ['several may be at fault at once', bag({ rows: [0, 3] }), '0 0.01, 3 1.00'],
])('%s', (_, of, told) => expect(shares(of)).toBe(told))

describe('of any failed deployment', () => {
  const anyBag = fc.record({
    hazards: fc.array(fc.double({ min: 1e-6, max: 3, noNaN: true }), { minLength: 1, maxLength: 30 }),
    confidence: fc.double({ min: 0.05, max: 1, noNaN: true }),
    frailty: fc.double({ min: 0.5, max: 1000, noNaN: true }),
  })

  test('no part takes more than is sure, and all together at least what is, but for crumbs', () => {
    fc.assert(
      fc.property(anyBag, ({ hazards, confidence, frailty }) => {
        const taken = [
          ...shareBlame({ rows: hazards.map((_, row) => row), confidence, named: [] }, hazards, frailty),
        ]
        for (const [, share] of taken) expect(share).toBeLessThanOrEqual(confidence)
        const sum = taken.reduce((total, [, share]) => total + share, 0)
        expect(sum).toBeGreaterThanOrEqual(confidence - 0.005 * hazards.length - 1e-9)
      }),
    )
  })

  test('the riskier part never takes less', () => {
    fc.assert(
      fc.property(anyBag, ({ hazards, confidence, frailty }) => {
        const taken = shareBlame(
          { rows: hazards.map((_, row) => row), confidence, named: [] },
          hazards,
          frailty,
        )
        const byHazard = hazards.map((_, row) => row).sort((a, b) => hazards[a]! - hazards[b]!)
        for (const [at, row] of byHazard.entries())
          if (at > 0) expect(taken.get(row) ?? 0).toBeGreaterThanOrEqual(taken.get(byHazard[at - 1]!) ?? 0)
      }),
    )
  })

  test('a share is the probability that the part had failed, by its own likelihood', () => {
    fc.assert(
      fc.property(anyBag, ({ hazards, frailty }) => {
        const total = hazards.reduce((sum, hazard) => sum + hazard, 0)
        const taken = shareBlame(
          { rows: hazards.map((_, row) => row), confidence: 1, named: [] },
          hazards,
          frailty,
        )
        for (const [row, share] of taken)
          expect(share).toBeCloseTo(
            Math.min(1, probabilityOfChange(hazards[row]!, frailty) / probabilityOfChange(total, frailty)),
            9,
          )
      }),
    )
  })
})

test('what is left to explain', () => {
  expect(unexplained(bag({ confidence: 0.98, named: [{ row: 0, confidence: 0.8 }] }))).toBeCloseTo(0.18)
  expect(unexplained(bag({ confidence: 0.3, named: [{ row: 0, confidence: 0.8 }] }))).toBe(0)
})

describe('labels of all rows', () => {
  const flat = () => ({ hazards: [0.1, 0.1, 0.1, 0.1], frailty: 1000 })

  test('what is known of a part alone is kept, and a named part is labelled as it is named', () => {
    const labels = labelsWithBlame({
      labels: [0.95, 0, 0, 0],
      bags: [bag({ rows: [1, 2], named: [{ row: 1, confidence: 0.9 }] })],
      learn: flat,
    })
    expect([...labels].map((label) => label.toFixed(2))).toEqual(['0.95', '0.90', '0.10', '0.00'])
  })

  test('a part in two failed deployments is suspected by both', () => {
    const labels = labelsWithBlame({
      labels: [0, 0, 0, 0],
      bags: [bag({ rows: [0, 1] }), bag({ rows: [1, 2] })],
      learn: flat,
    })
    const half = probabilityOfHazard(0.1) / probabilityOfHazard(0.2)
    expect(labels[1]).toBeCloseTo(1 - (1 - half) * (1 - half), 3)
    expect(labels[0]).toBeCloseTo(half, 3)
  })

  test('where everything is named nothing is fitted', () => {
    const labels = labelsWithBlame({
      labels: [0, 0, 0, 0],
      bags: [bag({ named: [{ row: 2, confidence: 1 }] })],
      learn: () => {
        throw new Error('there was nothing to share')
      },
    })
    expect([...labels]).toEqual([0, 0, 1, 0])
  })
})

test('ranks parts nearly as well as the truth would, and better than blaming all alike', {
  timeout: 60_000,
}, () => {
  const teams = [1, 2, 3, 4]
  const mean = (way: Parameters<typeof rankingBy>[0]) =>
    teams.reduce((sum, team) => sum + rankingBy(way, team), 0) / teams.length
  const truth = mean('truth')
  expect(truth - mean('shared')).toBeLessThanOrEqual(0.03)
  expect(mean('shared')).toBeGreaterThan(mean('equal'))
  expect(mean('equal')).toBeGreaterThan(mean('all'))
})
