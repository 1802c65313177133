import type {
  BakeMemory,
  BatchEvent,
  CommandEvent,
  EndedEvent,
  JudgedEvent,
  LeaseEvent,
  MovedEvent,
  ParkedEvent,
  RolloutEvent,
  StartedEvent,
  TurnedEvent,
} from './events.ts'
import { extendTrail, type Trail } from './trail.ts'
import { forbidden, isEnded, type Stage, stageAfter } from './transitions.ts'

/** What a journal says of its rollout. Times are milliseconds since the epoch. */
export interface RolloutState {
  /** Events so far. */
  readonly count: number
  readonly stage: Stage
  readonly started: StartedEvent | null
  /** The highest so far; 0 before anybody led. */
  readonly epoch: number
  /** Who leads; null where nobody does, because the last holder parked the rollout or ended it. */
  readonly lease: Lease | null
  /** Waves that passed; the one under way is this one, counted from 0. */
  readonly passed: number
  /** Batches begun, both ways. */
  readonly batches: number
  /** Of the batch that is out. */
  readonly open: BatchEvent | null
  readonly trail: Trail | null
  /** Went forward and did not come up, over the whole run. */
  readonly failed: ReadonlySet<string>
  /** Left as they are, because a person said so. */
  readonly skipped: ReadonlySet<string>
  /** How often an instance was to be moved and was not, since it last was. */
  readonly unmoved: ReadonlyMap<string, number>
  /** Batches in a row in which nothing moved. */
  readonly fruitless: { readonly count: number; readonly since: number } | null
  /** When the last batch was begun. */
  readonly batchBeganAt: number | null
  /** When the last batch was back. */
  readonly batchEndedAt: number | null
  readonly bake: Bake | null
  /** From the last wave that was judged. */
  readonly memory: BakeMemory | null
  /** The gate's last word. */
  readonly verdict: JudgedEvent | null
  readonly paused: CommandEvent | null
  readonly aborted: CommandEvent | null
  /** Of the bake under way. */
  readonly promoted: CommandEvent | null
  readonly parked: ParkedEvent | null
  readonly turned: TurnedEvent | null
  /** How often it turned back. */
  readonly turns: number
  readonly ended: EndedEvent | null
  /** When anything but a heartbeat or a person's word was last written. */
  readonly changedAt: number
  /** The same, but for who led: when the rollout itself last went on. */
  readonly wentOnAt: number
}

export interface Lease {
  readonly epoch: number
  readonly holder: string
  readonly ttlSeconds: number
  readonly lastWordAt: number
}

export interface Bake {
  readonly wave: number
  readonly since: number
  /** As it began. */
  readonly start: BakeMemory
  /** Counted since, newest first. */
  readonly marks: BakeMark | null
}

export interface BakeMark {
  readonly memory: BakeMemory
  readonly older: BakeMark | null
}

export const unborn: RolloutState = {
  count: 0,
  stage: 'unborn',
  started: null,
  epoch: 0,
  lease: null,
  passed: 0,
  batches: 0,
  open: null,
  trail: null,
  failed: new Set(),
  skipped: new Set(),
  unmoved: new Map(),
  fruitless: null,
  batchBeganAt: null,
  batchEndedAt: null,
  bake: null,
  memory: null,
  verdict: null,
  paused: null,
  aborted: null,
  promoted: null,
  parked: null,
  turned: null,
  turns: 0,
  ended: null,
  changedAt: 0,
  wentOnAt: 0,
}

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
      return { ...changed, started: event }
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

/** The wave under way, or the last. */
export const waveOf = ({ passed, started }: RolloutState): number =>
  Math.max(0, Math.min(passed, (started?.waves.length ?? 1) - 1))
