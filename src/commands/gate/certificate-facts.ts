/** A certificate as a decision rests on it, and as the answer tells it. */

import type { CertificateSummary } from '../../domain/assessment.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { Alarm } from '../../model/certificate-course.ts'
import type { DecisionInputs } from '../../policy/decision-inputs.ts'

/** An alarm holds until the outcomes are known of what went out before it, and the model has learned from them. */
const alarmEnd = ({ at }: Alarm, maturitySeconds: number): number => at + maturitySeconds

/** @param alarm the last one; it counts while it holds */
export const certificateInputs = (
  certificate: Certificate | null,
  alarm: Alarm | null,
  { maturitySeconds, now }: { readonly maturitySeconds: number; readonly now: Date },
): Pick<DecisionInputs, 'certificate' | 'alarm'> => ({
  ...(certificate === null ? {} : { certificate: certificateFacts(certificate) }),
  ...(alarm !== null && alarmEnd(alarm, maturitySeconds) * 1000 > now.getTime()
    ? {
        alarm: {
          since: isoMoment(alarm.since),
          at: isoMoment(alarm.at),
          until: isoMoment(alarmEnd(alarm, maturitySeconds)),
          n: alarm.n,
          failures: alarm.failures,
          expected: alarm.expected,
          promised: alarm.threshold === null ? null : alarm.failureRate,
        },
      }
    : {}),
})

const certificateFacts = ({
  failureRate,
  confidence,
  threshold,
  levels,
  n,
  failures,
  needed,
  climbing,
}: Certificate): NonNullable<DecisionInputs['certificate']> => ({
  failureRate,
  confidence,
  threshold: threshold ?? null,
  ...(levels === undefined ? {} : { levels }),
  n,
  failures,
  needed: needed ?? null,
  climbing: climbing?.needed ?? null,
})

export const certificateSummary = (
  { alarm, levels: _, ...certificate }: Certificate,
  maturitySeconds: number,
): CertificateSummary => ({
  ...certificate,
  ...(alarm === undefined
    ? {}
    : {
        alarm: {
          at: isoMoment(alarm.at),
          since: isoMoment(alarm.since),
          until: isoMoment(alarmEnd(alarm, maturitySeconds)),
          n: alarm.n,
          failures: alarm.failures,
          expected: alarm.expected,
          threshold: alarm.threshold,
        },
      }),
})
