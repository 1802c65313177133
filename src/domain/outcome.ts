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
