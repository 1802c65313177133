/** What is told beside git: labels to learn from, failures of files, and what was cleared, each from when it was known. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OutcomeCause } from '../../src/domain/outcome.ts'
import { entityOf } from '../../src/history/hash.ts'
import type { HistoryIndex } from '../../src/history/index.ts'
import { labelsOf } from '../../src/history/outcomes.ts'
import { Past } from '../../src/history/past.ts'
import {
  nothingTold,
  readTold,
  type ToldLabel,
  type ToldOutcomes,
  toldBefore,
} from '../../src/history/told-outcomes.ts'
import { ToldScars } from '../../src/history/told-scars.ts'
import { countedFailures, partsTable } from '../../src/model/parts-table.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { readHistory } from './reading.ts'

const day = 86_400
const seconds = (date: string): number => Date.parse(`2026-03-${date}T00:00:00Z`) / 1000
let repository: Repository
let index: HistoryIndex
beforeAll(async () => {
  repository = await makeRepository()
  const shas: string[] = []
  for (const [at, file] of ['pay.ts', 'cart.ts', 'pay.ts', 'docs.ts'].entries())
    shas.push(
      await repository.commit({
        message: `Change ${at}`,
        files: { [file]: `${at}\n` },
        at: `2026-03-0${at + 1}T00:00:00Z`,
      }),
    )
  await repository.revert({ sha: shas[1]!, at: '2026-03-06T00:00:00Z' })
  await repository.commit({ message: 'Last', files: { 'last.ts': '1\n' }, at: '2026-03-20T00:00:00Z' })
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const label = (part: number, sure: number, date: string, cause: OutcomeCause = 'incident') => ({
  sha: index.sha(part),
  label: sure,
  at: seconds(date),
  cause,
})
const told = (...labels: readonly ToldLabel[]): ToldOutcomes => ({ labels, cleared: [] })
const clearing = (part: number, date: string): ToldOutcomes => ({
  labels: [],
  cleared: [{ sha: index.sha(part), at: seconds(date) }],
})

describe('labels', () => {
  /** `part cause confidence date`, of each part with a label. */
  const labels = (what: ToldOutcomes) => {
    const { knownAt, confidence, causes } = labelsOf(index, { maturity: 14 * day, told: what })
    return [...knownAt.entries()]
      .filter(([, at]) => Number.isFinite(at))
      .map(
        ([part, at]) =>
          `${part} ${causes.get(part)} ${confidence[part]!.toFixed(2)} ${new Date(at * 1000).toISOString().slice(8, 10)}`,
      )
      .join(', ')
  }
  test.each<[string, () => ToldOutcomes, string]>([
    ['git alone', () => nothingTold, '1 revert 0.95 06'],
    ['another part', () => told(label(0, 0.9, '05')), '0 incident 0.90 05, 1 revert 0.95 06'],
    ['a share of blame', () => told(label(0, 0.2, '05', 'rollback')), '0 rollback 0.20 05, 1 revert 0.95 06'],
    ['less sure than git', () => told(label(1, 0.9, '05')), '1 revert 0.95 06'],
    [
      'surer than git, and known first by git',
      () => told(label(1, 1, '09', 'correction')),
      '1 correction 1.00 06',
    ],
    [
      'the surer of two',
      () => told(label(0, 0.3, '05'), label(0, 0.8, '07')),
      '0 incident 0.80 07, 1 revert 0.95 06',
    ],
    ['cleared', () => clearing(1, '08'), ''],
    [
      'a commit that is not here',
      () => ({ labels: [{ ...label(0, 0.9, '05'), sha: 'a'.repeat(40) }], cleared: [] }),
      '1 revert 0.95 06',
    ],
  ])('%s', (_, what, is) => expect(labels(what())).toBe(is))

  test('a share of blame is learned from and counted nowhere', () => {
    const table = partsTable(index, {
      experience: true,
      maturitySeconds: 14 * day,
      from: 0,
      to: index.length,
      told: told(label(0, 0.2, '05'), label(2, 0.6, '07'), {
        ...label(3, 0.9, '07'),
        guessed: true as const,
      }),
    })
    const failed = (of: { readonly failedAt: Float64Array }) =>
      [...of.failedAt.keys()].filter((row) => Number.isFinite(of.failedAt[row]!))
    expect(failed(table)).toEqual([0, 1, 2, 3])
    expect(failed(countedFailures(table))).toEqual([1, 2])
  })

  test('only what was known before a moment', () => {
    const all = { ...told(label(0, 0.9, '05'), label(2, 0.9, '07')), cleared: clearing(1, '08').cleared }
    expect(toldBefore(all, seconds('06'))).toEqual(told(label(0, 0.9, '05')))
    expect(toldBefore(all, seconds('09'))).toEqual(all)
  })
})

