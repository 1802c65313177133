/**
 * What reviewing the riskiest share would have done. Each part is ranked among the out-of-sample risks of the parts
 * before it, as the gate would have ranked it on the day.
 */
import type { Track } from '../domain/assessment.ts'
import { lowerBound, upperBound } from './binomial.ts'
import { riskiestLimit } from './rank.ts'

export interface TrackRequest {
  /** Out-of-sample risk of each part by row; NaN where it was not scored. */
  readonly risks: Float64Array
  readonly times: Float64Array
  readonly failedAt: Float64Array
  readonly reviewRiskiest: number
  /** Seconds: parts that landed before or after are not counted, only ranked among. */
  readonly since: number
  readonly until: number
}

const rankedAmong = 500
const week = 7 * 86_400

export const trackOf = ({ risks, times, failedAt, reviewRiskiest, since, until }: TrackRequest): Track => {
  const recent: number[] = []
  let n = 0
  let failed = 0
  let caught = 0
  let reviewed = 0
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (let row = 0; row < risks.length; row += 1) {
    const risk = risks[row]!
    if (Number.isNaN(risk)) continue
    const limit = riskiestLimit(recent, reviewRiskiest)
    recent.push(risk)
    if (recent.length > rankedAmong) recent.shift()
    if (limit === null || times[row]! < since || times[row]! > until) continue
    const fails = Number.isFinite(failedAt[row]!)
    n += 1
    if (fails) failed += 1
    if (risk > limit) {
      reviewed += 1
      if (fails) caught += 1
    }
    first = Math.min(first, times[row]!)
    last = Math.max(last, times[row]!)
  }
  return {
    ...trackFrom({ n, failed, caught, reviewed, seconds: last - first }),
    riskiest: reviewRiskiest,
    source: 'replayed',
  }
}

/** The share that fails, between its 90 % bounds; null of nothing. */
export const failureBounds = (failed: number, n: number): Pick<Track, 'low' | 'high'> => ({
  low: n > 0 ? lowerBound(failed, n, 0.05) : null,
  high: n > 0 ? upperBound(failed, n, 0.05) : null,
})

/** A track from what was counted, over a time that is taken as a week at least. */
export const trackFrom = ({
  n,
  failed,
  caught,
  reviewed,
  seconds: counted,
}: Pick<Track, 'n' | 'failed' | 'caught' | 'reviewed'> & { readonly seconds: number }): Omit<
  Track,
  'riskiest' | 'source'
> => {
  const seconds = Math.max(counted, week)
  return {
    n,
    failed,
    caught,
    reviewed,
    reviewsPerWeek: n === 0 ? 0 : (reviewed * week) / seconds,
    months: n === 0 ? 0 : Math.max(1, Math.round(seconds / (30.4375 * 86_400))),
    ...failureBounds(failed - caught, n - reviewed),
  }
}
