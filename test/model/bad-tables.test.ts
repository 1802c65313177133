/** Tables as strangers bring them: whatever stands in them, there is a clear word or a probability, never NaN. */

import { describe, expect, test } from 'vitest'
import { SourceError } from '../../src/domain/errors.ts'
import { backtest } from '../../src/model/backtest.ts'
import type { DelimitedTable, DelimitedTableOptions } from '../../src/model/delimited-table.ts'
import { createDelimitedTableReader } from '../../src/model/delimited-table.ts'
import { createRowStore } from '../../src/model/row-store.ts'
import { MOST_COLUMNS } from '../../src/model/screening.ts'
import fc from '../properties.ts'
import { seededRandom } from './synthetic.ts'

function read(lines: Iterable<string>, options: Partial<DelimitedTableOptions> = {}): DelimitedTable {
  const reader = createDelimitedTableReader({ name: 'table.csv', ...options })
  for (const line of lines) reader.write(`${line}\n`)
  return reader.end()
}

const judge = (read: DelimitedTable, blocks = 1) =>
  backtest({
    table: read.table,
    times: read.times,
    labels: read.labels,
    ...(read.labelKnownTimes ? { labelKnownTimes: read.labelKnownTimes } : {}),
    blocks,
  })

/** Every number in it, however deep. */
function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : []
}

function expectSound({ report, predictions }: ReturnType<typeof judge>): void {
  for (const { risk } of predictions) if (!(risk >= 0 && risk <= 1)) expect.fail(`a risk of ${risk}`)
  for (const value of numbersIn(report)) if (!Number.isFinite(value)) expect.fail(`${value} in the report`)
}

const oddField = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -3, max: 9 }).map(String) },
  fc.constantFrom('', 'NA', 'inf', '-Infinity', '0', '1', '1e308', '-1e308', '3e38', '1e-320', '-0', 'yes'),
  fc.double().map(String),
)
const oddRow = fc.record({
  time: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: -1e9, max: 2e9 })),
  label: fc.nat({ max: 1 }),
  known: fc.oneof(fc.constant(''), fc.integer({ min: -10, max: 3e9 }).map(String)),
  fields: fc.array(oddField, { minLength: 3, maxLength: 3 }),
})

test('no NaN leaves, whatever the fields, the times and the times of knowing', () => {
  fc.assert(
    fc.property(
      fc.array(oddRow, { minLength: 10, maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      (rows, blocks) => {
        const lines = rows.map(({ time, label, known, fields }) => [time, label, known, ...fields].join())
        let table: DelimitedTable
        try {
          table = read(['time,label,known,a,b,c', ...lines], { time: 'time', labelTime: 'known' })
        } catch (error) {
          // The only two reasons left to refuse such a table.
          expect(error).toBeInstanceOf(SourceError)
          expect(String(error)).toMatch(/nothing to tell apart|no column holds numbers that vary/)
          return
        }
        expectSound(judge(table, blocks))
      },
    ),
    { numRuns: 300 },
  )
})

test('ten rows are enough, even if none of those learned from had failed', () => {
  const lines = Array.from({ length: 10 }, (_, i) => `${i === 9 ? 1 : 0},${i % 3}`)
  const result = judge(read(['label,x', ...lines]))
  expect(result.report).toMatchObject({ rows: 10, trained: 8, scored: 2 })
  expectSound(result)
})

test('rows of one time keep the order of the file, and nobody learns from the row beside', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `7,${i % 4 === 0 ? 1 : 0},7,${i}`)
  const table = read(['time,label,known,x', ...lines], { time: 'time', labelTime: 'known' })
  expect([...table.sourceRows]).toEqual(Array.from({ length: 40 }, (_, i) => i))
  const result = judge(table)
  expect(result.artefact.trainedOn.failures).toBe(0)
  expectSound(result)
})

