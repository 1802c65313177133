import { afterAll, beforeAll, expect, test } from 'vitest'
import type { HistoryIndex } from '../../src/history/index.ts'
import { labelsOf } from '../../src/history/outcomes.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { readHistory } from './reading.ts'

const day = 86_400
let repository: Repository
let index: HistoryIndex
beforeAll(async () => {
  repository = await makeRepository()
  await repository.commit({ message: 'Begin', files: { 'a.ts': 'one\n' }, at: '2026-03-01T00:00:00Z' })
  const soon = await repository.commit({
    message: 'Soon',
    files: { 'a.ts': 'two\n' },
    at: '2026-03-02T00:00:00Z',
  })
  const late = await repository.commit({
    message: 'Late',
    files: { 'b.ts': 'two\n' },
    at: '2026-03-03T00:00:00Z',
  })
  await repository.revert({ sha: soon, at: '2026-03-05T00:00:00Z' })
  await repository.revert({ sha: late, message: 'Revert "Late"', at: '2026-03-25T00:00:00Z' })
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const seconds = (iso: string): number => Date.parse(iso) / 1000
const never = Number.POSITIVE_INFINITY

test.each<[string, number, number[], [number, string][]]>([
  ['14 days', 14 * day, [never, seconds('2026-03-05T00:00:00Z'), never], [[1, 'revert']]],
  [
    '30 days',
    30 * day,
    [never, seconds('2026-03-05T00:00:00Z'), seconds('2026-03-25T00:00:00Z')],
    [
      [1, 'revert'],
      [2, 'revert'],
    ],
  ],
  [
    '22 days, to the second',
    22 * day,
    [never, seconds('2026-03-05T00:00:00Z'), seconds('2026-03-25T00:00:00Z')],
    [
      [1, 'revert'],
      [2, 'revert'],
    ],
  ],
  ['22 days less a second', 22 * day - 1, [never, seconds('2026-03-05T00:00:00Z'), never], [[1, 'revert']]],
  ['an hour', 3600, [never, never, never], []],
])('failures count when they became known within %s', (_, maturity, knownAt, causes) => {
  const labels = labelsOf(index, { maturity })
  expect([...labels.knownAt]).toEqual([...knownAt, never, never])
  expect([...labels.causes]).toEqual(causes)
  expect([...labels.confidence].map((value) => Number(value.toFixed(2)))).toEqual([
    1,
    ...[1, 2].map((part) => (knownAt[part] === never ? 1 : part === 1 ? 0.95 : 0.8)),
    1,
    1,
  ])
})
