/** When windows let a change out again: tables of freezes and of the hours that customers chose. */
import { describe, expect, test } from 'vitest'
import type { OwnedWindow } from '../../src/config/applicable-windows.ts'
import type { Window, WindowException } from '../../src/config/configuration.ts'
import { windowEmergencyOnly } from '../../src/policy/rules/window-emergency-only.ts'
import { windowOutside } from '../../src/policy/rules/window-outside.ts'
import { windowsAt } from '../../src/policy/windows.ts'
import { facts } from './facts.ts'

/** A window as a release lead would say it: "every" a cron line for some hours, or "from … to …". */
interface Said {
  readonly name: string
  readonly every?: string
  readonly hours?: number
  readonly from?: string
  readonly to?: string
  readonly zone?: string
  readonly except?: readonly WindowException[]
}
const windowOf = (
  { name, every, hours = 1, from = '', to = '', zone = 'UTC', except }: Said,
  kind: 'emergency-only' | 'allow',
): Window => ({
  name,
  timeZone: zone,
  effect: { kind },
  ...(except === undefined ? {} : { except }),
  ...(every === undefined
    ? { kind: 'fixed', from: `${from}:00`, to: `${to}:00` }
    : { kind: 'recurring', cron: every, for: { seconds: hours * 3600, text: `${hours}h` } }),
})
const freeze = (said: Said): OwnedWindow => ({ window: windowOf(said, 'emergency-only') })
const chosenBy = (name: string, said: Said): OwnedWindow => ({
  window: windowOf(said, 'allow'),
  owner: { kind: 'customer', name },
})

const answerAt = async (windows: readonly OwnedWindow[], at: string): Promise<string> => {
  const { inForce, closed } = await windowsAt(windows, new Date(at))
  const answerTo = (found: typeof closed) => {
    const given = facts({ windows: inForce, ...(found === undefined ? {} : { closed: found }) })
    return windowEmergencyOnly.answer(given) ?? windowOutside.answer(given)
  }
  const answer = answerTo(closed)
  // A ledger keeps it as JSON, and a replay says the same.
  const kept = JSON.parse(JSON.stringify(closed ?? null)) as NonNullable<typeof closed> | null
  if (kept !== null)
    expect(answerTo({ ...kept, until: new Date(kept.until), now: new Date(kept.now) })).toEqual(answer)
  return answer === undefined ? 'goes on' : `${answer.until?.slice(0, 16)} ${answer.reason}`
}

const yearEnd = freeze({ name: 'year-end', from: '2026-12-18T00:00', to: '2027-01-02T00:00' })
const stockTaking = freeze({ name: 'stock-taking', from: '2027-01-02T00:00', to: '2027-01-05T00:00' })
const audit = freeze({ name: 'audit', from: '2027-01-04T12:00', to: '2027-01-08T00:00' })
const later = freeze({ name: 'later', from: '2027-01-08T00:01', to: '2027-01-09T00:00' })
const always = freeze({ name: 'always', every: '0 0 * * *', hours: 24 })

describe('freezes hold until the end of all that follow without a gap', () => {
  test.each<[string, readonly OwnedWindow[], string, string]>([
    ['none', [], '2026-12-24T10:00Z', 'goes on'],
    ['before it', [yearEnd], '2026-12-17T23:59Z', 'goes on'],
    [
      'one',
      [yearEnd],
      '2026-12-24T10:00Z',
      '2027-01-02T00:00 only emergency changes until 2027-01-02 00:00 (window year-end)',
    ],
    [
      'one that begins as the other ends',
      [yearEnd, stockTaking],
      '2026-12-31T10:00Z',
      '2027-01-05T00:00 only emergency changes until Tue 00:00 (windows year-end and stock-taking)',
    ],
    [
      'three, the last overlapping, whatever their order in the file',
      [audit, yearEnd, stockTaking],
      '2026-12-24T10:00Z',
      '2027-01-08T00:00 only emergency changes until 2027-01-08 00:00 (windows year-end, stock-taking and audit)',
    ],
    [
      'not one that begins a minute after',
      [yearEnd, stockTaking, audit, later],
      '2027-01-07T10:00Z',
      '2027-01-08T00:00 only emergency changes until Fri 00:00 (window audit)',
    ],
    [
      'one that never ends',
      [always],
      '2026-09-08T10:00Z',
      '2027-09-09T10:00 only emergency changes now (window always); no end of it was found up to 2027-09-09',
    ],
  ])('%s', async (_, windows, at, expected) => expect(await answerAt(windows, at)).toBe(expected))
})

const acme = chosenBy('acme', { name: 'nights', every: '0 2 * * 2', hours: 2, zone: 'Europe/Paris' })
const globex = chosenBy('globex', { name: 'mornings', every: '0 3 * * *', hours: 1, zone: 'Europe/Paris' })
const initech = chosenBy('initech', {
  name: 'evenings',
  every: '0 19 * * 1-5',
  hours: 4,
  zone: 'America/New_York',
})
const hooli = chosenBy('hooli', { name: 'lunch', every: '0 12 * * *', hours: 1, zone: 'Europe/Paris' })
const leap = chosenBy('leap', { name: 'leap-day', every: '0 0 29 2 *', hours: 24 })

