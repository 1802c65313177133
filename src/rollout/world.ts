import type { Calendar } from './calendar.ts'
import type { Instance } from './fleet.ts'
import type { Judgement } from './judge-evidence.ts'
import type { Spacing } from './spacing.ts'

/** Milliseconds since the epoch. */
export interface Spell {
  readonly from: number
  readonly until: number
}

/** What a decision needs to know besides the journal, the plan and the fleet. Times are milliseconds since the epoch. */
export interface World {
  readonly now: number
  readonly calendar: Calendar
  /** How long a batch is expected to be out. */
  readonly batchSeconds: number
  /** What the driver waits between batches. */
  readonly settleSeconds: number
  /** What the ledger bears; absent where it bears all. */
  readonly spacing?: Spacing
  /** An orchestrator does the rolling: a batch is a whole wave, and its own limits hold inside. */
  readonly rollsWaves: boolean
  /** Who waits longer than this leaves, and somebody else goes on. */
  readonly longestWaitSeconds: number
  /** Listed not long ago and no longer: they count as out. */
  readonly missing: readonly Instance[]
  /** While a wave is watched. */
  readonly judgement: Judgement | null
  /** Since when nothing may leave, without a break; null where something may. */
  readonly stuckSince: number | null
  /** When nobody could see the fleet, or nobody led: nothing could move then, and that is nobody's fault. */
  readonly blind: readonly Spell[]
}
