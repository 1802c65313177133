/** Patterns of CODEOWNERS against two others who answer the same question: a slow reading of the words, and git itself. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownersOf, parseCodeOwners, ruleOf } from '../../src/config/codeowners.ts'
import fc from '../properties.ts'

const matches = (pattern: string, path: string) =>
  ruleOf(parseCodeOwners(`${pattern} @someone`), path) !== null

const name = fc
  .array(fc.constantFrom('a', 'b', '.'), { minLength: 1, maxLength: 3 })
  .map((all) => all.join(''))
const isName = (text: string) => !/^\.+$/.test(text)
const path = fc.array(name.filter(isName), { minLength: 1, maxLength: 5 }).map((names) => names.join('/'))
const glob = fc
  .array(fc.constantFrom('a', 'b', '.', '*', '?'), { minLength: 1, maxLength: 3 })
  .map((all) => all.join(''))
  .filter((text) => isName(text) && !text.includes('**'))
const pattern = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.oneof({ weight: 3, arbitrary: glob }, fc.constant('*'), fc.constant('**')), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.boolean(),
  )
  .map(([anchored, names, folder]) => `${anchored ? '/' : ''}${names.join('/')}${folder ? '/' : ''}`)

/** One name against one glob, by trying everything. */
const fits = (text: string, word: string): boolean => {
  if (text === '') return word === ''
  if (text[0] === '*') return fits(text.slice(1), word) || (word !== '' && fits(text, word.slice(1)))
  return word !== '' && (text[0] === '?' || text[0] === word[0]) && fits(text.slice(1), word.slice(1))
}
/** A list of names against a list of globs, by trying everything. */
const leads = (globs: readonly string[], names: readonly string[]): boolean => {
  const [first, ...rest] = globs
  if (first === undefined) return names.length === 0
  if (first === '**') return leads(rest, names) || (names.length > 0 && leads(globs, names.slice(1)))
  return names.length > 0 && fits(first, names[0]!) && leads(rest, names.slice(1))
}
/** The words of the documentation, one after the other, with no thought of speed. */
const reference = (text: string, file: string): boolean => {
  const names = file.split('/')
  const globs = text.replace(/^\//, '').replace(/\/$/, '').split('/')
  const last = globs.at(-1)!
  const floats = globs.length === 1 && !text.startsWith('/')
  if (floats && /^\*\*?$/.test(last) && !text.endsWith('/')) return true
  if (last === '**') return leads([...globs, '*'], names)
  const target = floats ? ['**', ...globs] : globs
  const folders = names.map((_, at) => names.slice(0, at)).slice(1)
  // A pattern owns what lies in a folder it matches, a bare star after a slash excepted.
  const inside = folders.some((folder) => leads(target, folder))
  if (text.endsWith('/')) return inside
  return leads(target, names) || (inside && (floats || last !== '*'))
}

test('every pattern answers as a slow reading of the documentation does', () => {
  let matched = 0
  fc.assert(
    fc.property(pattern, path, (text, file) => {
      const expected = reference(text, file)
      if (expected) matched++
      expect(matches(text, file)).toBe(expected)
    }),
    { numRuns: 20_000 },
  )
  expect(matched).toBeGreaterThan(1000)
})

test('the last rule that matches decides', () => {
  fc.assert(
    fc.property(fc.array(pattern, { maxLength: 12 }), path, (patterns, file) => {
      const owners = parseCodeOwners(patterns.map((each, at) => `${each} @u${at}`).join('\n'))
      const last = patterns.findLastIndex((each) => reference(each, file))
      expect(ownersOf(owners, file)).toEqual(last < 0 ? null : [{ kind: 'user', name: `u${last}` }])
    }),
  )
})

test('no text makes reading or asking throw, and every line is a rule, a problem or silent', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(
        fc.constantFrom('a', '/', '*', '**', '?', '\\', ' ', '#', '[', '!', '@', '.', '\t', '@a/b', 'a@b.cc'),
        {
          maxLength: 12,
        },
      )
      .map((all) => all.join('')),
  )
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.string({ unit: 'binary' }), (lines, file) => {
      const text = lines.join('\n')
      const { rules, problems } = parseCodeOwners(text)
      ownersOf({ rules, problems }, file)
      const told = [...rules, ...problems].map((each) => each.line)
      expect(new Set(told).size).toBe(told.length)
      const spoken = text
        .replace(/^\ufeff/, '')
        .split(/\r?\n|\r/)
        .flatMap((each, at) => (/^[ \t]*(#|$)/.test(each) ? [] : [at + 1]))
      expect(told.toSorted((one, other) => (one ?? 0) - (other ?? 0))).toEqual(spoken)
    }),
    { numRuns: 2000 },
  )
})

