import type { RolloutPlan } from '../config/rollout/plan.ts'
import { windowSecondsOf } from './bake-gate.ts'
import type { Decision } from './decision.ts'
import { compareNames, type Instance } from './fleet.ts'
import { goBack } from './go-back.ts'
import { goForward, retreat, whilePaused } from './go-forward.ts'
import { hold, holdForPeople, pause } from './hold.ts'
import { sayNames } from './judge-words.ts'
import { sidesOf } from './next-batch.ts'
import type { RolloutState } from './state.ts'
import { isEnded } from './transitions.ts'
import type { World } from './world.ts'

/** So long after its end may a rollout still be backed out. */
export const backOutHours = 72

/**
 * What to do next, from the journal, the fleet as observed now, and the plan. Pure: everything that happens to a
 * rollout is decided here, in this order: what is out comes back first; a person's abort beats all else; then the way
 * back, a pause, the gate, and only then the way forward.
 */
export const decide = (
  state: RolloutState,
  fleet: readonly Instance[],
  plan: RolloutPlan,
  world: World,
): Decision => {
  if (state.open !== null) return again(state)
  if (isEnded(state.stage)) return afterEnd(state)
  if (state.stage === 'turned')
    return state.paused === null ? goBack(state, fleet, plan, world) : pause(state, world)
  if (state.aborted !== null) return { kind: 'turn-back', why: sayAborted(state) }
  if (state.stage === 'baking' && !isDeserted(state, fleet, world)) return gate(state, plan, world)
  if (state.paused !== null) return whilePaused(state, fleet, plan, world)
  if (state.stage === 'failed') return retreat(state, fleet, plan, state.verdict?.why ?? 'the gate said no')
  if (state.failed.size >= plan.health.maxFailed)
    return retreat(
      state,
      fleet,
      plan,
      `${sayNames([...state.failed].toSorted(compareNames))} failed, and max-failed is ${plan.health.maxFailed}`,
    )
  return goForward(state, fleet, plan, world)
}

/** A batch whose end nobody wrote down: the same again; the mover finds out how far it got. */
const again = ({ open, aborted }: RolloutState): Decision => ({
  kind: 'move',
  direction: open!.direction,
  wave: open!.wave,
  batch: open!.batch,
  moves: open!.instances,
  isAgain: true,
  isStopped: aborted !== null && open!.direction === 'forward',
})

/** A rollout that is over may be asked to go back, for a while. */
export const afterEnd = (state: RolloutState): Decision => {
  const { aborted, ended } = state
  if (aborted === null || ended === null) return { kind: 'rest' }
  const hours = (Date.parse(aborted.at) - Date.parse(ended.at)) / 3_600_000
  const isAllowed = state.stage === 'succeeded' || state.stage === 'frozen'
  return isAllowed && hours <= backOutHours ? { kind: 'turn-back', why: sayAborted(state) } : { kind: 'rest' }
}

const sayAborted = ({ aborted }: RolloutState): string =>
  `aborted by ${aborted!.by}${aborted!.reason === '' ? '' : ` "${aborted!.reason}"`}`

/** All that the wave has moved have left the fleet, and nobody else runs the version: there is nothing to watch. */
const isDeserted = (state: RolloutState, fleet: readonly Instance[], { missing }: World): boolean =>
  missing.length === 0 && sidesOf(state, fleet).exposed === 0

/** A person's promotion counts as a pass, whatever the gate says; the journal keeps who gave it. */
const gate = (state: RolloutState, plan: RolloutPlan, world: World): Decision => {
  const { promoted, bake } = state
  const { judgement } = world
  const wave = bake!.wave
  if (promoted !== null)
    return {
      kind: 'judge',
      wave,
      verdict: 'pass',
      why: `promoted${promoted.reason === '' ? '' : ` "${promoted.reason}"`}`,
      eValue: judgement?.eValue ?? 1,
      by: promoted.by,
    }
  if (judgement === null)
    return hold(state, world, { until: null, why: 'nothing is counted yet', reason: 'baking' })
  const { verdict, why, eValue, until, overdue } = judgement
  if (verdict !== 'inconclusive') return { kind: 'judge', wave, verdict, why, eValue }
  const isTimed = until !== undefined && until.seconds > 0
  const waiting = { until: isTimed ? until.at * 1000 : null, why, reason: 'baking' } as const
  return overdue && hasWatched(state, plan, world)
    ? holdForPeople(state, world, waiting)
    : hold(state, world, waiting)
}

/** Whoever has just been woken has seen nobody healthy for long: that may be all that a late wave still lacks. */
const hasWatched = ({ bake, started, changedAt }: RolloutState, { health }: RolloutPlan, { now }: World) => {
  const windowSeconds = windowSecondsOf(started!.waves[bake!.wave]?.bakeSeconds ?? 0)
  return now - changedAt >= (health.minHealthyTime.seconds + 2 * windowSeconds) * 1000
}
