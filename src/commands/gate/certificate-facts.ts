/** A certificate as a decision rests on it, and as the answer tells it. */
import type { CertificateSummary } from '../../domain/assessment.ts'
import type { Certificate } from '../../model/certificate.ts'
import type { DecisionInputs } from '../../policy/engine.ts'

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString()

/** An alarm holds until the outcomes are known of what went out before it, and the model has learned from them. */
const alarmEnd = ({ at }: NonNullable<Certificate['alarm']>, maturitySeconds: number): number =>
  at + maturitySeconds

export const certificateInputs = (
  certificate: Certificate | null,
  maturitySeconds: number,
  now: Date,
): Pick<DecisionInputs, 'certificate' | 'alarm'> => {
  if (certificate === null) return {}
  const { failureRate, confidence, threshold, n, failures, needed, climbing, alarm } = certificate
  const isInForce = alarm !== undefined && alarmEnd(alarm, maturitySeconds) * 1000 > now.getTime()
  return {
    certificate: {
      failureRate,
      confidence,
      threshold: threshold ?? null,
      n,
      failures,
      needed: needed ?? null,
      climbing: climbing?.needed ?? null,
    },
    ...(isInForce
      ? {
          alarm: {
            since: iso(alarm.since),
            at: iso(alarm.at),
            until: iso(alarmEnd(alarm, maturitySeconds)),
            n: alarm.n,
            failures: alarm.failures,
            expected: alarm.expected,
            promised: alarm.threshold === null ? null : alarm.failureRate,
          },
        }
      : {}),
  }
}

export const certificateSummary = (
  { alarm, ...certificate }: Certificate,
  maturitySeconds: number,
): CertificateSummary => ({
  ...certificate,
  ...(alarm === undefined
    ? {}
    : {
        alarm: {
          at: iso(alarm.at),
          since: iso(alarm.since),
          until: iso(alarmEnd(alarm, maturitySeconds)),
          n: alarm.n,
          failures: alarm.failures,
          expected: alarm.expected,
          threshold: alarm.threshold,
        },
      }),
})
