import type { ChangeKind } from './change.ts'
import type { Band, Mode, RuleName, Verdict } from './decision.ts'
import type { Measurement } from './measurement.ts'

/**
 * The whole answer of `gate`, exactly as `gate --json` prints it (schema 1: keys are added, never renamed).
 * Probabilities are 0..1; percentiles 0..100 ("riskier than N of 100 here"); times ISO 8601 UTC.
 */
export interface Assessment {
  readonly schema: 1
  readonly mode: Mode
  readonly at: string
  /** What people call it: the name of the folder or of the remote. */
  readonly repository: string
  readonly environment: string
  /** True when no configuration or flag named the environment. */
  readonly environmentAssumed: boolean
  readonly tool: { readonly name: string; readonly version: string; readonly engine: number }
  readonly decision: Verdict
  readonly rule: RuleName
  readonly reason: string
  readonly until?: string
  readonly change: AssessedChange
  /** Absent where no probability may be given; `why` then says so. */
  readonly risk: AssessedRisk
  readonly labels: Labels
  readonly track: Track
  readonly lower: readonly Lower[]
  readonly reviewers: readonly { readonly login: string; readonly group?: string; readonly why: string }[]
  readonly components: readonly string[]
  readonly customers: readonly string[]
  readonly similar: readonly {
    readonly change: string
    readonly outcome: string
    readonly sentence: string
  }[]
  readonly model: ModelSummary
  /** What is left of the error budgets it concerns; absent where no objective is stated, or nothing is known of it. */
  readonly budgets?: readonly BudgetSummary[]
  readonly policy: { readonly path?: string; readonly blob?: string }
  /** Every measurement, per part SHA and for the deployment. */
  readonly evidence: Evidence
  readonly unavailable: readonly { readonly signal: string; readonly why: string }[]
  /** Where and whether the decision is remembered; absent when it is not, and `notes` says why. */
  readonly ledger?: { readonly record: string; readonly hash: string }
  /** Plain sentences a reader must know: shallow clone, assumption made, index rebuilt, … */
  readonly notes: readonly string[]
  /** Milliseconds by stage. */
  readonly timings: Readonly<Record<string, number>>
}

export interface AssessedChange {
  readonly kind: ChangeKind
  /** Absent when the repository has no base (unborn branch, root commit). */
  readonly base: string | null
  readonly head: string | null
  readonly baseSource: string
  /** Time of the base commit, ISO; absent without base. */
  readonly since?: string
  /** Riskiest first. */
  readonly parts: readonly AssessedPart[]
}

export interface AssessedPart {
  readonly sha: string
  /** `#123` or the abbreviated SHA. */
  readonly id: string
  readonly title: string
  readonly url?: string
  /** Probability that this part, deployed alone, fails. */
  readonly risk: number
  /** Its share of the change's hazard, 0..1; shares of all parts add up to 1. */
  readonly share: number
  /** What it multiplies the risk of the whole change by, an average part in its place being 1; see `AssessedRisk`. */
  readonly riskFactor?: number
  /** The same as a difference of probabilities. */
  readonly riskPoints?: number
  readonly percentile: number
  /** Only once it has all the approvals it wants. */
  readonly approvedBy?: readonly string[]
  /** Whose approvals it still lacks, where that is more than one of anybody's; `from` as the policy spells it. */
  readonly missing?: readonly { readonly from: string; readonly wanted: number; readonly given: number }[]
  /** Approved when its risk was in a lower band, and wanting an approval at the one it has now. */
  readonly risen?: { readonly from: Band; readonly to: Band }
  /** Within the limit, and drawn to be looked at all the same. */
  readonly audited?: true
  /** "121 files" or "status.py +362 −150": what it does, in at most 24 columns. */
  readonly extent: string
  /** Largest effect first; all factors multiply from the usual change's hazard to this part's. */
  readonly contributions: readonly Contribution[]
  /** Only with --with-people. */
  readonly authors?: readonly string[]
}

export interface Contribution {
  readonly signal: string
  readonly question: string
  readonly value: number | null
  /** What this answer multiplies the hazard by; 1 is the usual change. */
  readonly factor: number
  readonly sentence: string
  /** Of the deployment context only: what it multiplies the risk of the whole change by, and adds to it. */
  readonly riskFactor?: number
  readonly riskPoints?: number
}

/**
 * Where there is a probability and a base rate, baseRate × the riskFactor of every part and every contribution =
 * probability, and baseRate + all their riskPoints = probability.
 */
