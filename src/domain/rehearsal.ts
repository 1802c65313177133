import type { Track } from './assessment.ts'
import type { RuleName, Verdict } from './decision.ts'
import type { OutcomeCause } from './outcome.ts'

/**
 * How a part would have gone out: somebody was `asked` to read it, it went `beside` such a part in a deployment that
 * asked, or it went `through` with nobody asked.
 */
export const lanes = ['asked', 'beside', 'through'] as const
export type Lane = (typeof lanes)[number]

/** A deployment of the past, as a policy decides it. */
export interface RehearsedDeployment {
  /** ISO 8601: when it was to go out. */
  readonly at: string
  readonly base: string
  readonly head: string
  /** Once no window held it any more. */
  readonly verdict: Verdict
  readonly rule: RuleName
  /** Windows that held it, one after the other. */
  readonly holds: readonly { readonly window: string; readonly hours: number }[]
  readonly parts: readonly RehearsedPart[]
}

export interface RehearsedPart {
  readonly sha: string
  readonly id: string
  readonly title: string
  readonly risk: number | null
  /** How many of the last 100 here lie below it. */
  readonly percentile: number | null
  readonly lane: Lane
  /** Absent where nobody was asked to read it. */
  readonly askedBy?: RuleName
  /** The end of a sentence: why it went out unread, or was to be read. */
  readonly why: string
  /** Absent where it is not known to have failed. */
  readonly failure?: { readonly at: string; readonly cause: OutcomeCause | null }
  /** It has not failed, and is too young to have succeeded. */
  readonly open: boolean
  /** Components it touches; areas of the repository where none are configured. */
  readonly areas: readonly string[]
  /** Who would have been asked: groups, and people by login. Absent where nobody looked. */
  readonly reviewers?: readonly { readonly kind: 'team' | 'person'; readonly name: string }[]
}

/** Where the hours that a review takes are known from. */
export type WaitingSource = 'stated' | 'approvals' | 'merges'

export interface Waiting {
  /** Of one deployment that asks; null where nobody knows. */
  readonly hoursEach: number | null
  readonly source: WaitingSource | null
  /** Reviews they are the median of; 0 where they were stated. */
  readonly among: number
  /** Of all of them together. */
  readonly hours: number | null
}

export interface LaneCount {
  readonly parts: number
  readonly failed: number
  /** 90 % bounds of the share that fails; null of no part. */
  readonly low: number | null
  readonly high: number | null
}

/**
 * What a policy, enforced, would have asked, let through and missed. The keys of a `Track` count its parts: `reviewed`
 * those somebody was asked about, `caught` the failed among them.
 */
export interface Rehearsal extends Track {
  /** Null: the defaults, no file. */
  readonly policy: { readonly path: string; readonly blob: string } | null
  readonly environment: string
  /** ISO 8601. */
  readonly from: string
  readonly to: string
  readonly deployments: {
    /** `records`: the ledger's; `tags`: release tags; `landings`: each landing as one; `decisions`: those the gate was asked about. */
    readonly source: 'records' | 'tags' | 'landings' | 'decisions'
    readonly count: number
    readonly asked: number
    readonly through: number
    readonly held: number
  }
  /** What asked, the most frequent first: parts by what each was asked for, deployments by the rule that decided. */
  readonly rules: readonly { readonly rule: RuleName; readonly deployments: number; readonly parts: number }[]
  readonly areas: readonly { readonly name: string; readonly parts: number; readonly asked: number }[]
  /** Parts each would have been asked about; people as one, unless they are told by name. */
  readonly reviewers: readonly {
    readonly name: string
    readonly kind: 'team' | 'person' | 'people' | 'nobody'
    readonly parts: number
  }[]
  readonly lanes: Readonly<Record<Lane, LaneCount>>
  /** Newest first. */
  readonly failures: readonly Omit<RehearsedPart, 'areas' | 'reviewers' | 'open'>[]
  /** Parts too young to have succeeded. */
  readonly open: number
  readonly waiting: Waiting
  /** Those that held something. */
  readonly windows: readonly {
    readonly name: string
    readonly deployments: number
    readonly hours: number
  }[]
  /** By time. */
  readonly decisions: readonly (Omit<RehearsedDeployment, 'parts'> & {
    readonly parts: readonly Pick<RehearsedPart, 'sha' | 'risk' | 'lane' | 'askedBy'>[]
  })[]
  readonly notes: readonly string[]
}
