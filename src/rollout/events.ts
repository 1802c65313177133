import type { Band } from '../domain/decision.ts'
import type { WaveVerdict } from './judge-evidence.ts'
import type { LogEvidence, Tally } from './sequential.ts'
import type { Histogram } from './sequential-latency.ts'

/**
 * What a rollout's journal holds, oldest first. Whatever moves an instance is written down before it is done, so that
 * the events, and a look at the fleet, are all that anybody needs to go on where another stopped. Times are ISO 8601 in
 * UTC; the epoch is that of the lease under which an event was written (of a command: the one it was given in). It goes
 * on from one rollout of a service to the next: who refuses an older one remembers a service, and no rollouts.
 */
export type RolloutEvent =
  | StartedEvent
  | LeaseEvent
  | HeartbeatEvent
  | BatchEvent
  | MovedEvent
  | BakingEvent
  | JudgedEvent
  | CommandEvent
  | ParkedEvent
  | TurnedEvent
  | EndedEvent

interface Written {
  readonly at: string
  readonly epoch: number
}

/** The first event: what is to be done, as it was planned; its epoch is the highest of the rollout before. The fleet may change; exposures of waves are kept. */
export interface StartedEvent extends Written {
  readonly event: 'started'
  readonly service: string
  readonly to: string
  /** What runs where something moves, most common first. */
  readonly from: readonly string[]
  /** SHA-256 of the plan file's text. */
  readonly plan: string
  readonly risk: { readonly probability: number; readonly band: Band; readonly uncertain: boolean }
  readonly waves: readonly PlannedExposure[]
  readonly fleetSize: number
  /** Run the new version before anything has moved. */
  readonly already: number
  readonly serving: number
  /** So many serve at any moment, at least. */
  readonly capacityFloor: number
  readonly mostOut: number
  readonly earliestFinish: string
  /** Hash of the gate's decision about it, where there is one. */
  readonly change?: string
  /** The commit that the version was made from, where that is known. */
  readonly commit?: string
  /** Of the risk; absent where somebody gave a number and no more. */
  readonly basis?: RiskBasis
}

/** Where the risk of a release comes from. */
export interface RiskBasis {
  /** A clause: "as given" (a number the gate has reasons for), "the gate's decision of 2026-11-21T10:00:00Z", or why nothing is known. */
  readonly source: string
  readonly gate?: GateReasons
}

/** The gate's explanation, small enough to be kept, and without a person in it. */
export interface GateReasons {
  readonly probability: number | null
  readonly band: Band | null
  /** What it answered, and the sentence it gave. */
  readonly decision: string
  readonly reason: string
  readonly changes: number
  /** The riskiest few, and how much of the risk is theirs, 0..1; the title is empty where only the name is known. */
  readonly parts: readonly { readonly id: string; readonly title: string; readonly share: number }[]
  /** Of the riskiest part, largest first, and of the moment; `factor` multiplies the risk. */
  readonly reasons: readonly { readonly factor: number; readonly sentence: string }[]
}

export interface PlannedExposure {
  readonly exposure: number
  readonly bakeSeconds: number
  readonly expectedHarm: number
}

/** Somebody takes the lead; `epoch` is one more than before, and whoever held it before must not act again. */
export interface LeaseEvent extends Written {
  readonly event: 'lease'
  readonly holder: string
  readonly ttlSeconds: number
}

/** Still there. Every event of the holder renews the lease; this one is for when there is nothing else to say. */
export interface HeartbeatEvent extends Written {
  readonly event: 'heartbeat'
  readonly bake?: BakeMemory
}

/** These instances are about to be moved. Written before the first of them is touched. */
export interface BatchEvent extends Written {
  readonly event: 'batch'
  /** From 0. */
  readonly wave: number
  /** From 0, counted over the whole run, both ways. */
  readonly batch: number
  readonly direction: Direction
  readonly instances: readonly Move[]
}

export type Direction = 'forward' | 'back'

export interface Move {
  readonly id: string
  readonly from: string
  readonly to: string
}

/** What became of a batch. */
export interface MovedEvent extends Written {
  readonly event: 'moved'
  readonly batch: number
  readonly results: readonly MoveResult[]
  /** The fewest that served while it was out, as observed. */
  readonly leastServing: number
  readonly seconds: number
  /** Requests to the whole fleet while it was out, and those that failed, by what the gate reads; absent where it reads none. */
  readonly served?: Tally
  /** The same as the load balancers count it; absent where none was asked from its beginning to its end. */
  readonly balanced?: BalancedCount
}

