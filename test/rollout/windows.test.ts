import { describe, expect, test } from 'vitest'
import { zoneClock } from '../../src/policy/zone-clock.ts'
import type { Lifted } from '../../src/rollout/calendar.ts'
import { planRollout } from '../../src/rollout/plan.ts'
import { windowInstants } from '../../src/rollout/window-instants.ts'
import { expectPlanned, fleetOf, now, planWith, riskOf } from './fleets.ts'

// Wednesday 18 November 2026, 14:05 UTC.
const plannedWith = async (lines: string, lifted: Lifted = {}, size = 6) => {
  const plan = await planWith(lines)
  const windows = await windowInstants(plan.windows, now, zoneClock)
  return planRollout({ plan, fleet: fleetOf(size), to: 'v812', risk: riskOf(0.04), now, windows, lifted })
}
const window = (text: string) => `windows: [{ name: w, ${text} }]\n`

describe('the earliest start and finish', () => {
  test.each([
    ['no window', '', '2026-11-18T14:05', '2026-11-18T14:42'],
    [
      'closed now: after it',
      window('from: 2026-11-18T12:00, to: 2026-11-18T16:00, effect: emergency-only'),
      '2026-11-18T16:00',
      '2026-11-18T16:37',
    ],
    [
      'open only at night',
      window('cron: "0 2 * * *", for: 1h, effect: allow'),
      '2026-11-19T02:00',
      '2026-11-19T02:37',
    ],
    [
      'on the clock of its zone',
      window('cron: "0 2 * * *", for: 1h, time-zone: Europe/Paris, effect: allow'),
      '2026-11-19T01:00',
      '2026-11-19T01:37',
    ],
    [
      'a night that was taken back: the night after',
      window('cron: "0 2 * * *", for: 1h, effect: allow, except: [2026-11-19]'),
      '2026-11-20T02:00',
      '2026-11-20T02:37',
    ],
    [
      'an hour free of a freeze',
      window(
        'from: 2026-11-18T12:00, to: 2026-11-20T16:00, effect: emergency-only, except: [{ from: 2026-11-19T09:00, to: 2026-11-19T10:00 }]',
      ),
      '2026-11-19T09:00',
      '2026-11-19T09:37',
    ],
    [
      'begun already and still open',
      window('cron: "0 14 * * *", for: 1h, effect: allow'),
      '2026-11-18T14:05',
      '2026-11-18T14:42',
    ],
    [
      'a window that is over before wave 2 may begin: the rest tomorrow',
      window('cron: "0 14 * * *", for: 10m, effect: allow'),
      '2026-11-18T14:05',
      '2026-11-19T14:15',
    ],
    [
      'a batch never begins that would not be done',
      window('from: 2026-11-18T14:06, to: 2026-11-18T15:00, effect: review'),
      '2026-11-18T15:00',
      '2026-11-18T15:37',
    ],
    [
      'the weekend',
      window('cron: "0 14 * * 3", for: 90h, effect: emergency-only'),
      '2026-11-22T08:00',
      '2026-11-22T08:37',
    ],
  ])('%s', async (_, lines, start, finish) => {
    const planned = expectPlanned(await plannedWith(lines))
    expect([planned.earliestStart.slice(0, 16), planned.earliestFinish.slice(0, 16)]).toEqual([start, finish])
  })

  test('a person, or an emergency, lifts what waits for them', async () => {
    const review = window('cron: "0 14 * * *", for: 5h, effect: review')
    const freeze = window('cron: "0 14 * * *", for: 5h, effect: emergency-only')
    const startOf = async (lines: string, lifted: Lifted) =>
      expectPlanned(await plannedWith(lines, lifted)).earliestStart.slice(11, 16)
    expect(await startOf(review, {})).toBe('19:00')
    expect(await startOf(review, { approved: true })).toBe('14:05')
    expect(await startOf(freeze, { approved: true })).toBe('19:00')
    expect(await startOf(freeze, { emergency: true })).toBe('14:05')
  })
})

test('a customer’s hour holds back the customer’s instances only, and their zone goes last', async () => {
  const planned = expectPlanned(
    await plannedWith(
      'customers: { acme: { zones: [az-a] } }\nwindows: [{ name: night, cron: "0 2 * * *", for: 2h, effect: allow, customers: [acme] }]',
    ),
  )
  const starts = planned.waves.flatMap(({ steps }) =>
    steps.map(({ zones, from }) => `${zones} ${from.slice(8, 16)}`),
  )
  expect(starts.map((start) => start.slice(0, 7))).toEqual([
    'az-b 18',
    'az-b 18',
    'az-c 18',
    'az-c 18',
    'az-a 19',
    'az-a 19',
  ])
  expect(starts[4]).toBe('az-a 19T02:00')
})

