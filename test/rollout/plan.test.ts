import { describe, expect, test } from 'vitest'
import type { Instance } from '../../src/rollout/fleet.ts'
import { planRollout } from '../../src/rollout/plan.ts'
import { expectPlanned, exposuresOf, fleetOf, now, planWith, riskOf } from './fleets.ts'

const release = { to: 'v812', now } as const

describe('waves', () => {
  test.each([
    ['the risk of the issue', '', 300, riskOf(0.044, 'high'), [1, 10, 100, 300]],
    ['low risk', '', 300, riskOf(0.004, 'low'), [1, 30, 300]],
    ['no probability counts as high', '', 300, riskOf(null, 'low'), [1, 10, 100, 300]],
    ['no band counts as high', '', 300, riskOf(0.001, null), [1, 10, 100, 300]],
    [
      'a wide range counts as high',
      '',
      300,
      { ...riskOf(0.01, 'low'), low: 0.005, high: 0.05 },
      [1, 10, 100, 300],
    ],
    [
      'no probability stays critical',
      'exposure: { critical: [1, 2, 3] }',
      20,
      riskOf(null, 'critical'),
      [1, 2, 3, 20],
    ],
    [
      'growth begins where the risk says: 0.1 ÷ 2 %',
      'growth: { moderate: 4 }',
      300,
      riskOf(0.02, 'moderate'),
      [5, 20, 80, 300],
    ],
    [
      'half the blast, twice the first wave',
      'growth: { moderate: 4 }\nfirst-wave: { blast: 50% }',
      300,
      riskOf(0.02, 'moderate'),
      [10, 40, 160, 300],
    ],
    ['the first wave is at most a tenth', 'growth: { low: 10 }', 300, riskOf(0.0001, 'low'), [30, 300]],
    ['and at least one', 'growth: { critical: 2 }', 8, riskOf(0.9, 'critical'), [1, 2, 4, 8]],
    [
      'wave 1 is never skipped',
      'exposure: { high: [100%] }\nfirst-wave: { budget: 10 }',
      10,
      riskOf(0.05),
      [1, 10],
    ],
    [
      'a list that begins smaller than the risk allows stands',
      'exposure: { high: [2, 100%] }\nfirst-wave: { budget: 10 }',
      40,
      riskOf(0.05),
      [2, 40],
    ],
    ['clipped to the fleet', '', 7, riskOf(0.05), [1, 7]],
    [
      'one zone is as large as the first',
      'exposure: { high: [1, 1 zone, 100%] }',
      30,
      riskOf(0.05),
      [1, 10, 30],
    ],
    ['two instances', '', 2, riskOf(0.05), [1, 2]],
    [
      'a step too large gets another before it',
      'exposure: { high: [1, 100%] }',
      1000,
      riskOf(0.04),
      [1, 38, 761, 1000],
    ],
  ])('%s', async (_, lines, size, risk, expected) => {
    const planned = expectPlanned(
      planRollout({ plan: await planWith(lines), fleet: fleetOf(size), risk, ...release }),
    )
    expect(exposuresOf(planned)).toEqual(expected)
  })

  test('what runs the version already counts as exposed and is left alone', async () => {
    const fleet = fleetOf(20).map((instance, at) => (at < 5 ? { ...instance, version: 'v812' } : instance))
    const planned = expectPlanned(
      planRollout({ plan: await planWith(), fleet, risk: riskOf(0.04), ...release }),
    )
    expect(exposuresOf(planned)).toEqual([6, 15, 20])
    expect(planned.waves.flatMap(({ batches }) => batches.flat())).toHaveLength(15)
    expect(planned.notes).toEqual(['5 of 20 run v812 already'])
  })

  test('health checks alone rule out less, so waves grow more slowly', async () => {
    const blind = await planWith('gate: { on-no-data: health-only }')
    const plan = { ...blind, gate: { ...blind.gate, metrics: { errors: null, latency: null } } }
    const planned = expectPlanned(planRollout({ plan, fleet: fleetOf(300), risk: riskOf(0.04), ...release }))
    expect(exposuresOf(planned)).toEqual([1, 7, 10, 39, 100, 300])
  })

  test('bake and harm of the issue’s release', async () => {
    const planned = expectPlanned(
      planRollout({ plan: await planWith(), fleet: fleetOf(300), risk: riskOf(0.044), ...release }),
    )
    expect(planned.waves.map(({ bakeSeconds }) => bakeSeconds)).toEqual([1200, 600, 600, 600])
    expect(planned.waves.map(({ expectedHarm }) => Math.round(expectedHarm))).toEqual([53, 14, 7, 1])
    expect(planned.earliestFinish).toBe('2026-11-18T15:10:10.000Z')
    expect(planned).toMatchObject({
      capacityFloor: 270,
      leastServing: 270,
      from: ['v811'],
      pace: { uncertain: false },
    })
  })
})

