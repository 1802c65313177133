/** Plans and fleets for the tests of planning. */

import { parseRolloutPlan } from '../../src/config/rollout/load.ts'
import type { RolloutPlan } from '../../src/config/rollout/plan.ts'
import type { Instance } from '../../src/rollout/fleet.ts'
import type { Refused } from '../../src/rollout/layout.ts'
import type { ReleaseRisk } from '../../src/rollout/pace.ts'
import type { PlannedRollout } from '../../src/rollout/plan.ts'
import fc from '../properties.ts'

export const now = new Date('2026-11-18T14:05:00Z')

const begin =
  'version: 1\nservice: web\ntargets: { driver: haproxy, socket: /run/haproxy.sock, backend: be, restart: { exec: "sv restart" } }\n'

/** A plan with these lines after its three required ones. */
export const planWith = (lines = '', service = 'web'): Promise<RolloutPlan> =>
  parseRolloutPlan(`${begin.replace('service: web', `service: ${service}`)}${lines}`, 'rollout.yml')

/** `count` instances in turn over the zones, all well and on v811. */
export const fleetOf = (
  count: number,
  zones: readonly string[] = ['az-a', 'az-b', 'az-c'],
): readonly Instance[] =>
  Array.from({ length: count }, (_, at) => {
    const zone = zones[at % Math.max(1, zones.length)]
    return {
      id: `web-${at + 1}`,
      ...(zone === undefined ? {} : { zone }),
      version: 'v811',
      healthy: true,
      inRotation: true,
    }
  })

export const riskOf = (probability: number | null, band: ReleaseRisk['band'] = 'high'): ReleaseRisk => ({
  probability,
  low: null,
  high: null,
  band,
})

export const expectPlanned = <Planned extends { readonly outcome: 'planned' }>(
  answer: Planned | Refused,
): Planned => {
  if (answer.outcome === 'refused')
    throw new Error(answer.refusals.map(({ sentence }) => sentence).join('\n'))
  return answer
}

export const exposuresOf = ({ waves }: PlannedRollout): readonly number[] =>
  waves.map(({ exposure }) => exposure)

/** Fleets of up to sixty in up to four zones: some sick, some out of rotation, some done, some leaders. */
export const anyFleet: fc.Arbitrary<readonly Instance[]> = fc
  .array(
    fc.record({
      zone: fc.constantFrom('az-a', 'az-b', 'az-c', ''),
      isLeader: fc.nat(9).map((dice) => dice === 0),
      version: fc.nat(6).map((dice) => (dice === 0 ? 'v812' : 'v811')),
      healthy: fc.nat(7).map((dice) => dice !== 0),
      inRotation: fc.nat(9).map((dice) => dice !== 0),
      weight: fc.constantFrom(undefined, undefined, 0.5, 2),
    }),
    { minLength: 1, maxLength: 60 },
  )
  .map((instances) =>
    instances.map(({ zone, isLeader, weight, ...rest }, at) => ({
      ...rest,
      id: `web-${at + 1}`,
      ...(zone === '' ? {} : { zone }),
      ...(isLeader ? { role: 'leader' as const } : {}),
      ...(weight === undefined ? {} : { capacityWeight: weight }),
    })),
  )

export const anyRisk: fc.Arbitrary<ReleaseRisk> = fc.record({
  probability: fc.option(fc.double({ min: 0.0005, max: 1, noNaN: true })),
  low: fc.constant(null),
  high: fc.constant(null),
  band: fc.constantFrom('low', 'moderate', 'high', 'critical', null),
})

const bandLines = (line: (band: string) => fc.Arbitrary<string>) =>
  fc.tuple(...['low', 'moderate', 'high', 'critical'].map(line)).map((lines) => lines.join(', '))

/** Plans over all that shapes waves and batches. */
export const anyPlanLines: fc.Arbitrary<string> = fc
  .record({
    unavailable: fc.constantFrom('1', '2', '5', '10%', '25%', '33%', '50%'),
    healthy: fc.constantFrom('0', '1', '30%', '50%', '66%'),
    zones: fc.constantFrom('sequential', 'sequential', 'parallel'),
    within: fc.constantFrom(
      '[unhealthy-first, leader-last]',
      '[leader-last, unhealthy-first]',
      '[leader-last]',
      '[]',
    ),
    factor: fc.constantFrom('1', '1.5', '2'),
    eyes: fc.constantFrom(
      '',
      'gate: { metrics: { latency: { source: prometheus, url: "http://p", query: q } } }\n',
    ),
    pace: fc.oneof(
      bandLines((band) => fc.integer({ min: 2, max: 10 }).map((growth) => `${band}: ${growth}`)).map(
        (lines) => `growth: { ${lines} }\n`,
      ),
      bandLines((band) =>
        fc
          .constantFrom('[1, 10%, 100%]', '[100%]', '[3, 1 zone, 50%]', '[50]')
          .map((steps) => `${band}: ${steps}`),
      ).map((lines) => `exposure: { ${lines} }\n`),
      fc.constant(''),
    ),
  })
  .map(
    ({ unavailable, healthy, zones, within, factor, eyes, pace }) =>
      `batch: { max-unavailable: ${unavailable}, min-healthy: ${healthy} }\norder: { zones: ${zones}, within: ${within} }\nbake: { first-wave-factor: ${factor} }\n${eyes}${pace}`,
  )
