/**
 * The drift watch: have the parts that go out unreviewed begun to fail more often than they may?
 *
 * Two claims are watched over the parts that go out:
 * - the calibration: each fails with at most twice its own risk. (Twice, because the level of a healthy repository
 *   wanders: in two years of each of 13, failures ran at 0.7 to 1.2 times the risks, and harmed no promise. An alarm over
 *   that would only teach people to ignore it.)
 * - the promise, while there is one: each fails with at most the promised rate.
 *
 * Nobody knows when a drift begins, so at every moment a new wager begins that from now on failures are 1.5, 2, 3 or 5
 * times as frequent as claimed. Their stakes are added up: R ← (R + Δt) · ratio if the part failed, else
 * (R + Δt) · (1 − ratio·p) / (1 − p), with Δt the time since the part before, in years (Shiryaev 1961, Roberts 1966; as
 * an e-detector: Shin, Ramdas & Rinaldo, NEJSDS 2024). While the claim holds, a wager is not expected to grow, so R is
 * expected to be at most the years that went by; and the chance that it reaches 20 within a year is at most 1 in 20,
 * however many parts go out in it (Doob's inequality). The two claims and their ratios share the 20 evenly.
 *
 * A failure counts the moment it is known; a part too young to tell counts as a success until it is one or not. That
 * delays no alarm and lets no false one through: R is never above what it would be with the outcome awaited.
 */
import type { DecidedPart } from './decided-part.ts'
import { hasFailed } from './decided-part.ts'

const YEAR = 365.25 * 86_400
/** False alarms a year, at most. */
export const FALSE_ALARMS_A_YEAR = 0.05
const RATIOS = [1.5, 2, 3, 5]
const TOLERATED = 2
/** What a claim may be raised to by a ratio: a probability stays one. */
const MOST = 0.95

/** Sums of stakes, one per ratio. */
type Sums = readonly number[]

/** How a watch stands, to go on from: plain JSON. */
export interface Watch {
  /** Seconds: parts decided before are not watched. */
  readonly since: number
  /** Seconds: parts that matured before this moment are in the sums for good. */
  readonly settled: number
  /** Seconds: landing of the last of them. */
  readonly last: number
  /** Whether they are held to a promise too. */
  readonly promising: boolean
  readonly seen: Seen
  readonly promise: Sums
  readonly calibration: Sums
}

export interface Seen {
  /** Parts let out. */
  readonly n: number
  readonly failures: number
  /** Failures that their own risks added up to. */
  readonly expected: number
}

export const beginWatch = (since: number, promising = false): Watch => ({
  since,
  settled: since,
  last: since,
  promising,
  seen: { n: 0, failures: 0, expected: 0 },
  promise: RATIOS.map(() => 0),
  calibration: RATIOS.map(() => 0),
})

export interface Watched {
  readonly watch: Watch
  /** Everything seen up to now, young parts included; at an alarm, up to the part that set it off. */
  readonly seen: Seen
  readonly alarm: boolean
}

/**
 * Looks at what is known before `at`.
 * @param parts those let out, by landing; the ones that matured before the last look are skipped
 */
export function watchOver(
  watch: Watch,
  parts: Iterable<DecidedPart>,
  { failureRate, at }: { readonly failureRate: number; readonly at: number },
): Watched {
  let { last, seen, promise, calibration } = watch
  let settled: Pick<Watch, 'last' | 'seen' | 'promise' | 'calibration'> = watch
  for (const part of parts) {
    if (part.decidedAt < watch.since || part.decidedAt >= at || part.maturesAt < watch.settled) continue
    const failed = hasFailed(part, at)
    const years = Math.max(0, part.landedAt - last) / YEAR
    if (watch.promising) promise = staked(promise, failureRate, failed, years)
    calibration = staked(calibration, Math.min(1, TOLERATED * part.risk), failed, years)
    last = Math.max(last, part.landedAt)
    seen = {
      n: seen.n + 1,
      failures: seen.failures + (failed ? 1 : 0),
      expected: seen.expected + part.risk,
    }
    if ((mean(promise) + mean(calibration)) / 2 >= 1 / FALSE_ALARMS_A_YEAR)
      return { watch: { ...watch, ...settled }, seen, alarm: true }
    if (part.maturesAt < at) settled = { last, seen, promise, calibration }
  }
  return { watch: { ...watch, ...settled, settled: Math.max(watch.settled, at) }, seen, alarm: false }
}

const staked = (sums: Sums, claim: number, failed: boolean, years: number): Sums =>
  sums.map((sum, i) => {
    // Nothing can be said against a claim that nearly all fail.
    const ratio = Math.max(1, Math.min(RATIOS[i]!, MOST / claim))
    if (ratio === 1) return sum + years
    return (sum + years) * (failed ? ratio : (1 - ratio * claim) / (1 - claim))
  })

const mean = (sums: Sums): number => sums.reduce((total, sum) => total + sum, 0) / sums.length
