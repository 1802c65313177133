import type { RolloutPlan } from '../config/rollout/plan.ts'
import type { Decision } from './decision.ts'
import { compareNames, type Instance, isAvailable } from './fleet.ts'
import { hold, holdForPeople, pause } from './hold.ts'
import { sayCount, sayNames, sayWait } from './judge-words.ts'
import { leftBehind } from './left-apart.ts'
import { nextForward, sidesOf } from './next-batch.ts'
import { begin, isStalled, listed, settle } from './next-step.ts'
import { earliestNext, unspaced } from './spacing.ts'
import type { RolloutState } from './state.ts'
import type { World } from './world.ts'

/** Batch after batch, and the watch over a wave when all of it has moved. */
export const goForward = (
  state: RolloutState,
  fleet: readonly Instance[],
  plan: RolloutPlan,
  world: World,
): Decision => {
  const { stuckSince } = world
  const deadline = sayWait(plan.health.progressDeadline.seconds)
  if (isStalled(state.fruitless?.since, plan, world)) {
    const names = [...state.unmoved.keys()].toSorted(compareNames)
    return retreat(state, fleet, plan, `${sayNames(names)} could not be moved for ${deadline}`)
  }
  const next = nextForward(state, fleet, plan, world)
  if (next.outcome === 'complete') return waveDone(state, fleet, plan)
  if (next.outcome === 'closed') return holdForPeople(state, world, { ...next, reason: 'window' })
  if (next.outcome === 'stuck') {
    const why = `nothing may leave: ${next.why}`
    return isStalled(stuckSince, plan, world)
      ? retreat(state, fleet, plan, `${why}, for ${deadline}`)
      : { kind: 'wait', until: null, why, reason: 'stuck' }
  }
  return settle(state, world) ?? spread(state, world) ?? begin(state, 'forward', next)
}

/** A pause holds what moves, not the watch over a wave that is complete: its time runs from then on. */
export const whilePaused = (
  state: RolloutState,
  fleet: readonly Instance[],
  plan: RolloutPlan,
  world: World,
): Decision => {
  const isSound = state.stage === 'between' && state.failed.size < plan.health.maxFailed
  const next = isSound ? nextForward(state, fleet, plan, world) : null
  const done = next?.outcome === 'complete' ? waveDone(state, fleet, plan) : null
  return done?.kind === 'bake' ? done : pause(state, world)
}

/** The way back is not held up: GitHub slows it down where it must, and a bad version is worse. */
const spread = (state: RolloutState, world: World): Decision | null => {
  const until = earliestNext(world.spacing ?? unspaced, state)
  return until <= world.now
    ? null
    : hold(state, world, { until, why: 'no faster than the ledger can be written', reason: 'settling' })
}

/** Everybody of the wave has moved: it is watched. The end is where all that moved was watched, and nobody is left. */
const waveDone = (state: RolloutState, fleet: readonly Instance[], plan: RolloutPlan): Decision => {
  const { passed, started, trail, failed, skipped } = state
  const isJudged = trail === null || trail.wave < passed
  const { moving, exposed } = sidesOf(state, fleet)
  if (trail !== null && exposed === 0 && moving.length === 0)
    return retreat(state, fleet, plan, `nobody is left who runs ${started!.to}`)
  const isLast = isJudged && moving.length === 0
  if (!isLast && passed < started!.waves.length) return { kind: 'bake', wave: passed }
  const behind = leftBehind(state, fleet)
  const out = fleet.filter((one) => !isAvailable(one) && !failed.has(one.id) && !skipped.has(one.id))
  const left = [
    ...(failed.size === 0 ? [] : [`${sayCount(failed.size, 'instance')} failed`]),
    ...(behind.length === 0 ? [] : [`${sayCount(behind.length, 'instance')} skipped`]),
    ...(out.length === 0 ? [] : [`${sayCount(out.length, 'instance')} out of service`]),
  ]
  const onNew = fleet.filter(({ version }) => version === started!.to).length
  return {
    kind: 'end',
    outcome: 'succeeded',
    why: [`${onNew} of ${fleet.length} run ${started!.to}`, ...left].join(', '),
    instances: listed([...failed, ...out.map(({ id }) => id)], fleet),
    ...(behind.length > 0 && { skipped: behind }),
  }
}

/** Back, where the plan lets us; else it stays as it is, and a person must look. */
export const retreat = (
  state: RolloutState,
  fleet: readonly Instance[],
  { rollback }: RolloutPlan,
  why: string,
): Decision =>
  rollback.auto && rollback.mode === 'rollback'
    ? { kind: 'turn-back', why }
    : { kind: 'end', outcome: 'frozen', why, instances: listed([...state.failed], fleet) }
