import { describe, expect, test } from 'vitest'
import type { Window, WindowEffect } from '../../src/config/configuration.ts'
import { formatUntil, windowFactor, windowsAt } from '../../src/policy/windows.ts'
import { zoneClock } from '../../src/policy/zone-clock.ts'
import { now, windowInForce } from './facts.ts'

const effect: WindowEffect = { kind: 'review' }
const recurring = (cron: string, hours: number, timeZone = 'Europe/Paris'): Window => ({
  kind: 'recurring',
  name: 'w',
  cron,
  for: { seconds: hours * 3600, text: `${hours}h` },
  timeZone,
  effect,
})
const fixed = (from: string, to: string, timeZone = 'Europe/Paris'): Window => ({
  kind: 'fixed',
  name: 'w',
  from: from.padEnd(19, 'T00:00:00'.slice(from.length - 10)),
  to: to.padEnd(19, 'T00:00:00'.slice(to.length - 10)),
  timeZone,
  effect,
})

/** When the window ends, or "over". */
const endAt = async (window: Window, at: string): Promise<string> =>
  (await windowsAt([{ window }], new Date(at))).inForce[0]?.until.toISOString().replace(':00.000Z', 'Z') ??
  'over'

describe('evenings: from 18:00, Monday to Thursday, for 14 hours', () => {
  const evenings = recurring('0 18 * * 1-4', 14)
  test.each([
    ['Monday, a minute before', '2026-09-07T15:59:59Z', 'over'],
    ['just before, inside the last second', '2026-09-07T15:59:59.999Z', 'over'],
    ['the minute it begins', '2026-09-07T16:00:00Z', '2026-09-08T06:00Z'],
    ['half a second later', '2026-09-07T16:00:00.500Z', '2026-09-08T06:00Z'],
    ['at night', '2026-09-08T01:00:00Z', '2026-09-08T06:00Z'],
    ['the last second', '2026-09-08T05:59:59.999Z', '2026-09-08T06:00Z'],
    ['the minute it ends', '2026-09-08T06:00:00Z', 'over'],
    ['Friday evening', '2026-09-11T18:00:00Z', 'over'],
    ['Friday morning, still Thursday’s', '2026-09-11T05:00:00Z', '2026-09-11T06:00Z'],
    ['in winter an hour later', '2026-12-07T16:30:00Z', 'over'],
    ['in winter', '2026-12-07T17:00:00Z', '2026-12-08T07:00Z'],
  ])('%s', async (_, at, expected) => expect(await endAt(evenings, at)).toBe(expected))
})

describe('starts that come again before the last one ended make one window', () => {
  const nights = recurring('0 18 * * 1-4', 24, 'UTC')
  test.each([
    ['from Monday evening on', nights, '2026-09-07T20:00:00Z', '2026-09-11T18:00Z'],
    ['in the middle', nights, '2026-09-09T18:00:00Z', '2026-09-11T18:00Z'],
    ['to Friday evening', nights, '2026-09-11T18:00:00Z', 'over'],
    [
      'longer than its period',
      recurring('0 0 * * 1,2', 30, 'UTC'),
      '2026-09-07T01:00:00Z',
      '2026-09-09T06:00Z',
    ],
    [
      'a week of every week never ends',
      recurring('0 0 * * 1', 7 * 24, 'UTC'),
      '2026-09-08T10:00:00Z',
      '2027-09-13T00:00Z',
    ],
  ])('%s', async (_, window, at, expected) => expect(await endAt(window, at)).toBe(expected))

  test('what never ends is not told with an end', async () => {
    const { inForce } = await windowsAt([{ window: recurring('* * * * *', 1, 'UTC') }], now)
    expect(inForce.map(formatUntil)).toEqual(['further notice'])
  })
})