export interface AssessedRisk {
  /** Null where no deployment probability may be given (base only assumed from recent parts, model silent). */
  readonly probability: number | null
  readonly low: number | null
  readonly high: number | null
  /** Of a deployment with this many parts here, all of them usual ones. */
  readonly baseRate: number | null
  /** Rank among the last 100 here; null when nothing comparable is known. */
  readonly percentile: number | null
  /** How many past deployments the percentile was taken among. */
  readonly among: number
  readonly band: Band | null
  /** Risk of a part below which it goes out unreviewed. */
  readonly limit: number | null
  readonly limitWhy: string
  /** Of the usual part here. */
  readonly usualPart: number | null
  /** Deployment context only. */
  readonly contributions: readonly Contribution[]
}

export interface Labels {
  /** What failure means, in one sentence: "reverted or hot-fixed within 14 days". */
  readonly meaning: string
  /** Failures known. */
  readonly known: number
  /** Parts they are counted among. */
  readonly among: number
  readonly since: string | null
  readonly sources: Readonly<Record<string, number>>
}

/** What reviewing the riskiest would have done, replayed without looking ahead, or recorded. */
export interface Track {
  /** Parts (or decisions) this is counted over. */
  readonly n: number
  /** Of them, failed. */
  readonly failed: number
  /** Of the failed, those that would have been reviewed. */
  readonly caught: number
  /** Of n, those that would have been reviewed. */
  readonly reviewed: number
  /** Reviews a week that would have been asked. */
  readonly reviewsPerWeek: number
  readonly months: number
  /** The share reviewed, as the rule says: 0.1. */
  readonly riskiest: number
  /** 90 % bounds of the failure rate among what goes out unreviewed. */
  readonly low: number | null
  readonly high: number | null
  readonly source: 'recorded' | 'replayed'
}

/** What git can do to make the change smaller in risk. */
export interface Lower {
  readonly action: 'prefix' | 'revert' | 'split' | 'wait'
  readonly head?: string
  readonly command?: string
  readonly until?: string
  readonly probability: number
  readonly sentence: string
}

export interface BudgetSummary {
  readonly of: { readonly kind: 'environment' | 'component'; readonly name: string }
  readonly objective: number
  readonly windowSeconds: number
  /** What may go wrong in that time, and what of it is left; below zero where more went wrong. */
  readonly allowedSeconds: number
  readonly leftSeconds: number
  /** Times as fast as would spend all of it, over the last hour and the last six. */
  readonly burn: { readonly hour: number; readonly sixHours: number }
  /** What it multiplies the limit by; only fixes go out unreviewed where `onlyFixes`. */
  readonly factor: number
  readonly onlyFixes: boolean
  readonly from: 'incidents' | 'prometheus'
  /** "41 s of 1 min 43 s left (30 days)". */
  readonly sentence: string
}

export interface ModelSummary {
  readonly id: string
  readonly kind: 'prior' | 'learned'
  /** Parts and failures of this repository it has seen, and the public ones behind the prior. */
  readonly trainedOn: { readonly parts: number; readonly failures: number; readonly repositories: number }
  /** What the policy names in place of the shipped prior, and over how many repositories of the team it was learned. */
  readonly prior?: { readonly path: string; readonly sha256: string; readonly repositories: number }
  /** How far the failure budget of this environment is proven; absent where none is stated. */
  readonly certificate?: CertificateSummary
}

export interface CertificateSummary {
  /** A budget of parts promises nothing about deployments of many. */
  readonly unit: 'part'
  readonly certified: boolean
  readonly failureRate: number
  readonly confidence: number
  /** Risk up to which at most `failureRate` fail. */
  readonly threshold?: number
  /** Share of the counted parts up to it. */
  readonly share?: number
  readonly n: number
  readonly failures: number
  /** Upper bound of their failure rate, at this confidence. */
  readonly upper: number
  /** About how many more changes it takes; absent where certified, and where the safest fail too often. */
  readonly needed?: number
  /** The next level, where it is near: until then the higher of rank and threshold is the limit. */
  readonly climbing?: { readonly threshold: number; readonly needed: number }
  /** The drift alarm that took back what was promised, until it is proven anew; `until` then every part is reviewed. */
  readonly alarm?: {
    readonly at: string
    readonly since: string
    readonly until: string
    readonly n: number
    readonly failures: number
    readonly expected: number
    readonly threshold: number | null
  }
}

export interface Evidence {
  readonly parts: Readonly<Record<string, Readonly<Record<string, Measurement>>>>
  readonly deployment: Readonly<Record<string, Measurement>>
}
