import picomatch from 'picomatch'
import { describe, expect, test } from 'vitest'
import { compileGlobs, findGlob, globOfPath, readGlob } from '../../src/config/glob.ts'
import { sentenceOf } from '../../src/config/reading.ts'
import fc from '../properties.ts'

const matches = (pattern: string, path: string) => compileGlobs([pattern])(path)

describe('what a glob matches', () => {
  test.each([
    ['services/payments/**', 'services/payments/src/post.ts', true],
    ['services/payments/**', 'services/payments', true],
    ['services/payments/**', 'services/paymentsx/a', false],
    ['**/migrations/**', 'migrations/1.sql', true],
    ['**/migrations/**', 'a/b/migrations/c/1.sql', true],
    ['**/migrations/**', 'a/migrationsx/1.sql', false],
    ['**', '.github/CODEOWNERS', true],
    ['*.md', 'README.md', true],
    ['*.md', 'docs/README.md', false],
    ['*', '.env', true],
    ['a/*/c', 'a/b/c', true],
    ['a/*/c', 'a/b/b/c', false],
    ['a/**/c', 'a/c', true],
    ['a/**/b/**/c', 'a/x/b/y/b/z/c', true],
    ['file?.ts', 'file1.ts', true],
    ['file?.ts', 'file😀.ts', true],
    ['file?.ts', 'file.ts', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[!a-c]x', 'dx', true],
    ['[]]x', ']x', true],
    ['{api,web}/**/*.{ts,tsx}', 'web/a/b.tsx', true],
    ['{api,web}/**/*.{ts,tsx}', 'cli/a/b.tsx', false],
    ['a{,/b}/c', 'a/b/c', true],
    ['a{,/b}/c', 'a/c', true],
    ['{a,{b,c}d}', 'cd', true],
    ['app/(shop)/\\[id\\]/page.tsx', 'app/(shop)/[id]/page.tsx', true],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['A', 'a', false],
  ])('%s, %s: %s', (pattern, path, expected) => {
    expect(readGlob(pattern)).toEqual({ ok: true, value: pattern })
    expect(matches(pattern, path)).toBe(expected)
  })

  test('the first one that matches is told', () => {
    expect(findGlob(['a/**', '**/*.sql', '**'], 'b/1.sql')).toBe('**/*.sql')
    expect(findGlob(['a/**'], 'b')).toBeUndefined()
  })

  test('nothing is matched by no pattern', () => expect(compileGlobs([])('a')).toBe(false))
})

describe('what is refused, and what to write instead', () => {
  test.each([
    ['', 'wanted a glob like'],
    [3, 'wanted a glob like'],
    ['docs/', 'did you mean "docs/**"?'],
    ['/docs', 'did you mean "docs"?'],
    ['./docs', 'did you mean "docs"?'],
    ['!docs/**', 'did you mean "docs/**"?'],
    ['a//b', 'without empty'],
    ['a/../b', 'without empty'],
    ['+(a|b)', 'braces like {a,b}'],
    ['!(a)', 'what is meant'],
    ['a**b', '** alone between slashes'],
    ['{a', 'a } for every {'],
    ['a}', 'a { for every }'],
    ['{a}', 'braces with a comma'],
    ['{1..3}', 'braces with a comma'],
    ['[a', 'a ] for every ['],
    ['a\\', 'after the last'],
    ['{a,b}'.repeat(7), 'at most 64 alternatives'],
    ['a'.repeat(301), 'at most 300 characters'],
    ['a\nb', 'control characters'],
  ])('%j: %s', (input, sentence) => {
    const reading = readGlob(input)
    expect(reading.ok ? 'accepted' : sentenceOf(reading)).toContain(sentence)
  })
})

const name = fc
  .array(fc.constantFrom('a', 'b', '.', '-'), { minLength: 1, maxLength: 4 })
  .map((letters) => letters.join(''))
const path = fc
  .array(name, { minLength: 1, maxLength: 5 })
  // picomatch wants a character after the dot of `*.*`, and so has no answer for "a.".
  .filter((names) => !names.some((each) => each.endsWith('.')))
  .map((names) => names.join('/'))
const segment = fc
  .array(fc.constantFrom('a', 'b', '.', '*', '?', '[ab]', '{a,b.}'), { minLength: 1, maxLength: 4 })
  .map((tokens) => tokens.join(''))
  .filter((text) => !text.includes('**') && !/^\.+$/.test(text))
const pattern = fc
  .array(fc.oneof({ weight: 3, arbitrary: segment }, fc.constant('**')), { minLength: 1, maxLength: 4 })
  .filter((segments) => !segments.some((each, at) => each === '**' && segments[at + 1] === '**'))
  .map((segments) => segments.join('/'))

test('every glob answers as picomatch does', () => {
  let matched = 0
  fc.assert(
    fc.property(pattern, path, (glob, file) => {
      fc.pre(readGlob(glob).ok)
      const answers = (text: string) => picomatch(text, { dot: true })(file)
      // `a/**` matches `a` itself there, but `*/**` does not; here both do, as a submodule is a path without a slash.
      const expected = answers(glob) || (glob.endsWith('/**') && answers(glob.slice(0, -3)))
      if (expected) matched++
      expect(matches(glob, file)).toBe(expected)
    }),
    { numRuns: 20_000 },
  )
  expect(matched).toBeGreaterThan(50)
})

test('a path, made a glob, matches itself and nothing else', () => {
  const odd = fc
    .array(fc.constantFrom('a', '*', '?', '[', ']', '{', '}', ',', '\\', '(', '|'), {
      minLength: 1,
      maxLength: 8,
    })
    .map((letters) => `x${letters.join('')}`)
  fc.assert(
    fc.property(odd, odd, (one, other) => {
      expect(matches(globOfPath(one), one)).toBe(true)
      expect(matches(globOfPath(one), other)).toBe(one === other)
    }),
  )
})

test.each([
  ['*a*a*a*b', 'a'.repeat(4096)],
  [`${'*a'.repeat(100)}*b`, 'a'.repeat(4096)],
  ['**/a/**/a/**/a/**/b', 'a/'.repeat(2047).concat('a')],
  [`${'**/*a*a*/'.repeat(20)}b`, `${'a'.repeat(255)}/`.repeat(15).concat('a')],
  [`${'{*a,*ab}'.repeat(6)}b`, 'a'.repeat(4096)],
])('no path makes %s slow', (glob, file) => {
  expect(readGlob(glob).ok).toBe(true)
  const start = performance.now()
  expect(matches(glob, file)).toBe(false)
  // A backtracking matcher needs minutes or years for these; a slow computer is given two seconds.
  expect(performance.now() - start).toBeLessThan(2000)
})
