import type { BalancedCount, Move, MoveResult, RolloutEvent } from '../events.ts'
import type { Instance } from '../fleet.ts'
import type { Tally } from '../sequential.ts'
import type { Histogram } from '../sequential-latency.ts'

/** What the engine needs of the world. Everything else it works out by itself. */

/** Milliseconds since the epoch. */
export interface Clock {
  readonly now: () => number
  /** Returns early, without an error, when the signal fires. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
}

/** The journal of one rollout. */
export interface Journal {
  /** Service and number: web/7. */
  readonly id: string
  /** All events so far, oldest first; cheap when nothing is new. */
  readonly read: () => Promise<readonly JournaledEvent[]>
  /** Writes after the first `seen` events, or not at all where somebody else has written since. */
  readonly append: (event: RolloutEvent, seen: number) => Promise<'written' | 'outrun'>
}

export type JournaledEvent = RolloutEvent & {
  /** Who wrote it; a person's name never leaves the ledger in reports by default. */
  readonly actor: string
}

/** What a batch is moved with. */
export interface MoveContext {
  readonly epoch: number
  /** The same for the same work, also when it is done again after a crash: web/7/12. */
  readonly operation: string
  /** Another coordinator began with it, and did not say what came of it: some may have been restarted already. */
  readonly isAgain: boolean
  readonly drainSeconds: number
  readonly onDrainTimeout: 'fail' | 'force' | 'wait'
  readonly minHealthySeconds: number
  readonly healthySeconds: number
  readonly handOver: boolean
  /** How many run the new version once the wave under way is done: what an orchestrator is asked for. */
  readonly exposure: number
  /** Milliseconds since the epoch by which all must be done. */
  readonly deadline: number
  /** Throws when the lease is lost: asked before every touch. */
  readonly mayAct: () => Promise<void>
  /** By our own clock somebody else may lead by now: nothing is ordered before `mayAct` has asked. */
  readonly isLapsed: () => boolean
  /** Fires on abort: what was not restarted yet is put back; what was, is brought up. */
  readonly stop: AbortSignal
  /** Fires when nobody here waits any more: whatever is under way must not take effect once another may lead. */
  readonly gone?: AbortSignal
  /** Told as instances go on, for people to see. */
  readonly tell: (progress: InstanceProgress) => void
}

export const moveStages = [
  'handing-over',
  'draining',
  'restarting',
  'starting',
  'verifying',
  'restoring',
] as const
export type MoveStage = (typeof moveStages)[number]

export interface InstanceProgress {
  readonly id: string
  readonly stage: MoveStage
  /** When the stage began, milliseconds since the epoch. */
  readonly since: number
  /** How long it may take; null where nothing bounds it. */
  readonly mostSeconds: number | null
}

/**
 * Moves instances: one after the other's verbs (`InstanceDriver`), or by asking an orchestrator. `move` settles with one
 * result for every move and never throws for what happened to an instance; it is idempotent, and finds out by itself
 * how far an earlier try got.
 */
export interface Mover {
  readonly observe: (signal: AbortSignal) => Promise<readonly Instance[]>
  readonly move: (moves: readonly Move[], context: MoveContext) => Promise<readonly MoveResult[]>
  /** Sees to it that these, as last observed, get no requests, whoever has let them back in. */
  readonly keepOut?: (fleet: readonly Instance[], context: MoveContext) => Promise<void>
  /** Sees to it that these get requests, if they were taken out by nobody's will: whether anybody was. */
  readonly keepIn?: (fleet: readonly Instance[], context: MoveContext) => Promise<boolean>
  /** What the driver waits between batches, such as the passive ejection of a load balancer. */
  readonly settleSeconds: number
  /** It rolls a whole wave by itself: batches are as large as waves, and its own limits hold inside them. */
  readonly rollsWaves: boolean
  readonly close: () => Promise<void>
}

/** A driver that knows single instances. All verbs are idempotent; each says what came of it and throws only for bugs. */
export interface InstanceDriver {
  readonly capabilities: {
    /** It can take an instance out of rotation and wait for what is in flight. */
    readonly drains: boolean
    /** The target itself refuses an older epoch. */
    readonly fenced: boolean
    readonly settleSeconds: number
  }
  /**
   * The fleet, or those named; an instance that cannot be asked is listed as not healthy. The fleet is only known as a
   * whole; of those named, what can be known is told: in rotation is who is seen there everywhere. @throws SourceError
   */
  readonly observe: (signal: AbortSignal, ids?: readonly string[]) => Promise<readonly Instance[]>
  /** Out of rotation everywhere, and nothing left on it; `busy` at the deadline. With `force` what is left is closed. */
  readonly drain: (id: string, context: ActionContext & { readonly force: boolean }) => Promise<ActionResult>
  /** Stops what runs and starts `version`; need not wait until it is healthy. */
  readonly restart: (id: string, context: ActionContext) => Promise<ActionResult>
  /**
   * Takes it out again wherever somebody else has let it back in, such as one of several load balancers that was
   * reloaded. Asked many times a second: cheap, and waits for nothing. Touches nothing once the signal has fired.
   */
  readonly keepOut?: (id: string, signal: AbortSignal) => Promise<void>
  /**
   * Puts it back where it is out by nobody's will, such as at a load balancer that was reloaded with an old state; what
   * a person took out stays out. Null where there is nothing to do, and nothing was done.
   */
  readonly keepIn?: (id: string, context: ActionContext) => Promise<ActionResult | null>
  /** Back into rotation everywhere, and seen there. */
  readonly restore: (id: string, context: ActionContext) => Promise<ActionResult>
  /** Moves leadership away. */
  readonly handOver?: (id: string, context: ActionContext) => Promise<ActionResult>
  /** Whether it may be taken out right now. */
  readonly canTouch?: (id: string, context: ActionContext) => Promise<ActionResult>
  readonly close: () => Promise<void>
}

export interface ActionContext {
  readonly version: string
  readonly epoch: number
  readonly operation: string
  /** Milliseconds since the epoch. */
  readonly deadline: number
  /** To be asked before every order of a verb that gives several: it also says when we may lead no longer. */
  readonly signal: AbortSignal
}

/**
 * `busy`: not by the deadline · `again`: it may or may not have happened, look and try again · `failed`: it will not ·
 * `blind`: somebody who must be asked does not answer, such as one of several load balancers. What it takes to see is
 * no fault of the instance: it is asked again for as long as that lasts. A restart that is blind has not begun.
 */
export type ActionResult =
  | { readonly outcome: 'done' }
  | { readonly outcome: 'busy' | 'again' | 'failed' | 'blind'; readonly why: string }

/** A driver whose orchestrator does the rolling; we set pace, gate and verdict. */
export interface Orchestrator {
  readonly observe: (signal: AbortSignal) => Promise<readonly Instance[]>
  /** Asks that so many run this version, and no more; returns when asked, not when done. Idempotent. */
  readonly expose: (exposure: number, context: ActionContext) => Promise<ActionResult>
  /** Asks that all run this older version again. Idempotent. */
  readonly goBack: (context: ActionContext) => Promise<ActionResult>
  /** What the orchestrator itself says of the way it goes. */
  readonly progress: (signal: AbortSignal) => Promise<OrchestratorProgress>
  /** It can stop at an exposure; where it cannot, the whole fleet is one wave. */
  readonly stopsAtExposure: boolean
  readonly close: () => Promise<void>
}

export type OrchestratorProgress =
  | { readonly outcome: 'settled' | 'moving'; readonly why: string }
  | { readonly outcome: 'failed'; readonly why: string }

/** Counters of every instance since some moment in the past; they may begin anew at any time. */
export interface MetricReading {
  /** Seconds since the epoch. */
  readonly at: number
  readonly errors: ReadonlyMap<string, Tally> | null
  readonly latency: ReadonlyMap<string, Histogram> | null
  /** Why a metric could not be read, by its name. */
  readonly faults: Readonly<Record<string, string>>
  /** Where load balancers are asked what they count; null where one of them does not answer. */
  readonly balanced?: ReadonlyMap<string, BalancedCount> | null
}

export interface MetricSource {
  /** Tells what restarts cost; no gate is judged by it. */
  readonly isForTheRecord?: true
  readonly read: (signal: AbortSignal) => Promise<MetricReading>
}
