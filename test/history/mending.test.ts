/** Which releases mend the one before: by when they came, and by what they brought. */
import { describe, expect, test } from 'vitest'
import { mendingOf, quickReleases, touchesSame } from '../../src/history/mending.ts'

/** `v1.0.0 0` was published on day 0. */
const quick = (...published: readonly string[]): readonly string[] =>
  quickReleases(
    published.map((each) => {
      const [name = '', day] = each.split(' ')
      return { name, at: Number(day) * 86_400 }
    }),
  ).map(({ release, before }) => `${release.name} after ${before.name}`)

const monthly = ['v1.0.0 0', 'v1.1.0 30', 'v1.2.0 60', 'v1.3.0 90', 'v1.4.0 120', 'v1.5.0 150', 'v2.0.0 180']

describe('a release is quick', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['a patch within two days', [...monthly, 'v2.0.1 182'], ['v2.0.1 after v2.0.0']],
    ['not after a week', [...monthly, 'v2.0.1 187'], []],
    ['not as a new version', [...monthly, 'v2.1.0 181'], []],
    ['of its own series, whatever is newer', [...monthly, 'v1.5.1 181'], []],
    ['of its own series', [...monthly, 'v1.5.1 200', 'v1.5.2 201'], ['v1.5.2 after v1.5.1']],
    ['not where releases follow each other every day anyway', daily(20), []],
    [
      'by hours where they follow each other every day',
      [...daily(20), 'd-2026-20-1 20.1'],
      ['d-2026-20-1 after d-2026-20'],
    ],
    [
      'within half a day where little is known yet',
      ['v0.9.0 0', 'v1.0.0 9', 'v1.0.1 9.5'],
      ['v1.0.1 after v1.0.0'],
    ],
    ['not within a day where little is known yet', ['v0.9.0 0', 'v1.0.0 9', 'v1.0.1 10'], []],
    ['not after the first of all, of which nobody can tell what it brought', ['v1.0.0 0', 'v1.0.1 0.1'], []],
    ['not where both were published at once', [...monthly, 'v2.0.1 180'], []],
    ['in whatever order it is told', ['v2.0.1 182', ...monthly.toReversed()], ['v2.0.1 after v2.0.0']],
    ['never of another family', [...monthly, 'api/v2.0.1 181'], []],
  ])('%s', (_, published, expected) => expect(quick(...published)).toEqual(expected))
})

function daily(days: number): readonly string[] {
  return Array.from({ length: days }, (_, at) => `d-2026-${String(at + 1).padStart(2, '0')} ${at + 1}`)
}

test.each<[string, readonly string[], 'only' | 'partly' | null]>([
  ['a fix', ['Fix rounding of taxes (#7)'], 'only'],
  [
    'a fix and what every release brings',
    ['v1.5.1', 'Cut v1.5.1 (#17804)', 'Update changelog for v1.5.1', 'Fix a crash', 'Bump version to 1.5.1'],
    'only',
  ],
  ['a revert', ['Revert "Faster carts" (#9)\n\nThis reverts commit 0123456789.'], 'only'],
  ['a fix merged', ['Merge pull request #12 from acme/fix/taxes\n\nRound taxes'], 'only'],
  ['a fix and a feature', ['Fix rounding', 'Add coupons'], 'partly'],
  ['mostly features', ['Fix rounding', 'Add coupons', 'Add gift cards'], null],
  ['no fix', ['Add coupons'], null],
  ['a change of version alone', ['v1.5.1', 'Release 1.5.1'], null],
  ['nothing', [], null],
  ['too much to be a patch', Array.from({ length: 51 }, () => 'Fix it'), null],
])('%s', (_, messages, expected) => expect(mendingOf(messages)).toBe(expected))

test.each<[string, readonly string[], readonly string[], boolean]>([
  ['the same file', ['src/pay.ts', 'src/cart.ts'], ['src/pay.ts'], true],
  ['another file', ['src/pay.ts'], ['src/cart.ts'], false],
  [
    'its changelog and its dependencies again',
    ['CHANGELOG.md', 'package.json'],
    ['CHANGELOG.md', 'package.json'],
    false,
  ],
  ['its tests alone', ['test/pay.test.ts'], ['test/pay.test.ts'], false],
  ['nothing', ['src/pay.ts'], [], false],
])('a release touches %s', (_, before, release, expected) =>
  expect(touchesSame(before, release)).toBe(expected),
)
