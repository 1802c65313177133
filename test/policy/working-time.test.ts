import { describe, expect, test } from 'vitest'
import { mustRead } from '../../src/config/reading.ts'
import { readWorkingHours } from '../../src/config/working-hours.ts'
import { workingMomentAfter } from '../../src/policy/working-time.ts'
import fc from '../properties.ts'

const hours = (text: string) => mustRead(readWorkingHours(text))
const office = 'Mon-Fri 09:00-18:00'

describe('when four hours of work have passed', () => {
  test.each([
    ['asked in the morning', '2026-03-10T09:00Z', 4, office, 'UTC', '2026-03-10T13:00Z'],
    ['asked before work', '2026-03-10T05:00Z', 4, office, 'UTC', '2026-03-10T13:00Z'],
    [
      'asked in the afternoon: the rest is done tomorrow',
      '2026-03-10T16:00Z',
      4,
      office,
      'UTC',
      '2026-03-11T11:00Z',
    ],
    ['asked on Friday evening: on Monday', '2026-03-13T17:00Z', 4, office, 'UTC', '2026-03-16T12:00Z'],
    ['asked on a Sunday', '2026-03-15T12:00Z', 4, office, 'UTC', '2026-03-16T13:00Z'],
    ['in Paris it is an hour later', '2026-03-10T08:00Z', 4, office, 'Europe/Paris', '2026-03-10T12:00Z'],
    [
      'in New York people still sleep',
      '2026-03-10T08:00Z',
      4,
      office,
      'America/New_York',
      '2026-03-10T17:00Z',
    ],
    [
      'over the weekend on which Paris puts its clocks forward',
      '2026-03-27T16:00Z',
      4,
      office,
      'Europe/Paris',
      '2026-03-30T10:00Z',
    ],
    ['where work never ends', '2026-03-14T22:00Z', 4, 'always', 'UTC', '2026-03-15T02:00Z'],
    [
      'in the night that is an hour longer',
      '2026-10-24T22:00Z',
      26,
      'always',
      'Europe/Paris',
      '2026-10-26T00:00Z',
    ],
    ['on the days of a shift', '2026-03-13T10:00Z', 4, 'Sat-Sun 10:00-14:00', 'UTC', '2026-03-14T14:00Z'],
    ['days on end', '2026-03-10T09:00Z', 27, office, 'UTC', '2026-03-12T18:00Z'],
  ])('%s', (_, asked, wanted, text, timeZone, moment) => {
    const found = workingMomentAfter(new Date(asked), wanted * 3600, { hours: hours(text), timeZone })
    expect(found?.toISOString()).toBe(new Date(moment).toISOString())
  })

  test('whoever wants to be asked years later is not', () => {
    expect(
      workingMomentAfter(new Date('2026-03-10T09:00Z'), 5000 * 3600, {
        hours: hours(office),
        timeZone: 'UTC',
      }),
    ).toBeNull()
  })

  test('is never earlier than so much time, and later for whoever is asked later', () => {
    const zones = ['UTC', 'Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 400 * 86_400 }),
        fc.integer({ min: 0, max: 7 * 86_400 }),
        fc.integer({ min: 1, max: 40 * 3600 }),
        (timeZone, begin, later, seconds) => {
          const [one, other] = [begin, begin + later].map(
            (at) => new Date(Date.parse('2026-01-01T00:00Z') + at * 1000),
          )
          const [first, second] = [one!, other!].map(
            (from) => workingMomentAfter(from, seconds, { hours: hours(office), timeZone })!,
          )
          expect(first!.getTime() - one!.getTime()).toBeGreaterThanOrEqual(seconds * 1000)
          expect(second!.getTime()).toBeGreaterThanOrEqual(first!.getTime())
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('working hours', () => {
  test.each([
    ['Mon-Fri 09:00-18:00', { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00' }],
    ['mon-thu,sat 08:30-17:00', { days: [1, 2, 3, 4, 6], from: '08:30', to: '17:00' }],
    ['Fri-Mon 00:00-24:00', { days: [0, 1, 5, 6], from: '00:00', to: '24:00' }],
  ])('%s', (text, expected) => expect(readWorkingHours(text)).toEqual({ ok: true, value: expected }))

  test.each([
    '9-18',
    'Mon-Fri',
    'Mon-Fri 18:00-09:00',
    'Mon-Fri 09:00-25:00',
    'Mon-Fry 09:00-18:00',
    7,
    'Mon-Fri 09:60-10:00',
  ])('%s is refused', (text) => expect(readWorkingHours(text)).toMatchObject({ ok: false }))
})
