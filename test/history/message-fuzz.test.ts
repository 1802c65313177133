/** Messages come from strangers: none may stop the reading, and none may slow it down. */

import { describe, expect, test } from 'vitest'
import { bareTitle, understandMessage } from '../../src/history/message.ts'
import fc from '../properties.ts'

/** Pieces that patterns begin with, so that chance finds the places where they might run away. */
const bait = fc.constantFrom(
  ...[
    'Revert "',
    'Merge pull request #',
    ' from ',
    'Merged in ',
    'Auto merge of #1 - ',
    'This reverts commit ',
  ],
  ...[
    'abcdef0123',
    '(#1)',
    '(#',
    ' ',
    '\t',
    '\n',
    '\n\n',
    '"',
    'upgrade ',
    ' to v',
    'from 1.',
    'Roll ',
    '..',
  ],
  ...[
    'Co-authored-by: ',
    '<',
    '<a',
    '>',
    'See merge request ',
    '!1',
    'Reverts ',
    'a/b',
    '#',
    '\0',
    '\ud800',
    '[',
    ']',
  ],
  ...['Change-Id: ', 'a-', ':', "Merge branch '", 'feat(', ')!', 'Revert^', '9', 'é', '支', '💳', '\r\n'],
)
const message = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(bait, { maxLength: 60 }).map((all) => all.join('')),
)

test('no message throws, and every answer is whole', () =>
  fc.assert(
    fc.property(message, (text) => {
      const { title, number, purpose, reverts, coAuthors, bodyLength } = understandMessage(text)
      expect(title).toBe(title.trim())
      expect(number === null || (Number.isInteger(number) && number > 0)).toBe(true)
      expect(purpose >= 0 && purpose < 2048).toBe(true)
      expect(reverts.shas.every((sha) => /^[0-9a-f]{7,64}$/.test(sha))).toBe(true)
      expect(reverts.numbers.every((target) => Number.isInteger(target) && target > 0)).toBe(true)
      expect(coAuthors.every((address) => address.length > 0)).toBe(true)
      expect(bodyLength).toBeLessThanOrEqual(text.length)
      expect(bareTitle(bareTitle(title))).toBe(bareTitle(title))
    }),
    { numRuns: 5000 },
  ))

/** The quickest of three, so that a busy machine does not decide. */
const milliseconds = (work: () => void): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const from = performance.now()
      work()
      return performance.now() - from
    }),
  )

describe('100 kB take less than 50 ms', () => {
  const filled = (piece: string): string => piece.repeat(Math.ceil(100_000 / piece.length))
  test.each<[string, string]>([
    ['one letter', filled('a')],
    ['spaces', `T ${filled(' ')}x`],
    ['spaces before a number', `T ${filled(' ')}(#1)x`],
    ['numbers', filled(' (#1)')],
    ['open brackets', filled('(#1 ')],
    ['digits', `T (#${filled('1')}`],
    ['line breaks', filled('\n')],
    ['a generated body', `Bump\n\n${filled('- bump a from 1.0.0 to 2.0.0 (#12)\n')}`],
    ['nested reverts', filled('Revert "')],
    ['quotes', `Revert "${filled('"')}`],
    ['reverted commits', `T\n\n${filled('This reverts commit 8b1e77a3c0d9.\n')}`],
    ['reverted numbers', `T\n\n${filled('Reverts acme/shop#31\n')}`],
    ['a repository without an end', `T\n\nReverts ${filled('a.')}`],
    ['hexadecimal digits', `T\n\nreverts ${filled('a1')}`],
    ['co-authors', `T\n\n${filled('Co-authored-by: A <a@b.example>\n')}`],
    ['a co-author without an end', `T\n\nCo-authored-by: ${filled('<a')}`],
    ['trailer names', `T\n\n${filled('A-')}`],
    ['upgrades', filled('upgrade to ')],
    ['versions', `bump ${filled('from 1.1.')}`],
    ['branches', `Merged in ${filled('a/')}`],
    ['merge requests', `Merge branch 'a'\n\n${filled('See merge request ')}`],
    ['brackets', `[${filled('] [')}`],
    ['a scope without an end', `feat(${filled('x')}`],
    ['surrogates', filled('\ud83d')],
  ])('%s', (_, text) => {
    expect(text.length).toBeGreaterThanOrEqual(100_000)
    const title = text.split('\n')[0] ?? ''
    expect(milliseconds(() => understandMessage(text))).toBeLessThan(50)
    expect(milliseconds(() => bareTitle(title))).toBeLessThan(50)
  })
})
