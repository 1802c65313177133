/** Windows held against a slow reference that asks Intl for every minute, in the days around every change of the clocks. */
import { describe, expect, test } from 'vitest'
import type { OwnedWindow } from '../../src/config/applicable-windows.ts'
import type { Window } from '../../src/config/configuration.ts'
import { windowsAt } from '../../src/policy/windows.ts'
import fc from '../properties.ts'
import {
  fixedMinutes,
  minute,
  type Recurring,
  recurringMinutes,
  recurringWindow,
  type Wall,
  wallsBetween,
} from './window-reference.ts'

const hour = 60 * minute
const day = 24 * hour

/** Zones of whole and of odd offsets; changes at 1, 2 and 3 o'clock, at midnight, by an hour, by half of one, by two. */
const zones = [
  ...['Europe/Paris', 'America/New_York', 'America/St_Johns', 'Australia/Lord_Howe', 'Antarctica/Troll'],
  ...['Pacific/Chatham', 'Asia/Kathmandu', 'Africa/Cairo', 'America/Santiago', 'Asia/Beirut', 'UTC'],
]

/** The instants in 2026 at which the clocks of a zone change; a day in June where they never do. */
const changesOf = (timeZone: string): readonly number[] => {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  const offsetAt = (at: number) => format.formatToParts(at).find(({ type }) => type === 'timeZoneName')!.value
  const found: number[] = []
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += hour)
    if (offsetAt(at) !== offsetAt(at + hour)) found.push(at + hour)
  return found.length > 0 ? found : [Date.UTC(2026, 5, 9)]
}

interface Place {
  readonly timeZone: string
  /** Two days before a change of the clocks, and three after. */
  readonly from: number
  readonly walls: readonly Wall[]
}
/** Starts up to two days before count, too. */
const early = 2 * 24 * 60
const places: readonly Place[] = zones.flatMap((timeZone) =>
  changesOf(timeZone).map((change) => {
    const from = change - 4 * day
    return { timeZone, from, walls: wallsBetween(timeZone, from, change + 3 * day) }
  }),
)

const anyPlace = fc.constantFrom(...places)
const anyRecurring: fc.Arbitrary<Recurring> = fc.record({
  hour: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 23 })),
  minute: fc.constantFrom(0, 15, 30, 59),
  weekdays: fc.constantFrom([0, 1, 2, 3, 4, 5, 6], [0], [1, 2, 3, 4], [6, 0]),
  minutes: fc.constantFrom(30, 60, 150, 14 * 60, 24 * 60, 30 * 60, 47 * 60),
})
/** A minute whose past of two days and whose future of a day and more lie inside. */
const anyMinute = fc.integer({ min: early, max: early + 3 * 24 * 60 })
const effects = ['review', 'allow'] as const

const isInForce = async (window: Window, at: number): Promise<boolean> =>
  (await windowsAt([{ window }], new Date(at))).inForce.length > 0

describe('a window is in force exactly in the minutes in which the wall says so', () => {
  test('where it comes again', async () => {
    let inside = 0
    await fc.assert(
      fc.asyncProperty(anyPlace, anyRecurring, anyMinute, async ({ timeZone, from, walls }, said, place) => {
        const expected = recurringMinutes(walls, said)
        for (const at of [place - 1, place, place + 1]) {
          const found = await isInForce(
            recurringWindow(said, timeZone, { kind: 'review' }),
            from + at * minute,
          )
          inside += Number(found)
          expect([walls[at]!.text, found]).toEqual([walls[at]!.text, expected.has(at)])
        }
      }),
      { numRuns: 300 },
    )
    expect(inside).toBeGreaterThan(200)
  })

  test('where it comes once', async () => {
    let inside = 0
    await fc.assert(
      fc.asyncProperty(
        anyPlace,
        fc.constantFrom(...effects),
        fc.array(fc.integer({ min: 0, max: 3 * 24 * 4 }), { minLength: 2, maxLength: 2 }),
        anyMinute,
        async ({ timeZone, from, walls }, kind, quarters, place) => {
          const first = Date.parse(`${walls[early]!.text.slice(0, 10)}T00:00Z`)
          const [start, end] = quarters
            .toSorted((one, other) => one - other)
            .map((quarter) => new Date(first + quarter * 15 * minute).toISOString().slice(0, 16))
          if (start === end) return
          const window: Window = {
            kind: 'fixed',
            name: 'w',
            from: `${start}:00`,
            to: `${end}:00`,
            timeZone,
            effect: { kind },
          }
          const expected = fixedMinutes(walls, start!, end!, kind === 'allow')
          for (const at of [place - 1, place, place + 1]) {
            const found = await isInForce(window, from + at * minute)
            inside += Number(found)
            expect([walls[at]!.text, found]).toEqual([walls[at]!.text, expected.has(at)])
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(inside).toBeGreaterThan(200)
  })
})

test('what lets nothing out opens at the first minute at which every freeze is over and everybody’s hours run', async () => {
  let held = 0
  await fc.assert(
    fc.asyncProperty(
      anyPlace,
      fc.array(anyRecurring, { maxLength: 2 }),
      fc.array(anyRecurring, { minLength: 1, maxLength: 3 }),
      anyMinute,
      async ({ timeZone, from, walls }, freezes, hours, place) => {
        const windows: readonly OwnedWindow[] = [
          ...freezes.map((said) => ({ window: recurringWindow(said, timeZone, { kind: 'emergency-only' }) })),
          ...hours.map((said, at) => ({
            window: recurringWindow(said, timeZone, { kind: 'allow' }),
            owner: { kind: 'customer' as const, name: `customer-${at}` },
          })),
        ]
        const frozen = freezes.map((said) => recurringMinutes(walls, said))
        const chosen = hours.map((said) => recurringMinutes(walls, said))
        const isOpen = (at: number) =>
          frozen.every((minutes) => !minutes.has(at)) && chosen.every((minutes) => minutes.has(at))
        let expected = place
        while (expected < walls.length && !isOpen(expected)) expected++
        const { closed } = await windowsAt(windows, new Date(from + place * minute))
        if (expected === place) expect(closed).toBeUndefined()
        else if (expected === walls.length)
          expect(closed!.until.getTime()).toBeGreaterThanOrEqual(from + walls.length * minute)
        else {
          held++
          expect(closed).toMatchObject({ opens: true, until: new Date(from + expected * minute) })
        }
      },
    ),
    { numRuns: 400 },
  )
  expect(held).toBeGreaterThan(60)
})
