/** The parts a certificate may rest on: as the ledger recorded them, and before there was one as the past replays them. */
import type { HistoryIndex } from '../../history/index.ts'
import { asLanded, type DecidedPart, knownAt } from '../../model/decided-part.ts'
import type { RecordedParts } from './recorded-parts.ts'
import type { Standing } from './standing.ts'

export interface DecidedPartsRequest {
  readonly index: HistoryIndex
  readonly standing: Pick<Standing, 'newest' | 'replayed'>
  readonly recorded: RecordedParts
  readonly maturitySeconds: number
  /**
   * True of an environment that runs only some components: what landed elsewhere in the repository proves nothing of them,
   * and which parts these are the replayed past does not tell.
   */
  readonly recordedOnly: boolean
}

/**
 * By landing. A part whose outcome was open when it was decided upon counts as it was decided. Any other counts as it
 * was scored when it landed, as long as nothing was held; once parts are held, only those that went out by a recorded
 * decision count.
 */
export const decidedParts = ({
  index,
  standing: { newest, replayed },
  recorded,
  maturitySeconds,
  recordedOnly,
}: DecidedPartsRequest): readonly DecidedPart[] => {
  const last = newest === null ? null : index.positionOnLine(newest)
  if (last === null) return []
  const from = last - replayed.risks.length + 1
  if (from < 0) return []
  const failedAt = new Map(replayed.failures)
  const decisions = new Map(
    [...recorded.parts].flatMap(([sha, decision]) => {
      const position = index.positionOnLine(sha)
      return position === null ? [] : [[position - from, decision] as const]
    }),
  )
  const held = recorded.enforcedFrom ?? Number.POSITIVE_INFINITY
  return replayed.risks.flatMap((risk, at): readonly DecidedPart[] => {
    const landedAt = index.parts.time.get(from + at)
    const landed = asLanded(landedAt, maturitySeconds, { risk, failedAt: failedAt.get(at) })
    const decision = decisions.get(at)
    if (decision !== undefined && decision.decidedAt < knownAt(landed)) return [{ ...landed, ...decision }]
    return landedAt < held && !recordedOnly ? [landed] : []
  })
}
