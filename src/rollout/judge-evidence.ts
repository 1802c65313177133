import type { LogEvidence, Tally } from './sequential.ts'
import type { Histogram } from './sequential-latency.ts'

/**
 * What a wave is judged by, what is asked of it, and the answer. Times are seconds since the epoch. Values of one run
 * of one service: `evidence` is what sources counted, `gate` what the plan file asks.
 */
export interface Evidence {
  /** What people call the two versions: v812, v811. */
  readonly versions: { readonly new: string; readonly old: string }
  /** When the last instance of this wave came into rotation: bake time runs from here. */
  readonly since: number
  /** By name; names are those of the gate. */
  readonly metrics: Readonly<Record<string, MetricEvidence>>
  /** Those this wave moved. */
  readonly instances: readonly InstanceHealth[]
  /** Ids of instances that did not come back, or came back ill, over the whole run. */
  readonly failedInstances: readonly string[]
  /** A fail the journal already holds: it stays one. */
  readonly failed?: { readonly why: string; readonly eValue: number }
}

export type MetricEvidence = ErrorEvidence | LatencyEvidence

interface Carried {
  /** Evidence of the waves before, as `MetricJudgement` gave it: then false alarms are counted once a run. */
  readonly before?: LogEvidence
}

export interface ErrorEvidence extends Carried {
  readonly kind: 'errors'
  readonly windows: readonly ErrorWindow[]
  /** The old version before this run, or in the waves before: tells what is usual once none of it serves. */
  readonly reference?: Tally
}

export interface LatencyEvidence extends Carried {
  readonly kind: 'latency'
  readonly windows: readonly LatencyWindow[]
  readonly reference?: Histogram
}

/** A window holds whole counts of its time, never a running total. No window where the source did not answer. */
interface Window {
  readonly from: number
  readonly to: number
}

export interface ErrorWindow extends Window {
  readonly new: Counted
  /** Null where no instance of the old version served. */
  readonly old: Counted | null
}

export interface LatencyWindow extends Window {
  readonly new: Histogram
  readonly old: Histogram | null
}

/** Requests and those that failed; where requests fail together, also by bucket (sequential-buckets.ts). */
export interface Counted extends Tally {
  readonly buckets?: readonly Tally[]
}

export interface InstanceHealth {
  readonly id: string
  /** Since when it has been healthy without a break; null when it is not, or nobody knows. */
  readonly healthySince: number | null
  /** How often it fell ill after it had come back. */
  readonly flaps: number
  readonly observedAt: number
}

/** What happens when the deadline passes and the evidence does not suffice: a person, health alone, or the way back. */
export const noDataPolicies = ['hold', 'health-only', 'fail'] as const
export type NoDataPolicy = (typeof noDataPolicies)[number]

export interface Gate {
  readonly bakeSeconds: number
  /** How often sources are asked. What is older than two windows is no data. */
  readonly windowSeconds: number
  /** Requests the wave must have served at least, whatever the metrics ask. */
  readonly minRequests: number
  /** After the bake time, until the policy for no data applies. */
  readonly inconclusiveSeconds: number
  readonly onNoData: NoDataPolicy
  /** The first one is what people are told of first. */
  readonly metrics: Readonly<Record<string, MetricGate>>
  readonly health: {
    /** Of unbroken health. */
    readonly minHealthySeconds: number
    /** An instance that falls ill more often has failed. */
    readonly maxFlaps: number
    /** Failed instances the whole run may have and go on. */
    readonly maxFailed: number
  }
}

export type MetricGate = ErrorGate | LatencyGate

interface SequentialGate {
  /** Chance that a version that is no worse is called worse, however often one looks: 0.01. Metrics add up. */
  readonly alpha: number
  /** Chance that an excess of `pMax` passes unseen: 0.05. */
  readonly beta: number
  /** The excess of failed requests that must be ruled out, 0..1; with no version to compare with, the limit itself. */
  readonly pMax: number
  /** How many times as often as the old version it may fail; 1 unless said. */
  readonly ratio?: number
}

export interface ErrorGate extends SequentialGate {
  readonly kind: 'errors'
  /** Requests a bucket counts as at most; 1 unless said. */
  readonly mostPerBucket?: number
}

export interface LatencyGate extends SequentialGate {
  readonly kind: 'latency'
  /** Slow is slower than this share of the old version's requests: 0.99. */
  readonly quantile: number
  /** Slow is slower than this, whatever the old version does. */
  readonly slowerThanMilliseconds?: number
}

export type WaveVerdict = 'pass' | 'fail' | 'inconclusive'

export interface Judgement {
  readonly verdict: WaveVerdict
  /** One sentence for people, without a full stop. */
  readonly why: string
  /** The largest among the metrics that anything reached in this wave; finite. For the journal, not for people. */
  readonly eValue: number
  /** While inconclusive and not overdue: when it may pass if nothing else fails. */
  readonly until?: { readonly requests: number; readonly seconds: number; readonly at: number }
  /** The deadline has passed without a verdict: a person decides. */
  readonly overdue: boolean
  readonly metrics: Readonly<Record<string, MetricJudgement>>
}

/**
 * `worse` proven · `no-worse` and enough seen · `too-few` requests, none failed · `unsure` some failed, more needed ·
 * `both-worse` than the old version used to be, so comparing them proves nothing · `no-data`.
 */
export type MetricOutcome = 'worse' | 'no-worse' | 'too-few' | 'unsure' | 'both-worse' | 'no-data'

export interface MetricJudgement {
  readonly outcome: MetricOutcome
  readonly why: string
  /** As counted by the source, in this wave; at a fail, at its worst moment. */
  readonly new: Tally
  readonly old: Tally | null
  readonly eValue: number
  /** "0.05 % more would have shown": a larger excess is ruled out, but for the chance beta; null where nothing is. */
  readonly ruledOut: number | null
  /** The smallest excess that would have been called worse with probability 0.9; null where none would. */
  readonly detectable: number | null
  /** More requests until it may pass, if they fail as the old version's do; null where no count would do. */
  readonly requestsNeeded: number | null
  /** To carry into the next wave as `before`. */
  readonly evidence: LogEvidence
  /** Latency only: where slow begins, and the quantile of both versions; null where beyond the last bucket. */
  readonly slow?: {
    readonly aboveMilliseconds: number
    readonly quantile: number
    readonly newMilliseconds: number | null
    readonly oldMilliseconds: number | null
  }
}
