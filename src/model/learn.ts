import { exp } from '../domain/numerics.ts'
import type { Artefact } from './artefact.ts'
import { countedAs } from './counting.ts'
import { estimateFrailty } from './frailty.ts'
import type { History, Replay } from './prequential.ts'
import { fitAsOf, replay } from './prequential.ts'

/**
 * Learning a repository: replay its past to see how failures cluster, then fit on all that is known now.
 */
export interface Learned {
  readonly artefact: Artefact
  /** The past, scored without looking ahead: percentiles, track record and certificate stand on it. */
  readonly replayed: Replay
}

/** Enough history to learn from first, most of it left to be judged; refitted ten times. */
const TRAIN_FRACTION = 0.3
const BLOCKS = 10

/**
 * @param nowSeconds the moment of learning; outcomes are those known before it
 */
export function learnModel(history: History, nowSeconds: number, options = { blocks: BLOCKS }): Learned {
  const { n } = history.table
  if (n < 2) {
    const artefact = fitAsOf(history, n, nowSeconds)
    return {
      artefact,
      replayed: { from: n, logHazards: new Float64Array(), artefact, trained: 0, trainedRate: 0 },
    }
  }
  const replayed = replay(history, { trainFraction: TRAIN_FRACTION, blocks: options.blocks })
  const rows: number[] = []
  for (let row = replayed.from; row < n; row++) {
    const mature = history.times[row]! <= nowSeconds - history.maturitySeconds
    if (mature || history.labelKnownTimes[row]! < nowSeconds) rows.push(row)
  }
  const hazards = Float64Array.from(rows, (row) => exp(replayed.logHazards[row - replayed.from]!))
  const counted = Float64Array.from(rows, (row) =>
    history.labelKnownTimes[row]! < nowSeconds ? countedAs(history.confidences?.[row] ?? 1) : 0,
  )
  const artefact = fitAsOf(history, n, nowSeconds, estimateFrailty(hazards, counted))
  return { artefact, replayed }
}
