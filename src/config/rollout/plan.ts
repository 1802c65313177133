import type { Band } from '../../domain/decision.ts'
import type { Duration, FixedWindow, RecurringWindow } from '../configuration.ts'
import type { Amount, ExposureStep } from './amount.ts'
import type { Targets } from './drivers/all.ts'
import type { StatusRange } from './status-range.ts'

/**
 * What a team asked of the rolling bounce of one service, typed and complete: every default is filled in.
 * A wave is how much of the fleet runs the new version when it ends; a batch is what is out of service at once.
 */
export interface RolloutPlan {
  readonly version: 1
  readonly service: string
  /** Services that must be done first, when they are rolled out together. */
  readonly after: readonly string[]
  /** How many services may move at the same time, when several are rolled out together. */
  readonly atOnce: number
  readonly targets: Targets
  readonly customers: readonly Customer[]
  readonly order: Order
  readonly batch: BatchLimits
  readonly health: Health
  readonly firstWave: { readonly budget: number; readonly blast: number }
  readonly exposure: Readonly<Record<Band, Exposure>>
  readonly bake: Bake
  readonly gate: HealthGate
  readonly rollback: Rollback
  readonly windows: readonly RolloutWindow[]
}

/** Who is served where: what a window that names a customer is about. */
export interface Customer {
  readonly name: string
  readonly zones: readonly string[]
  readonly instances: readonly string[]
}

export const orderRules = ['unhealthy-first', 'leader-last'] as const
export type OrderRule = (typeof orderRules)[number]

export interface Order {
  readonly zones: 'sequential' | 'parallel'
  /** The first rule weighs most. */
  readonly within: readonly OrderRule[]
  readonly handOver: boolean
}

export interface BatchLimits {
  /** Rounded down. */
  readonly maxUnavailable: Amount
  /** Rounded up. */
  readonly maxSurge: Amount
  /** Rounded up. */
  readonly minHealthy: Amount
  readonly drainTimeout: Duration
  readonly onDrainTimeout: 'fail' | 'force' | 'wait'
}

export interface Health {
  readonly path: string
  /** An answer with any of these is healthy. */
  readonly expect: readonly StatusRange[]
  /** `json:KEY` or `header:NAME`: where the answer says which version runs. */
  readonly version: string
  readonly minHealthyTime: Duration
  readonly healthyDeadline: Duration
  readonly progressDeadline: Duration
  /** Over the whole run, not a batch. */
  readonly maxFailed: number
}

export type Exposure =
  | { readonly kind: 'steps'; readonly steps: readonly ExposureStep[] }
  | { readonly kind: 'growth'; readonly factor: number }

export interface Bake {
  readonly of: Readonly<Record<Band, Duration>>
  readonly firstWaveFactor: number
  readonly minRequests: number
}

export interface Metric {
  readonly source: 'haproxy' | 'prometheus'
  readonly url: string | null
  readonly query: string | null
  readonly requestsQuery: string | null
  /** How often a version that is no worse may be stopped by mistake. */
  readonly alpha: number
  /** The most that may go wrong unseen: a share of requests. */
  readonly pMax: number
}

export interface HealthGate {
  readonly metrics: { readonly errors: Metric | null; readonly latency: Metric | null }
  readonly onNoData: 'hold' | 'health-only' | 'fail'
  readonly inconclusiveDeadline: Duration
}

export interface Rollback {
  readonly auto: boolean
  readonly maxUnavailable: Amount
  readonly order: 'newest-first'
  readonly onFailure: 'freeze'
  readonly mode: 'rollback' | 'freeze'
}

/** Of a window that names neither zones nor customers, the whole fleet is meant. */
interface Scope {
  readonly zones: readonly string[]
  readonly customers: readonly string[]
}

export type RolloutWindow = (RecurringWindow & Scope) | (FixedWindow & Scope)