describe('exceptions: a freeze from 2026-12-18 to 2027-01-02, but not on the 28th nor from the 30th at noon for a day', () => {
  const freeze: Window = {
    ...fixed('2026-12-18', '2027-01-02'),
    except: [
      { from: '2026-12-28T00:00:00', to: '2026-12-29T00:00:00' },
      { from: '2026-12-30T12:00:00', to: '2026-12-31T12:00:00' },
    ],
  }
  test.each([
    ['before the first', '2026-12-20T10:00:00Z', '2026-12-27T23:00Z'],
    ['the second it begins', '2026-12-27T23:00:00Z', 'over'],
    ['the second it ends', '2026-12-28T23:00:00Z', '2026-12-30T11:00Z'],
    ['inside the second', '2026-12-31T10:59:59Z', 'over'],
    ['after it', '2026-12-31T11:00:00Z', '2027-01-01T23:00Z'],
  ])('%s', async (_, at, expected) => expect(await endAt(freeze, at)).toBe(expected))

  test('of a window that comes again take away one evening and leave the others', async () => {
    const evenings: Window = {
      ...recurring('0 18 * * 1-4', 14),
      except: [{ from: '2026-09-08T00:00:00', to: '2026-09-09T00:00:00' }],
    }
    expect(await endAt(evenings, '2026-09-07T20:00:00Z')).toBe('2026-09-07T22:00Z')
    expect(await endAt(evenings, '2026-09-08T20:00:00Z')).toBe('over')
    expect(await endAt(evenings, '2026-09-09T20:00:00Z')).toBe('2026-09-10T06:00Z')
  })
})

describe('the year’s end: from 2026-12-18 to 2027-01-02', () => {
  const yearEnd = fixed('2026-12-18', '2027-01-02')
  test.each([
    ['a second before', '2026-12-17T22:59:59Z', 'over'],
    ['it begins with the day, in Paris', '2026-12-17T23:00:00Z', '2027-01-01T23:00Z'],
    ['inside the freeze', '2026-12-24T10:00:00Z', '2027-01-01T23:00Z'],
    ['the last second', '2027-01-01T22:59:59Z', '2027-01-01T23:00Z'],
    ['the minute it ends', '2027-01-01T23:00:00Z', 'over'],
    ['a quiet Tuesday', '2027-03-09T10:00:00Z', 'over'],
  ])('%s', async (_, at, expected) => expect(await endAt(yearEnd, at)).toBe(expected))
})

