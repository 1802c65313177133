/**
 * Young outcomes: how much of the truth about a part is known at its age.
 *
 * A revert comes within minutes or days, an incident is traced within weeks. A young part without a failure has not
 * succeeded; but dropping it while young failures are kept would make recent months look worse than they were. So
 * each part is told what share F(age) of the failures are known by its age, and its hazard counts for that share
 * only: P(known to have failed by now) = 1 − e^(−h·F(age)). From the maturity on, F is 1: the part has succeeded.
 *
 * F is the share of past delays that were shorter, counted over failures of parts older than the maturity, for which
 * no longer delay can be hidden. Until many are known, five imagined delays spread evenly over the maturity count too.
 *
 * Example: maturity 14 days, 15 failures, 12 of them known within a day: F(1 day) = 12 / 20, a day-old part counts 0.6.
 */
export interface Maturing {
  /** Delays in seconds, rising. */
  readonly delays: Float64Array
  readonly maturitySeconds: number
}

const IMAGINED = 5
/** Below this share known, a part says too little to be read at all. */
export const LEAST_KNOWN = 0.05

/** @param delays seconds from landing to the failure becoming known, for failed parts older than the maturity */
export function estimateMaturing(delays: readonly number[], maturitySeconds: number): Maturing {
  const imagined = Array.from({ length: IMAGINED }, (_, i) => (maturitySeconds * (i + 0.5)) / IMAGINED)
  const counted = delays.filter((delay) => delay <= maturitySeconds)
  return { delays: Float64Array.from([...counted, ...imagined]).sort(), maturitySeconds }
}

/** Share of failures known at this age, 0 … 1. */
export function knownShare({ delays, maturitySeconds }: Maturing, ageSeconds: number): number {
  if (ageSeconds >= maturitySeconds) return 1
  let low = 0
  let high = delays.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (delays[middle]! <= ageSeconds) low = middle + 1
    else high = middle
  }
  return low / delays.length
}
