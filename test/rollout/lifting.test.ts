import { describe, expect, test } from 'vitest'
import type { RolloutEvent, WindowLift } from '../../src/rollout/events.ts'
import { liftableCalendar, liftedBy, liftedIn } from '../../src/rollout/lifting.ts'
import { fleetOf, planWith } from './fleets.ts'

const word = (lifts?: WindowLift): RolloutEvent => ({
  event: 'command',
  at: '2026-11-18T14:05:00Z',
  epoch: 1,
  command: 'resume',
  by: 'mira',
  reason: 'CVE-2026-1',
  instances: [],
  ...(lifts && { lifts }),
})

const hour = 3_600_000
const plan = await planWith(`customers: { acme: { zones: [az-c] } }
windows:
  - { name: fair, cron: "0 0 * * *", for: 4h, effect: review }
  - { name: freeze, cron: "0 0 * * *", for: 8h, effect: emergency-only }
  - { name: acme-night, cron: "0 0 * * *", for: 12h, effect: allow, customers: [acme] }
`)
// Looked up for one day: from midnight for four hours, for eight, and from noon on for acme.
const instants = {
  spans: [
    [{ from: 0, until: 4 * hour }],
    [{ from: 0, until: 8 * hour }],
    [{ from: 12 * hour, until: 24 * hour }],
  ],
  until: 24 * hour,
}

describe('when an instance may be touched, asked at midnight', () => {
  test.each<[string, readonly RolloutEvent[], number, number]>([
    ['nobody has said anything', [], 8, 12],
    ['a pause has ended', [word()], 8, 12],
    ['a person says go', [word('review')], 8, 12],
    ['an emergency', [word('emergency')], 0, 12],
    ['an emergency, and later a go', [word('emergency'), word(), word('review')], 0, 12],
  ])('%s', (_, said, usual, acme) => {
    const calendar = liftableCalendar(plan, instants, () => liftedIn(said))
    const [first, , third] = fleetOf(3)
    const opens = [first!, third!].map((one) => calendar.nextOpen(calendar.scopeOf(one), 0, 60))
    expect(opens).toEqual([usual * hour, acme * hour])
  })
})

test('a go counts for what is open but for it, from the moment it is given', async () => {
  const asking = await planWith('windows: [{ name: fair, cron: "0 0 * * *", for: 4h, effect: review }]')
  let lifted = {}
  const calendar = liftableCalendar(asking, { ...instants, spans: instants.spans.slice(0, 1) }, () => lifted)
  const scope = calendar.scopeOf(fleetOf(1)[0]!)
  expect(calendar.nextOpen(scope, 0, 60)).toBe(4 * hour)
  lifted = liftedBy(lifted, word('review'))
  expect(calendar.nextOpen(scope, 0, 60)).toBe(0)
})
