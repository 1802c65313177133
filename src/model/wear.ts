import { exp, log } from '../domain/numerics.ts'
import type { Outcomes } from './likelihood.ts'

/**
 * What was learned wears off: tomorrow the signals tell a little less than they told yesterday.
 *
 * Coefficients are fitted to outcomes of the past, luck and all, and used on a code base that has moved on since. So
 * the parts that look riskiest turn out less risky than foretold, and the safest less safe: regressed on what came
 * after, ln hazards have a slope below 1. The mend is to foretell the average of the future from the start and not to
 * wait for each repository to show it (shrinkage of a prediction rule: Copas, JRSS B 45, 1983):
 *
 *   ln h' = c + WEAR · (ln h − c) + s,   c the mean ln hazard of what was learned from
 *
 * with s such that Σ weight·h stays what it was: the signals lose, the failure rate does not. Order is kept, and so is
 * every factor exact: it is raised to the power WEAR.
 *
 * How much, 13 repositories showed, each foretold block by block with a prior that had never seen it: without wear their
 * slopes were 0.73 to 1.04, 0.88 on average, their spread of 0.1 hardly more than chance makes it. The mean Brier skill is
 * highest at 0.85, for to exaggerate costs more than to understate. (bench/calibration.ts counts them.)
 */
export const WEAR = 0.85
/** Between repositories, and of one from year to year. */
const WEAR_SD = 0.1

/** Coefficients, intercept first, how sure they are (row-major), and the ln hazards they gave the rows learned from. */
export interface Wearing {
  readonly coefficients: Float64Array
  readonly covariance: Float64Array
  readonly eta: Float64Array
}

/**
 * The same, as of tomorrow. That WEAR itself is not known exactly adds to the doubt: WEAR_SD² · v·vᵀ, v what the
 * coefficients would move by per unit of it.
 * @param offsets per row, what of its ln hazard is no coefficient's; none where absent
 */
export function worn(
  { coefficients, covariance, eta }: Wearing,
  { weights }: Pick<Outcomes, 'weights'>,
  offsets?: Float64Array,
): Wearing {
  const size = coefficients.length
  const own = (i: number) => eta[i]! - (offsets?.[i] ?? 0)
  let centre = coefficients[0]!
  if (eta.length > 0) {
    let sum = 0
    for (let i = 0; i < eta.length; i++) sum += own(i)
    centre = sum / eta.length
  }
  let before = 0
  let after = 0
  for (let i = 0; i < eta.length; i++) {
    before += weights[i]! * exp(bounded(eta[i]!))
    after += weights[i]! * exp(bounded(eta[i]! - (1 - WEAR) * (own(i) - centre)))
  }
  const kept = before > 0 && after > 0 ? log(before / after) : 0
  const away = coefficients.map((value, i) => (i === 0 ? value - centre : value))
  return {
    coefficients: away.map((value, i) => WEAR * value + (i === 0 ? centre + kept : 0)),
    covariance: covariance.map((value, at) => {
      const row = Math.floor(at / size)
      return WEAR * WEAR * value + WEAR_SD * WEAR_SD * away[row]! * away[at - row * size]!
    }),
    eta: eta.map((value, i) => value - (1 - WEAR) * (own(i) - centre) + kept),
  }
}

const bounded = (eta: number): number => Math.min(30, eta)
