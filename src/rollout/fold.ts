import type { CommandEvent, LeaseEvent, MovedEvent, RolloutEvent } from './events.ts'
import { type RolloutState, unborn } from './state.ts'
import { extendTrail } from './trail.ts'
import { forbidden, isEnded, stageAfter } from './transitions.ts'

/**
 * The state after these events; after more of them, from the state before. Costs the same per event however many came
 * before. @throws SourceError for an event that cannot stand where it stands, named by position.
 */
export const fold = (events: readonly RolloutEvent[], from: RolloutState = unborn): RolloutState =>
  events.reduce(next, from)

const next = (state: RolloutState, event: RolloutEvent): RolloutState => {
  const position = state.count + 1
  // Told twice: the second time says nothing new.
  if (event.event === 'moved' && state.open?.batch !== event.batch && event.batch < state.batches)
    return { ...state, count: position }
  const stage = stageAfter(state.stage, event, position)
  checkEpoch(state, event, position)
  const after = { ...state, count: position, stage }
  if (event.event === 'command') return obey(after, event)
  const at = Date.parse(event.at)
  const led = { ...after, lease: state.lease && { ...state.lease, lastWordAt: at } }
  if (event.event === 'heartbeat')
    return event.bake === undefined || led.bake === null
      ? led
      : { ...led, bake: { ...led.bake, marks: { memory: event.bake, older: led.bake.marks } } }
  const isHandedOn = event.event === 'lease' || event.event === 'parked'
  const wentOnAt = isHandedOn ? state.wentOnAt : at
  const changed = { ...led, changedAt: at, wentOnAt, parked: null }
  switch (event.event) {
    case 'started':
      return { ...changed, started: event, epoch: event.epoch }
    case 'lease':
      return { ...changed, ...leaseOf(event, at) }
    case 'batch':
      if (event.batch !== state.batches)
        throw forbidden(event, position, `batch ${state.batches} would be next, not ${event.batch}`)
      return {
        ...changed,
        open: event,
        batches: state.batches + 1,
        batchBeganAt: at,
        bake: null,
        promoted: null,
      }
    case 'moved':
      return closeBatch(changed, event, position, at)
    case 'baking':
      return {
        ...changed,
        bake: { wave: event.wave, since: at, start: event.bake, marks: null },
        promoted: null,
      }
    case 'judged':
      return {
        ...changed,
        passed: event.verdict === 'pass' ? state.passed + 1 : state.passed,
        bake: null,
        memory: event.bake,
        verdict: event,
        promoted: null,
      }
    case 'parked':
      return { ...changed, parked: event, lease: null }
    case 'turned-back':
      return {
        ...changed,
        turned: event,
        turns: state.turns + 1,
        bake: null,
        promoted: null,
        ended: null,
        unmoved: new Map(),
        fruitless: null,
      }
    case 'ended':
      return { ...changed, ended: event, lease: null, paused: null, aborted: null, promoted: null }
  }
}

/** Commands come from anybody at any time; whatever else is written is written by the one who leads. */
const checkEpoch = (state: RolloutState, event: RolloutEvent, position: number): void => {
  if (event.event === 'command' || event.event === 'started') return
  if (event.event === 'lease') {
    if (event.epoch !== state.epoch + 1)
      throw forbidden(event, position, `epoch ${state.epoch + 1} would be next`)
  } else if (event.epoch !== state.epoch) {
    throw forbidden(event, position, `epoch ${state.epoch} leads`)
  }
}

const leaseOf = ({ epoch, holder, ttlSeconds }: LeaseEvent, at: number): Partial<RolloutState> => ({
  epoch,
  lease: { epoch, holder, ttlSeconds, lastWordAt: at },
})

const closeBatch = (state: RolloutState, event: MovedEvent, position: number, at: number): RolloutState => {
  const { open } = state
  if (open === null || open.batch !== event.batch)
    throw forbidden(event, position, `batch ${open?.batch ?? 'none'} is out, not ${event.batch}`)
  const { direction, wave, instances } = open
  const moved = event.results.filter(({ outcome }) => outcome !== 'unmoved')
  const unmoved = event.results.filter(({ outcome }) => outcome === 'unmoved')
  const failed = direction === 'forward' ? moved.filter(({ outcome }) => outcome === 'failed') : []
  return {
    ...state,
    open: null,
    trail: extendTrail(state.trail, { direction, wave, turn: state.turns, instances }, event.results),
    failed: failed.length === 0 ? state.failed : new Set([...state.failed, ...failed.map(({ id }) => id)]),
    unmoved: countUnmoved(
      state.unmoved,
      moved.map(({ id }) => id),
      unmoved.map(({ id }) => id),
    ),
    fruitless:
      moved.length > 0
        ? null
        : { count: (state.fruitless?.count ?? 0) + 1, since: state.fruitless?.since ?? at },
    batchEndedAt: at,
  }
}

const countUnmoved = (
  counts: ReadonlyMap<string, number>,
  moved: readonly string[],
  unmoved: readonly string[],
): ReadonlyMap<string, number> => {
  if (unmoved.length === 0 && !moved.some((id) => counts.has(id))) return counts
  const changed = new Map(counts)
  for (const id of moved) changed.delete(id)
  for (const id of unmoved) changed.set(id, (changed.get(id) ?? 0) + 1)
  return changed
}

/**
 * A person's word. Whoever aborts also ends a pause: the way back must not wait for it. A promotion is about the bake
 * under way, so that one given twice does not pass the next wave as well. Every word wakes a parked rollout.
 */
const obey = (state: RolloutState, event: CommandEvent): RolloutState => {
  const heard = { ...state, parked: null }
  const at = Date.parse(event.at)
  switch (event.command) {
    case 'pause':
      return isEnded(state.stage) ? heard : { ...heard, paused: event }
    case 'resume':
      return { ...heard, paused: null, ...(state.paused && { changedAt: at, wentOnAt: at }) }
    case 'abort':
      return { ...heard, paused: null, aborted: event }
    case 'promote':
      return state.stage === 'baking' ? { ...heard, promoted: event } : heard
    case 'skip':
      return { ...heard, skipped: new Set([...state.skipped, ...event.instances]) }
  }
}
