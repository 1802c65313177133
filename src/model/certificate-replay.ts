import { type Certificate, certificateOf } from './certificate.ts'
import { type Alarm, beginCourse, type Course, look, type Promised } from './certificate-course.ts'
import type { DecidedPart } from './decided-part.ts'

/**
 * The certificate that a replayed past would have led to: its course from the first part scored to the last outcome,
 * alarms included, as if nothing had been held meanwhile.
 */
export interface CertificateRequest {
  /** By landing. */
  readonly risks: ArrayLike<number>
  /** 1 failed, 0 succeeded. */
  readonly labels: ArrayLike<number>
  /** Seconds of landing, never decreasing; the place in the list where absent. */
  readonly times?: ArrayLike<number>
  /** Seconds when each failure became known; at once where absent. */
  readonly labelKnownTimes?: ArrayLike<number>
  readonly maturitySeconds?: number
  readonly failureRate: number
  readonly confidence?: number
}

export interface ReplayedCertificate extends Certificate {
  /** How often a drift took back what had been certified. */
  readonly alarms: number
}

/** About one in ten changes of most histories; more would change little, and cost a million-row table minutes. */
const LOOKS = 500
const WEEK = 7 * 86_400

export function certify(request: CertificateRequest): ReplayedCertificate {
  const { failureRate, confidence = 0.9 } = request
  const promised: Promised = { failureRate, confidence }
  const parts = decidedParts(request)
  const step = Math.max(1, Math.ceil(parts.length / LOOKS))
  const moments: number[] = []
  for (let next = step; next < parts.length; next += step) moments.push(parts[next]!.landedAt)
  if (parts.length > 0) moments.push(parts.at(-1)!.maturesAt + 1)
  const { course, alarms } = follow(beginCourse(promised, parts[0]?.landedAt ?? 0), parts, promised, moments)
  return {
    ...certificateOf(course, promised),
    alarms: alarms.filter(({ threshold }) => threshold !== null).length,
  }
}

export interface Followed {
  readonly course: Course
  /** Oldest first. */
  readonly alarms: readonly Alarm[]
  /** Whether anything was proven that had not been. */
  readonly proven: boolean
}

/** The ends of the weeks between, and the moment itself: looked at as a gate would have, week by week. */
export function weeksUntil(from: number, to: number): readonly number[] {
  const moments: number[] = []
  for (let at = from + WEEK; at < to; at += WEEK) moments.push(at)
  return [...moments, to]
}

/**
 * Looks at each of these moments.
 * @param parts by landing
 * @param moments seconds, rising
 */
export function follow(
  from: Course,
  parts: readonly DecidedPart[],
  promised: Promised,
  moments: readonly number[],
): Followed {
  let course = from
  const alarms: Alarm[] = []
  let proven = false
  let first = 0
  let end = 0
  for (const at of moments) {
    while (first < parts.length && parts[first]!.maturesAt < course.until) first++
    while (end < parts.length && parts[end]!.landedAt < at) end++
    const looked = look(course, parts.slice(first, Math.max(first, end)), promised, at)
    course = looked.course
    if (looked.news === 'alarm') alarms.push(course.alarm!)
    if (looked.news === 'proven') proven = true
  }
  return { course, alarms, proven }
}

/**
 * Decided upon as they landed, nothing held. They mature when the last failure of their age would be known: a success
 * that counted before failures as old as it would be a look ahead.
 */
function decidedParts({
  risks,
  labels,
  times,
  labelKnownTimes,
  maturitySeconds = 0,
}: CertificateRequest): readonly DecidedPart[] {
  const outcomes = Array.from(risks, (risk, i) => {
    const landedAt = times?.[i] ?? i
    const failed = labels[i]! > 0
    return {
      risk,
      landedAt,
      failedAt: failed ? Math.max(landedAt, labelKnownTimes?.[i] ?? landedAt) : Number.POSITIVE_INFINITY,
    }
  })
  const longest = outcomes.reduce(
    (most, { landedAt, failedAt }) =>
      Number.isFinite(failedAt) ? Math.max(most, failedAt - landedAt) : most,
    maturitySeconds,
  )
  return outcomes.map((outcome) => ({
    ...outcome,
    decidedAt: outcome.landedAt,
    maturesAt: outcome.landedAt + longest,
    ceiling: Number.POSITIVE_INFINITY,
  }))
}
