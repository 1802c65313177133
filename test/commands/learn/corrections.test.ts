/** Words on changes as the ledger keeps them, and what of them counts at a moment. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { correctionsIn } from '../../../src/commands/learn/corrections.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import { verdictsOn } from '../../../src/history/verdicts.ts'
import type { LedgerRecord } from '../../../src/ledger/record.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'

let repository: Repository
let index: HistoryIndex
beforeAll(async () => {
  repository = await makeRepository({ start: '2026-01-05T09:00:00Z' })
  await repository.bulk(4)
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const start = Date.parse('2026-03-10T10:00:00Z') / 1000

/** Hours after the start, and what was said then of the third part: a verdict, or the places of the words taken back. */
type Said = readonly [hour: number, verdict: 'failed' | 'ok' | readonly number[]]

const recordOf = ([hour, verdict]: Said, place: number): LedgerRecord => ({
  schema: 1,
  stream: 'corrections',
  seq: place,
  id: `word ${place}`,
  kind: 'correction',
  at: new Date((start + hour * 3600) * 1000).toISOString(),
  repository: 'acme/shop',
  actor: 'ada',
  tool: { name: 'change-risk-gate', version: '0.0.0' },
  body: {
    sha: index.sha(2),
    ...(typeof verdict === 'string'
      ? { verdict }
      : { verdict: 'withdrawn', withdraws: verdict.map((each) => `word ${each}`) }),
  },
  prev: null,
  hash: '',
})

/** What holds of the part: failed, ok, or nothing where nobody's word counts. */
const holds = (words: readonly Said[], hour: number): string => {
  const now = start + hour * 3600
  const corrections = correctionsIn(index, words.map(recordOf), now)
  const { accusations, cleared } = verdictsOn(index, { corrections, troubles: [], now })
  return cleared.has(2) ? 'ok' : accusations.some(({ part }) => part === 2) ? 'failed' : 'nothing'
}

describe('of several words on a change', () => {
  test.each<[string, readonly Said[], string]>([
    ['none', [], 'nothing'],
    ['one', [[1, 'failed']], 'failed'],
    [
      'the newest holds',
      [
        [1, 'failed'],
        [2, 'ok'],
      ],
      'ok',
    ],
    [
      'one that is taken back is as if it had never been said',
      [
        [1, 'failed'],
        [2, [0]],
      ],
      'nothing',
    ],
    [
      'what was said before it holds again',
      [
        [1, 'failed'],
        [2, 'ok'],
        [3, [1]],
      ],
      'failed',
    ],
    [
      'what was said after it goes on holding',
      [
        [1, 'failed'],
        [2, 'ok'],
        [3, [0]],
      ],
      'ok',
    ],
    [
      'it may be said again',
      [
        [1, 'failed'],
        [2, [0]],
        [3, 'failed'],
      ],
      'failed',
    ],
    [
      'all that one label said',
      [
        [1, 'failed'],
        [2, 'failed'],
        [3, [0, 1]],
      ],
      'nothing',
    ],
  ])('%s', (_, words, wanted) => expect(holds(words, 9)).toBe(wanted))

  test('what is taken back later still held before', () => {
    const words: readonly Said[] = [
      [1, 'failed'],
      [5, [0]],
    ]
    expect([0, 2, 6].map((hour) => holds(words, hour))).toEqual(['nothing', 'failed', 'nothing'])
  })
})