describe('when the clocks change', () => {
  test.each([
    // Paris: 2026-03-29 02:00 → 03:00 (01:00Z), 2026-10-25 03:00 → 02:00 (01:00Z).
    [
      'Paris, spring, a start the clock skips comes after the jump',
      recurring('30 2 * * *', 1),
      '2026-03-29T01:00:00Z',
      '2026-03-29T02:00Z',
    ],
    ['Paris, spring, and not before it', recurring('30 2 * * *', 1), '2026-03-29T00:59:59Z', 'over'],
    [
      'Paris, spring, 14 hours pass, whatever the wall says',
      recurring('0 18 * * 6', 14),
      '2026-03-29T06:59:59Z',
      '2026-03-29T07:00Z',
    ],
    [
      'Paris, autumn, 14 hours pass',
      recurring('0 18 * * 6', 14),
      '2026-10-25T05:59:59Z',
      '2026-10-25T06:00Z',
    ],
    ['Paris, autumn, and are over', recurring('0 18 * * 6', 14), '2026-10-25T06:00:00Z', 'over'],
    [
      'Paris, autumn, a start that comes twice counts once',
      recurring('30 2 * * *', 0.5),
      '2026-10-25T00:40:00Z',
      '2026-10-25T01:00Z',
    ],
    ['Paris, autumn, and not again', recurring('30 2 * * *', 0.5), '2026-10-25T01:40:00Z', 'over'],
    [
      'Paris, spring, skipped begin',
      fixed('2026-03-29T02:30', '2026-03-29T12:00'),
      '2026-03-29T01:29:59Z',
      'over',
    ],
    [
      'Paris, spring, after the jump',
      fixed('2026-03-29T02:30', '2026-03-29T12:00'),
      '2026-03-29T01:30:00Z',
      '2026-03-29T10:00Z',
    ],
    [
      'Paris, spring, skipped end',
      fixed('2026-03-28', '2026-03-29T02:30'),
      '2026-03-29T01:29:00Z',
      '2026-03-29T01:30Z',
    ],
    [
      'Paris, autumn, the first of two begins',
      fixed('2026-10-25T02:30', '2026-10-25T12:00'),
      '2026-10-25T00:30:00Z',
      '2026-10-25T11:00Z',
    ],
    [
      'Paris, autumn, the last of two ends',
      fixed('2026-10-24', '2026-10-25T02:30'),
      '2026-10-25T01:29:59Z',
      '2026-10-25T01:30Z',
    ],
    // New York: 2026-03-08 02:00 → 03:00 (07:00Z), 2026-11-01 02:00 → 01:00 (06:00Z).
    [
      'New York, spring, start skipped',
      recurring('30 2 * * *', 1, 'America/New_York'),
      '2026-03-08T07:10:00Z',
      '2026-03-08T08:00Z',
    ],
    [
      'New York, spring, day by day',
      fixed('2026-03-08', '2026-03-09', 'America/New_York'),
      '2026-03-09T03:59:59Z',
      '2026-03-09T04:00Z',
    ],
    [
      'New York, spring, begin of the day',
      fixed('2026-03-08', '2026-03-09', 'America/New_York'),
      '2026-03-08T05:00:00Z',
      '2026-03-09T04:00Z',
    ],
    [
      'New York, autumn, a day of 25 hours',
      fixed('2026-11-01', '2026-11-02', 'America/New_York'),
      '2026-11-01T04:00:00Z',
      '2026-11-02T05:00Z',
    ],
    [
      'New York, autumn, the first of two begins',
      fixed('2026-11-01T01:30', '2026-11-01T04:00', 'America/New_York'),
      '2026-11-01T05:30:00Z',
      '2026-11-01T09:00Z',
    ],
    [
      'New York, autumn, before it',
      fixed('2026-11-01T01:30', '2026-11-01T04:00', 'America/New_York'),
      '2026-11-01T05:29:59Z',
      'over',
    ],
    [
      'New York, autumn, a start that comes twice counts once',
      recurring('30 1 * * *', 1, 'America/New_York'),
      '2026-11-01T06:29:00Z',
      '2026-11-01T06:30Z',
    ],
    [
      'New York, autumn, and not again',
      recurring('30 1 * * *', 1, 'America/New_York'),
      '2026-11-01T06:31:00Z',
      'over',
    ],
  ])('%s', async (_, window, at, expected) => expect(await endAt(window, at)).toBe(expected))
})

describe('the wall clock of a zone', () => {
  test.each(['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC'])(
    'what it shows in %s leads back to the instant',
    (timeZone) => {
      const clock = zoneClock(timeZone)
      for (let hour = 0; hour < 366 * 24; hour++) {
        const instant = new Date(Date.UTC(2026, 0, 1, hour, 20))
        const local = clock.read(instant)
        const both = [clock.instantOf(local, 'first').getTime(), clock.instantOf(local, 'last').getTime()]
        expect(both).toContain(instant.getTime())
        expect(both[1]! - both[0]!).toBeLessThanOrEqual(3_600_000)
      }
    },
  )
})

describe('what windows do to the limit', () => {
  const halves = windowInForce({ kind: 'limit', factor: 0.5 }, '2026-09-09T06:00:00Z')
  test.each([
    ['none', [], { factor: 1 }],
    ['others', [windowInForce({ kind: 'review' })], { factor: 1 }],
    ['one', [halves], { factor: 0.5, factorWhy: 'by window evenings until Wed 08:00' }],
    [
      'several multiply',
      [halves, windowInForce({ kind: 'limit', factor: 0.25 }, '2026-12-31T23:00:00Z', 'quarter')],
      {
        factor: 0.125,
        factorWhy: 'by windows evenings until Wed 08:00 and quarter until 2027-01-01 00:00',
      },
    ],
  ])('%s', (_, inForce, expected) => expect(windowFactor(inForce)).toEqual(expected))

  test('an end within the week is told by its day', () => {
    expect(formatUntil(windowInForce({ kind: 'review' }, '2026-09-13T22:00:00Z'))).toBe('Mon 00:00')
    expect(formatUntil(windowInForce({ kind: 'review' }, '2026-09-15T10:00:00Z'))).toBe('2026-09-15 12:00')
    expect(now.toISOString()).toBe('2026-09-08T10:00:00.000Z')
  })
})
