/** What `learn` answers: what became of the deployments, what was learned from it, and the failed changes of a period. */
import type { Doubt } from './incident.ts'
import type { Lane } from './lane.ts'
import type { Evidence, OutcomeCause, OutcomeState } from './outcome.ts'

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
  readonly lane: Lane | 'unseen'
  /** As the gate scored it then; null where it did not. */
  readonly risk: number | null
  /** 0 to 100, among the last parts there then. */
  readonly percentile: number | null
  readonly minutesToRecover: number | null
  readonly url: string | null
  readonly evidence: readonly Evidence[]
}

/** Why an incident is tied to no change. */
export const untiedReasons = {
  'no-change': 'no change stands out',
  planned: 'planned work',
  elsewhere: 'its words blame a change that is not here',
  'before-history': 'before the history that is learned from',
  undated: 'no time is known',
  'doubtful-times': 'times in doubt',
  'not-yet': 'in the future',
  cleared: 'a person cleared the change',
} as const satisfies Readonly<Record<string, string>>
export type UntiedReason = keyof typeof untiedReasons

/** What became of one incident. */
export interface IncidentVerdict {
  readonly incident: string
  readonly source: string
  readonly state: CauseState
  /** Of one that is tied to none. */
  readonly why?: UntiedReason
}

/** An incident and a change, with what ties them. */
export interface LearnedLink {
  readonly incident: string
  readonly source: string
  /** What people call it. */
  readonly change: string
  readonly sha: string
  readonly title: string
  readonly state: 'confirmed' | 'suspect'
  readonly confidence: number
  /** ISO: when the incident was noticed. */
  readonly noticedAt: string
  /** Sentences, the strongest first. */
  readonly reasons: readonly string[]
  readonly url: string | null
}

/** What looks odd among the records, and what was done about it; sentences. */
export interface Oddity {
  readonly what: string
  readonly did: string
}

/** Where failures are known from. */
export interface LearnedSource {
  /** `git reverts`, `git hotfixes`, `deployments`, `people`, or the form of incidents, such as `pagerduty`. */
  readonly source: string
  readonly records: number
  /** Incidents that are tied to a change, by plain words or only suspected. */
  readonly confirmed?: number
  readonly suspected?: number
  /** Beyond what one person or source may say in a week. */
  readonly notCounted?: number
  /** ISO: what the first of its records speaks of. */
  readonly since: string | null
}

/** A change whose failure moved the model, by how much it multiplies the risk that it multiplies the most. */
export interface MovedMost {
  readonly change: string
  readonly sha: string
  readonly title: string
  readonly cause: OutcomeCause
  readonly times: number
}

export interface EnvironmentOutcomes {
  readonly name: string
  readonly deployments: number
  readonly states: Readonly<Record<OutcomeState, number>>
}

/** Of the incidents that were given. */
export interface ImportedCounts {
  /** How many by the form they were written in, the commonest first. */
  readonly forms: Readonly<Record<string, number>>
  /** Earlier states of them that a log of changes held as well. */
  readonly superseded: number
  /** ISO, of the first and the last; null where none has a time. */
  readonly from: string | null
  readonly to: string | null
  readonly doubts: readonly {
    readonly doubt: Doubt
    readonly count: number
    /** The first few of them. */
    readonly incidents: readonly string[]
  }[]
}

/** Parts of a lane whose outcome is known, of any time. */
export interface LaneCount {
  readonly environment: string
  readonly lane: Lane
  readonly parts: number
  readonly failed: number
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
  /** Emergency overrides of the period. */
  readonly overrides: {
    readonly given: number
    /** Reviewed afterwards, and those of which that said they failed. */
    readonly reviewed: number
    readonly failed: number
    /** Not reviewed, and it was time. */
    readonly overdue: number
  }
  /** Everything that is known, of any time. */
  readonly labels: {
    /** Parts that count as failed beside what git tells. */
    readonly failed: number
    /** Parts that share a failure nobody could pin down, or are only suspected. */
    readonly suspected: number
    readonly cleared: number
  }
  readonly lanes: readonly LaneCount[]
  readonly incidents: {
    readonly understood: number
    readonly doubted: number
    /** Tied to a change: by plain words or people, or only suspected. */
    readonly linked: number
    readonly confirmed: number
    readonly suspected: number
    readonly none: number
    /** How many are tied to none, by why. */
    readonly noneBecause: Readonly<Partial<Record<UntiedReason, number>>>
    /** One sentence each: where, what, the mend. */
    readonly unusable: readonly string[]
    /** One sentence for each that could be read and is not believed. */
    readonly notCounted: readonly string[]
  }
  /** What was learned from, of any time. */
  readonly sources: readonly LearnedSource[]
  /** What moved the model the most beside git, the strongest first; at most three. */
  readonly moved: readonly MovedMost[]
  readonly odd: readonly Oddity[]
  /** Links of incidents that were noticed in the period, newest first. */
  readonly links: readonly LearnedLink[]
  /** Null where there is no history to learn from. */
  readonly model: {
    readonly id: string
    readonly kind: 'prior' | 'learned'
    readonly parts: number
    readonly failures: number
    /** What the policy names in place of the shipped prior, and over how many repositories of the team it was learned. */
    readonly prior?: { readonly path: string; readonly sha256: string; readonly repositories: number }
  } | null
  /** The model's card, as Markdown under this SHA-256 among the blobs of the ledger; absent where there is no model. */
  readonly card?: { readonly hash: string }
  readonly imported: ImportedCounts
  readonly ledger: { readonly url: string; readonly written: number }
  readonly notes: readonly string[]
}