test('two customers of one zone with different hours are never in one batch', async () => {
  const planned = expectPlanned(
    await plannedWith(
      `customers: { acme: { instances: [web-1] }, globex: { instances: [web-4] } }
batch: { max-unavailable: 2 }
windows:
  - { name: early, cron: "0 2 * * *", for: 1h, effect: allow, customers: [acme] }
  - { name: late, cron: "0 4 * * *", for: 1h, effect: allow, customers: [globex] }`,
    ),
  )
  const batches = planned.waves.flatMap(({ batches: each, steps }) =>
    each.map((batch, at) => [batch.join(' '), steps[at]!.from.slice(8, 16)]),
  )
  expect(batches).toContainEqual(['web-1', '19T02:00'])
  expect(batches).toContainEqual(['web-4', '19T04:00'])
})

test('a limit makes the first wave smaller', async () => {
  const growth = 'growth: { high: 2 }\nfirst-wave: { budget: 0.4 }\n'
  const first = async (lines: string) => expectPlanned(await plannedWith(lines, {}, 100)).waves[0]!.exposure
  expect(await first(growth)).toBe(10)
  expect(await first(growth + window('cron: "0 14 * * *", for: 1h, limit: 0.5'))).toBe(5)
  expect(await first(growth + window('cron: "0 19 * * *", for: 1h, limit: 0.5'))).toBe(10)
})

describe('a window that never opens is refused', () => {
  const emergency = '; what cannot wait goes out with --emergency --reason WHY'
  test.each([
    ['always closed', window('cron: "0 0 * * *", for: 24h, effect: emergency-only'), emergency],
    ['over already', window('from: 2026-01-01, to: 2026-01-02, effect: allow'), ''],
    ['shorter than a batch', window('cron: "0 2 * * *", for: 1m, effect: allow'), ''],
    ['every minute closed', window('cron: "* * * * *", for: 1m, effect: emergency-only'), emergency],
  ])('%s', async (_, lines, more) => {
    const answer = await plannedWith(lines)
    expect(answer).toMatchObject({
      outcome: 'refused',
      refusals: [
        {
          reason: 'never-opens',
          sentence: `window w leaves no 70 s that can be foreseen in which web-1 may be restarted; widen an allowed time or shorten a closed one${more}`,
        },
      ],
    })
  })
})

test('windows nobody looked up are our mistake, not a quiet plan', async () => {
  const plan = await planWith(window('cron: "0 2 * * *", for: 1h, effect: allow'))
  expect(() => planRollout({ plan, fleet: fleetOf(6), to: 'v812', risk: riskOf(0.04), now })).toThrow(
    /instants/,
  )
})

describe('where a plan stands still, and why', () => {
  const acme = 'customers: { acme: { zones: [az-c] } }\nwindows:\n'
  const freeze =
    '  - { name: freeze, from: 2026-11-18T12:00, to: 2026-11-18T16:00, effect: emergency-only }\n'
  const night = '  - { name: night, cron: "0 2 * * *", for: 3h, effect: allow, customers: [acme] }\n'
  test.each<[string, string, Lifted, readonly string[]]>([
    ['no window', '', {}, []],
    [
      'a freeze, and the night of a customer',
      acme + freeze + night,
      {},
      ['1 16:00 freeze ×1', '2 02:00 night ×2'],
    ],
    ['the same in an emergency', acme + freeze + night, { emergency: true }, ['2 02:00 night ×2']],
    [
      'one that begins before a batch would be done',
      window('from: 2026-11-18T14:05:30, to: 2026-11-18T16:00, effect: emergency-only'),
      {},
      ['1 16:00 w ×1'],
    ],
    ['one that only lowers the limit', window('cron: "0 12 * * *", for: 8h, limit: 0.5'), {}, []],
  ])('%s', async (_, lines, lifted, expected) => {
    const { waits } = expectPlanned(await plannedWith(lines, lifted))
    const told = waits.map(
      ({ wave, until, windows, instances }) =>
        `${wave} ${until.slice(11, 16)} ${windows.join(' ')} ×${instances}`,
    )
    expect(told).toEqual(expected)
  })
})