describe('batches', () => {
  const batchesOf = async (fleet: readonly Instance[], lines: string) =>
    expectPlanned(
      planRollout({ plan: await planWith(lines), fleet, risk: riskOf(0.04), ...release }),
    ).waves.map(({ batches }) => batches.map((batch) => batch.join(' ')).join(' | '))
  const change = (fleet: readonly Instance[], changes: Readonly<Record<string, Partial<Instance>>>) =>
    fleet.map((instance) => ({ ...instance, ...changes[instance.id] }))

  test('zone by zone, by name as people count', async () =>
    expect(await batchesOf(fleetOf(12, ['b', 'a']), 'batch: { max-unavailable: 3 }')).toEqual([
      'web-2',
      'web-4 web-6 web-8 | web-10 web-12 | web-1 web-3 web-5 | web-7',
      'web-9 web-11',
    ]))

  test('zones together where the plan says so', async () =>
    expect(
      await batchesOf(fleetOf(6, ['b', 'a']), 'batch: { max-unavailable: 3 }\norder: { zones: parallel }'),
    ).toEqual(['web-1', 'web-2 web-3 web-4 | web-5 web-6']))

  test('who serves nobody goes first and counts as out until then; the leader is last', async () =>
    expect(
      await batchesOf(
        change(fleetOf(8, ['a']), {
          'web-1': { role: 'leader' },
          'web-5': { healthy: false },
          'web-7': { inRotation: false },
        }),
        'batch: { max-unavailable: 3 }\nexposure: { high: [1, 100%] }',
      ),
    ).toEqual(['web-5', 'web-7 web-2 web-3 | web-4 web-6 web-8 | web-1']))

  test('a sick fleet restarts its sick before anyone well may leave', async () =>
    expect(
      await batchesOf(
        change(fleetOf(8, ['a']), {
          'web-5': { healthy: false },
          'web-6': { healthy: false },
          'web-7': { healthy: false },
        }),
        'batch: { max-unavailable: 2 }\nexposure: { high: [1, 100%] }',
      ),
    ).toEqual(['web-5', 'web-6 web-7 | web-1 web-2 | web-3 web-4 | web-8']))

  test('min-healthy may bind before max-unavailable', async () =>
    expect(await batchesOf(fleetOf(5, ['a']), 'batch: { max-unavailable: 4, min-healthy: 50% }')).toEqual([
      'web-1',
      'web-2 web-3 | web-4 web-5',
    ]))

  test('a heavy instance leaves alone', async () =>
    expect(
      await batchesOf(
        change(fleetOf(5, ['a']), { 'web-3': { capacityWeight: 4 } }),
        'batch: { max-unavailable: 3, min-healthy: 50% }',
      ),
    ).toEqual(['web-1', 'web-2 | web-3 | web-4 web-5']))

  test('surge starts new ones beside the old', async () => {
    const plan = await planWith('batch: { max-unavailable: 1 }')
    const surging = {
      ...plan,
      batch: {
        ...plan.batch,
        maxUnavailable: { kind: 'count', count: 0, text: '0' },
        maxSurge: { kind: 'share', share: 0.25, text: '25%' },
      },
    } as const
    const planned = expectPlanned(
      planRollout({ plan: surging, fleet: fleetOf(5, []), risk: riskOf(0.04), ...release }),
    )
    expect(planned.waves.map(({ batches }) => batches.map(({ length }) => length))).toEqual([[1], [2, 2]])
    expect(planned).toMatchObject({ capacityFloor: 5, leastServing: 5 })
  })

  test('29 % of a hundred are 29, whatever binary fractions say', async () => {
    const planned = expectPlanned(
      planRollout({
        plan: await planWith('batch: { max-unavailable: 29% }'),
        fleet: fleetOf(100, []),
        risk: riskOf(0.04),
        ...release,
      }),
    )
    expect(planned.capacityFloor).toBe(71)
  })

  test('zones may stand in the plan', async () => {
    const plan = await planWith()
    const zoned = { ...plan, targets: { ...plan.targets, zones: { b: ['web-1'], a: ['web-2'] } } }
    const planned = expectPlanned(
      planRollout({ plan: zoned, fleet: fleetOf(2, []), risk: riskOf(0.04), ...release }),
    )
    expect(planned.waves.flatMap(({ steps }) => steps.flatMap(({ zones }) => zones))).toEqual(['a', 'b'])
  })
})

