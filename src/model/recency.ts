import { exp } from '../domain/numerics.ts'

/**
 * How fast to forget.
 *
 * Code, people and tests change: a model a year old has lost a third of its Brier skill (McIntosh & Kamei, TSE 2018).
 * But failures are rare, and forgetting them is dear. So: the shortest half-life that still leaves enough failures
 * to learn from, and no forgetting at all where there never were enough. Outcomes lose weight smoothly,
 * weight = 2^(−age / halfLife).
 *
 * Example: 2,000 failures in ten years are learned from with a half-life of 6 months; 90 in ten years all count.
 */
const MONTH = 2629800
const halfLives = [3, 4.5, 6, 9, 12, 18, 24, 36, 48, 72, 96].map((months) => months * MONTH)
const LN_2 = Math.LN2

/** Slopes: found by means over 13 + 10 repositories; 100 to 200 failures and 6 to 9 months do equally well. */
export const slopeMemory = { failures: 150, shortestSeconds: 6 * MONTH } as const
/** The level moves faster than what the signals mean, and one number needs less data. */
export const levelMemory = { failures: 60, shortestSeconds: 3 * MONTH } as const

export interface Memory {
  readonly failures: number
  readonly shortestSeconds: number
}

/** Half-life in seconds, infinite where even eight years leave too few failures. Ages in seconds, per row. */
export function halfLifeFor(ages: ArrayLike<number>, labels: ArrayLike<number>, memory: Memory): number {
  for (const halfLife of halfLives) {
    if (halfLife < memory.shortestSeconds) continue
    let failures = 0
    for (let i = 0; i < labels.length; i++)
      if (labels[i]! > 0) failures += labels[i]! * retained(ages[i]!, halfLife)
    if (failures >= memory.failures) return halfLife
  }
  return Number.POSITIVE_INFINITY
}

/** What is left of the weight of an outcome of this age. */
export const retained = (ageSeconds: number, halfLifeSeconds: number): number =>
  exp((-Math.max(0, ageSeconds) / halfLifeSeconds) * LN_2)
