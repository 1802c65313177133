import type { RolloutPlan } from '../config/rollout/plan.ts'
import { windowSecondsOf } from './bake-gate.ts'
import type { Direction, JudgedEvent, Move, RolloutOutcome } from './events.ts'
import { compareNames, type Instance, isAvailable } from './fleet.ts'
import { type Hold, hold, holdForPeople, pause } from './hold.ts'
import { sayCount, sayNames, sayWait } from './judge-words.ts'
import { leftAhead, leftBehind } from './left-apart.ts'
import { type NextBatch, nextForward, sidesOf } from './next-batch.ts'
import { earliestNext, unspaced } from './spacing.ts'
import { type RolloutState, waveOf } from './state.ts'
import { isEnded } from './transitions.ts'
import { nextBack, wayBack } from './way-back.ts'
import type { World } from './world.ts'

/** What to do next; the engine does it and asks again. Sentences are for people, without a full stop. */
export type Decision =
  | {
      readonly kind: 'move'
      readonly direction: Direction
      readonly wave: number
      readonly batch: number
      readonly moves: readonly Move[]
      /** It is in the journal already, and whoever began it did not say what came of it. */
      readonly isAgain: boolean
      /** What is not restarted yet shall be put back. */
      readonly isStopped: boolean
    }
  | { readonly kind: 'bake'; readonly wave: number }
  | ({ readonly kind: 'judge' } & Pick<JudgedEvent, 'wave' | 'verdict' | 'why' | 'eValue' | 'by'>)
  | Hold
  | { readonly kind: 'turn-back'; readonly why: string }
  | {
      readonly kind: 'end'
      readonly outcome: RolloutOutcome
      readonly why: string
      readonly instances: readonly string[]
      readonly skipped?: readonly string[]
    }
  /** It has ended. */
  | { readonly kind: 'rest' }

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

/** Back, where the plan lets us; else it stays as it is, and a person must look. */
const retreat = (
  state: RolloutState,
  fleet: readonly Instance[],
  { rollback }: RolloutPlan,
  why: string,
): Decision =>
  rollback.auto && rollback.mode === 'rollback'
    ? { kind: 'turn-back', why }
    : { kind: 'end', outcome: 'frozen', why, instances: listed([...state.failed], fleet) }

const listed = (ids: readonly string[], fleet: readonly Instance[]): readonly string[] => {
  const present = new Set(fleet.map(({ id }) => id))
  return ids.filter((id) => present.has(id)).toSorted(compareNames)
}

/** Between batches: as long as the driver says, and longer and longer where nothing moves. */
const settledAt = ({ batchEndedAt, fruitless }: RolloutState, { settleSeconds }: World): number => {
  const pause = fruitless === null ? 0 : Math.min(60, 2 ** fruitless.count)
  return (batchEndedAt ?? 0) + Math.max(settleSeconds, pause) * 1000
}

const isStalled = (since: number | null | undefined, plan: RolloutPlan, { now, blind }: World): boolean => {
  if (since === null || since === undefined) return false
  const blindMilliseconds = blind.reduce(
    (sum, { from, until }) => sum + Math.max(0, until - Math.max(from, since)),
    0,
  )
  return now - since - blindMilliseconds >= plan.health.progressDeadline.seconds * 1000
}

const goForward = (
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
const whilePaused = (
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

const settle = (state: RolloutState, world: World): Decision | null => {
  const settled = settledAt(state, world)
  return settled > world.now
    ? hold(state, world, { until: settled, why: 'settling', reason: 'settling' })
    : null
}

const begin = (
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

const goBack = (
  state: RolloutState,
  fleet: readonly Instance[],
  plan: RolloutPlan,
  world: World,
): Decision => {
  const next = nextBack(state, fleet, plan, world)
  const why = state.turned?.why ?? ''
  const ahead = leftAhead(state, fleet)
  const skipped = ahead.length > 0 && { skipped: ahead }
  const freeze = (ids: readonly string[], because: string): Decision => ({
    kind: 'end',
    outcome: 'frozen',
    why: `${why}; ${because}`,
    instances: listed(ids, fleet),
    ...skipped,
  })
  if (next.outcome === 'complete')
    return next.remaining.length === 0
      ? { kind: 'end', outcome: 'rolled-back', why, instances: [], ...skipped }
      : freeze(next.remaining, `${sayCount(next.remaining.length, 'instance')} could not be moved back`)
  if (next.outcome === 'closed') return holdForPeople(state, world, { ...next, reason: 'window' })
  if (next.outcome === 'stuck') {
    if (!isStalled(world.stuckSince, plan, world))
      return { kind: 'wait', until: null, why: next.why, reason: 'stuck' }
    const { going, givenUp } = wayBack(state, fleet)
    return freeze([...going.map(({ instance }) => instance.id), ...givenUp], next.why)
  }
  return settle(state, world) ?? begin(state, 'back', next)
}
