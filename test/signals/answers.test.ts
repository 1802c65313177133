/** Known answers of some signals, on a history small enough to count by hand. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HistoryIndex } from '../../src/history/index.ts'
import { signals } from '../../src/signals/all.ts'
import { subjectOf } from '../../src/signals/measure.ts'
import type { Subject } from '../../src/signals/signal.ts'
import { readChange } from '../../src/sources/change.ts'
import { open } from '../clients/git/reading.ts'
import { git } from '../e2e/git.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import { readHistory } from '../history/reading.ts'

const text = (lines: number, first = 'line'): string =>
  Array.from({ length: lines }, (_, at) => `${first} ${at}\n`).join('')

let repository: Repository
let index: HistoryIndex
const parts = new Map<string, Subject>()
beforeAll(async () => {
  repository = await makeRepository()
  const at = (day: string, hour = '10:00') => `2026-03-${day}T${hour}:00Z`
  const begin = { 'src/pay/card.ts': text(10), 'src/pay/cash.ts': text(10), 'docs/pay.md': text(3) }
  await repository.commit({ message: 'Begin', files: begin, at: at('02') })
  const bad = await repository.commit({
    message: 'Round up',
    files: { 'src/pay/card.ts': text(12) },
    at: at('03'),
    author: 'Tomas Quill',
  })
  await repository.revert({ sha: bad, at: at('04') })
  await repository.commit({
    message: 'Even (#4)',
    files: { 'src/pay/card.ts': text(14), 'src/pay/cash.ts': text(14) },
    at: at('05'),
  })
  await repository.commit({
    message: 'Three to one',
    files: { 'src/pay/card.ts': text(17), 'src/pay/cash.ts': text(15) },
    at: at('06', '15:00'),
    author: 'Ada Ferro',
  })
  await repository.commit({
    message: 'Tested',
    files: { 'src/pay/card.ts': text(20), 'test/pay/card.ts': text(9) },
    at: at('07'),
    author: 'Tomas Quill',
  })
  await repository.rename({
    from: 'src/pay/card.ts',
    to: 'src/pay/plastic.ts',
    message: 'Rename',
    at: at('09'),
  })
  await repository.commit({
    message: 'After the rename',
    files: { 'src/pay/plastic.ts': text(21) },
    at: at('10', '20:00'),
    author: 'Tomas Quill',
  })
  const moved = { 'package.json': '{}\n', 'yarn.lock': text(7), 'db/migrate/1_add.rb': text(2) }
  await repository.commit({
    message: 'chore(deps): bump left-pad from 1.0 to 2.0',
    files: moved,
    at: at('11'),
  })
  await repository.commit({ message: 'Nothing', allowEmpty: true, at: at('12') })

  const history = await readHistory(repository.directory)
  index = history.index
  const { parts: read } = await readChange({
    repository: await open(repository.directory),
    index,
    salt: history.salt,
    base: null,
    head: await repository.git('rev-parse', 'HEAD'),
    kind: 'forward',
  })
  for (const arrival of read) parts.set(arrival.part.title, subjectOf(index, arrival))
})
afterAll(() => repository.remove())

/** The value rounded to four places, or why there is none; and the sentence a reviewer reads. */
const asked = (name: string, title: string): readonly [number | string, string] => {
  const signal = signals.find((one) => one.name === name)!
  const subject = parts.get(title)!
  const answer = signal.measure(subject)
  return answer.outcome === 'measured'
    ? [Number(answer.value.toFixed(4)), signal.sentence(answer.value, subject)]
    : [answer.why, '']
}

/** Usual rate: (failures known + 0.5) / (parts before + 50); a thing's own: (its failures + 10 × usual) / (its changes + 10). */
const usual = (failures: number, before: number): number => (failures + 0.5) / (before + 50)
const shrunken = (failures: number, changes: number, rate: number): number =>
  Number(((failures + 10 * rate) / (changes + 10)).toFixed(4))

