import { probabilityOfHazard } from '../domain/numerics.ts'
import { dampedHazard } from './frailty.ts'

/**
 * Sharing blame: a deployment of many parts failed, and nobody says which part did it.
 *
 * This is multiple-instance learning (Dietterich et al. 1997; Raykar et al. 2008): the bag has a label, its members
 * have none. The likelihood is the one the whole model stands on, P(bag fails) = 1 − e^(−φ(Σh)), so nothing new has
 * to be believed. It is climbed by expectation and maximisation (Dempster, Laird & Rubin 1977):
 *
 *   E  Given that the bag failed, part i had failed with probability  wᵢ = (1 − e^(−φ(hᵢ))) / (1 − e^(−φ(H))).
 *      These are its fractional labels. They add up to a little more than 1, as two parts may both be at fault.
 *   M  Fit the parts with these labels as they are fitted with any other: a label is a confidence (likelihood.ts).
 *
 * Example: parts with hazards 0.01, 0.02 and 0.07 went out together and failed: they take 0.11, 0.21 and 0.71 of it.
 *
 * What is known settles what is shared. A failure that is only so sure, c, shares c. Parts that are named with
 * confidences q₁, q₂, … keep these, and leave c − (1 − Π(1 − qᵢ)) to the others: a confirmed cause leaves almost
 * nothing. A part that was cleared, or that went out again later and stayed, is no member of the bag.
 *
 * The likelihood of bags has several summits, so start and end are fixed: the first shares come from hazards that were
 * learned without any bag, and after ROUNDS rounds the last shares stand; more rounds would let a few parts take all of
 * the blame by chance.
 *
 * (bench/blame-simulation.ts, 50 teams: area under the curve short of training on the truth after 1 round .031, after
 * 2 .021, after 8 .011; the same share for every part of a failed deployment .041, all of the blame for each .087.)
 */
export const ROUNDS = 8

/** One failed deployment. */
export interface FailedBag {
  /** Rows of its parts in the table, those left out that cannot be at fault. */
  readonly rows: readonly number[]
  /** 0 … 1: that the deployment failed for what was in it. */
  readonly confidence: number
  /** Parts that something names, each with how sure that is. */
  readonly named: readonly { readonly row: number; readonly confidence: number }[]
}

/** A share below this teaches nothing and only costs a row. */
const SMALLEST_SHARE = 0.005

/** What of a failure nobody named is left to share, 0 … 1. */
export function unexplained({ confidence, named }: Pick<FailedBag, 'confidence' | 'named'>): number {
  let innocent = 1
  for (const each of named) innocent *= 1 - each.confidence
  return Math.max(0, confidence - (1 - innocent))
}

/**
 * The E step for one bag: the label that each part nobody named takes, by row.
 * @param hazards by row of the table
 * @param frailty k of frailty.ts
 */
export function shareBlame(
  bag: FailedBag,
  hazards: ArrayLike<number>,
  frailty: number,
): ReadonlyMap<number, number> {
  const shares = new Map<number, number>()
  const left = unexplained(bag)
  const named = new Set(bag.named.map(({ row }) => row))
  const others = bag.rows.filter((row) => !named.has(row))
  let total = 0
  for (const row of others) total += hazards[row]!
  if (left < SMALLEST_SHARE || !(total > 0)) return shares
  const failing = probabilityOfHazard(dampedHazard(total, frailty))
  for (const row of others) {
    const share = (left * probabilityOfHazard(dampedHazard(hazards[row]!, frailty))) / failing
    if (share >= SMALLEST_SHARE) shares.set(row, Math.min(left, share))
  }
  return shares
}

export interface BlameRequest {
  /** Per row of the table: what is known of single parts, 0 … 1. */
  readonly labels: ArrayLike<number>
  readonly bags: readonly FailedBag[]
  /** The M step: the hazards of all rows, learned from labels, and k of the repository. */
  readonly learn: (labels: Float64Array) => { readonly hazards: ArrayLike<number>; readonly frailty: number }
}

/**
 * Labels for every row: those that are known, and the shares of the bags. A part in several bags takes
 * 1 − Π(1 − share); what is known of a part alone is never lowered.
 */
export function labelsWithBlame({ labels, bags, learn }: BlameRequest): Float64Array {
  const known = Float64Array.from(labels)
  for (const { named } of bags)
    for (const { row, confidence } of named) known[row] = Math.max(known[row]!, confidence)
  let shared = known
  if (bags.every((bag) => unexplained(bag) < SMALLEST_SHARE)) return known
  for (let round = 0; round < ROUNDS; round++) {
    const { hazards, frailty } = learn(shared)
    const next = Float64Array.from(known)
    for (const bag of bags)
      for (const [row, share] of shareBlame(bag, hazards, frailty))
        next[row] = 1 - (1 - next[row]!) * (1 - share)
    shared = next
  }
  return shared
}
