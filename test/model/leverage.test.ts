/** How far one label moves the model, foretold in one step and held against fitting anew. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HistoryIndex } from '../../src/history/index.ts'
import { shippedPrior } from '../../src/main/prior.ts'
import { leverages } from '../../src/model/leverage.ts'
import { partsTable } from '../../src/model/parts-table.ts'
import { fitAsOf } from '../../src/model/prequential.ts'
import { scoreParts } from '../../src/model/score.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { readHistory } from '../history/reading.ts'

const maturitySeconds = 14 * 86_400
let repository: Repository
let index: HistoryIndex
beforeAll(async () => {
  repository = await makeRepository({ start: '2026-01-05T09:00:00Z' })
  await repository.bulk(120, { revertEvery: 20 })
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const fitted = (failing: number | null, label = 1) => {
  const past = partsTable(index, { experience: true, maturitySeconds, from: 0, to: index.length })
  const now = index.parts.time.get(index.length - 1) + 30 * 86_400
  if (failing !== null) {
    past.failedAt[failing] = now - 1
    past.confidence[failing] = label
  }
  const model = fitAsOf(
    {
      table: past.table,
      times: past.times,
      labelKnownTimes: past.failedAt,
      confidences: past.confidence,
      maturitySeconds,
      prior: shippedPrior(),
    },
    past.table.n,
    now,
  )
  return { past, model, logHazards: scoreParts(model, past.table).logHazards }
}

test('is near what a small label does when everything is fitted anew', () => {
  const before = fitted(null)
  const rows = [7, 30, 55, 90]
  const foretold = leverages(before.model, before.past.table, rows)
  const label = 0.02
  for (const [at, row] of rows.entries()) {
    const after = fitted(row, label).logHazards
    const most = Math.max(...after.map((value, part) => Math.abs(value - before.logHazards[part]!)))
    expect(most / label / foretold[at]!, `part ${row}`).toBeGreaterThan(0.6)
    expect(most / label / foretold[at]!, `part ${row}`).toBeLessThan(1.6)
  }
})

test('is highest where a part has what the prior knows least of', () => {
  const { model, past } = fitted(null)
  const all = Array.from({ length: index.length }, (_, at) => at)
  const found = leverages(model, past.table, all)
  const mean = (of: readonly number[]) => of.reduce((sum, at) => sum + found[at]!, 0) / of.length
  const reverts = all.filter((at) => index.has(at, 'revert'))
  expect(mean(reverts)).toBeGreaterThan(1.5 * mean(all.filter((at) => !index.has(at, 'revert'))))
})

test('of no row is nothing', () =>
  expect([...leverages(fitted(null).model, fitted(null).past.table, [])]).toEqual([]))