describe('a change goes out in an hour that all customers it may disturb have chosen', () => {
  // 2026-09-08 is a Tuesday; Paris is two hours ahead of UTC, New York four behind.
  test.each<[string, readonly OwnedWindow[], string, string]>([
    ['inside the hours of one', [acme], '2026-09-08T00:30Z', 'goes on'],
    ['the minute they begin', [acme], '2026-09-08T00:00Z', 'goes on'],
    [
      'the minute they end, until next week',
      [acme],
      '2026-09-08T02:00Z',
      '2026-09-15T00:00 outside the hours of acme (window nights); the next moment that suits acme is 2026-09-15 02:00 (Europe/Paris)',
    ],
    [
      'inside the hours of one, outside those of the other',
      [acme, globex],
      '2026-09-08T00:30Z',
      '2026-09-08T01:00 outside the hours of globex (window mornings); the next moment that suits globex is Tue 03:00 (Europe/Paris)',
    ],
    [
      'outside of both, until both are inside',
      [acme, globex],
      '2026-09-09T12:00Z',
      '2026-09-15T01:00 outside the hours of acme (window nights) and globex (window mornings); the next moment that suits acme and globex is Tue 03:00 (Europe/Paris)',
    ],
    ['inside both', [acme, globex], '2026-09-08T01:15Z', 'goes on'],
    [
      'two zones: 19:00 in New York is 01:00 in Paris, so 02:00 on Tuesday is in both',
      [acme, initech],
      '2026-09-09T12:00Z',
      '2026-09-15T00:00 outside the hours of acme (window nights) and initech (window evenings); the next moment that suits acme and initech is Tue 02:00 (Europe/Paris)',
    ],
    [
      'several windows of one customer: any of them',
      [globex, { ...hooli, owner: globex.owner! }],
      '2026-09-08T05:00Z',
      '2026-09-08T10:00 outside the hours of globex (windows mornings and lunch); the next moment that suits globex is Tue 12:00 (Europe/Paris)',
    ],
    [
      'hours that never meet',
      [globex, hooli],
      '2026-09-08T05:00Z',
      '2027-09-09T05:00 outside the hours of globex (window mornings) and hooli (window lunch); up to 2027-09-09 no moment was found that suits globex and hooli: a window has to change, or a person to override',
    ],
    [
      'hours that come once in four years',
      [leap],
      '2026-09-08T05:00Z',
      '2027-09-09T05:00 outside the hours of leap (window leap-day); up to 2027-09-09 no moment was found that suits leap: a window has to change, or a person to override',
    ],
    [
      'a freeze over the next chosen hour',
      [acme, freeze({ name: 'fair', from: '2026-09-14T00:00', to: '2026-09-16T00:00' })],
      '2026-09-09T12:00Z',
      '2026-09-22T00:00 outside the hours of acme (window nights); the next moment that suits acme and lies outside every freeze is 2026-09-22 02:00 (Europe/Paris)',
    ],
    [
      'a freeze now, and chosen hours after it',
      [acme, yearEnd],
      '2026-12-24T10:00Z',
      '2027-01-05T01:00 only emergency changes now (window year-end); the next moment that suits acme and lies outside every freeze is 2027-01-05 02:00 (Europe/Paris)',
    ],
    [
      'an evening that a customer took back',
      [
        chosenBy('acme', {
          name: 'nights',
          every: '0 2 * * 2',
          hours: 2,
          except: [{ from: '2026-09-15T00:00:00', to: '2026-09-16T00:00:00' }],
        }),
      ],
      '2026-09-09T12:00Z',
      '2026-09-22T02:00 outside the hours of acme (window nights); the next moment that suits acme is 2026-09-22 02:00 (UTC)',
    ],
  ])('%s', async (_, windows, at, expected) => expect(await answerAt(windows, at)).toBe(expected))
})

describe('when the clocks change', () => {
  const skipped = chosenBy('acme', { name: 'night', every: '30 2 * * *', hours: 1, zone: 'Europe/Paris' })
  const twice = chosenBy('acme', {
    name: 'night',
    from: '2026-10-25T02:30',
    to: '2026-10-25T02:45',
    zone: 'Europe/Paris',
  })
  test.each<[string, OwnedWindow, string, string]>([
    ['an hour that is skipped begins with the jump', skipped, '2026-03-29T00:30Z', '2026-03-29T01:00'],
    ['one that comes twice begins once', skipped, '2026-10-24T23:00Z', '2026-10-25T00:30'],
    ['and is not open again', skipped, '2026-10-25T01:30Z', '2026-10-26T01:30'],
    // From the second 02:30 to the first 02:45 there is no time: nobody knows which of the two was meant.
    [
      'chosen times that come twice are the shorter of the two',
      twice,
      '2026-10-25T00:35Z',
      '2027-10-26T00:35',
    ],
  ])('%s', async (_, window, at, until) =>
    expect(await answerAt([window], at)).toMatch(new RegExp(`^${until} `)),
  )
})
