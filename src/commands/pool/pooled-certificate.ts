/**
 * How far a failure budget is proven of several repositories together. The wager of ADR 13 holds of whatever is counted
 * in it, one part after the other; here these are the parts of all of them as their outcomes become known. What it proves
 * is of them together, in the mixture that was seen: one that fails more often may hide among others that fail less.
 */

import type { PooledCertificate } from '../../domain/pooled.ts'
import { certificateOf } from '../../model/certificate.ts'
import { beginCourse, isProving, type Promised, thresholdOf } from '../../model/certificate-course.ts'
import { follow, weeksUntil } from '../../model/certificate-replay.ts'
import { asLanded, type DecidedPart, hasFailed, knownAt } from '../../model/decided-part.ts'
import { provenRate } from '../../model/wager.ts'
import { certificateSummary } from '../gate/certificate-facts.ts'
import { partsIn } from '../gate/recorded-parts.ts'
import type { Member } from './members.ts'

/** Null where no repository states a budget. The strictest one that any of them states is asked. */
export const pooledCertificate = (members: readonly Member[]): PooledCertificate | null => {
  const promised = strictest(members.flatMap(({ promised: own }) => own ?? []))
  if (promised === null) return null
  const own = members.map((member) => ({ member, parts: countable(member) }))
  const parts = own.flatMap((each) => each.parts).toSorted((one, other) => one.landedAt - other.landedAt)
  const since = parts.reduce((least, part) => Math.min(least, part.decidedAt), Number.POSITIVE_INFINITY)
  const begun = beginCourse(promised, Number.isFinite(since) ? since : 0)
  // Looked at week by week, as each of them would have been; and no further than all outcomes are known.
  const until = parts.reduce((most, { maturesAt }) => Math.max(most, maturesAt + 1), begun.until)
  const { course } = follow(begun, parts, promised, weeksUntil(begun.until, until))
  const threshold = thresholdOf(course, promised)
  const maturitySeconds = Math.max(0, ...members.map((member) => member.maturitySeconds))
  return {
    ...certificateSummary(certificateOf(course, promised), maturitySeconds),
    repositories: own.map(({ member, parts: mine }) => {
      const counted = mine.filter(
        (part) => isProving(part) && part.risk <= Math.min(part.ceiling, threshold ?? 1),
      )
      const failures = counted.filter((part) => hasFailed(part, Number.POSITIVE_INFINITY)).length
      return {
        repository: member.repository,
        n: counted.length,
        failures,
        upper: provenRate(counted.length, failures, 1 - promised.confidence),
      }
    }),
  }
}

const strictest = (stated: readonly Promised[]): Promised | null =>
  stated.length === 0
    ? null
    : {
        failureRate: Math.min(...stated.map(({ failureRate }) => failureRate)),
        confidence: Math.max(...stated.map(({ confidence }) => confidence)),
      }

/**
 * Parts whose outcome was open when they were decided upon and is settled by now. Those that failed count no sooner than
 * those that did not: a ledger that is read rarely would else tell of failures first.
 */
const countable = ({
  decisions,
  environment,
  lessons,
  maturitySeconds,
  until,
}: Member): readonly DecidedPart[] => {
  const { parts } = partsIn(decisions, environment, until)
  return lessons.flatMap(({ sha, landedAt, failedAt, uncounted }): readonly DecidedPart[] => {
    const decision = parts.get(sha)
    if (decision === undefined || landedAt + maturitySeconds > until) return []
    const landed = asLanded(landedAt, maturitySeconds, {
      risk: decision.risk,
      failedAt: uncounted ? undefined : failedAt,
    })
    return decision.decidedAt < knownAt(landed) ? [{ ...landed, ...decision }] : []
  })
}
