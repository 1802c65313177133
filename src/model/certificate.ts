/**
 * The promise: below this risk, at most so many fail.
 *
 * A threshold tuned to look good on the past breaks its budget in 4 of 10 later periods; a test of one look, asked again
 * as data grows, turns one false promise in ten into four. Here each level of risk is doubted by a wager that may be
 * looked at after every change (wager.ts), the levels stand in a fixed order (levels.ts), and only risks given before
 * their outcome was known count (decided-part.ts). So a promise is false in at most 1 − confidence of all histories,
 * whenever one looks; and should the future stop resembling the past, a watch takes it back (drift-watch.ts).
 *
 * Example: 2 % asked, 90 % sure: 153 parts at or below a risk of 1 % and none failed: the stake is tenfold, and 1 % is
 * proven. With one failure it takes 272, with two 374.
 */
import type { Alarm, Course, Promised } from './certificate-course.ts'
import { startAt, thresholdOf } from './certificate-course.ts'
import { type Count, levelsFor } from './levels.ts'
import { enoughToProve, provenRate, wagerAgainst } from './wager.ts'

export interface Certificate {
  /** Parts never certify deployments of many. */
  readonly unit: 'part'
  readonly certified: boolean
  readonly failureRate: number
  readonly confidence: number
  /** Risk below or at which the promise holds. */
  readonly threshold?: number
  /** Every risk up to which it is proven, rising; the last one is the threshold. A level says nothing of a lower one. */
  readonly levels?: readonly number[]
  /** Share of the counted parts below or at it. */
  readonly share?: number
  /** Parts and failures it rests on: those below the threshold, or the level it starts from if nothing is certified. */
  readonly n: number
  readonly failures: number
  /** Upper bound of their failure rate at this confidence, at all looks at once. */
  readonly upper: number
  /** More parts with a known outcome until that level may be certified; absent if they fail too often for that. */
  readonly needed?: number
  /** The level above, where it may be proven before twice as many parts are known: until then the rank rule stands. */
  readonly climbing?: { readonly threshold: number; readonly needed: number }
  /** The alarm that took the promise back, until it is proven anew. */
  readonly alarm?: Alarm
}

/** Beyond this the honest answer is "not in years". */
const MOST_NEEDED = 100_000

export function certificateOf(course: Course, promised: Promised): Certificate {
  const { failureRate, confidence } = promised
  const { counts, proven } = course
  const start = startAt(course.first, promised) ?? 0
  const count = counts[proven === 0 ? start : proven - 1]!
  const ruledOut = provenRate(count.n, count.failures, 1 - confidence)
  const common = {
    unit: 'part' as const,
    failureRate,
    confidence,
    n: count.n,
    failures: count.failures,
    // What one look has ruled out stays ruled out, whatever a later one sees.
    upper: proven === 0 ? ruledOut : Math.min(failureRate, ruledOut),
    ...(course.alarm ? { alarm: course.alarm } : {}),
  }
  const next = proven === 0 ? start : proven
  const above = counts[next]
  const needed = above === undefined ? undefined : neededFor(above, promised)
  const threshold = thresholdOf(course, promised)
  if (threshold === null) return { ...common, certified: false, ...(needed === undefined ? {} : { needed }) }
  return {
    ...common,
    certified: true,
    threshold,
    levels: levelsFor(failureRate).slice(start, proven),
    share: count.n / count.of,
    ...(needed === undefined || needed > above!.of
      ? {}
      : { climbing: { threshold: levelsFor(failureRate)[next]!, needed } }),
  }
}

/**
 * How many more parts, of whatever risk, until a level is expected to be proven. Those below it are taken to go on
 * failing at the rate seen, drawn towards a third of the promised rate as if 1 / rate parts had been seen before; and to
 * go on being the share of all that they were, drawn towards a third as if 30 had been. Half of the time it is sooner,
 * half later.
 */
function neededFor({ of, n, failures }: Count, { failureRate, confidence }: Promised): number | undefined {
  if (!(failureRate > 0)) return undefined
  const rate = (failures + 1 / 3) / (n + 1 / failureRate)
  if (rate >= failureRate) return undefined
  const stake = wagerAgainst(failureRate)
  const enough = (more: number) => stake(n + more, failures + rate * more) >= enoughToProve(1 - confidence)
  if (!enough(MOST_NEEDED)) return undefined
  let low = 0
  let high = MOST_NEEDED
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  const needed = Math.ceil((high * (of + 30)) / (n + 10))
  return needed > MOST_NEEDED ? undefined : needed
}
