/** When a rollout that is under way will be done. */
import { describe, expect, test } from 'vitest'
import { sayProgress } from '../../src/report/rollout-progress.ts'
import { calendarOf } from '../../src/rollout/calendar.ts'
import type { Live } from '../../src/rollout/engine/options.ts'
import type { RolloutEvent, StartedEvent } from '../../src/rollout/events.ts'
import { finishOf } from '../../src/rollout/finish.ts'
import { fold } from '../../src/rollout/fold.ts'
import { batchSecondsOf } from '../../src/rollout/layout.ts'
import { type PlannedRollout, planRollout } from '../../src/rollout/plan.ts'
import fc from '../properties.ts'
import { openWorld, untilEnded, type WorldSetting } from './engine/world.ts'
import { anyFleet, anyPlanLines, anyRisk, fleetOf, now, planWith } from './fleets.ts'
import { chanceOf, startedFor } from './histories.ts'

const startedOf = (planned: PlannedRollout): StartedEvent => ({
  ...startedFor({ size: planned.fleetSize, exposures: [] }, now.toISOString()),
  waves: planned.waves,
  from: planned.from,
})

test('before anything has moved it says what the plan says, whatever the fleet and the ledger', () =>
  fc.assert(
    fc.asyncProperty(
      anyFleet,
      anyPlanLines,
      anyRisk,
      fc.record({ quickBatches: fc.nat(6), leastSeconds: fc.nat(200) }),
      async (fleet, lines, risk, spacing) => {
        const plan = await planWith(lines)
        const planned = planRollout({ plan, fleet, to: 'v812', risk, now, spacing })
        if (planned.outcome === 'refused') return
        const world = {
          now: now.getTime(),
          calendar: calendarOf(plan, undefined, {}),
          batchSeconds: batchSecondsOf(plan, {}),
          missing: [],
          spacing,
        }
        const at = finishOf(fold([startedOf(planned)]), fleet, plan, world)
        expect(at === null ? null : new Date(at).toISOString()).toBe(planned.earliestFinish)
      },
    ),
    { numRuns: 200 },
  ))

describe('while it goes on, it says when it will be done', async () => {
  const plan = await planWith(
    'health: { min-healthy-time: 2s, healthy-deadline: 20s, progress-deadline: 60s }\n' +
      'gate: { on-no-data: health-only, inconclusive-deadline: 1s }\nbake: { min-requests: 0 }\n' +
      'batch: { max-unavailable: 1, min-healthy: 50%, drain-timeout: 5s }\n',
  )
  // Drain 0.2 s, boot 2 s, healthy 2 s.
  const setting: WorldSetting = {
    ...{ plan, machines: Array.from({ length: 8 }, () => ({})), zones: 2, exposures: [1, 3, 8] },
    ...{ bakeSeconds: 40, tape: chanceOf(1, 0) },
  }

  test.each([
    ['in a directory', undefined],
    ['on a branch', { quickBatches: 3, leastSeconds: 32 }],
  ])('%s, to a few seconds at any moment', async (_, spacing) => {
    const world = openWorld(setting)
    const told: number[] = []
    const terms = { ttlSeconds: 60, heartbeatSeconds: 15, pollSeconds: 5, ...(spacing && { spacing }) }
    await untilEnded(world, {
      batchSeconds: 4.2,
      lease: terms,
      tell: (_state, { finishAt }) => void (finishAt === null || told.push(finishAt)),
    })
    const end = world.clock.now()
    expect(world.state().stage).toBe('succeeded')
    expect(told.length).toBeGreaterThan(50)
    // Every batch and every look at the gate may take a little longer than planned, and nothing takes less.
    const errors = told.map((at) => (at - end) / 1000)
    expect(Math.min(...errors)).toBeGreaterThan(-5)
    expect(Math.max(...errors)).toBeLessThanOrEqual(0)
  })
})

describe('where it is no question of time', async () => {
  const plan = await planWith('batch: { max-unavailable: 1 }')
  const fleet = fleetOf(4, [])
  const stamp = { at: now.toISOString(), epoch: 1 }
  const lines: readonly RolloutEvent[] = [
    { ...startedFor({ size: 4, exposures: [1, 4] }, now.toISOString()), epoch: 0 },
    { ...stamp, event: 'lease', holder: 'job', ttlSeconds: 60 },
  ]
  const command = (verb: 'pause' | 'abort'): RolloutEvent => ({
    ...{ ...stamp, event: 'command', command: verb, by: 'mira', reason: '', instances: [] },
  })
  const world = {
    now: now.getTime(),
    calendar: calendarOf(plan, undefined, {}),
    batchSeconds: 45,
    missing: [],
  }

  test.each([
    ['under way', [], fleet, true],
    ['paused', [command('pause')], fleet, false],
    ['aborted', [command('abort')], fleet, false],
    ['going back', [command('abort'), { ...stamp, event: 'turned-back', why: '' }], fleet, false],
    ['nobody was looked at yet', [], [], false],
    [
      'nobody may leave',
      [],
      [...fleet, { ...fleet[0]!, id: 'web-5', version: 'v812', healthy: false }],
      false,
    ],
  ] as const)('%s', (_, more, seen, isKnown) => {
    const at = finishOf(fold([...lines, ...more]), seen, plan, world)
    expect(at !== null).toBe(isKnown)
  })
})

test('people read it on the line that is drawn while they wait', () => {
  const state = fold([startedFor({ size: 4, exposures: [1, 4] }, now.toISOString())])
  const live: Live = {
    ...{
      now: now.getTime(),
      fleet: fleetOf(4, []),
      decision: null,
      judgement: null,
      progress: [],
      trouble: '',
    },
    finishAt: now.getTime() + 4_320_000,
  }
  expect(sayProgress(state, live, 120)).toBe('web wave 1/2 · 0 on v812 · done about 15:17 UTC')
  expect(sayProgress(state, { ...live, finishAt: null }, 120)).toBe('web wave 1/2 · 0 on v812')
})
