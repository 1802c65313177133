/** What one record, one person and one source may teach within a week. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HistoryIndex } from '../../src/history/index.ts'
import { limitBlames, limitWords } from '../../src/history/told-limits.ts'
import { makeRepository, type Repository } from '../e2e/repository.ts'
import fc from '../properties.ts'
import { readHistory } from './reading.ts'

const day = 86_400
const sum = (shares: readonly number[]): number => shares.reduce((total, share) => total + share, 0)

describe('words of a person', () => {
  const words = (by: string | undefined, days: readonly number[]) =>
    days.map((at, place) => ({ sha: `${by} ${place}`, at: at * day, ...(by === undefined ? {} : { by }) }))
  test.each<[string, ReturnType<typeof words>, number]>([
    ['ten within a week', words('one', Array(10).fill(3)), 0],
    ['twelve within a week', words('one', Array(12).fill(3)), 2],
    ['twelve by two', [...words('one', Array(6).fill(3)), ...words('other', Array(6).fill(3))], 0],
    ['twenty within a fortnight', words('one', [...Array(10).fill(1), ...Array(10).fill(8.5)]), 0],
    ['thirty of nobody known', words(undefined, Array(30).fill(3)), 0],
  ])('%s', (_, all, beyond) => expect(limitWords(all).beyond).toHaveLength(beyond))

  test('count in the order of time, whatever order they are told in', () => {
    const all = words('one', [9, 8, 7, 6.9, 6.8, 6.7, 6.6, 6.5, 6.4, 6.3, 6.2, 6.1])
    expect(limitWords(all).beyond.map(({ at }) => at / day)).toEqual([8, 9])
  })
})

describe('incidents', () => {
  let repository: Repository
  let index: HistoryIndex
  beforeAll(async () => {
    repository = await makeRepository({ start: '2026-01-05T09:00:00Z' })
    await repository.bulk(600)
    index = (await readHistory(repository.directory)).index
  })
  afterAll(() => repository.remove())

  const from = Date.parse('2026-06-01T00:00:00Z') / 1000
  const blames = (incident: string, count: number, confidence = 0.95, at = from, source = 'own') =>
    Array.from({ length: count }, () => ({ incident, source, confidence, noticedAt: at }))
  const shares = (...all: readonly ReturnType<typeof blames>[]) => {
    const { counted, beyond } = limitBlames(index, all.flat())
    return { counted: counted.map(({ share }) => share), beyond: beyond.length }
  }

  test('that blame one change teach all of it', () =>
    expect(shares(blames('A', 1))).toEqual({ counted: [1], beyond: 0 }))

  test('that blame many are one failure together', () => {
    const { counted } = shares(blames('A', 20))
    expect(0.95 * sum(counted)).toBeCloseTo(1, 12)
    expect(new Set(counted).size).toBe(1)
  })

  test('of one source are ten failures a week at most where little lands, each whole or not at all', () => {
    const flood = Array.from({ length: 15 }, (_, at) => blames(`I${at}`, 2, 0.95, from + at))
    expect(shares(...flood)).toMatchObject({ beyond: 2 * 5 })
    const spread = Array.from({ length: 15 }, (_, at) => blames(`I${at}`, 2, 0.95, from + at * day))
    expect(shares(...spread)).toMatchObject({ beyond: 0 })
    const halves = flood.map((each, at) => each.map((blame) => ({ ...blame, source: `s${at % 2}` })))
    expect(shares(...halves)).toMatchObject({ beyond: 0 })
  })

  test('are a fifth of what lands in a week at most where more does', () => {
    const last = index.parts.time.get(index.length - 1) + 1
    const times = Array.from({ length: index.length }, (_, at) => index.parts.time.get(at))
    const landed = times.filter((time) => time >= last - 7 * day).length
    expect(landed).toBeGreaterThan(50)
    const flood = Array.from({ length: landed }, (_, at) => blames(`I${at}`, 2, 0.95, last))
    expect(shares(...flood).counted.length / 2).toBe(Math.floor(0.2 * landed))
  })

  test('one more takes nothing from those before it', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ many: fc.integer({ min: 1, max: 4 }), at: fc.nat({ max: 30 * day }) }), {
          maxLength: 40,
        }),
        fc.nat({ max: 30 * day }),
        (told, later) => {
          const given = told.flatMap(({ many, at }, place) => blames(`I${place}`, many, 0.95, from + at))
          const more = blames('more', 1, 0.95, from + later)
          const early = (all: ReturnType<typeof blames>) =>
            limitBlames(index, all)
              .counted.filter(({ noticedAt, incident }) => noticedAt < from + later && incident !== 'more')
              .map(({ incident, share }) => `${incident} ${share}`)
          expect(early([...given, ...more])).toEqual(early(given))
        },
      ),
    ))
})