/** What load balancers count. */
export interface BalancedCount {
  readonly requests: number
  /** Without an answer, or with half of one: what a restart costs that comes too early. */
  readonly lost: number
  /** Answered, with a status from 500 on. */
  readonly serverErrors: number
}

/**
 * `moved`: runs what was asked and serves · `failed`: does not serve, and stays out of rotation until it is moved back ·
 * `unmoved`: serves as before, nothing was restarted.
 */
export interface MoveResult {
  readonly id: string
  readonly outcome: 'moved' | 'failed' | 'unmoved'
  /** One sentence without a full stop; empty for `moved`. */
  readonly why: string
  readonly drainSeconds: number
  /** From the restart until its health was unbroken for as long as asked. */
  readonly bootSeconds: number
}

/** The last batch of a wave is back: from here on it is watched. */
export interface BakingEvent extends Written {
  readonly event: 'baking'
  readonly wave: number
  readonly bake: BakeMemory
}

/** What must survive a coordinator for a verdict to be right: totals as last counted, and what they have proven. */
export interface BakeMemory {
  /** When the totals were counted, seconds since the epoch; null where nothing could be. */
  readonly countedAt: number | null
  readonly totals: Readonly<Record<string, GroupTotals>>
  readonly evidence: Readonly<Record<string, LogEvidence>>
  /** The old version in the waves before. */
  readonly reference: Readonly<Record<string, Tally | Histogram>>
}

/** Running totals of both versions; old is null where none of it serves. */
export type GroupTotals =
  | { readonly kind: 'errors'; readonly new: Tally; readonly old: Tally | null }
  | { readonly kind: 'latency'; readonly new: Histogram; readonly old: Histogram | null }

/** A wave's gate: passed or failed. `by` where a person said so (`promote`), against or without the evidence. */
export interface JudgedEvent extends Written {
  readonly event: 'judged'
  readonly wave: number
  readonly verdict: Exclude<WaveVerdict, 'inconclusive'>
  readonly why: string
  readonly eValue: number
  readonly by?: string
  readonly counts: Readonly<Record<string, WaveCounts>>
  readonly bake: BakeMemory
}

/** What a wave's table row shows of a metric. */
export interface WaveCounts {
  readonly new: Tally
  readonly old: Tally | null
  /** The smallest excess that would have shown; null where none would. */
  readonly detectable: number | null
  readonly newMilliseconds?: number | null
  readonly oldMilliseconds?: number | null
}

export const rolloutCommands = ['pause', 'resume', 'abort', 'promote', 'skip'] as const
/**
 * `pause` after the batch that is out · `resume` · `abort` goes back, newest first · `promote` counts the wave as
 * passed, whatever the gate says · `skip` leaves the instances named as they are for the rest of the run.
 */
export type RolloutCommand = (typeof rolloutCommands)[number]

/**
 * Which windows a `resume` lifts for the rest of the rollout: `review` those that wait for a person's word, `emergency`
 * those that let an emergency through, too. Allowed times hold all the same: they are agreed with somebody else.
 */
export const windowLifts = ['review', 'emergency'] as const
export type WindowLift = (typeof windowLifts)[number]

/** A person's word; may be written by anybody at any time, whoever holds the lease. */
export interface CommandEvent extends Written {
  readonly event: 'command'
  readonly command: RolloutCommand
  readonly by: string
  readonly reason: string
  /** Of `skip`. */
  readonly instances: readonly string[]
  /** Of `resume`; absent where it only ends a pause. */
  readonly lifts?: WindowLift
}

/** Nothing to do before `until`: the process ends, and another goes on then. */
export interface ParkedEvent extends Written {
  readonly event: 'parked'
  readonly until: string
  readonly why: string
}

/** From here on only backwards. */
export interface TurnedEvent extends Written {
  readonly event: 'turned-back'
  readonly why: string
}

/**
 * `succeeded` · `rolled-back` · `frozen`: part of the fleet could not be moved back, or shall not; a person must look ·
 * `refused`: nothing was touched.
 */
export interface EndedEvent extends Written {
  readonly event: 'ended'
  readonly outcome: RolloutOutcome
  readonly why: string
  /** Those a person must look at. */
  readonly instances: readonly string[]
  /** Left where they are, apart from all others, because a person said so; absent where nobody is. */
  readonly skipped?: readonly string[]
}

export const rolloutOutcomes = ['succeeded', 'rolled-back', 'frozen', 'refused'] as const
export type RolloutOutcome = (typeof rolloutOutcomes)[number]
