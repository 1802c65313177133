/** What `learn` answers: what became of the deployments, what was learned from it, and the failed changes of a period. */
import type { Evidence, OutcomeState } from './outcome.ts'

/** How sure it is which part of a failed change did it. */
export type CauseState = 'confirmed' | 'suspect' | 'none'

export interface FailedChange {
  /** What people call it: the part that did it, or the deployment by its head. */
  readonly change: string
  readonly title: string
  /** Parts that went out together. */
  readonly parts: number
  readonly environment: string
  readonly sha: string
  /** ISO. */
  readonly deployedAt: string
  readonly foundAt: string
  readonly state: OutcomeState
  readonly confidence: number
  readonly cause: {
    readonly state: CauseState
    /** Parts, the likeliest first, each with how sure that is. */
    readonly parts: readonly { readonly change: string; readonly sha: string; readonly confidence: number }[]
    /** The strongest evidence. */
    readonly why: string
  }
  /** How the gate let it out; `unseen` where it was not asked. */
  readonly lane: 'unreviewed' | 'reviewed' | 'held' | 'observed' | 'unseen'
  /** As the gate scored it then; null where it did not. */
  readonly risk: number | null
  readonly percentile: number | null
  readonly minutesToRecover: number | null
  readonly url: string | null
  readonly evidence: readonly Evidence[]
}

export interface EnvironmentOutcomes {
  readonly name: string
  readonly deployments: number
  readonly states: Readonly<Record<OutcomeState, number>>
}

export interface Learned {
  readonly schema: 1
  readonly at: string
  readonly repository: string
  readonly period: { readonly from: string; readonly to: string }
  /** Of the period. */
  readonly environments: readonly EnvironmentOutcomes[]
  /** Of the period, newest first. */
  readonly failed: readonly FailedChange[]
  /** Everything that is known, of any time. */
  readonly labels: {
    /** Parts that count as failed beside what git tells. */
    readonly failed: number
    /** Parts that share a failure nobody could pin down, or are only suspected. */
    readonly suspected: number
    readonly cleared: number
  }
  readonly incidents: {
    readonly understood: number
    readonly doubted: number
    /** Tied to a change that was deployed. */
    readonly linked: number
    /** One sentence each: where, what, the mend. */
    readonly unusable: readonly string[]
  }
  /** Null where there is no history to learn from. */
  readonly model: {
    readonly id: string
    readonly kind: 'prior' | 'learned'
    readonly parts: number
    readonly failures: number
  } | null
  readonly ledger: { readonly url: string; readonly written: number }
  readonly notes: readonly string[]
}
