/** What a team's own model card is made of: what the model is, what it learned from and since when, and how it does here. */
import type { CertificateSummary, ModelSummary, Track } from './assessment.ts'
import type { LaneCount, LearnedSource, MovedMost, Oddity } from './learned.ts'

/** An incident that the model learned from, or only suspects a change of. */
export interface CardIncident {
  readonly incident: string
  readonly source: string
  /** ISO: when it was noticed. */
  readonly noticedAt: string
  /** What people call the change. */
  readonly change: string
  readonly state: 'confirmed' | 'suspect'
  readonly url: string | null
}

/** Parts of similar risk: how many failures the model foretold before it knew them, and how many came. */
export interface CardThird {
  readonly parts: number
  readonly foretold: number
  readonly failed: number
}

/** What one answer weighs, at the safest and the riskiest that is usually given. */
export interface CardWeight {
  readonly family: string
  readonly question: string
  readonly safest: { readonly answer: string; readonly factor: number }
  readonly riskiest: { readonly answer: string; readonly factor: number }
}

export interface ModelCard {
  readonly repository: string
  /** The model is of this one. */
  readonly environment: string
  readonly model: {
    /** SHA-256 of the artefact. */
    readonly id: string
    readonly engine: number
    readonly kind: 'prior' | 'learned'
    /** What failure means, in one sentence. */
    readonly meaning: string
    readonly parts: number
    readonly failures: number
    /** Failures by cause. */
    readonly causes: Readonly<Record<string, number>>
    /** ISO: landing of the first and the last part it learned from; null where there is none. */
    readonly from: string | null
    readonly to: string | null
    /** As configured: `24mo`, `14d`. */
    readonly lookback: string
    readonly maturity: string
  }
  /** What it started from. */
  readonly prior: {
    readonly id: string
    readonly parts: number
    readonly failures: number
    /** Public ones. */
    readonly repositories: number
    /** Absent for the shipped one. */
    readonly chosen?: NonNullable<ModelSummary['prior']>
  }
  readonly sources: readonly LearnedSource[]
  /** Newest first. */
  readonly incidents: readonly CardIncident[]
  readonly moreIncidents: number
  /** Incidents that could be read and are not believed, and lines that could not be read. */
  readonly notBelieved: number
  readonly unusable: number
  readonly moved: readonly MovedMost[]
  readonly odd: readonly Oddity[]
  readonly track: Track
  /** How often a part that failed was scored above one that did not, 0..1; null where too few failed. */
  readonly order: number | null
  /** Safest first; empty where too few failed. */
  readonly thirds: readonly CardThird[]
  readonly weights: readonly CardWeight[]
  /** The failure budget that is stated; null where none is. */
  readonly failureRate: number | null
  /** As the ledger has it; null where nothing is counted yet. */
  readonly certificate: Omit<CertificateSummary, 'alarm'> | null
  readonly lanes: readonly LaneCount[]
  /** Sentences. */
  readonly unseen: readonly string[]
}
