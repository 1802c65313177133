import { describe, expect, test } from 'vitest'
import { exp } from '../../src/domain/numerics.ts'
import { backtest } from '../../src/model/backtest.ts'
import { learnModel } from '../../src/model/learn.ts'
import { estimateMaturing, knownShare } from '../../src/model/maturing.ts'
import { knownAt, replay } from '../../src/model/prequential.ts'
import { halfLifeFor } from '../../src/model/recency.ts'
import { makeRepository } from './synthetic.ts'

const DAY = 86400
const { table, labels, times, labelKnownTimes, truth } = makeRepository({ n: 3000 })
const history = { table, times, labelKnownTimes, maturitySeconds: 5 * DAY }

describe('what is known at a moment', () => {
  const at = times[2000]!
  const known = knownAt(history, at, 2000)

  test('is no failure that was found out later', () => {
    for (const row of known.rows) if (known.labels[row]! > 0) expect(labelKnownTimes[row]!).toBeLessThan(at)
  })

  test('is every failure found out before, at once', () => {
    const found = known.rows.filter((row) => known.labels[row]! > 0).length
    expect(found).toBe(labelKnownTimes.subarray(0, 2000).filter((time) => time < at).length)
  })

  test('is less about young parts, and all about old ones', () => {
    expect(known.knownShares[1999]).toBeLessThan(0.2)
    expect(known.knownShares[1975]).toBeCloseTo(0.5, 0)
    expect(known.knownShares[1900]).toBe(1)
    expect(known.rows).not.toContain(1999)
  })

  test('does not make recent months look worse or better than they were', () => {
    const { rows, labels: seen, knownShares } = known
    const recent = rows.filter((row) => row >= 1950)
    const failures = recent.reduce((sum, row) => sum + seen[row]!, 0)
    const expected = recent.reduce((sum, row) => sum + truth[row]! * knownShares[row]!, 0)
    expect(Math.abs(failures - expected)).toBeLessThan(3 * Math.sqrt(expected))
  })
})

test.each([
  ['older than the maturity', 20, 1],
  ['a day old', 1, 12 / 20],
  ['just landed', 0, 0],
])('with 12 of 15 failures known within a day, a part %s is known to %d', (_, days, share) => {
  const delays = [...new Array<number>(12).fill(0.4 * DAY), 3 * DAY, 6 * DAY, 9 * DAY]
  expect(knownShare(estimateMaturing(delays, 14 * DAY), days * DAY)).toBeCloseTo(share, 12)
})

test('few failures are never forgotten, many allow half a year', () => {
  const ages = Float64Array.from({ length: 4000 }, (_, i) => i * DAY)
  const memory = { failures: 150, shortestSeconds: 182 * DAY }
  const failing = (every: number) => ages.map((_, i) => (i % every === 0 ? 1 : 0))
  expect(halfLifeFor(ages, failing(60), memory)).toBe(Number.POSITIVE_INFINITY)
  expect(halfLifeFor(ages, failing(1), memory) / DAY).toBeCloseTo(182.6, 1)
})

describe('a replay', () => {
  const options = { trainFraction: 0.5, blocks: 3 }

  test('scores each row the same, whatever comes after it', () => {
    const { from, logHazards } = replay(history, options)
    // Failures that become known after the last refit, at row 2500, cannot matter to any score.
    const tampered = {
      ...history,
      labelKnownTimes: labelKnownTimes.map((time) => (time > times[2500]! ? Number.POSITIVE_INFINITY : time)),
    }
    expect(replay(tampered, options).logHazards).toEqual(logHazards)
    expect(from).toBe(1500)
  })

  test('is not touched by measurements of later parts', () => {
    const rows = Float32Array.from(table.rows)
    rows.fill(999, 2999 * 5)
    const later = replay({ ...history, table: { ...table, rows } }, options)
    expect(later.logHazards.subarray(0, 1499)).toEqual(replay(history, options).logHazards.subarray(0, 1499))
  })

  test('of two rows scores the second', () => {
    const two = { ...history, table: { ...table, rows: table.rows.subarray(0, 10), n: 2 } }
    const { from, logHazards } = replay(two, options)
    expect(from).toBe(1)
    expect(logHazards.every(Number.isFinite)).toBe(true)
  })
})

describe('learning a repository', () => {
  const now = times[2999]! + 30 * DAY

  test('leaves a model of all that is known, and a replay that foretold it', () => {
    const { artefact, replayed } = learnModel(history, now)
    expect(artefact.trainedOn.failures).toBe(labels.reduce((sum, label) => sum + label, 0))
    expect(replayed.logHazards.length).toBe(3000 - replayed.from)
    const expected = replayed.logHazards.reduce((sum, logHazard) => sum + exp(logHazard), 0)
    const failed = labels.subarray(replayed.from).reduce((sum, label) => sum + label, 0)
    expect(failed / expected).toBeGreaterThan(0.8)
    expect(failed / expected).toBeLessThan(1.25)
  })

  test.each([0, 1])('of %d parts gives a model all the same', (n) => {
    const empty = { ...history, table: { ...table, rows: table.rows.subarray(0, n * 5), n } }
    expect(Number.isFinite(learnModel(empty, now).artefact.intercept)).toBe(true)
  })
})

describe('a backtest', () => {
  let ticks = 0
  const { report, predictions } = backtest({
    table,
    times,
    labels,
    labelKnownTimes,
    maturitySeconds: 5 * DAY,
    trainFraction: 0.6,
    blocks: 4,
    clock: () => ticks++,
  })

  test('reports every key that scripts rely on', () => {
    expect(Object.keys(report)).toEqual([
      ...[
        'schema',
        'rows',
        'trained',
        'scored',
        'baseRate',
        'auc',
        'averagePrecision',
        'brier',
        'brierSkill',
        'ece',
      ],
      ...['logLoss', 'capture', 'autoApprovable', 'certificate', 'seconds', 'model'],
    ])
    expect(Object.keys(report.capture)).toEqual(['5', '10', '20', '30', '50'])
    expect(Object.keys(report.autoApprovable)).toEqual(['5', '10'])
  })

  test('is skilled and calibrated where there is something to learn', () => {
    expect(report.auc).toBeGreaterThan(0.65)
    expect(report.brierSkill).toBeGreaterThan(0.01)
    expect(report.ece).toBeLessThan(0.03)
  })

  test('predicts every row after the training fraction once', () => {
    expect(report).toMatchObject({ rows: 3000, scored: 1200 })
    expect(predictions.map(({ row }) => row)).toEqual(Array.from({ length: 1200 }, (_, i) => 1800 + i))
    expect(predictions.every(({ risk }) => risk > 0 && risk < 1)).toBe(true)
  })

  test('keeps time: one tick per stage and block', () => {
    expect(report.seconds.train).toBeGreaterThanOrEqual(4)
    expect(report.seconds.score).toBe(4)
  })

  test.each([
    ['nine rows', 9, [0, 1], /9 rows with a known outcome are too few/],
    ['no failure', 50, [0], /no row failed/],
    ['failures only', 50, [1], /every row failed/],
  ])('refuses %s', (_, n, pattern, message) => {
    const request = {
      table: { ...table, rows: table.rows.subarray(0, n * 5), n },
      times,
      labels: Float64Array.from({ length: n }, (_, i) => pattern[i % pattern.length]!),
    }
    expect(() => backtest(request)).toThrow(message)
  })
})
