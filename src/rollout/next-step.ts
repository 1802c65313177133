/** What the way forward and the way back have in common: when a batch begins, and that nothing waits for too long. */
import type { RolloutPlan } from '../config/rollout/plan.ts'
import type { Decision } from './decision.ts'
import type { Direction } from './events.ts'
import { compareNames, type Instance } from './fleet.ts'
import { hold } from './hold.ts'
import type { NextBatch } from './next-batch.ts'
import { type RolloutState, waveOf } from './state.ts'
import type { World } from './world.ts'

/** The wait that is left between two batches; null where none is. */
export const settle = (state: RolloutState, world: World): Decision | null => {
  const settled = settledAt(state, world)
  return settled > world.now
    ? hold(state, world, { until: settled, why: 'settling', reason: 'settling' })
    : null
}

/** As long as the driver says, and longer and longer where nothing moves. */
const settledAt = ({ batchEndedAt, fruitless }: RolloutState, { settleSeconds }: World): number => {
  const pause = fruitless === null ? 0 : Math.min(60, 2 ** fruitless.count)
  return (batchEndedAt ?? 0) + Math.max(settleSeconds, pause) * 1000
}

/** These move now. */
export const begin = (
  state: RolloutState,
  direction: Direction,
  { moves }: Extract<NextBatch, { outcome: 'batch' }>,
): Decision => ({
  kind: 'move',
  direction,
  wave: waveOf(state),
  batch: state.batches,
  moves,
  isAgain: false,
  isStopped: false,
})

/** It has been so since then for longer than the plan allows; what nobody could see does not count. */
export const isStalled = (
  since: number | null | undefined,
  plan: RolloutPlan,
  { now, blind }: World,
): boolean => {
  if (since === null || since === undefined) return false
  const blindMilliseconds = blind.reduce(
    (sum, { from, until }) => sum + Math.max(0, until - Math.max(from, since)),
    0,
  )
  return now - since - blindMilliseconds >= plan.health.progressDeadline.seconds * 1000
}

/** Those of them that are in the fleet, as people count. */
export const listed = (ids: readonly string[], fleet: readonly Instance[]): readonly string[] => {
  const present = new Set(fleet.map(({ id }) => id))
  return ids.filter((id) => present.has(id)).toSorted(compareNames)
}
