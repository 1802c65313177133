import { describe, expect, test } from 'vitest'
import type { Assessment } from '../../src/domain/assessment.ts'
import { formatBaseSource, parseBaseSource } from '../../src/report/base-source.ts'
import { joinNames, sayChange, sayRank } from '../../src/report/phrases.ts'
import { sayAssumed, sayKnown, sayNext, sayTrack, sayUnseen } from '../../src/report/sentences.ts'
import { assess } from './assessments.ts'
import {
  approveSmall,
  baseUnknown,
  diverged,
  firstRun,
  noParts,
  redeploy,
  reviewOne,
  rollback,
  unborn,
} from './fixtures.ts'

test.each([
  ['forward', firstRun, '18 changes since Tuesday, 026d3d4f'],
  ['one change', reviewOne, '1 change since 07:05 today, 026d3d4f'],
  [
    'since a version',
    { ...firstRun, change: { ...firstRun.change, baseSource: 'deployment 2026-08-18T16:12:00Z v3.14.0' } },
    '18 changes since Tuesday, v3.14.0',
  ],
  ['nothing between', noParts, 'no change since Tuesday, 026d3d4f'],
  ['the same commit', redeploy, 'the same commit again, 026d3d4f'],
  ['back', rollback, 'puts back 12 changes, to 8b1e77aa'],
  ['apart', diverged, '2 changes, diverged from 026d3d4f'],
  ['before the first commit', unborn, 'no commit yet'],
  ['base guessed', baseUnknown, 'the last 20 changes, base not known'],
  [
    'from the root',
    { ...approveSmall, change: { ...approveSmall.change, base: null, baseSource: 'none' } },
    '2 changes, nothing before',
  ],
])('%s: %#', (_, assessment, said) => expect(sayChange(assessment)).toBe(said))

describe('rank', () => {
  const ranked = (percentile: number | null, among: number): Assessment => ({
    ...firstRun,
    risk: { ...firstRun.risk, percentile, among },
  })
  test.each([
    [ranked(70, 10), 'Riskier than 7 of the last 10 deployments here'],
    [ranked(100, 36), 'Riskier than all of the last 36 deployments here'],
    [ranked(0, 36), 'Riskier than none of the last 36 deployments here'],
    [ranked(100, 1), 'Riskier than the one deployment before'],
    [ranked(null, 0), null],
    [reviewOne, 'Riskier than 96 of 100 changes here'],
    [unborn, null],
  ])('%#: %s', (assessment, said) => expect(sayRank(assessment)).toBe(said))
})

describe('track', () => {
  const tracked = (track: Partial<Assessment['track']>, known = 40): string | null =>
    sayTrack(
      assess({
        labels: { known },
        track: {
          n: 1000,
          failed: 20,
          caught: 8,
          reviewed: 100,
          reviewsPerWeek: 2,
          source: 'replayed',
          ...track,
        },
      }),
    )
  test.each([
    [
      {},
      'riskiest 10 %: 2 reviews a week; of 20 past failures 8 would have been reviewed and 12 gone out (12 months, no look-ahead)',
    ],
    [
      { source: 'recorded' as const, caught: 1, months: 1 },
      'riskiest 10 %: 2 reviews a week; of 20 past failures 1 was reviewed and 19 went out (1 month, as recorded): no better than any 10 % picked blindly',
    ],
    [
      { caught: 0 },
      'riskiest 10 %: 2 reviews a week; of 20 past failures none would have been reviewed (12 months, no look-ahead): no better than any 10 % picked blindly',
    ],
    [
      { failed: 8, caught: 8, reviewsPerWeek: 0.2 },
      'riskiest 10 %: 1 review a month; of 8 past failures 8 would have been reviewed and none gone out (12 months, no look-ahead): too few to judge',
    ],
    [
      { failed: 0, caught: 0 },
      'riskiest 10 %: 2 reviews a week; no failure to catch in 1,000 changes (12 months, no look-ahead)',
    ],
    [{ n: 0 }, null],
  ])('%#', (track, said) => expect(tracked(track)).toBe(said))
})

describe('base source', () => {
  test.each([
    [{ from: 'option' } as const, 'option', null],
    [{ from: 'deployment', at: '2026-08-18T16:12:00Z' } as const, 'deployment 2026-08-18T16:12:00Z', null],
    [{ from: 'tag', tag: 'v1.2' } as const, 'tag v1.2', 'live = v1.2, the newest tag (--base)'],
    [{ from: 'recent', parts: 20 } as const, 'recent 20', null],
    [{ from: 'none' } as const, 'none', null],
  ])('%j is written, read back and assumed', (base, written, assumed) => {
    expect(formatBaseSource(base)).toBe(written)
    expect(parseBaseSource(written).from).toBe(base.from)
    expect(sayAssumed(assess({ change: { baseSource: written } }))).toBe(assumed)
  })
})

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c', 'd'], 'a, b, c and d'],
])('%j joins to "%s"', (names, joined) => expect(joinNames(names)).toBe(joined))
test('many names end in how many more', () =>
  expect(joinNames(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more'))

test('known failures tell their sources and whose weights they are', () => {
  expect(sayKnown(firstRun)).toBe(
    '11 failures in 1,031 changes: 1 revert, 10 hotfixes. Weights from 13 public repositories',
  )
  expect(sayKnown(approveSmall)).toBe(
    '87 failures in 4,210 changes: 21 reverts, 52 hotfixes, 14 incidents. Weights learned here and from 13 public repositories',
  )
})

test('what was not seen is grouped by cause', () => {
  expect(sayUnseen(baseUnknown, 2)).toBe(
    'lines added, lines deleted and 3 more (shallow clone); incidents (no incident file)',
  )
  expect(sayUnseen(approveSmall, 2)).toBeNull()
})

test('the next step is the one that is missing', () => {
  expect(sayNext(firstRun)).toBe('say what matters here in .github/change-risk.yml')
  expect(sayNext(reviewOne)).toBeNull()
})
