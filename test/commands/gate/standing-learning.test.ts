/** The gate's risks and the failures its answer counts do not contradict, however unsure each of them is. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { computeStanding } from '../../../src/commands/gate/standing-learning.ts'
import { defaultConfiguration } from '../../../src/config/defaults.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import { nothingTold } from '../../../src/history/told-outcomes.ts'
import { shippedPrior } from '../../../src/main/prior.ts'
import { partsTable } from '../../../src/model/parts-table.ts'
import { probabilityOf } from '../../../src/model/score.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'

let repository: Repository
let index: HistoryIndex
const rounds = 25
const day = 86_400
beforeAll(async () => {
  repository = await makeRepository({ start: '2025-09-01T09:00:00Z' })
  const begun = Date.parse('2025-09-01T09:00:00Z')
  const landed = (dayNumber: number, hour: number): string =>
    new Date(begun + (dayNumber * 24 + hour) * 3_600_000).toISOString()
  for (let round = 0; round < rounds; round += 1) {
    const lines = (word: string): string => `${word} ${round}\n`.repeat(4)
    await repository.commit({
      message: `Count ${round}`,
      files: { 'src/pay.ts': lines('wrong') },
      at: landed(4 * round, 0),
    })
    await repository.commit({
      message: `Fix the total ${round}`,
      files: { 'src/pay.ts': lines('right') },
      at: landed(4 * round, 2),
    })
    for (const [step, folder] of ['app', 'web', 'lib'].entries())
      await repository.commit({
        message: `Step ${round} in ${folder}`,
        files: { [`${folder}/part.ts`]: lines('line') },
        at: landed(4 * round + step + 1, 0),
      })
  }
  await repository.commit({
    message: 'Much later',
    files: { 'end.ts': 'x\n' },
    at: landed(4 * rounds + 30, 0),
  })
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

test('expects as many failures as it counts, though none is sure', () => {
  const standing = computeStanding(
    {
      index,
      head: index.length - 1,
      configuration: defaultConfiguration(),
      prior: shippedPrior(),
      told: nothingTold,
    },
    0.1,
  )
  const { confidence, failedAt } = partsTable(index, {
    experience: true,
    maturitySeconds: 14 * day,
    from: 0,
    to: index.length,
  })
  expect(standing.labels.known).toBe(rounds)
  expect(Math.max(...confidence.filter((_, part) => Number.isFinite(failedAt[part]!)))).toBeLessThanOrEqual(
    0.5,
  )
  const expected = standing.recentHazards.reduce(
    (sum, hazard) => sum + probabilityOf(standing.model, hazard),
    0,
  )
  expect(expected / standing.labels.known).toBeGreaterThan(0.7)
  expect(expected / standing.labels.known).toBeLessThan(1.25)
})
