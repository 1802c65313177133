/** What looks odd is told with what was done about it, and nobody is named. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withoutCleared } from '../../../src/commands/learn/linking.ts'
import { oddities } from '../../../src/commands/learn/oddities.ts'
import type { HistoryIndex } from '../../../src/history/index.ts'
import type { ToldOutcomes } from '../../../src/history/told-outcomes.ts'
import { type Correction, type Trouble, verdictsOn } from '../../../src/history/verdicts.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import { readHistory } from '../../history/reading.ts'

const day = 86_400
const now = Date.parse('2026-03-20T00:00:00Z') / 1000
let repository: Repository
let index: HistoryIndex
let reverted: string
beforeAll(async () => {
  repository = await makeRepository({ start: '2026-03-01T09:00:00Z' })
  for (let at = 0; at < 12; at += 1)
    await repository.commit({ message: `Part ${at}`, files: { [`${at}.ts`]: 'a\n' } })
  reverted = await repository.commit({ message: 'Break it', files: { '0.ts': 'b\n' } })
  await repository.revert({ sha: reverted })
  index = (await readHistory(repository.directory)).index
})
afterAll(() => repository.remove())

const blame = (part: number, given: Partial<Trouble> = {}): Trouble => ({
  incident: 'INC-1',
  source: 'pager',
  sha: index.sha(part),
  state: 'confirmed',
  confidence: 0.95,
  severity: 'sev2',
  noticedAt: now - 10 * day,
  recoveredAt: null,
  ...given,
})
const said = (sha: string, verdict: Correction['verdict'], by = 'mira'): Correction => ({
  sha,
  verdict,
  at: now - day,
  by,
})
const failed = (parts: readonly number[], daysAgo: number): ToldOutcomes => ({
  labels: parts.map((part) => ({
    sha: index.sha(part),
    label: 0.9,
    at: now - daysAgo * day,
    cause: 'incident',
  })),
  cleared: [],
})

interface Given {
  readonly troubles?: readonly Trouble[]
  readonly corrections?: readonly Correction[]
  readonly told?: readonly ToldOutcomes[]
}
const odd = ({ troubles = [], corrections = [], told = [] }: Given): readonly string[] => {
  const verdicts = verdictsOn(index, { corrections, troubles, now })
  return oddities({
    index,
    troubles: withoutCleared(troubles, (sha) => verdicts.cleared.has(index.positionOf(sha) ?? -1)),
    verdicts,
    told,
    maturity: { seconds: 14 * day, text: '14d' },
    now,
  }).map(({ what, did }) => `${what}: ${did}`)
}
const all = Array.from({ length: 12 }, (_, at) => at)

describe('what is odd', () => {
  test.each<[string, () => Given, readonly (string | RegExp)[]]>([
    ['nothing', () => ({ troubles: [blame(3)], told: [failed([3], 10)] }), []],
    [
      'one person blames many changes in a day',
      () => ({ corrections: all.map((part) => said(index.sha(part), 'failed')) }),
      [
        /^one person spoke of more than 10 changes within 7 days: 2 words beyond that not counted \([0-9a-f]{8}, [0-9a-f]{8}\); each waits for a second person/,
      ],
    ],
    [
      'an incident blames many',
      () => ({ troubles: all.slice(0, 5).map((part) => blame(part)), told: [failed(all.slice(0, 5), 10)] }),
      ['INC-1 blames 5 changes: together they are learned from as one failure'],
    ],
    [
      'a source floods a week',
      () => ({
        troubles: all.map((part) => blame(part, { incident: `INC-${part}` })),
        told: [failed([0, 1, 2, 3, 4, 5, 6, 7, 10, 11], 10)],
      }),
      [
        "pager blamed more within 7 days than 10 failures or a fifth of what landed: 2 incidents beyond that linked, and not learned from; a person's .blame is",
      ],
    ],
    [
      'an incident blames what landed long before',
      () => ({ troubles: [blame(0, { noticedAt: now })] }),
      [
        /^INC-1 blames [0-9a-f]{8}, which landed 18 days before it was noticed: linked, and not learned from: outcome\.maturity is 14d$/,
      ],
    ],
    [
      'many blame what landed long before',
      () => ({
        troubles: [0, 1, 2, 3, 4].map((part) => blame(part, { incident: `INC-${part}`, noticedAt: now })),
      }),
      [
        /^INC-0 /,
        /^INC-1 /,
        /^INC-2 /,
        '2 more incidents blame changes that went out long before, or are not on this line: not learned from; their links are in the ledger',
      ],
    ],
    [
      'an incident blames what is not here',
      () => ({ troubles: [{ ...blame(0), sha: 'f'.repeat(40) }] }),
      ['INC-1 blames ffffffff, which is not on this line: not learned from'],
    ],
    [
      'a person clears what was taken back and blamed',
      () => ({
        corrections: [said(reverted, 'ok')],
        troubles: [{ ...blame(0), sha: reverted }],
      }),
      [
        /^a person cleared [0-9a-f]{8}, which was reverted by [0-9a-f]{8} and blamed by INC-1: obeyed; look whether it is so$/,
      ],
    ],
    [
      'many failures at once',
      () => ({ told: [failed(all.slice(0, 6), 2), failed([7], 30)] }),
      ['6 failures told in the last 7 days, usually 0.1 a week: learned from; look whether they are true'],
    ],
    [
      'as many as in the weeks before',
      () => ({ told: [1, 2, 3].map((week) => failed([week, week + 3, week + 6], 7 * week - 3)) }),
      [],
    ],
  ])('%s', (_, given, wanted) => {
    const found = odd(given())
    expect(found).toEqual(
      wanted.map((each) => (typeof each === 'string' ? each : expect.stringMatching(each))),
    )
    expect(found.join()).not.toContain('mira')
  })
})
