import type { RolloutPlan } from '../config/rollout/plan.ts'
import { type Batch, cutBatches } from './batches.ts'
import { capacityOf } from './capacity.ts'
import type { Instance } from './fleet.ts'
import { sidesOf, withKeptOut, withMissing } from './next-batch.ts'
import { inOrder } from './order.ts'
import { type Begun, earliestNext, unspaced } from './spacing.ts'
import type { RolloutState } from './state.ts'
import { isEnded, isTurned } from './transitions.ts'
import type { World } from './world.ts'

/** Of the world, what tells how long things take. */
export type Ahead = Pick<World, 'now' | 'calendar' | 'batchSeconds' | 'spacing' | 'missing'>

/**
 * When the last wave will have been watched, milliseconds since the epoch: what is left, cut and timed as the plan was,
 * from where the rollout is now. Null where that is not a question of time: it is over or going back, a person has
 * paused it, nobody may leave or was looked at yet, or no opening of a window is known.
 */
export const finishOf = (
  state: RolloutState,
  observed: readonly Instance[],
  plan: RolloutPlan,
  world: Ahead,
): number | null => {
  const { started, stage, paused, aborted, failed } = state
  const isGoingOn = !isEnded(stage) && !isTurned(stage) && stage !== 'failed' && aborted === null
  if (started === null || !isGoingOn || paused !== null || failed.size >= plan.health.maxFailed) return null
  if (observed.length === 0) return null
  const waves = wavesAhead(state, observed, plan, world)
  return waves === null ? null : timeOf(waves, state, world)
}

interface WaveAhead {
  readonly batches: readonly Batch[]
  readonly bakeSeconds: number
}

/** Null where not everybody may leave. */
const wavesAhead = (
  state: RolloutState,
  observed: readonly Instance[],
  plan: RolloutPlan,
  world: Ahead,
): readonly WaveAhead[] | null => {
  const { passed, stage, trail } = state
  const fleet = withKeptOut(state, afterBatch(state, observed))
  const { moving, exposed } = sidesOf(state, fleet)
  const turns = inOrder(moving, plan.order, world.calendar, world)
  const isUnderWay = stage === 'baking' || state.open !== null || trail?.wave === passed
  const planned = state.started!.waves.slice(passed)
  const ends = planned.map(({ exposure }, at) => {
    if (at === 0 && stage === 'baking') return 0
    if (at === planned.length - 1) return turns.length
    // The first wave moves somebody, whoever runs the version already.
    const least = at === 0 && trail === null && state.open === null ? 1 : 0
    return Math.min(turns.length, Math.max(least, Math.min(fleet.length, exposure) - exposed))
  })
  const everybody = withMissing(fleet, world)
  const cut = cutBatches(turns, ends, capacityOf(everybody, plan.batch), everybody)
  if (cut.outcome === 'stuck') return null
  return (
    planned
      .map(({ bakeSeconds }, at) => ({ bakeSeconds, batches: cut.waves[at]! }))
      // Where nobody is left to move, and nothing that moved is still to be watched, there is no further wave.
      .filter(({ batches }, at) => (at === 0 && isUnderWay) || batches.length > 0)
  )
}

/** The batch that is out, as it shall come back. */
const afterBatch = ({ open }: RolloutState, fleet: readonly Instance[]): readonly Instance[] => {
  if (open === null) return fleet
  const versions = new Map(open.instances.map(({ id, to }) => [id, to]))
  return fleet.map((instance) => {
    const version = versions.get(instance.id)
    return version === undefined ? instance : { ...instance, version, healthy: true, inRotation: true }
  })
}

const timeOf = (waves: readonly WaveAhead[], state: RolloutState, world: Ahead): number | null => {
  const { now, calendar, batchSeconds, spacing = unspaced } = world
  const { open, bake, batchBeganAt } = state
  let begun: Begun = state
  let readyAt = open === null ? now : Math.max(now, (batchBeganAt ?? now) + batchSeconds * 1000)
  for (const [at, { batches, bakeSeconds }] of waves.entries()) {
    for (const { turns } of batches) {
      const earliest = Math.max(readyAt, earliestNext(spacing, begun))
      const from = calendar.nextOpen(turns[0]!.scope, earliest, batchSeconds)
      if (from === null) return null
      begun = { batches: begun.batches + 1, batchBeganAt: from }
      readyAt = from + batchSeconds * 1000
    }
    const since = at === 0 && bake !== null ? bake.since : readyAt
    readyAt = Math.max(readyAt, since + bakeSeconds * 1000)
  }
  return readyAt
}
