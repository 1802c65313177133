/** How the model did on the parts that it replayed, each scored before its outcome was known. */
import type { CardThird, ModelCard } from '../../domain/model-card.ts'
import type { HistoryIndex } from '../../history/index.ts'
import { auc, bySafety } from '../../model/metrics.ts'
import type { Standing } from '../gate/standing.ts'

/** Fewer failures than this tell nothing about an order. */
const fewest = 10
const thirds = 3

/** @param until seconds: parts that landed later may still fail */
export const cardTrack = (
  { newest, replayed, track }: Standing,
  index: HistoryIndex,
  until: number,
): Pick<ModelCard, 'track' | 'order' | 'thirds'> => {
  const last = newest === null ? null : index.positionOf(newest)
  const first = (last ?? 0) + 1 - replayed.risks.length
  const failed = new Set(replayed.failures.map(([at]) => at))
  const mature = replayed.risks.flatMap((risk, at) =>
    last === null || index.parts.time.get(first + at) > until ? [] : [{ risk, failed: failed.has(at) }],
  )
  const risks = mature.map(({ risk }) => risk)
  const labels = mature.map((part) => (part.failed ? 1 : 0))
  const failures = mature.filter((part) => part.failed).length
  if (failures < fewest || failures === mature.length) return { track, order: null, thirds: [] }
  const order = Array.from(bySafety(risks), (at) => mature[at]!)
  return {
    track,
    order: auc(risks, labels),
    thirds: Array.from({ length: thirds }, (_, third): CardThird => {
      const own = order.slice(
        Math.floor((third * order.length) / thirds),
        Math.floor(((third + 1) * order.length) / thirds),
      )
      return {
        parts: own.length,
        foretold: own.reduce((sum, { risk }) => sum + risk, 0),
        failed: own.filter((part) => part.failed).length,
      }
    }),
  }
}
