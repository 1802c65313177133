/**
 * The levels a promise may climb, and what is counted on each.
 *
 * A level is a risk. For each, the hypothesis "of the parts at or below it, more than the promised rate fail" is
 * doubted by a wager of its own. The levels are fixed before any outcome is known and never move with the data: from
 * half the promised rate, in steps of a fourth root of two, to four times. They are taken in this one order, and a
 * level counts as proven only after all below it (fixed-sequence testing: Maurer, Hothorn & Lehmacher 1995; Learn-then-
 * Test: Angelopoulos and others, Annals of Applied Statistics 2025). A false promise needs the first false level to be
 * proven, and that one wager is wrong in at most 1 − confidence of all histories; so thirteen levels cost no more than
 * one. (A level that holds none of the first fifty risks is passed over: outcomes have no say in that.)
 *
 * Why relative to the promised rate: a calibrated model gives parts at or below half of it a mean risk of a quarter or
 * so, which is quickly proven; and where the levels lie needs no data. On 13 repositories this certified more, sooner,
 * than starting from a share of the first 200 scores. Why no further than four times: a good average is no excuse for
 * a part whose own risk is far above what was promised.
 */
const FIRST = -1
const LAST = 2
const ROOT = Math.sqrt(Math.sqrt(2))
const STEPS = [1, ROOT, Math.SQRT2, Math.SQRT2 * ROOT]

/** Risks, rising. Example: a promise of 2 % may reach 1 %, 1.2 %, 1.4 %, 1.7 %, 2 %, … 8 %. */
export function levelsFor(failureRate: number): readonly number[] {
  const levels: number[] = []
  for (let doubling = FIRST, times = 0.5; doubling < LAST; doubling++, times *= 2)
    for (const step of STEPS) levels.push(Math.min(1, failureRate * times * step))
  return [...levels, Math.min(1, 4 * failureRate)]
}

/** What is known of one level. */
export interface Count {
  /** Parts with a known outcome that it could have let out: whatever their risk. */
  readonly of: number
  /** Of them, at or below it. */
  readonly n: number
  /** Of these, failed. */
  readonly failures: number
}

export const nothingCounted: Count = { of: 0, n: 0, failures: 0 }