const table: readonly (readonly [string, string, number | string, string])[] = [
  ['change-entropy', 'Round up', 0, 'spread over its files (0 % even)'],
  ['change-entropy', 'Even (#4)', 1, 'spread over its files (100 % even)'],
  // −¾ log₂ ¾ − ¼ log₂ ¼
  ['change-entropy', 'Three to one', 0.8113, 'spread over its files (81 % even)'],
  ['largest-file-share', 'Three to one', 0.75, '75 % of its lines in one file'],
  ['largest-file-share', 'Nothing', 'it changes no line of text', ''],
  ['test-share', 'Tested', 0.75, 'tests are 75 % of its lines'],
  ['test-share', 'Even (#4)', 0, 'none of its lines is a test'],
  ['test-share', 'Nothing', 'it changes neither code nor tests', ''],
  ['untested-code', 'Even (#4)', 1, 'code and no test file changed'],
  ['untested-code', 'Tested', 0, 'tests change with it'],
  ['code-lines-added', 'Begin', 20, '20 lines of code added'],
  ['code-lines-added', 'Tested', 3, '3 lines of code added'],
  ['code-lines-deleted', 'Revert "Round up"', 2, '2 lines of code deleted'],
  ['documentation-lines', 'Begin', 3, '3 lines of documentation'],
  ['new-files', 'Begin', 1, '100 % of its files are new'],
  ['removed-files', 'Rename', 1, '1 file deleted or renamed'],
  ['areas', 'Tested', 2, '2 areas at once'],
  ['pull-request', 'Even (#4)', 1, 'came through a pull request'],
  ['pull-request', 'Tested', 0, 'pushed without a pull request'],
  ['revert', 'Revert "Round up"', 1, 'reverts an earlier change'],
  ['dependency-files', 'chore(deps): bump left-pad from 1.0 to 2.0', 2, '2 manifests of dependencies'],
  ['lock-lines', 'chore(deps): bump left-pad from 1.0 to 2.0', 7, '7 lines of lock files'],
  ['major-bump', 'chore(deps): bump left-pad from 1.0 to 2.0', 1, 'new major version of a dependency'],
  ['migration-files', 'chore(deps): bump left-pad from 1.0 to 2.0', 1, '1 migration of the database'],

  // The file failed once, in the second part; nobody knew before the third had landed.
  ['file-failure-rate', 'Round up', shrunken(0, 0, usual(0, 1)), 'its files failed in no known change'],
  [
    'file-failure-rate',
    'Revert "Round up"',
    shrunken(0, 0, usual(0, 2)),
    'its files failed in no known change',
  ],
  ['file-failure-rate', 'Even (#4)', shrunken(1, 3, usual(1, 3)), 'card.ts was in 1 failed of 3 changes'],
  ['file-failure-rate', 'Tested', shrunken(1, 5, usual(1, 5)), 'card.ts was in 1 failed of 5 changes'],
  ['files-failed', 'Even (#4)', 1, '1 of its files was in failed changes'],
  ['since-file-failure', 'Even (#4)', 1, 'a file of it was in a failure 24 hours before'],
  ['since-file-failure', 'Begin', 'no failed change to its files is known', ''],
  ['since-failure', 'Tested', 3, 'last failure here 3 days before'],
  ['area-failure-rate', 'Even (#4)', shrunken(1, 3, usual(1, 3)), 'area src/pay: 1 failed of 3 changes'],

  // A renamed file keeps its history: what its busiest file has been through, and its failure.
  ['file-touches', 'Rename', 6, 'plastic.ts changed 6 times in a year'],
  ['file-touches', 'After the rename', 7, 'plastic.ts changed 7 times in a year'],
  ['file-failure-rate', 'Rename', shrunken(1, 6, usual(1, 6)), 'plastic.ts was in 1 failed of 6 changes'],
  [
    'file-failure-rate',
    'After the rename',
    shrunken(1, 7, usual(1, 7)),
    'plastic.ts was in 1 failed of 7 changes',
  ],
  ['file-familiarity', 'After the rename', 1, 'author knows 100 % of these files'],

  ['file-familiarity', 'Begin', 'none of its files changed in the year before', ''],
  ['file-familiarity', 'Three to one', 0, 'author had changed none of these files'],
  ['file-familiarity', 'Even (#4)', 1, 'author knows 100 % of these files'],
  ['file-authors', 'Tested', 3, 'card.ts has 3 authors in a year'],
  ['author-experience', 'Tested', 1, 'author landed 1 change in a year'],
  ['area-familiarity', 'Three to one', 0, 'author is new to an area of it'],
  ['area-familiarity', 'Nothing', 'it touches no file', ''],
  ['area-activity', 'Nothing', 'it touches no file', ''],

  // 2026-03-02 was a Monday; everybody here works in UTC.
  ['off-hours', 'Round up', 0, 'landed in working hours'],
  ['off-hours', 'After the rename', 1, 'landed outside working hours'],
  ['off-hours', 'Tested', 1, 'landed outside working hours'],
  ['before-weekend', 'Even (#4)', 0, 'landed during the week'],
  ['before-weekend', 'Three to one', 1, 'landed before or at the weekend'],
  ['before-weekend', 'Tested', 1, 'landed before or at the weekend'],
  ['landed-today', 'Revert "Round up"', 1, '1 part landed in the day before'],
]

describe('known answers', () => {
  test.each(table)('%s of “%s”: %s', (name, title, value, sentence) => {
    expect(asked(name, title)).toEqual([value, sentence])
  })
})

test('working hours are those of the clock most authors used lately', async () => {
  const eastern = await makeRepository()
  try {
    /** A commit at noon UTC, written on a clock so many hours off. */
    const noon = (day: number, zone: string): Promise<string> =>
      git(['commit', '--quiet', '--allow-empty', '--message', `Day ${day}`], {
        directory: eastern.directory,
        environment: {
          GIT_AUTHOR_NAME: 'Lin Harrow',
          GIT_AUTHOR_EMAIL: 'lin@example.com',
          GIT_AUTHOR_DATE: `${Date.UTC(2026, 2, day, 12) / 1000} ${zone}`,
          GIT_COMMITTER_NAME: 'Lin Harrow',
          GIT_COMMITTER_EMAIL: 'lin@example.com',
          GIT_COMMITTER_DATE: `${Date.UTC(2026, 2, day, 12) / 1000} +0000`,
        },
      })
    // Monday to Thursday: noon in London is nine in the evening in Tokyo.
    for (const [day, zone] of [
      [2, '+0900'],
      [3, '+0900'],
      [4, '+0000'],
      [5, '+0000'],
    ] as const)
      await noon(day, zone)
    const there = (await readHistory(eastern.directory)).index
    const offHours = signals.findIndex(({ name }) => name === 'off-hours')
    // The first part knows of nobody's clock yet: UTC.
    expect([0, 1, 2, 3].map((at) => there.rows.get(at * there.signals + offHours))).toEqual([0, 1, 1, 1])
  } finally {
    await eastern.remove()
  }
})
