import { evenOdds } from '../history/told-outcomes.ts'
import type { Artefact } from './artefact.ts'
import type { Outcomes } from './likelihood.ts'

/**
 * How many failures are counted for each one that is believed.
 *
 * A suspected failure teaches the slopes by its confidence: a hot-fix of the same file may have mended something else,
 * and half a lesson from it orders changes better than a whole one. But whoever keeps a promise counts it as one: what
 * is at least as likely as not is a failure in every count that people read, in the certificate and in a backtest. So
 * the level is raised by the ratio of the two; else 40 failures would be counted where 30 were foretold. Less than even
 * odds, such as a share of the blame for a deployment of many parts, counts as what it is.
 *
 * With few failures the ratio of the prior stands in for it, as if 20 believed failures had shown it.
 *
 * Example: 12 reverts of confidence 1 and 20 hot-fixes of confidence 0.6, no prior: 24 believed, 32 counted;
 * (32 + 20) / (24 + 20) = ×1.18.
 */
const IMAGINED = 20

/** What a failure of this confidence counts for. */
export const countedAs = (confidence: number): number => (confidence >= evenOdds ? 1 : confidence)

export function countedPerBelieved(
  { labels, weights }: Outcomes,
  prior?: Pick<Artefact, 'counting'>,
): number {
  let counted = IMAGINED * (prior?.counting ?? 1)
  let believed = IMAGINED
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!
    if (!(label > 0)) continue
    counted += weights[i]! * countedAs(label)
    believed += weights[i]! * label
  }
  return counted / believed
}
