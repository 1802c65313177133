/** The parsers of git's output: real output in any chunks gives one answer, and no bytes at all make them throw. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DifferenceParser, type FileDifference } from '../../../src/clients/git/differences.ts'
import { HunkParser, type HunksByPath, patchPath } from '../../../src/clients/git/hunks.ts'
import { TokenReader } from '../../../src/clients/git/tokens.ts'
import { makeRepository, type Repository } from '../../e2e/repository.ts'
import fc from '../../properties.ts'
import { answerOf, open, pairsOf } from './reading.ts'

/** Pieces of what the parsers know, so that chance reaches beyond their first test. */
const bait = fc.constantFrom(
  ...[
    '\0',
    '=\n',
    '=',
    '\n',
    ':100644 100644 a b M',
    ':000000 160000 a b A',
    ':1 1 a b R100',
    ':',
    '\t',
    '-\t-\t',
  ],
  ...[
    '12\t3\t',
    'a.ts',
    '--- a/x\n',
    '+++ b/x\n',
    '+++ /dev/null\n',
    '@@ -1,2 +3 @@\n',
    '@@ -0,0 +1,9999999999 @@',
  ],
  ...['\\ No newline', '+++ "b/\\303\\251"\n', '+++ "', '--- "\\', 'é', '\u{1f4a5}', '\xff'],
)
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
  fc.array(bait, { maxLength: 40 }).map((pieces) => Buffer.from(pieces.join(''), 'latin1')),
)

/** Cuts bytes at any places, the same place twice among them: an empty chunk is a chunk. */
const chunked = (whole: Buffer, cuts: readonly number[]): readonly Buffer[] => {
  const places = [
    0,
    ...cuts.map((cut) => cut % (whole.length + 1)).sort((one, other) => one - other),
    whole.length,
  ]
  return places.slice(1).map((to, at) => whole.subarray(places[at], to))
}
const cuts = fc.array(fc.nat(), { maxLength: 12 })

const parsers: Readonly<Record<string, (chunks: readonly Buffer[]) => unknown>> = {
  tokens: (chunks) => {
    const tokens: string[] = []
    const reader = new TokenReader((token) => tokens.push(token.toString('hex')))
    for (const chunk of chunks) reader.read(chunk)
    return [tokens, reader.takeRest().toString('hex')]
  },
  differences: (chunks) => {
    const answers: (readonly FileDifference[])[] = []
    const parser = new DifferenceParser((files) => answers.push(files))
    for (const chunk of chunks) parser.read(chunk)
    return answers
  },
  hunks: (chunks) => {
    const answers: HunksByPath[] = []
    const parser = new HunkParser((hunks) => answers.push(hunks))
    for (const chunk of chunks) parser.read(chunk)
    return answers.map((hunks) => [...hunks])
  },
}

describe.each(Object.entries(parsers))('%s', (_, parse) => {
  test('no bytes in no chunks make it throw', () =>
    fc.assert(
      fc.property(bytes, cuts, (whole, places) => {
        expect(parse(chunked(whole, places))).toBeDefined()
      }),
      { numRuns: 3000 },
    ))
})

test.each(['tokens', 'hunks'])('chunks make no difference to %s, whatever the bytes', (name) => {
  const parse = parsers[name]!
  fc.assert(
    fc.property(bytes, cuts, (whole, places) => {
      expect(parse(chunked(whole, places))).toEqual(parse([whole]))
    }),
    { numRuns: 3000 },
  )
})

describe('what git really prints', () => {
  let repository: Repository
  let raw: Buffer
  let patches: Buffer
  beforeAll(async () => {
    repository = await makeRepository({ bare: true })
    const mean = [
      '=\n',
      '=',
      ':100644',
      'a\tb',
      'line\nbreak',
      '"quoted"',
      '支払い.ts',
      ' --- a/x',
      '\\303\\251',
      '@@ -1 +1 @@',
    ]
    await repository.commit({
      message: 'Mean names',
      files: Object.fromEntries(mean.map((path) => [`in/${path}`, `=\n${path}\n@@ -1 +1 @@\n--- a/x\n`])),
    })
    await repository.commit({
      message: 'Mean contents',
      files: Object.fromEntries(mean.map((path) => [`in/${path}`, `=\n\\ No newline\n+++ b/y\n=`])),
    })
    await repository.commit({ message: 'Nothing', allowEmpty: true })
    await repository
      .rename({ from: 'in/支払い.ts', to: 'in/=', message: 'Move onto it' })
      .catch(() => undefined)
    await repository.rename({ from: 'in/a\tb', to: 'out/=\n', message: 'Move' })
    await repository.commit({ message: 'Bytes', files: { 'bytes.bin': Buffer.from([0, 1, 2, 0]) } })
    await repository.submodule({ path: 'sub', sha: '1'.repeat(40), message: 'Sub' })
    await repository.bulk(60)
    const opened = await open(repository.directory)
    const pairs = await pairsOf(opened)
    raw = await answerOf(opened, ['--root', '-r', '-M50%', '--raw', '--numstat', '-z'], pairs)
    patches = await answerOf(opened, ['--root', '-r', '-p', '-U0', '--no-renames'], pairs)
  })
  afterAll(() => repository.remove())

  test('is one answer, however it is cut', () => {
    const whole = { differences: parsers['differences']!([raw]), hunks: parsers['hunks']!([patches]) }
    expect(whole.differences).toHaveLength((whole.hunks as unknown[]).length)
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 400 }), (places) => {
        expect(parsers['differences']!(chunked(raw, places))).toEqual(whole.differences)
        expect(parsers['hunks']!(chunked(patches, places))).toEqual(whole.hunks)
      }),
      { numRuns: 60 },
    )
  })

  test('is one answer byte by byte', () => {
    const single = (whole: Buffer) => Array.from(whole, (_, at) => whole.subarray(at, at + 1))
    expect(parsers['differences']!(single(raw))).toEqual(parsers['differences']!([raw]))
    expect(parsers['hunks']!(single(patches))).toEqual(parsers['hunks']!([patches]))
  })
})

test('a line of 32 MB in small chunks does not cost its square', () => {
  const parser = new HunkParser(() => undefined)
  const chunk = Buffer.alloc(16_384, 'a')
  const from = performance.now()
  parser.read(Buffer.from('--- a/x\n+++ b/x\n@@ -1 +1 @@\n-'))
  for (let at = 0; at < 2048; at += 1) parser.read(chunk)
  expect(performance.now() - from).toBeLessThan(1000)
})

test.each<[string, string | null]>([
  ['a/src/pay.ts', 'src/pay.ts'],
  ['b/with space\t', 'with space'],
  ['/dev/null', null],
  ['"b/\\346\\224\\257.ts"', '支.ts'],
  ['"a/tab\\there"', 'tab\there'],
  ['"a/\\"quoted\\" with space"\t', '"quoted" with space'],
  ['"a/\\"quoted\\" and \\\\"', '"quoted" and \\'],
  ['"a/line\\nbreak"', 'line\nbreak'],
])('a path in a patch: %s', (text, path) => expect(patchPath(text)).toBe(path))
