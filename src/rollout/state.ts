import type {
  BakeMemory,
  BatchEvent,
  CommandEvent,
  EndedEvent,
  JudgedEvent,
  ParkedEvent,
  StartedEvent,
  TurnedEvent,
} from './events.ts'
import type { Trail } from './trail.ts'
import type { Stage } from './transitions.ts'

/** What a journal says of its rollout. Times are milliseconds since the epoch. */
export interface RolloutState {
  /** Events so far. */
  readonly count: number
  readonly stage: Stage
  readonly started: StartedEvent | null
  /** The highest so far; before anybody led, that of the rollout before, or 0. */
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

/** The wave under way, or the last. */
export const waveOf = ({ passed, started }: RolloutState): number =>
  Math.max(0, Math.min(passed, (started?.waves.length ?? 1) - 1))