describe('failures of files', () => {
  const failuresOf = (file: string, what: ToldOutcomes, date = '20') => {
    index.toldScars = new ToldScars(index, what)
    const past = new Past(index, 5, seconds(date), 0)
    const { failures, sinceFailure } = past.of(entityOf('file', file))
    const within = past.failuresWithin(365 * day)
    index.toldScars = null
    return `${failures} ${sinceFailure === null ? '' : sinceFailure / day}, of all ${within.count} ${within.sinceLast === null ? '' : within.sinceLast / day}`
  }
  test.each<[string, string, () => ToldOutcomes, string, string]>([
    ['git alone: the file of the reverted part', 'cart.ts', () => nothingTold, '20', '1 14, of all 1 14'],
    ['git alone: another file', 'pay.ts', () => nothingTold, '20', '0 , of all 1 14'],
    ['a failure told', 'pay.ts', () => told(label(0, 0.9, '10')), '20', '1 10, of all 2 10'],
    [
      'two told of one file',
      'pay.ts',
      () => told(label(0, 0.9, '10'), label(2, 0.9, '12')),
      '20',
      '2 8, of all 3 8',
    ],
    ['told of another file', 'docs.ts', () => told(label(0, 0.9, '10')), '20', '0 , of all 2 10'],
    ['not known yet', 'pay.ts', () => told(label(0, 0.9, '10')), '09', '0 , of all 1 3'],
    ['a share of blame is no failure', 'pay.ts', () => told(label(0, 0.4, '10')), '20', '0 , of all 1 14'],
    [
      'git knows it already: it counts once',
      'cart.ts',
      () => told(label(1, 1, '10')),
      '20',
      '1 14, of all 1 14',
    ],
    ['cleared', 'cart.ts', () => clearing(1, '08'), '20', '0 , of all 0 '],
  ])('%s', (_, file, what, date, is) => expect(failuresOf(file, what(), date)).toBe(is))
})

test('what was kept reads as it was, and nothing else reads', () => {
  const kept = { ...told(label(0, 0.9, '05')), cleared: clearing(1, '08').cleared }
  expect(readTold(JSON.parse(JSON.stringify(kept)))).toEqual(kept)
  const repeated = { ...kept, repeated: [7, 9] }
  expect(readTold(JSON.parse(JSON.stringify(repeated)))).toEqual(repeated)
  expect(toldBefore(repeated, 9)).toEqual({ labels: [], cleared: [], repeated: [7] })
  const wrong: readonly unknown[] = [
    null,
    [],
    {},
    { labels: [] },
    { labels: [{ ...label(0, 0.9, '05'), label: 0 }], cleared: [] },
    { labels: [{ ...label(0, 0.9, '05'), label: 1.1 }], cleared: [] },
    { labels: [{ ...label(0, 0.9, '05'), cause: 'moon' }], cleared: [] },
    { labels: [{ ...label(0, 0.9, '05'), sha: 'main' }], cleared: [] },
    { labels: [{ ...label(0, 0.9, '05'), at: '05' }], cleared: [] },
    { labels: [], cleared: [{ sha: index.sha(1) }] },
    { labels: [], cleared: [], repeated: ['7'] },
  ]
  for (const value of wrong) expect(readTold(value)).toBeNull()
})