describe('git ignores what a pattern owns', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'codeowners-'))
    execFileSync('git', ['init', '--quiet', folder])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const ignored = (text: string, paths: readonly string[]): ReadonlySet<string> => {
    writeFileSync(join(folder, '.git/info/exclude'), `${text}\n`)
    // Exit code 1 says that none is ignored.
    const command = 'git -c core.ignorecase=false check-ignore --no-index --stdin -z || true'
    const answer = execFileSync('sh', ['-c', command], { cwd: folder, input: paths.join('\0') })
    return new Set(answer.toString().split('\0'))
  }
  /** Where GitHub says otherwise, or where git reads a folder in what is a file here. */
  const differs = (text: string) => /\/\*$/.test(text) || /\*\*\/$/.test(text)

  test('for a hundred random patterns', () => {
    let matched = 0
    fc.assert(
      fc.property(
        pattern.filter((text) => !differs(text)),
        fc.uniqueArray(path, { minLength: 20, maxLength: 40 }),
        (text, paths) => {
          const expected = ignored(text, paths)
          matched += expected.size
          expect(paths.filter((each) => matches(text, each))).toEqual(
            paths.filter((each) => expected.has(each)),
          )
        },
      ),
      { numRuns: 100 },
    )
    expect(matched).toBeGreaterThan(100)
  })

  test('but not below docs/*, where GitHub is narrower', () => {
    expect(ignored('docs/*', ['docs/a/b']).has('docs/a/b')).toBe(true)
    expect(matches('docs/*', 'docs/a/b')).toBe(false)
  })
})

describe('no path and no file makes it slow: a matcher that backtracks would not come back from these', () => {
  test.each([
    ['*a*a*a*b', 'a'.repeat(4096)],
    [`${'*a'.repeat(200)}*b`, 'a'.repeat(4096)],
    [`${'*a'.repeat(200)}*a`, `${'a'.repeat(4095)}b`],
    ['a/**/a/**/a/**/a/**/b', 'a/'.repeat(2047).concat('a')],
    [`${'**/'.repeat(300)}b`, 'a/'.repeat(2047).concat('a')],
    [`${'**/*a*a*/'.repeat(20)}b`, `${'a'.repeat(255)}/`.repeat(15).concat('a')],
  ])('%s', (text, file) => expect(matches(text, file)).toBe(false))

  test.each([
    ['words without end', `* ${'a'.repeat(200_000)}`],
    ['an address without end', `* ${'a.'.repeat(100_000)}@${'a.'.repeat(100_000)}`],
    ['spaces without end', `*${' '.repeat(500_000)}x`],
    ['backslashes without end', `${'\\'.repeat(500_001)}`],
  ])('%s', (_, text) => expect(parseCodeOwners(text).problems).toHaveLength(1))

  test.each([
    ['folders', (at: number) => `/packages/area-${at}/ @u${at}`, 'u7'],
    ['names anywhere', (at: number) => `module-${at} @u${at}`, 'u7'],
    ['endings', (at: number) => `*.x${at} @u${at}`, 'u7'],
    ['depths', (at: number) => `**/area-${at}/**/f*s @u${at}`, 'u7'],
  ])('5,000 rules about %s, 3,000 files', (_, rule, owner) => {
    const owners = parseCodeOwners(Array.from({ length: 5000 }, (__, at) => rule(at)).join('\n'))
    expect(owners.rules).toHaveLength(5000)
    const files = Array.from({ length: 3000 }, (__, at) => `packages/area-7/src/module-7/${at}.x7/file.ts`)
    expect(files.every((file) => ownersOf(owners, file)?.[0]?.name === owner)).toBe(true)
  })
})
