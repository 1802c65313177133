/** How a model did on what it replayed, for its card: only what had time to fail counts, each at its own place. */
import { expect, test } from 'vitest'
import type { Standing } from '../../../src/commands/gate/standing.ts'
import { emptyStanding } from '../../../src/commands/gate/standing.ts'
import { cardTrack } from '../../../src/commands/learn/card-track.ts'
import { defaultConfiguration } from '../../../src/config/defaults.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import { shippedPrior } from '../../../src/main/prior.ts'

const parts = 100
/** A line of a hundred parts, one a second; the last ninety were replayed, risk rising, every third of the end failed. */
const index = {
  positionOf: (sha: string) => (sha === 'tip' ? parts - 1 : null),
  parts: { time: { get: (place: number) => place } },
} as unknown as HistoryIndex
const standing = (
  failures: readonly number[],
  risks = Array.from({ length: 90 }, (_, at) => at / 1000),
): Standing => ({
  ...emptyStanding(shippedPrior(), defaultConfiguration()),
  newest: 'tip',
  replayed: { risks, failures: failures.map((at) => [at, 1000]) },
})
const dozen = [5, 35, 40, 62, 65, 68, 71, 74, 77, 80, 83, 86]

test('thirds of the risk with what was foretold and what came', () => {
  const { order, thirds } = cardTrack(standing(dozen), index, parts)
  expect(thirds.map(({ parts: own, failed }) => [own, failed])).toEqual([
    [30, 1],
    [30, 2],
    [30, 9],
  ])
  expect(thirds.map(({ foretold }) => Number(foretold.toFixed(3)))).toEqual([0.435, 1.335, 2.235])
  expect(order).toBeGreaterThan(0.7)
})

test('parts that may still fail do not count', () => {
  // Until second 89: the replay began at place 10, so its first 80 count, without the failures at 80, 83 and 86.
  const { order, thirds } = cardTrack(standing([...dozen, 1, 2]), index, 89)
  expect(thirds.reduce((sum, { parts: own }) => sum + own, 0)).toBe(80)
  expect(thirds.reduce((sum, { failed }) => sum + failed, 0)).toBe(11)
  expect(order).toBeLessThan(0.75)
})

test.each<[string, Standing]>([
  ['nine failures', standing(dozen.slice(0, 9))],
  ['nothing replayed', standing([], [])],
])('%s are too few to judge', (_, few) =>
  expect(cardTrack(few, index, parts)).toMatchObject({ order: null, thirds: [] }),
)
