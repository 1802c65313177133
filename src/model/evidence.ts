import { exp, log } from '../domain/numerics.ts'
import type { Belief, Penalty } from './belief.ts'
import { penaltyOf } from './belief.ts'
import { factorInPlace, logDeterminant } from './cholesky.ts'
import type { Table } from './column.ts'
import type { Design, FittedColumn } from './design.ts'
import type { Outcomes } from './likelihood.ts'
import { flatBelief } from './prior-belief.ts'
import type { Summit } from './summit.ts'
import { findSummit, posteriorPrecision } from './summit.ts'

/**
 * How strongly to shrink when no prior says so: by the evidence.
 *
 * The evidence of a spread is the probability of the outcomes under all coefficients that spread thinks likely. A
 * spread too small cannot explain the failures; one too large wastes its belief on models nobody needs. Laplace's
 * approximation at the summit (MacKay, Neural Computation 4, 1992):
 *
 *   ln evidence = ln(likelihood × prior) + ½·ln|Q| − ½·ln|information + Q|
 *
 * Example: 48 failures among 5,000 changes ask for 0.04, 4,000 among 18,000 for 0.15 and more.
 *
 * A dozen failures ask for nothing in particular: every spread explains them as well. Taken alone they would get the
 * smallest and an interval as if it were certain that no column matters. So what is known of histories that could tell
 * speaks too: all columns together move ln hazard by about 0.7 (a factor of 2 per standard deviation), give or take a
 * factor of 2; ln(spread·√columns) ~ N(ln 0.7, 0.7²).
 */
const spreads = [0.015, 0.03, 0.06, 0.12, 0.24] as const
const USUAL_TOGETHER = 0.7
const TOGETHER_SD = 0.7

/** ln of how credible a spread is before any outcome, up to a constant. */
function credibility(spread: number, columns: number): number {
  const distance = log((spread * Math.sqrt(Math.max(1, columns))) / USUAL_TOGETHER) / TOGETHER_SD
  return -0.5 * distance * distance
}

/** To compare spreads, a hundredth in ln posterior is near enough to the summit. */
const ROUGHLY = 0.01

export interface Fitted {
  readonly belief: Belief
  readonly penalty: Penalty
  readonly summit: Summit
  /** Fits under other spreads that explain the outcomes nearly as well, with what each is worth beside this one's 1. */
  readonly rivals?: readonly { readonly fitted: Fitted; readonly worth: number }[]
}

export function fitUnder(
  design: Design,
  outcomes: Outcomes,
  belief: Belief,
  start?: Float64Array,
  smallestGain?: number,
): Fitted {
  const penalty = penaltyOf(belief, design.width)
  return {
    belief,
    penalty,
    summit: findSummit(design, outcomes, penalty, start ?? penalty.mean, smallestGain),
  }
}

/** Rivals whose evidence is lower by this much, in logarithms, no longer count. */
const NEGLIGIBLE = 4

/**
 * The fit under the spread of greatest evidence. The evidence has one hill, so the climb stops once it has fallen far
 * enough. Few outcomes can hardly tell one spread from the next: those nearly as good come along as rivals, for an
 * interval that knew only the best would be too narrow (posterior.ts).
 */
export function fitByEvidence(
  table: Table,
  columns: readonly FittedColumn[],
  design: Design,
  outcomes: Outcomes,
): Fitted {
  const tried: { readonly fitted: Fitted; readonly evidence: number }[] = []
  let best = { evidence: Number.NEGATIVE_INFINITY } as (typeof tried)[number]
  for (const spread of spreads) {
    const belief = flatBelief(table, columns, spread)
    const fitted = fitUnder(design, outcomes, belief, tried.at(-1)?.fitted.summit.coefficients, ROUGHLY)
    const entry = { fitted, evidence: evidenceOf(fitted) + credibility(spread, columns.length) }
    tried.push(entry)
    if (entry.evidence > best.evidence) best = entry
    else if (entry.evidence < best.evidence - NEGLIGIBLE) break
  }
  const { belief, summit } = best.fitted
  return {
    ...fitUnder(design, outcomes, belief, summit.coefficients),
    rivals: tried
      .filter((entry) => entry !== best && entry.evidence >= best.evidence - NEGLIGIBLE)
      .map(({ fitted, evidence }) => ({ fitted, worth: exp(evidence - best.evidence) })),
  }
}

export function evidenceOf({
  summit,
  penalty: { size, precision },
}: Pick<Fitted, 'summit' | 'penalty'>): number {
  const after = posteriorPrecision(summit.information, precision, summit.held, size)
  const before = posteriorPrecision(new Float64Array(size * size), precision, summit.held, size)
  factorInPlace(after, size)
  factorInPlace(before, size)
  return summit.value + 0.5 * (logDeterminant(before, size, log) - logDeterminant(after, size, log))
}