test('who is down does not say its version: it is restarted first, and the others tell what to go back to', async () => {
  const down = { version: '', healthy: false }
  const fleet = fleetOf(6).map((one, at) => (at === 4 ? { ...one, ...down } : one))
  const planned = expectPlanned(
    planRollout({ plan: await planWith(), fleet, risk: riskOf(0.04), ...release }),
  )
  expect(planned.from).toEqual(['v811'])
  expect(planned.waves[0]!.batches[0]).toEqual(['web-5'])
})

describe('the impossible is refused', () => {
  const sick = { healthy: false }
  test('a floor above the fleet is told once', async () => {
    const plan = await planWith('batch: { max-unavailable: 1, min-healthy: 5 }')
    const answer = planRollout({ plan, fleet: fleetOf(3), risk: riskOf(0.04), ...release })
    expect(answer.outcome === 'refused' ? answer.refusals.map(({ reason }) => reason) : []).toEqual([
      'no-room',
    ])
  })

  test.each([
    ['no fleet', '', [], 'driver haproxy lists no instance; check `targets`'],
    [
      'one instance',
      '',
      fleetOf(1),
      'one instance cannot be restarted without an outage; add a second, or max-surge where the driver can',
    ],
    [
      'done already',
      '',
      fleetOf(3).map((one) => ({ ...one, version: 'v812' })),
      'all 3 instances run v812 already; nothing is left to do',
    ],
    [
      'nobody says a version',
      'health: { version: "header:X-Build" }',
      fleetOf(3).map((one) => ({ ...one, version: '' })),
      'no instance says which version it runs, so nobody knows what has moved, or what to go back to; check health.version (header:X-Build) against what an instance answers at /healthz',
    ],
    [
      'limits that do not fit',
      'batch: { max-unavailable: 33%, min-healthy: 66% }',
      fleetOf(2),
      'max-unavailable 33% of 2 is 0 (rounded down) and min-healthy 66% of 2 is 2 (rounded up), so no instance may leave; max-unavailable: 1 would let one go',
    ],
    [
      'a floor as high as the fleet',
      'batch: { max-unavailable: 1, min-healthy: 90% }',
      fleetOf(5),
      'max-unavailable 1 of 5 is 1 and min-healthy 90% of 5 is 5 (rounded up), so no instance may leave; min-healthy: 4 would let one go',
    ],
    [
      'fewer than the floor serve',
      'batch: { max-unavailable: 1, min-healthy: 3 }',
      fleetOf(4).map((one, at) => (at < 2 ? { ...one, ...sick } : one)),
      '2 of 4 serve now and min-healthy 3 wants 3; heal 1 first, or lower min-healthy',
    ],
    [
      'sick ones that stay out',
      'batch: { max-unavailable: 1 }',
      fleetOf(6).map((one, at) => (at === 0 ? { ...one, ...sick, version: 'v812' } : one)),
      '1 of 6 are out of service and at most 1 may be, so web-4 cannot leave; heal some first',
    ],
    [
      'one carries everything',
      'batch: { max-unavailable: 1, min-healthy: 50% }',
      fleetOf(3, ['a']).map((one, at) => (at === 0 ? { ...one, capacityWeight: 5 } : one)),
      'web-1 carries so much that the others would be left with less than min-healthy 50% of the capacity (3.5); add capacity or lower min-healthy',
    ],
    [
      'one name for two',
      '',
      [...fleetOf(3), ...fleetOf(1)],
      'web-1 is listed twice; every instance needs a name of its own',
    ],
    [
      'an unknown zone',
      'customers: { acme: { zones: [az-d] } }',
      fleetOf(6),
      'customer acme names zone az-d, which no instance is in (did you mean az-a?)',
    ],
    [
      'a customer who is nowhere',
      'customers: { acme: { instances: [db-1] } }',
      fleetOf(6),
      'customer acme names db-1, and none is in the fleet',
    ],
  ])('%s', async (_, lines, fleet, sentence) => {
    const answer = planRollout({ plan: await planWith(lines), fleet, risk: riskOf(0.04), ...release })
    expect(answer.outcome === 'refused' ? answer.refusals.map((refusal) => refusal.sentence) : []).toContain(
      sentence,
    )
  })
})
