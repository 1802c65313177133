import type { Artefact } from './artefact.ts'
import type { Table } from './column.ts'
import { rowRange } from './column.ts'
import { fitModel } from './fit.ts'
import { estimateMaturing, knownShare, LEAST_KNOWN } from './maturing.ts'
import { scoreParts } from './score.ts'

/**
 * Replaying history without looking ahead.
 *
 * The past is walked in time order. Before each block of parts the model is fitted anew from what was known at that
 * moment, then the block is scored; so every score was made before its outcome (prequential: Dawid, JRSS A 147, 1984).
 *
 * Known at a moment T means: failed, if somebody had said so before T; otherwise succeeded, to the degree that
 * failures of its age would be known by T (maturing.ts): failures count at once, successes as they mature. A part
 * that will be found guilty only after T counts at T like any other that nobody has blamed.
 */
export interface History {
  readonly table: Table
  /** Per row: seconds, never decreasing. */
  readonly times: ArrayLike<number>
  /** Per row: when its failure became known, seconds; Infinity for a part that never failed. */
  readonly labelKnownTimes: ArrayLike<number>
  /** Per row: confidence 0 … 1 of the failure; 1 where absent. */
  readonly confidences?: ArrayLike<number>
  /** Seconds without a failure after which a part has succeeded. */
  readonly maturitySeconds: number
  readonly prior?: Artefact
}

/** What was known at a moment, as `fitModel` wants it. Only the rows before `end` are looked at. */
export function knownAt(
  { times, labelKnownTimes, confidences, maturitySeconds }: History,
  at: number,
  end: number,
) {
  const labels = new Float64Array(end)
  const ages = new Float64Array(end)
  const delays: number[] = []
  for (let row = 0; row < end; row++) {
    ages[row] = at - times[row]!
    if (!(labelKnownTimes[row]! < at)) continue
    labels[row] = confidences?.[row] ?? 1
    if (ages[row]! >= maturitySeconds) delays.push(labelKnownTimes[row]! - times[row]!)
  }
  const maturing = estimateMaturing(delays, maturitySeconds)
  const knownShares = ages.map((age, row) =>
    Math.max(knownShare(maturing, age), labels[row]! > 0 ? LEAST_KNOWN : 0),
  )
  // A failure counts at once; a part too young to have shown one does not count yet.
  const rows = rowRange(0, end).filter((row) => labels[row]! > 0 || knownShares[row]! >= LEAST_KNOWN)
  return { labels, ages, knownShares, rows }
}

/** The model as it would have been fitted just before row `end` landed, or at a later moment `at`. */
export function fitAsOf(
  history: History,
  end: number,
  at: number = history.times[end]!,
  frailty?: number,
): Artefact {
  return fitModel({
    table: history.table,
    ...knownAt(history, at, end),
    scalingRows: rowRange(0, end),
    ...(history.prior ? { prior: history.prior } : {}),
    ...(frailty === undefined ? {} : { frailty }),
  })
}

export interface Replay {
  /** First row scored; those before it were only learned from. */
  readonly from: number
  /** ln hazard of the rows from … n − 1, each by the model of its own past. */
  readonly logHazards: Float64Array
  /** The model of the last block. */
  readonly artefact: Artefact
  /** Outcomes the first model was fitted on. */
  readonly trained: number
  /** Failures among them, per outcome. */
  readonly trainedRate: number
}

export interface ReplayOptions {
  /** Share of the rows, oldest first, that are only learned from. */
  readonly trainFraction: number
  /** How many times the model is refitted over the rest. */
  readonly blocks: number
  /** Told the stage that begins, for those who keep time. */
  readonly onStage?: (stage: 'train' | 'score') => void
}

/** Each row of the history after the training fraction, scored by the past. At least one row is scored. */
export function replay(history: History, { trainFraction, blocks, onStage }: ReplayOptions): Replay {
  const { n } = history.table
  const from = Math.max(1, Math.min(n - 1, Math.floor(n * trainFraction)))
  const rounds = Math.max(1, Math.min(blocks, n - from))
  const logHazards = new Float64Array(n - from)
  let artefact: Artefact | undefined
  for (let round = 0; round < rounds; round++) {
    const start = from + Math.floor(((n - from) * round) / rounds)
    const end = from + Math.floor(((n - from) * (round + 1)) / rounds)
    onStage?.('train')
    artefact = fitAsOf(history, start)
    onStage?.('score')
    logHazards.set(scoreParts(artefact, history.table, rowRange(start, end)).logHazards, start - from)
  }
  const first = knownAt(history, history.times[from]!, from)
  const failures = first.rows.reduce((sum, row) => sum + first.labels[row]!, 0)
  return {
    from,
    logHazards,
    artefact: artefact!,
    trained: first.rows.length,
    trainedRate: first.rows.length > 0 ? failures / first.rows.length : 0,
  }
}
