/**
 * The certificate as it would have grown: begun on what is known before the first deployment, gone on with week by week,
 * and from the first one on by what the rehearsed decisions let out, as a gate that enforces would have counted.
 */
import type { HistoryIndex } from '../../history/index.ts'
import { certificateOf } from '../../model/certificate.ts'
import { beginCourse, type Promised } from '../../model/certificate-course.ts'
import { follow, weeksUntil } from '../../model/certificate-replay.ts'
import type { DecidedPart } from '../../model/decided-part.ts'
import type { DecisionInputs } from '../../policy/decision-inputs.ts'
import { certificateInputs } from '../gate/certificate-facts.ts'
import { decidedParts } from '../gate/decided-parts.ts'
import { type Standing, standingAt } from '../gate/standing.ts'

export interface CertificatesRequest {
  readonly index: HistoryIndex
  /** Null where no failure budget is stated: the alarm of the standing is all there is. */
  readonly promised: Promised | null
  readonly maturitySeconds: number
  /** True of an environment that runs only some components; see `decidedParts`. */
  readonly recordedOnly: boolean
}

export interface Certificates {
  /** As it stands when a head is decided upon. */
  readonly at: (head: number, standing: Standing, now: Date) => Pick<DecisionInputs, 'certificate' | 'alarm'>
  /** Tells it what was decided, in the order of landing. */
  readonly decided: (parts: readonly DecidedPart[]) => void
}

const nothingRecorded = { parts: new Map(), enforcedFrom: null }

export const rehearsedCertificates = (request: CertificatesRequest): Certificates => {
  const { index, promised, maturitySeconds, recordedOnly } = request
  const all: DecidedPart[] = []
  let course: ReturnType<typeof beginCourse> | null = null
  return {
    at: (head, standing, now) => {
      if (promised === null) return certificateInputs(null, standing.alarm, { maturitySeconds, now })
      const { time } = standingAt(index, head)
      if (course === null) {
        all.push(
          ...decidedParts({ index, standing, recorded: nothingRecorded, maturitySeconds, recordedOnly }),
        )
        course = beginCourse(promised, all[0]?.landedAt ?? time)
      }
      if (course.until < time) course = follow(course, all, promised, weeksUntil(course.until, time)).course
      const certificate = certificateOf(course, promised)
      return certificateInputs(certificate, certificate.alarm ?? null, { maturitySeconds, now })
    },
    decided: (parts) => {
      const newest = all.at(-1)?.landedAt ?? Number.NEGATIVE_INFINITY
      all.push(...parts.filter(({ landedAt }) => landedAt >= newest))
    },
  }
}
