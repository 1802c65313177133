import { describe, expect, test } from 'vitest'
import { checkRunOf } from '../../src/report/check-run.ts'
import { byteLength } from '../../src/report/comment-cut.ts'
import {
  approveSmall,
  batchOf400,
  configurationUnreadable,
  firstRun,
  holdUntil,
  rejected,
  reviewOne,
  switchedOff,
} from './fixtures.ts'
import { expectHarmless, expectWholeTables } from './harmless.ts'
import { hostileText } from './hostility.ts'
import { batchOf40, enforceReview, everyView, observing, poisoned, views } from './views.ts'

test.each(Object.entries(views))('%s looks as agreed', (name, view) => {
  const { summary, text, ...rest } = checkRunOf(view)
  return expect(
    `${JSON.stringify(rest, null, 2)}\n\n=== summary\n${summary}\n\n=== text\n${text}\n`,
  ).toMatchFileSnapshot(`golden/check-run-${name}.txt`)
})

test.each([
  ['goes out', approveSmall, 'success'],
  ['observed, and would go out', { ...approveSmall, mode: 'observe' as const }, 'success'],
  ['observed, and would be reviewed', firstRun, 'neutral'],
  ['review', reviewOne, 'action_required'],
  ['hold', holdUntil, 'action_required'],
  ['reject', rejected, 'failure'],
  ['switched off', switchedOff, 'neutral'],
  ['nobody knows what the configuration asks for', configurationUnreadable, 'action_required'],
  ['a source did not answer', { ...reviewOne, rule: 'source-failed' as const }, 'action_required'],
])('%s: %#', (_, assessment, conclusion) =>
  expect(checkRunOf({ ...enforceReview, assessment }).conclusion).toBe(conclusion),
)

describe.each(Object.entries(everyView))('%s', (_, view) => {
  test.each([
    ['as it is', view],
    ['every word hostile', poisoned(view, hostileText)],
  ])('fits, and calls nobody: %s', (_, given) => {
    const { annotations, summary, text, title } = checkRunOf(given)
    for (const markdown of [summary, text]) {
      expectHarmless(markdown)
      expectWholeTables(markdown)
      expect(byteLength(markdown)).toBeLessThan(65_000)
    }
    expect(title.length).toBeLessThanOrEqual(255)
    expect(title).not.toMatch(/[\p{Control}\u202e\u2066\u200b]/u)
    expect(annotations.length).toBeLessThanOrEqual(10)
  })
})

test('400 changes in any script fit', () => {
  const parts = batchOf400.change.parts.map((part) => ({ ...part, title: '決'.repeat(60) }))
  const { text } = checkRunOf({
    ...batchOf40,
    assessment: { ...batchOf400, change: { ...batchOf400.change, parts } },
  })
  expect(byteLength(text)).toBeLessThan(65_000)
  expect(text).toMatch(/would not fit/)
})

describe('notes on files', () => {
  const files = Array.from({ length: 14 }, (_, place) => ({
    path: `src/file-${place}.ts`,
    why: `reason ${place}`,
  }))

  test('the ten that matter most, each once, at its first line', () => {
    const { annotations } = checkRunOf({ ...enforceReview, files: [...files, ...files] })
    expect(annotations.map(({ path }) => path)).toEqual(files.slice(0, 10).map(({ path }) => path))
    expect(annotations[0]).toEqual({
      path: 'src/file-0.ts',
      line: 1,
      level: 'warning',
      message: 'Read this first: reason 0',
    })
  })

  test('a file somebody is asked to read has one too', () =>
    expect(checkRunOf({ ...enforceReview, files: [] }).annotations.map(({ path }) => path)).toEqual([
      'ledger/post.ts',
    ]))

  test.each([
    ['a review', enforceReview.assessment, 'warning'],
    ['nothing is held', observing.assessment, 'notice'],
    ['it goes out', approveSmall, 'notice'],
  ])('%s: %#', (_, assessment, level) =>
    expect(checkRunOf({ ...enforceReview, assessment }).annotations.map((note) => note.level)).toEqual([
      level,
    ]),
  )

  test('none when switched off', () =>
    expect(checkRunOf({ ...enforceReview, assessment: switchedOff }).annotations).toEqual([]))

  test('the message is plain text of a bearable length', () => {
    const { annotations } = checkRunOf({
      ...enforceReview,
      files: [{ path: 'a.ts', why: `\u001b[31mred\u202e ${'word '.repeat(400)}` }],
    })
    expect(annotations[0]!.message.startsWith('Read this first: red word word')).toBe(true)
    expect(annotations[0]!.message.length).toBeLessThanOrEqual(500)
  })

  test('a path that does not show as it is gets none', () => {
    const odd = ['a\u202etxt.exe', 'b\nc', ' d', ''].map((path) => ({ path, why: 'x' }))
    const { annotations } = checkRunOf({ ...enforceReview, files: odd })
    expect(annotations.map(({ path }) => path)).toEqual(['ledger/post.ts'])
  })
})
