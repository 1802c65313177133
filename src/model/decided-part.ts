/**
 * A part as evidence: the risk it was given when it was decided upon, and what became of it.
 *
 * It is evidence only if its outcome was open then: `decidedAt` before it was known to have failed, and before it
 * would have been known to have succeeded. Seconds throughout.
 */
export interface DecidedPart {
  readonly decidedAt: number
  readonly landedAt: number
  /** When it has succeeded, unless a failure is known by then. The same time after every landing. */
  readonly maturesAt: number
  /** When its failure became known; Infinity where none did. */
  readonly failedAt: number
  /** Recorded when it was decided upon. */
  readonly risk: number
  /**
   * The risk up to which parts went out unreviewed when it was decided: Infinity where nothing was held. Above it a
   * person looked, and what a person has looked at says nothing about what nobody looks at.
   */
  readonly ceiling: number
  /** It lay below that, and was drawn for a person to look at all the same. */
  readonly audited?: true
}

/** A part that was scored when it landed, and that nothing held. Seconds. */
export const asLanded = (
  landedAt: number,
  maturitySeconds: number,
  {
    risk,
    failedAt = Number.POSITIVE_INFINITY,
  }: { readonly risk: number; readonly failedAt?: number | undefined },
): DecidedPart => ({
  decidedAt: landedAt,
  landedAt,
  maturesAt: landedAt + maturitySeconds,
  failedAt,
  risk,
  ceiling: Number.POSITIVE_INFINITY,
})

/** Whether it was known to have failed before a moment. */
export const hasFailed = ({ failedAt, maturesAt }: DecidedPart, at: number): boolean =>
  failedAt < at && failedAt <= maturesAt

/** When its outcome was known, either way: failures at once, successes when they are mature. */
export const knownAt = ({ failedAt, maturesAt }: DecidedPart): number => Math.min(failedAt, maturesAt)
