import { log } from '../domain/numerics.ts'
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
 */
const spreads = [0.015, 0.03, 0.06, 0.12, 0.24] as const

/** To compare spreads, a hundredth in ln posterior is near enough to the summit. */
const ROUGHLY = 0.01

export interface Fitted {
  readonly belief: Belief
  readonly penalty: Penalty
  readonly summit: Summit
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

/** The fit under the spread of greatest evidence; the evidence has one hill, so the climb stops when it falls. */
export function fitByEvidence(
  table: Table,
  columns: readonly FittedColumn[],
  design: Design,
  outcomes: Outcomes,
): Fitted {
  let best: Fitted | undefined
  let most = Number.NEGATIVE_INFINITY
  for (const spread of spreads) {
    const belief = flatBelief(table, columns, spread)
    const fitted = fitUnder(design, outcomes, belief, best?.summit.coefficients, ROUGHLY)
    const evidence = evidenceOf(fitted)
    if (best && evidence < most) break
    best = fitted
    most = evidence
  }
  return fitUnder(design, outcomes, best!.belief, best!.summit.coefficients)
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
