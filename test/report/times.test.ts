import { expect, test } from 'vitest'
import { sayComing, sayDuration, sayPast } from '../../src/report/times.ts'
import fc from '../properties.ts'

/** A Saturday. */
const now = '2026-08-22T09:30:00.000Z'

test.each([
  ['2026-08-22T07:05:00Z', '07:05 today'],
  ['2026-08-21T23:59:00Z', 'yesterday'],
  ['2026-08-18T16:12:00Z', 'Tuesday'],
  ['2026-08-16T00:00:00Z', 'Sunday'],
  ['2026-08-15T23:59:00Z', '15 August'],
  ['2025-12-31T12:00:00Z', '31 December 2025'],
  ['2026-08-24T12:00:00Z', '24 August'],
  ['some day', 'some day'],
])('%s was %s', (moment, said) => expect(sayPast(moment, now)).toBe(said))

test.each([
  ['2026-08-22T16:00:00Z', '16:00 UTC'],
  ['2026-08-24T10:00:00Z', 'Monday 10:00 UTC'],
  ['2026-08-28T10:00:00Z', 'Friday 10:00 UTC'],
  ['2026-08-29T10:00:00Z', '29 August 10:00 UTC'],
  ['2027-01-02T00:00:00Z', '2 January 2027 00:00 UTC'],
])('%s comes %s', (moment, said) => expect(sayComing(moment, now)).toBe(said))

test.each([
  [20, '1 minute'],
  [59 * 60, '59 minutes'],
  [119 * 60, '119 minutes'],
  [36 * 3600, '36 hours'],
  [60 * 3600, '3 days'],
])('%d seconds are %s', (seconds, said) => expect(sayDuration(seconds)).toBe(said))

test('a weekday is only named within the week, so that it means one day', () => {
  const moments = fc.integer({ min: 0, max: 800 * 86_400 })
  fc.assert(
    fc.property(moments, (secondsAgo) => {
      const moment = new Date(Date.parse(now) - secondsAgo * 1000)
      const said = sayPast(moment.toISOString(), now)
      if (/day$/.test(said) && said !== 'yesterday' && !said.endsWith('today'))
        expect(secondsAgo).toBeLessThan(7 * 86_400)
    }),
  )
})
