/** What became of a part or deployment, and when that became known. */

export const outcomeStates = [
  'pending',
  'succeeded',
  'succeeded-with-issues',
  'failed',
  'rolled-back',
] as const
export type OutcomeState = (typeof outcomeStates)[number]

/** Why a part counts as failed when only git is asked. */
export type FailureCause = 'revert' | 'hotfix'

/** A part failed: another part, landed later, says so. */
export interface Failure {
  /** Place of the failed part on the first-parent line. */
  readonly position: number
  /** Place of the part that reveals it: the failure is unknown to everything that landed before. */
  readonly knownAt: number
  readonly cause: FailureCause
  /** 0..1: how sure we are that the earlier part failed and this is why. */
  readonly confidence: number
  /** One sentence a person can check: "reverted by #123 (This reverts commit …)". */
  readonly evidence: string
}

/**
 * Why a deployment, or a part of one, counts as failed when all are asked: what git says; `rollback`, an older commit
 * was put back; `incident`, one was linked to it; `deployment`, its job failed; `correction`, a person said so.
 */
export const outcomeCauses = ['revert', 'hotfix', 'rollback', 'incident', 'deployment', 'correction'] as const
export type OutcomeCause = (typeof outcomeCauses)[number]

/** One thing that speaks against a deployment. */
export interface Evidence {
  readonly cause: OutcomeCause
  /** 0..1: how sure it alone makes us that the deployment failed. */
  readonly confidence: number
  /** Seconds: when it became known. */
  readonly at: number
  /** A person can check it: "INC-7 was linked to it". */
  readonly sentence: string
  readonly url?: string
  /** Nobody says so: something was ranked high. */
  readonly suspected?: true
}

export interface Outcome {
  readonly state: OutcomeState
  /** The strongest evidence gives it; null where nothing speaks against it. */
  readonly cause: OutcomeCause | null
  /** 0..1: that it failed where it failed, was rolled back or had issues; that it did not where it succeeded. */
  readonly confidence: number
  /** Seconds since when this is known; null while it is open. */
  readonly knownAt: number | null
  /** By time. */
  readonly evidence: readonly Evidence[]
}
