import { describe, expect, test } from 'vitest'
import { entityOf } from '../../src/history/hash.ts'
import { HistoryIndex, type TouchedFile } from '../../src/history/index.ts'
import type { LandedPart } from '../../src/history/line.ts'
import { Past } from '../../src/history/past.ts'

const day = 86_400
const digits = 40
let made = 0

/** A part that landed on a day; its SHA is made up unless told. */
const part = (told: {
  at: number
  sha?: string
  number?: number
  title?: string
  inner?: string[]
}): LandedPart => {
  made += 1
  const sha = told.sha ?? made.toString(16).padStart(digits, '0')
  return {
    sha,
    parent: null,
    kind: 'direct',
    time: told.at * day,
    authoredAt: told.at * day,
    zoneMinutes: 0,
    title: told.title ?? `Part ${made}`,
    number: told.number ?? null,
    authors: [1],
    bot: false,
    commits: 1,
    purpose: 0,
    reverts: { shas: [], numbers: [], title: null },
    bodyLength: 0,
    inner: [sha, ...(told.inner ?? [])],
  }
}
const file = (path: string, previousPath?: string): TouchedFile => ({
  path,
  added: 1,
  deleted: 0,
  ...(previousPath === undefined ? {} : { previousPath }),
})
const indexOf = (...parts: readonly (readonly [LandedPart, ...TouchedFile[]])[]): HistoryIndex => {
  const index = new HistoryIndex({ signals: 0, shaDigits: digits })
  for (const [landed, ...files] of parts) index.append(landed, files)
  return index
}
/** What the part at `position` sees of a file. */
const seen = (index: HistoryIndex, position: number, path: string, previousPath?: string) =>
  new Past(index, position, index.parts.time.get(position), 1).file(path, previousPath)

describe('a commit is found', () => {
  const same = '8b1e77a'
  const first = `${same}00000000${'1'.repeat(25)}`
  const second = `${same}00000001${'2'.repeat(25)}`
  const inner = `c0ffee1${'3'.repeat(33)}`
  const index = indexOf([part({ at: 1, sha: first })], [part({ at: 2, sha: second, inner: [inner] })])
  test.each<[string, string, number | undefined, number | null]>([
    ['by its whole name', first, undefined, 0],
    ['by its first digits', `${same}00000000`, undefined, 0],
    ['the newest of those an abbreviation fits', same, undefined, 1],
    ['but none that lands later than who asks', same, 1, 0],
    ['inside the part that brought it', inner.slice(0, 9), undefined, 1],
    ['in no part', 'dead'.repeat(10), undefined, null],
  ])('%s', (_, sha, before, position) => expect(index.positionOf(sha, before)).toBe(position))

  test('on the line only where it is a part itself', () => {
    expect(index.positionOnLine(second)).toBe(1)
    expect(index.positionOnLine(inner)).toBeNull()
    expect(index.sha(1)).toBe(second)
  })
  test('as SHA-256, too', () => {
    const long = new HistoryIndex({ signals: 0, shaDigits: 64 })
    const sha = 'ab'.repeat(32)
    long.append(part({ at: 1, sha }), [])
    expect([long.sha(0), long.positionOnLine(sha)]).toEqual([sha, 0])
  })
})

test('a name means its newest bearer so far', () => {
  const index = indexOf(
    [part({ at: 1, title: 'Bump (#1)', number: 1 })],
    [part({ at: 2, title: 'Bump (#2)', number: 2 })],
    [part({ at: 3, title: 'Other' })],
  )
  expect([3, 2, 1, 0].map((before) => index.lastNamed(entityOf('title', 'Bump'), before))).toEqual([
    1,
    1,
    0,
    null,
  ])
  expect(index.lastNamed(entityOf('number', '1'), 3)).toBe(0)
})

describe('a renamed file', () => {
  const story = () =>
    indexOf(
      [part({ at: 1 }), file('old.ts')],
      [part({ at: 2 }), file('old.ts')],
      [part({ at: 3 }), file('new.ts', 'old.ts')],
      [part({ at: 4 }), file('new.ts')],
    )
  test('keeps its history', () => {
    const index = story()
    expect(seen(index, 2, 'new.ts', 'old.ts').count).toBe(2)
    expect(seen(index, 3, 'new.ts').count).toBe(3)
  })
  test('keeps its failures, those that became known after the rename among them', () => {
    const index = story()
    index.addFailure({ part: 0, knownAt: 1, cause: 'revert', confidence: 1 })
    index.addFailure({ part: 1, knownAt: 2, cause: 'revert', confidence: 1 })
    index.addFailure({ part: 2, knownAt: 3, cause: 'revert', confidence: 1 })
    expect(seen(index, 2, 'new.ts', 'old.ts')).toMatchObject({ failures: 1, sinceFailure: day })
    expect(seen(index, 3, 'new.ts')).toMatchObject({ failures: 2, sinceFailure: day })
  })
  test('does not inherit what became of the name it left', () => {
    const index = story()
    index.append(part({ at: 5 }), [file('old.ts')])
    index.append(part({ at: 6 }), [file('new.ts')])
    index.addFailure({ part: 4, knownAt: 5, cause: 'revert', confidence: 1 })
    index.append(part({ at: 7 }), [file('new.ts')])
    expect(seen(index, 6, 'new.ts')).toMatchObject({ count: 5, failures: 0 })
  })
  test('is not known before its rename has landed', () => {
    const index = indexOf(
      [part({ at: 1 }), file('other.ts')],
      // The index begins after `gone.ts` was written: this part is the first to name it.
      [part({ at: 2 }), file('here.ts', 'gone.ts')],
      [part({ at: 3 }), file('gone.ts', 'other.ts')],
    )
    expect(seen(index, 1, 'here.ts', 'gone.ts').count).toBe(0)
    expect(seen(index, 2, 'gone.ts', 'other.ts').count).toBe(1)
  })
})

describe('how far a part looks back', () => {
  test('a year, not a second more', () => {
    const index = indexOf(
      [part({ at: 0 }), file('a.ts')],
      [part({ at: 1 }), file('a.ts')],
      [part({ at: 366 }), file('a.ts')],
    )
    expect(seen(index, 2, 'a.ts')).toMatchObject({ count: 1, sinceLast: 365 * day, recent: 0 })
  })
  test('256 times at most', () => {
    const often = Array.from({ length: 300 }, (_, at) => [part({ at: at / 24 }), file('a.ts')] as const)
    expect(seen(indexOf(...often), 299, 'a.ts').count).toBe(256)
  })
  test('to failures known by then, of whatever age', () => {
    const index = indexOf([part({ at: 0 })], [part({ at: 1 })], [part({ at: 5 })], [part({ at: 9 })])
    index.addFailure({ part: 0, knownAt: 1, cause: 'revert', confidence: 1 })
    index.addFailure({ part: 1, knownAt: 2, cause: 'hotfix', confidence: 1 })
    const at = (position: number, days: number) =>
      new Past(index, position, index.parts.time.get(position), 1).failuresWithin(days * day)
    expect(at(1, 30)).toEqual({ count: 0, sinceLast: null })
    expect(at(2, 30)).toEqual({ count: 1, sinceLast: 4 * day })
    expect(at(3, 30)).toEqual({ count: 2, sinceLast: 4 * day })
    expect(at(3, 4)).toEqual({ count: 1, sinceLast: 4 * day })
  })
})

test('a row must answer every signal', () => {
  const index = new HistoryIndex({ signals: 2, shaDigits: digits })
  expect(() => index.addRow([1])).toThrow('a row has 2 values, got 1')
})
