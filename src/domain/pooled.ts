/** What `learn` answers over the ledgers of several repositories: the prior they share, and what is proven of them together. */
import type { CertificateSummary } from './assessment.ts'

/** A repository of the pool, as its ledger tells of it. */
export interface PooledMember {
  readonly repository: string
  readonly ledgers: readonly string[]
  readonly environment: string
  /** Parts that were decided upon and whose outcome is known, and how many of them failed. */
  readonly parts: number
  readonly failures: number
  /** ISO: landing of the first of them, and when its outcomes were last read. */
  readonly since: string
  readonly until: string
}

/** Each repository foretold by a prior fitted over the others, beside the shipped one. */
export interface PooledHeldOut {
  readonly repositories: number
  readonly improved: number
  readonly parts: number
  readonly failures: number
  /** Mean log loss, in nats a part. */
  readonly shippedLogLoss: number
  readonly pooledLogLoss: number
  /** In all, and its standard error. */
  readonly gain: number
  readonly error: number
}

/** Of the pool as a whole; nothing is promised of one of its repositories alone. */
export interface PooledCertificate extends CertificateSummary {
  readonly repositories: readonly {
    readonly repository: string
    /** Parts of it among those the certificate counts, and how many failed. */
    readonly n: number
    readonly failures: number
    /** What these alone rule out, at the same confidence. */
    readonly upper: number
  }[]
}

export interface PooledAnswer {
  readonly schema: 1
  readonly at: string
  readonly members: readonly PooledMember[]
  /** Null where fewer than two repositories can be held out. */
  readonly heldOut: PooledHeldOut | null
  /** `shipped`: the pooled one did not prove better, and nothing was written. */
  readonly prior:
    | {
        readonly kind: 'pooled'
        readonly id: string
        readonly path: string
        readonly sha256: string
        /** What to write after `prior:` in each `.github/change-risk.yml`. */
        readonly reference: string
      }
    | { readonly kind: 'shipped'; readonly why: string }
  /** Null where no repository states a failure budget. */
  readonly certificate: PooledCertificate | null
  readonly notes: readonly string[]
}
