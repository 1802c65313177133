import { exp, log, log1p } from '../domain/numerics.ts'
import {
  type Allowance,
  addWindow,
  type Comparison,
  logEValue,
  noEvidence,
  type Tally,
} from './sequential.ts'

/**
 * How much worse could the new version still be? Exact Poisson bounds: failures are rare and few, so no bell curve.
 * (Poisson tails are heavier than binomial ones with the same mean: what is claimed holds for counts of requests too.)
 */

/** ln k!, by Stirling's series beyond 30; error below 1e-13. */
const logFactorial = (k: number): number => {
  if (k < 30) {
    let product = 1
    for (let i = 2; i <= k; i++) product *= i
    return log(product)
  }
  return (
    (k + 0.5) * log(k) - k + 0.5 * log(2 * Math.PI) + (1 / 12 - (1 / 360 - 1 / (1260 * k * k)) / (k * k)) / k
  )
}

/** P(at most k events) when `mean` are expected. k a whole number ≥ −1. */
export const poissonTail = (k: number, mean: number): number => {
  if (k < 0) return 0
  if (mean <= 0) return 1
  const atK = exp(k * log(mean) - mean - logFactorial(k))
  let term = 1
  let sum = 0
  // The shorter side is added up, from its largest term outwards.
  if (k <= mean) {
    for (let i = k; i >= 0 && term > sum * 1e-17; i--) {
      sum += term
      term *= i / mean
    }
    return Math.min(1, atK * sum)
  }
  for (let i = k + 1; term > sum * 1e-17; i++) {
    term *= mean / i
    sum += term
  }
  return Math.max(0, 1 - atK * sum)
}

/** The mean at which at most k events happen with probability `chance`: with 0 and 5 %, 3.0; with 1, 4.7. */
export const poissonUpper = (k: number, chance: number): number => {
  if (k < 0) return 0
  if (k === 0) return -log(chance)
  let low = 0
  let high = 2 * k + 10 - 10 * log(Math.min(chance, 1))
  while (high - low > 1e-11 * high) {
    const middle = (low + high) / 2
    if (poissonTail(k, middle) > chance) low = middle
    else high = middle
  }
  return high
}

/** The mean at which k events or more happen with probability `chance`; 0 for no event. */
export const poissonLower = (k: number, chance: number): number => poissonUpper(k - 1, 1 - chance)

/** How many requests without an error show, but for the chance `missed`, that no more than `excess` of them fail. */
export const cleanRequests = (excess: number, missed: number): number => Math.ceil(-log(missed) / excess)

/** What the bounds need to know of one wave. */
export interface Sample {
  readonly new: Tally
  /** The old version, beside it or before it; null where nothing is known of it. */
  readonly old: Tally | null
}

/**
 * Errors expected at most after `errors` were seen. The sample grows while it is looked at, and each error is a chance to
 * find a luckier moment later; the chance of being wrong shrinks with them, `missed` / (1 + ln(1 + errors))², so that
 * all looks together stay below twice `missed` (bare bounds: 40 in 100). Without an error it is ln(1/missed).
 */
const mostExpected = (errors: number, missed: number): number => {
  const seen = Math.ceil(errors)
  const growth = 1 + log1p(seen)
  return poissonUpper(seen, missed / (growth * growth))
}

/** Share of requests that fail with this version at most, but for the chance `missed`; 1 where nothing is known. */
export const largestRate = ({ requests, errors }: Tally, missed: number): number =>
  requests > 0 ? Math.min(1, poissonUpper(Math.ceil(errors), missed) / requests) : 1

/**
 * The largest excess of the new version's error rate that this sample leaves possible: had it been more, so few errors
 * would have been seen with the chance `missed` only. Without an error ln(1/missed) / requests. With errors the old
 * version's rate is taken off, and the doubts about both rates add up as the sides of a right angle (Zou and Donner,
 * Statistics in Medicine 2008); but never is it better than without an error. 1 where nothing was served.
 */
export const ruledOutExcess = (sample: Sample, missed: number): number => {
  const { requests, errors } = sample.new
  if (!(requests > 0)) return 1
  const doubt = (mostExpected(errors, missed) - errors) / requests
  const old = sample.old !== null && sample.old.requests > 0 ? sample.old : { requests: 1, errors: 0 }
  const usual = old.errors / old.requests
  const oldDoubt = usual - poissonLower(Math.floor(old.errors), missed) / old.requests
  const excess = errors / requests - usual + Math.sqrt(doubt * doubt + oldDoubt * oldDoubt)
  return Math.min(1, Math.max(doubt, excess))
}

/** Beyond this the honest answer is "never". */
const MOST_REQUESTS = 1e12

/**
 * Requests the new version must have served before an excess is ruled out, if from now on it fails as often as the old
 * version does; `cleanRequests` where neither fails. Infinite where no number of requests would do.
 */
export const requestsNeeded = (sample: Sample, excess: number, missed: number): number => {
  const { requests, errors } = sample.new
  const usual = sample.old !== null && sample.old.requests > 0 ? sample.old.errors / sample.old.requests : 0
  const isEnough = (served: number): boolean => {
    const growth = requests > 0 ? served / requests : 1
    const old = sample.old && { requests: sample.old.requests * growth, errors: sample.old.errors * growth }
    const grown = { requests: served, errors: errors + Math.round((served - requests) * usual) }
    return ruledOutExcess({ new: grown, old }, missed) <= excess
  }
  if (isEnough(requests)) return requests
  let few = Math.floor(requests)
  let enough = Math.max(2 * Math.ceil(requests), 1)
  while (!isEnough(enough)) {
    ;[few, enough] = [enough, 2 * enough]
    if (enough > MOST_REQUESTS) return Number.POSITIVE_INFINITY
  }
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2)
    if (isEnough(middle)) enough = middle
    else few = middle
  }
  return enough
}

/**
 * The smallest excess that the test would have called worse with probability `power` at this sample: the old version's
 * errors as they are, so many errors of the new one as it takes. Null where no number of them could have.
 */
export const detectableExcess = (
  sample: Comparison,
  allowance: Allowance,
  falseAlarm: number,
  power = 0.9,
): number | null => {
  const { requests } = sample.new
  const isWorse = (errors: number) =>
    logEValue(addWindow(noEvidence, { ...sample, new: { requests, errors } }, allowance)) >= -log(falseAlarm)
  if (!(requests > 0) || !isWorse(requests)) return null
  let [few, many] = [0, 1]
  while (!isWorse(many)) [few, many] = [many, 2 * many]
  while (many - few > 1) {
    const middle = Math.floor((few + many) / 2)
    if (isWorse(middle)) many = middle
    else few = middle
  }
  const old = sample.old !== null && sample.old.requests > 0 ? sample.old.errors / sample.old.requests : 0
  return Math.min(1, Math.max(0, poissonUpper(many - 1, 1 - power) / requests - old))
}