describe('labels from the future', () => {
  const made = (known: (row: number) => number, label: (row: number) => number) => {
    const random = seededRandom(5)
    const lines = Array.from({ length: 200 }, (_, row) => {
      const size = Math.floor(random() * 50)
      return `${row},${label(row)},${known(row)},${size}`
    })
    return judge(read(['time,label,known,x', ...lines], { time: 'time', labelTime: 'known' }))
  }
  const failed = (row: number) => (row % 5 === 0 ? 1 : 0)

  test('teach nothing before they are known', () => {
    const late = made((row) => (row < 100 ? row + 1 : 5000), failed)
    const never = made(
      (row) => row + 1,
      (row) => (row < 100 || row >= 160 ? failed(row) : 0),
    )
    expect(late.predictions.map(({ risk }) => risk)).toEqual(never.predictions.map(({ risk }) => risk))
    expect(late.artefact.trainedOn.failures).toBe(20)
  })

  test('are what a row is judged by all the same', () => {
    expect(made(() => 5000, failed).report.baseRate).toBe(0.2)
  })

  test('or of the past are said, and count at once', () => {
    const early = read(
      ['time,label,known,x', ...Array.from({ length: 20 }, (_, i) => `${100 + i},${i % 2},${50 + i},${i}`)],
      { time: 'time', labelTime: 'known' },
    )
    expect(early.notes.join('\n')).toMatch(/10 failures became known before they happened, says "known"/)
    expect([...early.labelKnownTimes!.subarray(0, 4)]).toEqual([Infinity, 101, Infinity, 103])
  })

  test('that are no time are refused', () => {
    const lines = Array.from({ length: 20 }, (_, i) => `${i},${i % 2},${i === 7 ? 'soon' : ''},${i}`)
    expect(() => read(['time,label,known,x', ...lines], { time: 'time', labelTime: 'known' })).toThrow(
      /line 9: "known" must be seconds since 1970 or an ISO 8601 time, or empty where it is not known, got "soon"/,
    )
  })
})

describe('a thousand columns', () => {
  const random = seededRandom(11)
  const names = Array.from({ length: 1000 }, (_, i) => `c${i}`)
  const lines = Array.from({ length: 400 }, () => {
    const fields = names.map(() => Math.floor(random() * 1000))
    return [random() < (fields[637]! > 700 ? 0.6 : 0.05) ? 1 : 0, ...fields].join()
  })
  const table = read([['label', ...names].join(), ...lines])
  const result = judge(table)

  test('are cut to those that tell most, and that is said', () => {
    expect(result.artefact.terms).toHaveLength(MOST_COLUMNS)
    expect(table.notes.join('\n')).toMatch(
      /1000 columns hold numbers; of these the model learns from the 256/,
    )
  })

  test('hide the one that matters no longer', () => {
    const steepness = ({ slopes }: (typeof result.artefact.terms)[number]) => Math.abs(slopes[0]!)
    const steepest = result.artefact.terms.reduce((a, b) => (steepness(b) > steepness(a) ? b : a))
    expect(steepest.name).toBe('c637')
    expectSound(result)
  })

  test('keep the artefact small', () => {
    expect(JSON.stringify(result.artefact).length).toBeLessThan(100_000)
  })
})

test('a million rows are read, learned from and scored', () => {
  const random = seededRandom(3)
  function* lines() {
    yield 'time,label,x,y'
    for (let row = 0; row < 1_000_000; row++) {
      const x = Math.floor(random() * 100)
      yield `${row},${random() < 0.01 + x / 2000 ? 1 : 0},${x},${Math.floor(random() * 9)}`
    }
  }
  const result = judge(read(lines(), { time: 'time' }))
  expect(result.report).toMatchObject({ rows: 1_000_000, scored: 200_000 })
  expect(result.report.auc).toBeGreaterThan(0.6)
  expectSound(result)
}, 120_000)

test('more than can be held is refused with the mend', () => {
  const store = createRowStore('table.csv', 5, 20)
  for (let row = 0; row < 4; row++) store.addRow()
  expect(() => store.addRow()).toThrow(
    /table\.csv: more than 4 rows of 5 columns cannot be held .*leave columns out with --ignore/,
  )
})

test('rows come back in the order asked, across blocks', () => {
  const width = 100_000
  const store = createRowStore('table.csv', width)
  for (let row = 0; row < 5; row++) {
    const { block, start } = store.addRow()
    block[start] = row
    block[start + width - 1] = -row
  }
  expect([...store.gather(Uint32Array.of(4, 0, 2), Uint32Array.of(width - 1, 0))]).toEqual([
    -4, 4, -0, 0, -2, 2,
  ])
})
