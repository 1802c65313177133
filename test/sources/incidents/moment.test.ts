import { describe, expect, test } from 'vitest'
import { readMoment } from '../../../src/sources/incidents/moment.ts'
import { zoneOf } from '../../../src/sources/incidents/zone.ts'

const day = { year: 2026, month: 3, day: 10 }
const read = (written: string | number, zone = '', dayFirst: boolean | null = null): string | null => {
  const moment = readMoment(written, { zone: zoneOf(zone), day, dayFirst })
  if (moment === null) return null
  return [new Date(moment.seconds * 1000).toISOString().slice(0, 19), ...moment.doubts].join(' ')
}

test.each([
  ['2026-07-01T10:00:00Z', '2026-07-01T10:00:00'],
  ['2026-07-01T10:00:00.123456789+05:30', '2026-07-01T04:30:00'],
  ['2026-07-01T10:00:00-00', '2026-07-01T10:00:00'],
  ['2026-07-01 10:00:00', '2026-07-01T10:00:00 no-zone'],
  ['2026-07-01', '2026-07-01T00:00:00 date-only'],
  [1782900000, '2026-07-01T10:00:00'],
  [1782900000000, '2026-07-01T10:00:00'],
  ['29-02-2024 01:16', '2024-02-29T01:16:00 no-zone'],
  ['29-02-2026 01:16', null],
  ['03/04/2026 01:16 UTC', '2026-04-03T01:16:00 ambiguous-date'],
  ['12/25/2026 01:16 UTC', '2026-12-25T01:16:00'],
  ['12/Mar/26 9:05 PM', '2026-03-12T21:05:00 no-zone'],
  ['Sep 27 2026 13:06 UTC', '2026-09-27T13:06:00'],
  ['27th of September 2026, 13:06 UTC', '2026-09-27T13:06:00'],
  ['Oct 16 at 21:26 UTC', '2026-10-16T21:26:00'],
  ['9:06a', '2026-03-10T09:06:00 no-zone'],
  ['12:06 AM UTC', '2026-03-10T00:06:00'],
  ['11.50', '2026-03-10T11:50:00 no-zone'],
  ['ca. 18:30', '2026-03-10T18:30:00 no-zone'],
  ['~13:30-13:45', '2026-03-10T13:30:00 no-zone'],
  ['22026-07-01 10:00 UTC', '2026-07-01T10:00:00 wrong-year'],
  ['2026-07-01 10:00 PST (UTC-7)', '2026-07-01T17:00:00'],
  ['2026-07-01 10:00 PST', '2026-07-01T17:00:00 guessed-zone'],
  ['2026-01-01 10:00 PST', '2026-01-01T18:00:00 guessed-zone'],
  ['2026-07-01 10:00 Europe/Bucharest', '2026-07-01T07:00:00'],
  ['2026-13-01 10:00', null],
  ['25:61', null],
  ['soon', null],
  ['', null],
])('%s', (written, wanted) => expect(read(written)).toBe(wanted))

describe('a zone around', () => {
  test.each([
    ['Bucharest', '2026-07-01T07:00:00 guessed-zone'],
    ['Europe/London', '2026-07-01T09:00:00'],
    ['UTC+2', '2026-07-01T08:00:00'],
    ['nowhere in particular', '2026-07-01T10:00:00 no-zone'],
  ])('%s', (zone, wanted) => expect(read('2026-07-01 10:00', zone)).toBe(wanted))

  test('changes its clock in the night it does', () => {
    expect(read('2026-03-29 00:59', 'Europe/London')).toBe('2026-03-29T00:59:00')
    expect(read('2026-03-29 03:00', 'Europe/London')).toBe('2026-03-29T02:00:00')
    expect(read('2026-10-25 03:00', 'Europe/London')).toBe('2026-10-25T03:00:00')
  })
})

test('who says that the day comes first is believed', () => {
  expect(read('03-04-2026 01:16 UTC', '', true)).toBe('2026-04-03T01:16:00')
  expect(read('03-04-2026 01:16 UTC', '', false)).toBe('2026-03-04T01:16:00')
})
