import { describe, expect, test } from 'vitest'
import type { DecidedPart } from '../../src/model/decided-part.ts'
import { beginWatch, type Watch, watchOver } from '../../src/model/drift-watch.ts'
import fc from '../properties.ts'
import { seededRandom } from './synthetic.ts'

const day = 86_400
const year = 365.25 * day
const promising = () => beginWatch(0, true)

/** One part a day from day 1 on, failing where told, two days after it landed. */
const daily = (failed: readonly boolean[], risk = 0.01): readonly DecidedPart[] =>
  failed.map((fails, at) => ({
    decidedAt: (at + 1) * day,
    landedAt: (at + 1) * day,
    maturesAt: (at + 15) * day,
    failedAt: fails ? (at + 3) * day : Number.POSITIVE_INFINITY,
    risk,
    ceiling: Number.POSITIVE_INFINITY,
  }))

/** All outcomes of n parts, each with its probability. */
const outcomes = (n: number, rate: number): readonly (readonly [readonly boolean[], number])[] =>
  Array.from({ length: 2 ** n }, (_, bits) => {
    const failed = Array.from({ length: n }, (_, at) => ((bits >> at) & 1) === 1)
    return [failed, failed.reduce((chance, fails) => chance * (fails ? rate : 1 - rate), 1)] as const
  })

describe('the sums of a watch', () => {
  const expected = (rate: number, sums: 'promise' | 'calibration', at: number) =>
    outcomes(5, rate).reduce((total, [failed, chance]) => {
      const { watch } = watchOver(promising(), daily(failed, 0.05), { failureRate: 0.1, at })
      return total + chance * (watch[sums].reduce((sum, each) => sum + each, 0) / watch[sums].length)
    }, 0)

  test('are expected to be the years that went by, while what is claimed is true', () => {
    expect(expected(0.1, 'promise', 100 * day)).toBeCloseTo((5 * day) / year, 10)
    // Twice the risk of 5 % is still tolerated.
    expect(expected(0.1, 'calibration', 100 * day)).toBeCloseTo((5 * day) / year, 10)
    expect(expected(0.09, 'promise', 100 * day)).toBeLessThan((5 * day) / year)
    expect(expected(0.2, 'promise', 100 * day)).toBeGreaterThan((5 * day) / year)
  })

  test('are the same however often they were looked at', () => {
    const look = fc.integer({ min: 0, max: 60 })
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), fc.array(look), (failed, days) => {
        const parts = daily(failed)
        const last = { failureRate: 0.9, at: 100 * day }
        let watch: Watch = promising()
        for (const at of days.toSorted((one, other) => one - other)) {
          const told = parts.filter(({ decidedAt }) => decidedAt <= at * day)
          const looked = watchOver(watch, told, { failureRate: 0.9, at: at * day })
          if (looked.alarm) return
          watch = JSON.parse(JSON.stringify(looked.watch)) as Watch
        }
        const often = watchOver(watch, parts, last)
        const once = watchOver(promising(), parts, last)
        // A watch that has sounded is gone on from by nobody.
        expect({ seen: often.seen, alarm: often.alarm }).toEqual({ seen: once.seen, alarm: once.alarm })
        if (!once.alarm) expect(often.watch).toEqual(once.watch)
      }),
    )
  })

  test('never grow by what is not known yet: an open outcome counts as a success', () => {
    const parts = daily([false, true, false])
    // On day 4.5 nobody knows that the second will fail: that shows on day 4 + … 5.
    const before = watchOver(promising(), parts, { failureRate: 0.02, at: 4 * day })
    expect(before.seen).toMatchObject({ n: 3, failures: 0 })
    expect(watchOver(promising(), parts, { failureRate: 0.02, at: 4 * day + 1 }).seen).toMatchObject({
      n: 3,
      failures: 1,
    })
    expect(before.watch).toEqual({ ...promising(), settled: 4 * day })
  })

  test('hold to a promise only while there is one', () => {
    const parts = daily([true, true, false, true])
    const sums = (watch: Watch) => watchOver(watch, parts, { failureRate: 0.9, at: 100 * day }).watch
    expect(sums(beginWatch(0)).promise).toEqual(beginWatch(0).promise)
    expect(sums(promising()).promise[0]).toBeGreaterThan(0)
    expect(sums(promising()).calibration).toEqual(sums(beginWatch(0)).calibration)
  })
})

describe('an alarm', () => {
  test('comes when failures follow each other, and tells what was seen', () => {
    const failed = Array.from({ length: 200 }, (_, at) => at >= 100 && at % 5 === 0)
    const { alarm, seen } = watchOver(promising(), daily(failed), { failureRate: 0.02, at: 300 * day })
    expect(alarm).toBe(true)
    expect(seen.failures).toBeGreaterThanOrEqual(4)
    expect(seen.failures).toBeLessThanOrEqual(8)
    expect(seen.n).toBeLessThan(140)
    expect(seen.expected).toBeCloseTo(seen.n * 0.01, 10)
  })

  test('comes of a model that promises far less than happens, though the promise holds', () => {
    const failed = Array.from({ length: 900 }, (_, at) => at % 60 === 0)
    const asked = { failureRate: 0.02, at: 2000 * day }
    expect(watchOver(promising(), daily(failed, 0.015), asked).alarm).toBe(false)
    expect(watchOver(promising(), daily(failed, 0.002), asked).alarm).toBe(true)
  })

  test.each([
    ['nothing', []],
    [
      'parts decided before it began',
      daily(Array(50).fill(true)).map((part) => ({ ...part, decidedAt: -1 })),
    ],
    ['parts of no risk that succeed', daily(Array(50).fill(false), 0)],
    ['parts that are all but sure to fail, and do not', daily(Array(50).fill(false), 1)],
  ])('does not come of %s', (_, parts) => {
    const { alarm, watch } = watchOver(promising(), parts, { failureRate: 0.02, at: 1000 * day })
    expect(alarm).toBe(false)
    expect(JSON.stringify(watch)).not.toMatch(/null/)
  })

  test('comes falsely in under one of twenty years of a thousand parts at just the promised rate', () => {
    let alarms = 0
    for (let seed = 1; seed <= 200; seed++) {
      const random = seededRandom(seed * 7919)
      for (let warm = 0; warm < 10; warm++) random()
      const parts = daily(Array.from({ length: 1000 }, () => random() < 0.02)).map((part, at) => ({
        ...part,
        decidedAt: ((at + 1) / 1000) * year,
        landedAt: ((at + 1) / 1000) * year,
        maturesAt: ((at + 1) / 1000) * year + 14 * day,
        failedAt: Number.isFinite(part.failedAt) ? ((at + 1) / 1000) * year + day : part.failedAt,
      }))
      if (watchOver(promising(), parts, { failureRate: 0.02, at: 2 * year }).alarm) alarms++
    }
    expect(alarms).toBeLessThanOrEqual(10)
  })
})
