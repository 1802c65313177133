import { type Certificate, certificateOf } from './certificate.ts'
import { beginCourse, look, type Promised } from './certificate-course.ts'
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

export function certify(request: CertificateRequest): ReplayedCertificate {
  const { failureRate, confidence = 0.9 } = request
  const promised: Promised = { failureRate, confidence }
  const parts = decidedParts(request)
  const step = Math.max(1, Math.ceil(parts.length / LOOKS))
  let course = beginCourse(promised, parts[0]?.landedAt ?? 0)
  let alarms = 0
  let first = 0
  for (let next = step; next < parts.length + step; next += step) {
    const at = next < parts.length ? parts[next]!.landedAt : parts.at(-1)!.maturesAt + 1
    while (first < parts.length && parts[first]!.maturesAt < course.until) first++
    const looked = look(course, parts.slice(first, next), promised, at)
    if (looked.news === 'alarm' && course.proven > 0) alarms++
    course = looked.course
  }
  return { ...certificateOf(course, promised), alarms }
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
