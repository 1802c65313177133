import { describe, expect, test } from 'vitest'
import { SourceError, UsageError } from '../../src/domain/errors.ts'
import type { DelimitedTableOptions } from '../../src/model/delimited-table.ts'
import { createDelimitedTableReader } from '../../src/model/delimited-table.ts'
import { readLines } from '../../src/model/delimited-text.ts'
import fc from '../properties.ts'

function linesOf(text: string, pieces = [text]) {
  const lines: string[][] = []
  const reader = readLines((fields) => lines.push(fields))
  for (const piece of pieces) reader.write(piece)
  reader.end()
  return lines
}

describe('comma-separated text', () => {
  test.each([
    [
      'plain',
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'without a last line end',
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'from Windows',
      'a,b\r\n1,2\r\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['with a byte order mark', '\uFEFFa,b\n', [['a', 'b']]],
    ['with commas, quotes and line ends in quotes', 'a,"x, ""y""\nz",c\n', [['a', 'x, "y"\nz', 'c']]],
    ['with empty fields', ',,\n', [['', '', '']]],
    ['with empty lines', 'a\n\nb\n\n', [['a'], ['b']]],
    ['with an empty quoted field', '"",1\n', [['', '1']]],
    ['with a carriage return inside quotes', '"a\r\nb",1\r\n', [['a\r\nb', '1']]],
    ['with a quote that never closes', '1,"ab', [['1', 'ab']]],
    ['nothing at all', '', []],
  ])('%s', (_, text, lines) => expect(linesOf(text)).toEqual(lines))

  test('may be cut into pieces anywhere', () => {
    const field = fc.string({ unit: fc.constantFrom('a', '1', ',', '"', '\n', '\r', ' '), maxLength: 6 })
    const table = fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { maxLength: 6 })
    fc.assert(
      fc.property(table, fc.array(fc.nat(40), { maxLength: 8 }), (rows, cuts) => {
        const text = rows
          .map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`)
          .join('')
        const places = [...new Set([0, ...cuts, text.length])].sort((a, b) => a - b)
        const pieces = places.slice(1).map((end, i) => text.slice(places[i], end))
        expect(linesOf(text, pieces)).toEqual(rows)
      }),
      { seed: 25, numRuns: 500 },
    )
  })
})

function read(text: string, options: Partial<DelimitedTableOptions> = {}) {
  const reader = createDelimitedTableReader({ name: 'changes.csv', ...options })
  reader.write(text)
  return reader.end()
}

/** A header and twelve rows; `cells` gives the cells of row i. */
const csv = (header: string, cells: (i: number) => readonly (string | number)[], n = 12) =>
  `${header}\n${Array.from({ length: n }, (_, i) => cells(i).join(',')).join('\n')}\n`

describe('a table of changes', () => {
  const mixed = csv('label,files,ratio,risky,delta,author,version,empty,when', (i) => [
    i % 3 === 0 ? 1 : 0,
    i * 3,
    i / 20,
    i % 2,
    i - 5,
    `"person, ${i}"`,
    2,
    '',
    1_700_000_000 + i,
  ])

  test('finds out the shapes', () => {
    const { table } = read(mixed, { time: 'when' })
    expect(table.columns.map(({ name, shape }) => [name, shape])).toEqual([
      ['files', 'count'],
      ['ratio', 'share'],
      ['risky', 'flag'],
      ['delta', 'number'],
    ])
    expect([...table.rows.subarray(4, 8)]).toEqual([3, Math.fround(0.05), 1, -4])
  })

  test('names what it leaves out', () => {
    expect(read(mixed, { time: 'when' }).leftOut).toEqual([
      { column: 'author', why: 'holds text' },
      { column: 'version', why: 'is 2 in every row' },
      { column: 'empty', why: 'has no value in any row' },
    ])
  })

  test('ignores what it is told to ignore', () => {
    const { table, leftOut } = read(mixed, { time: 'when', ignore: ['files', 'author'] })
    expect(table.columns.map(({ name }) => name)).toEqual(['ratio', 'risky', 'delta'])
    expect(leftOut.map(({ column }) => column)).toEqual(['version', 'empty'])
  })

  test('without a time column takes the order of the file, and says so', () => {
    const { times, notes } = read(mixed, { ignore: ['when'] })
    expect([...times.subarray(0, 3)]).toEqual([0, 1, 2])
    expect(notes.join()).toMatch(/no time column was named/)
  })
})

test('rows out of order are sorted by time, equal times keep theirs, and it is said', () => {
  const when = [5, 3, 3, 9, 1, 7, 8, 8, 2, 10, 11, 12]
  const { times, sourceRows, notes, table } = read(
    csv('t,label,x', (i) => [when[i]!, i % 2, i]),
    { time: 't' },
  )
  expect([...times]).toEqual([1, 2, 3, 3, 5, 7, 8, 8, 9, 10, 11, 12])
  expect([...sourceRows]).toEqual([4, 8, 1, 2, 0, 5, 6, 7, 3, 9, 10, 11])
  expect([...table.rows]).toEqual([...sourceRows])
  expect(notes).toEqual([expect.stringMatching(/rows were not in time order and were sorted by "t"/)])
})

test.each([
  ['seconds', '1700000000', 1700000000],
  ['milliseconds', '1700000000500', 1700000000.5],
  ['ISO 8601', '2023-11-14T22:13:20Z', 1700000000],
  ['ISO 8601 without a zone, which is UTC', '2023-11-14 22:13:20', 1700000000],
  ['a day', '2023-11-14', 1699920000],
])('time may be given as %s', (_, text, seconds) => {
  const { times } = read(
    csv('t,label,x', (i) => [text, i % 2, i]),
    { time: 't' },
  )
  expect(times[0]).toBe(seconds)
})

test('missing, infinite and unlabelled values are told apart', () => {
  const xs = ['1', '', 'NA', 'inf', '-Infinity', '2', 'NaN', '3', '4', '5', '6', '7', '8']
  const { table, notes, sourceRows } = read(csv('label,x', (i) => [i === 5 ? '' : i % 2, xs[i]!], 13))
  expect([...table.rows]).toEqual([1, NaN, NaN, NaN, NaN, NaN, 3, 4, 5, 6, 7, 8])
  expect(sourceRows).not.toContain(5)
  expect(notes.join('\n')).toMatch(/1 rows without a value in "label" were left out/)
  expect(notes.join('\n')).toMatch(/2 infinite values were read as missing/)
})

test('a failure is known when its label time says, or at once', () => {
  const { labelKnownTimes } = read(
    csv('t,label,known,x', (i) => [100 + i, i % 2, i === 3 ? 500 : '', i]),
    { time: 't', labelTime: 'known' },
  )
  expect([...labelKnownTimes!.subarray(0, 4)]).toEqual([Infinity, 101, Infinity, 500])
})

const good = csv('t,label,x', (i) => [i, i % 2, i])
test.each<[string, string, Partial<DelimitedTableOptions>, new (message: string) => Error, RegExp]>([
  ['an empty file', '', {}, SourceError, /the file is empty/],
  [
    'no such label',
    good,
    { label: 'failed' },
    UsageError,
    /no column "failed" \(--label\); the columns are t, label, x/,
  ],
  ['no such time', good, { time: 'when' }, UsageError, /no column "when" \(--time\)/],
  ['no such column to ignore', good, { ignore: ['y'] }, UsageError, /no column "y" \(--ignore\)/],
  ['one class only', csv('label,x', (i) => [0, i]), {}, SourceError, /"label" is 0 in every row/],
  ['nine rows', csv('label,x', (i) => [i % 2, i], 9), {}, SourceError, /9 rows with an outcome are too few/],
  [
    'a label of 2',
    csv('label,x', (i) => [i % 3, i]),
    {},
    SourceError,
    /line 4: "label" must be 0 or 1, got "2"/,
  ],
  ['a row too short', `${good}13,1\n`, {}, SourceError, /line 14 has 2 fields, the header has 3/],
  [
    'a time that is none',
    good.replace('5,1,5', 'noon,1,5'),
    { time: 't' },
    SourceError,
    /line 7: "t" must be seconds/,
  ],
  ['text only', csv('label,x', (i) => [i % 2, 'a']), {}, SourceError, /no column holds numbers that vary/],
  [
    'fields parted by semicolons',
    'label;x\n1;2\n',
    {},
    SourceError,
    /one field, "label;x"; part fields by commas/,
  ],
  ['a row of one field', `${good}13\n`, {}, SourceError, /line 14 has 1 field, the header has 3/],
  [
    'what a terminal would obey, or has no end,',
    `label,x\u001b[31m\n\u001b[2J${'y'.repeat(5000)},1\n`,
    {},
    SourceError,
    /^[^\p{Cc}]{1,120}, got "\uFFFD\[2Jy{35}…"$/u,
  ],
  ['a name used twice', csv('label,x,x', (i) => [i % 2, i, i]), {}, SourceError, /"x" stands there twice/],
])('%s is refused', (_, text, options, kind, message) => {
  expect(() => read(text, options)).toThrow(kind)
  expect(() => read(text, options)).toThrow(message)
})
