/**
 * How the parts of each lane fared. A review that sorts well leaves few failures among what nobody looks at; what was
 * drawn by chance says what the looking itself changes.
 */

import { type Lane, lanes } from '../../domain/lane.ts'
import type { LaneCount } from '../../domain/learned.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import { partsIn, type RecordedPart } from '../gate/recorded-parts.ts'
import type { Lessons } from './lessons.ts'

const laneOf = ({ audited, ceiling, risk }: RecordedPart): Lane => {
  if (audited) return 'audited'
  if (ceiling === Number.POSITIVE_INFINITY) return 'observed'
  return risk <= ceiling ? 'unreviewed' : 'reviewed'
}

/** Of parts whose outcome is known at a moment, in seconds. */
export const laneCounts = (
  decisions: readonly LedgerRecord[],
  environment: string,
  { maturitySeconds, parts }: Lessons,
  now: number,
): readonly LaneCount[] => {
  const decided = partsIn(decisions, environment, now).parts
  const known = parts.flatMap(({ sha, landedAt, failedAt, uncounted }) => {
    const part = decided.get(sha)
    const failed = failedAt !== undefined && uncounted !== true
    return part === undefined || (!failed && landedAt + maturitySeconds > now)
      ? []
      : [{ lane: laneOf(part), failed }]
  })
  return lanes
    .map((lane) => {
      const own = known.filter((part) => part.lane === lane)
      return { environment, lane, parts: own.length, failed: own.filter(({ failed }) => failed).length }
    })
    .filter((count) => count.parts > 0)
}
