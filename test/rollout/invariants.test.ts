import { expect, test } from 'vitest'
import { roundedDown, roundedUp } from '../../src/rollout/capacity.ts'
import { type Instance, isAvailable, zoneOf } from '../../src/rollout/fleet.ts'
import type { Refused } from '../../src/rollout/layout.ts'
import { type PlannedRollout, planRollout } from '../../src/rollout/plan.ts'
import fc from '../properties.ts'
import { anyFleet, anyPlanLines, anyRisk, fleetOf, now, planWith, riskOf } from './fleets.ts'

/** Who is out while a batch is, told again from the fleet alone: the batch, and whoever is sick and not restarted yet. */
const replay = (fleet: readonly Instance[], planned: PlannedRollout) => {
  const well = new Set(fleet.filter(isAvailable).map(({ id }) => id))
  return planned.waves.flatMap(({ batches }) =>
    batches.map((batch) => {
      const serving = fleet.filter(({ id }) => well.has(id) && !batch.includes(id))
      for (const id of batch) well.add(id)
      return { batch, serving }
    }),
  )
}

const seen = { planned: 0, refused: 0 }
const check = (
  holds: (planned: PlannedRollout, fleet: readonly Instance[], lines: string) => void | Promise<void>,
) =>
  fc.assert(
    fc.asyncProperty(anyFleet, anyRisk, anyPlanLines, async (fleet, risk, lines) => {
      const plan = await planWith(lines)
      const answer: PlannedRollout | Refused = planRollout({ plan, fleet, to: 'v812', risk, now })
      seen[answer.outcome]++
      if (answer.outcome === 'planned') await holds(answer, fleet, lines)
      else for (const { sentence } of answer.refusals) expect(sentence).not.toMatch(/undefined|NaN|Infinity/)
    }),
    { numRuns: 150 },
  )

test('capacity never falls below the floor, nor under either limit of the plan', () =>
  check(async (planned, fleet, lines) => {
    const { batch: limits } = await planWith(lines)
    const fewest = roundedUp(limits.minHealthy, fleet.length)
    const most = roundedDown(limits.maxUnavailable, fleet.length)
    const sick = fleet.filter((instance) => !isAvailable(instance)).length
    const weight = (some: readonly Instance[]) =>
      some.reduce((sum, { capacityWeight = 1 }) => sum + capacityWeight, 0)
    expect(planned.capacityFloor).toBeGreaterThanOrEqual(fewest)
    for (const { batch, serving } of replay(fleet, planned)) {
      expect(serving.length).toBeGreaterThanOrEqual(planned.capacityFloor)
      expect(serving.length).toBeGreaterThanOrEqual(planned.leastServing)
      expect(fleet.length - serving.length).toBeLessThanOrEqual(Math.max(most, sick))
      expect(batch.length).toBeLessThanOrEqual(most)
      const carriesWeights = fleet.some(({ capacityWeight }) => capacityWeight !== undefined)
      const takesWell = batch.some((id) =>
        fleet.some((instance) => instance.id === id && isAvailable(instance)),
      )
      if (carriesWeights && takesWell && limits.minHealthy.kind === 'share')
        expect(weight(serving)).toBeGreaterThanOrEqual(limits.minHealthy.share * weight(fleet) - 1e-9)
    }
  }))

test('every instance that must move moves exactly once, and no other', () =>
  check((planned, fleet) => {
    const moved = planned.waves.flatMap(({ batches }) => batches.flat()).toSorted()
    expect(moved).toEqual(
      fleet
        .filter(({ version }) => version !== 'v812')
        .map(({ id }) => id)
        .toSorted(),
    )
    let onNew = fleet.length - moved.length
    for (const { exposure, batches } of planned.waves) {
      onNew += batches.flat().length
      expect(exposure).toBe(onNew)
      expect(batches.every(({ length }) => length > 0)).toBe(true)
    }
    expect(onNew).toBe(fleet.length)
  }))

test('zone by zone: a batch never takes from two', () =>
  check((planned, fleet, lines) => {
    if (lines.includes('parallel')) return
    const zones = new Map(fleet.map((instance) => [instance.id, zoneOf(instance)]))
    for (const { batches } of planned.waves)
      for (const batch of batches) expect(new Set(batch.map((id) => zones.get(id))).size).toBe(1)
  }))

test('wave 1 is small, and expected harm falls from wave to wave', () =>
  check(({ waves, fleetSize }, fleet) => {
    const already = fleet.filter(({ version }) => version === 'v812').length
    expect(waves[0]!.exposure - already).toBeLessThanOrEqual(Math.max(1, Math.floor(fleetSize / 10)))
    for (const [at, wave] of waves.entries()) {
      const before = waves[at - 1]
      expect(wave.bakeSeconds).toBeGreaterThan(0)
      if (before !== undefined) expect(wave.expectedHarm).toBeLessThan(before.expectedHarm)
      expect(wave.expectedHarm).toBeCloseTo(wave.probability * wave.exposure * wave.bakeSeconds, 6)
    }
  }))

test('nothing begins before what came before it has ended', () =>
  check(({ waves, earliestFinish }) => {
    const moments = waves.flatMap(({ steps, bake }) =>
      [...steps, bake].flatMap(({ from, until }) => [from, until]),
    )
    expect(moments).toEqual(moments.toSorted())
    expect(moments.at(-1)).toBe(earliestFinish)
  }))

test('the order of the list is no matter', () =>
  check(async (planned, fleet, lines) => {
    const { pace } = planned
    const again = planRollout({
      plan: await planWith(lines),
      fleet: fleet.toReversed(),
      to: 'v812',
      risk: { ...riskOf(pace.probability, pace.band) },
      now,
    })
    expect(again.outcome === 'planned' && again.waves.map(({ batches }) => batches)).toEqual(
      planned.waves.map(({ batches }) => batches),
    )
  }))

test('the properties above have seen plans and refusals', () => {
  expect(seen.planned).toBeGreaterThan(100)
  expect(seen.refused).toBeGreaterThan(20)
})

test('ten thousand instances', async () => {
  for (const lines of ['', 'batch: { max-unavailable: 1 }']) {
    const plan = await planWith(lines)
    const fleet = fleetOf(10_000)
    const start = performance.now()
    const planned = planRollout({ plan, fleet, to: 'v812', risk: riskOf(0.044), now })
    const milliseconds = performance.now() - start
    expect(planned.outcome).toBe('planned')
    if (planned.outcome === 'planned')
      console.log(
        `10,000 instances, ${planned.waves.reduce((sum, { batches }) => sum + batches.length, 0)} batches: ${milliseconds.toFixed(0)} ms`,
      )
  }
})
