import { expect, test } from 'vitest'
import type { Contribution } from '../../src/domain/assessment.ts'
import { joinIncidents } from '../../src/report/incident-reasons.ts'
import { chooseReasons } from '../../src/report/reasons.ts'

const contribution = (signal: string, factor: number): Contribution => ({
  ...{ signal, factor, question: `${signal}?`, value: 1, sentence: `of ${signal}` },
})
const files = contribution('files', 1.5)
const tests = contribution('test-share', 0.8)
const open = contribution('open-incidents', 1.3)
const since = contribution('since-incident', 1.2)
const none = contribution('same-pattern', 1)

test.each<[string, readonly Contribution[], readonly [number, string][]]>([
  [
    'none',
    [files, tests],
    [
      [1.5, 'of files'],
      [0.8, 'of test-share'],
    ],
  ],
  [
    'one stays as it is',
    [files, open, none],
    [
      [1.5, 'of files'],
      [1.3, 'of open-incidents'],
      [1, 'of same-pattern'],
    ],
  ],
  [
    'two are one reason',
    [files, open, since],
    [
      [1.56, 'of open-incidents; 1 more sign of incidents'],
      [1.5, 'of files'],
    ],
  ],
  [
    'those of the moment count too',
    [since, contribution('open-now', 1.5), open],
    [[2.34, 'of open-now; 2 more signs of incidents']],
  ],
])('%s', (_, given, wanted) => {
  const joined = joinIncidents(given)
  expect(joined.map(({ factor, sentence }) => [Number(factor.toFixed(6)), sentence])).toEqual(wanted)
  const product = (list: readonly Contribution[]) => list.reduce((whole, { factor }) => whole * factor, 1)
  expect(product(joined)).toBeCloseTo(product(given), 12)
})

test('joined they come first where together they weigh most; a full list tells each', () => {
  expect(chooseReasons([files, open, since, tests], 1)).toEqual([
    { factor: '×1.56', sentence: 'of open-incidents; 1 more sign of incidents' },
    { factor: '×1.2', sentence: '2 smaller reasons' },
  ])
  expect(
    chooseReasons([files, open, since], Number.POSITIVE_INFINITY).map(({ sentence }) => sentence),
  ).toEqual([...['of files', 'of open-incidents', 'of since-incident']])
})
