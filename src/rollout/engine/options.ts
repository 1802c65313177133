import type { RolloutPlan } from '../../config/rollout/plan.ts'
import type { Calendar } from '../calendar.ts'
import type { Decision } from '../decision.ts'
import type { RolloutOutcome } from '../events.ts'
import type { Instance } from '../fleet.ts'
import type { Judgement } from '../judge-evidence.ts'
import type { Spacing } from '../spacing.ts'
import type { RolloutState } from '../state.ts'
import type { Clock, InstanceProgress, Journal, MetricSource, Mover } from './ports.ts'

export interface LeaseTimes {
  readonly ttlSeconds: number
  readonly heartbeatSeconds: number
  /** How often the journal is read for what people and others have written. */
  readonly pollSeconds: number
  /** How close batches may follow each other; absent where the ledger bears all. */
  readonly spacing?: Spacing
}

export interface RolloutOptions {
  /** Begins with `started`. */
  readonly journal: Journal
  readonly mover: Mover
  readonly metrics: readonly MetricSource[]
  readonly plan: RolloutPlan
  readonly calendar: Calendar
  /** How long a batch is expected to be out: must fit before a window closes. */
  readonly batchSeconds: number
  readonly clock: Clock
  /** Milliseconds that never run backwards; the clock's unless given. */
  readonly monotonic?: () => number
  /** 0 ≤ x < 1, for waits that must not fall together. */
  readonly random: () => number
  readonly holder: string
  /** Whether another holder still runs: a job that has ended is dead. */
  readonly liveness: (holder: string) => Promise<Liveness>
  readonly lease: LeaseTimes
  /** Waits longer than this are parked. */
  readonly longestWaitSeconds: number
  /** How long to wait for another holder. */
  readonly busyWaitSeconds: number
  /** Between the first signal and the moment when this process must be gone. */
  readonly graceSeconds: number
  readonly tell: (state: RolloutState, live: Live) => void
  readonly signal: AbortSignal
}

export type Liveness = 'alive' | 'dead' | 'unknown'

/** What only the process that leads knows. */
export interface Live {
  readonly now: number
  /** As last observed; empty before. */
  readonly fleet: readonly Instance[]
  readonly decision: Decision | null
  readonly judgement: Judgement | null
  readonly progress: readonly InstanceProgress[]
  /** When all will be done, as far as can be told; milliseconds since the epoch. */
  readonly finishAt: number | null
  /** Why nothing could be observed, read or written lately; empty when all is well. */
  readonly trouble: string
}

export type RolloutEnd = { readonly state: RolloutState } & (
  | {
      readonly outcome: RolloutOutcome
      readonly why: string
      readonly instances: readonly string[]
    }
  | { readonly outcome: 'parked'; readonly until: string; readonly why: string }
  | { readonly outcome: 'busy'; readonly holder: string }
  /** Somebody else has taken the lead; nothing was touched since. */
  | { readonly outcome: 'lost'; readonly why: string }
)
