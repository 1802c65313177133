import { binomialTail, upperBound } from './binomial.ts'
import { bySafety } from './metrics.ts'

/**
 * The promise: below this risk, at most so many fail.
 *
 * A threshold tuned to look good on the past breaks its budget in 4 of 10 later periods. Learn-then-Test (Angelopoulos
 * and others, Annals of Applied Statistics 2025; arXiv 2110.01052) asks for proof instead. For each threshold, the
 * hypothesis "among the parts below it, more than `failureRate` fail" is tested by the exact binomial tail. The
 * thresholds stand in one fixed order, from the safest 30 % upwards, and testing stops at the first that cannot be
 * rejected; therefore the chance of a false promise is at most 1 − confidence, however many are tested. (A start
 * below 30 % would hold too few parts to prove anything.)
 *
 * It holds for scores recorded before their outcomes, if the future resembles them. The order is by rank among the
 * scores, never by outcome.
 *
 * Example: 1,000 matured parts, 2 % asked: with 1 failure among the safest 300, 1 − P(≤ 1 in 300 at 2 %) = 98.3 %:
 * rejected, go on to 35 %.
 */
export interface Certificate {
  readonly certified: boolean
  readonly failureRate: number
  readonly confidence: number
  /** Risk below or at which the promise holds. */
  readonly threshold?: number
  /** Share of the judged parts below or at it. */
  readonly share?: number
  /** Parts and failures it was judged on: those below the threshold, or the safest 30 % if nothing was certified. */
  readonly n: number
  readonly failures: number
  /** Upper bound of their failure rate at this confidence. */
  readonly upper: number
  /** More parts with a known outcome until it may be certified, if they fail as these did; absent if they fail too often. */
  readonly needed?: number
}

const FIRST_SHARE = 0.3
const STEP = 0.05
/** Beyond this the honest answer is "not in years". */
const MOST_NEEDED = 100_000

export interface CertificateRequest {
  readonly risks: ArrayLike<number>
  /** 1 failed, 0 succeeded. */
  readonly labels: ArrayLike<number>
  readonly failureRate: number
  readonly confidence?: number
}

export function certify({ risks, labels, failureRate, confidence = 0.9 }: CertificateRequest): Certificate {
  const error = 1 - confidence
  const order = bySafety(risks)
  const steps = Math.round((1 - FIRST_SHARE) / STEP)
  let best: Pick<Certificate, 'n' | 'failures'> | undefined
  let first = { n: 0, failures: 0 }
  let n = 0
  let failures = 0
  for (let step = 0; step <= steps; step++) {
    const wanted = Math.floor(order.length * (FIRST_SHARE + step * STEP) + 1e-9)
    // All parts of the same risk stand on the same side of a threshold.
    while (n < order.length && (n < wanted || (n > 0 && risks[order[n]!] === risks[order[n - 1]!]))) {
      failures += labels[order[n]!]! > 0 ? 1 : 0
      n++
    }
    if (step === 0) first = { n, failures }
    if (n === 0 || binomialTail(failures, n, failureRate) > error) break
    best = { n, failures }
  }
  if (!best) {
    const needed = neededFor(first, order.length, failureRate, error)
    return {
      certified: false,
      failureRate,
      confidence,
      ...first,
      upper: upperBound(first.failures, first.n, error),
      ...(needed === undefined ? {} : { needed }),
    }
  }
  return {
    certified: true,
    failureRate,
    confidence,
    threshold: risks[order[best.n - 1]!]!,
    share: best.n / order.length,
    ...best,
    upper: upperBound(best.failures, best.n, error),
  }
}

/** How many more parts in all, if the safest 30 % go on failing at the rate seen (half a failure if none was). */
function neededFor(
  { n, failures }: Pick<Certificate, 'n' | 'failures'>,
  all: number,
  failureRate: number,
  error: number,
): number | undefined {
  const rate = n === 0 ? 0 : failures / n
  if (rate >= failureRate || failureRate <= 0) return undefined
  const enough = (size: number) => binomialTail(Math.ceil(rate * size), size, failureRate) <= error
  let high = Math.max(1, n)
  while (!enough(high)) {
    high *= 2
    if (high > MOST_NEEDED) return undefined
  }
  let low = Math.max(0, Math.floor(high / 2))
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return Math.max(1, Math.ceil(high / FIRST_SHARE) - all)
}
