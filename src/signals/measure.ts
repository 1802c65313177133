/** Asking every signal about a part. */
import type { Measurement } from '../domain/measurement.ts'
import { unavailable } from '../domain/measurement.ts'
import type { HistoryIndex } from '../history/index.ts'
import { type Arrival, Past } from '../history/past.ts'
import { signals } from './all.ts'
import type { DeploymentContext, DeploymentSignal, Signal, Subject } from './signal.ts'
import { surroundingsOf } from './surroundings.ts'

/** A part with the past it landed on. */
export const subjectOf = (index: HistoryIndex, arrival: Arrival): Subject => {
  const past = new Past(index, arrival.position, arrival.part.time, arrival.part.authors[0] ?? 0)
  return { ...arrival, past, surroundings: surroundingsOf(arrival.files, past) }
}

const needsFiles = 'this clone lacks the trees that name its files'

/** All answers about one part, in the order of `signals`. Without file names only what the message tells is known. */
export const measurePart = (signals: readonly Signal[], subject: Subject): readonly Measurement[] =>
  signals.map((signal) => {
    if (!subject.filesKnown && !knownWithoutFiles.has(signal.name)) return unavailable(needsFiles)
    return signal.measure(subject)
  })

const knownWithoutFiles: ReadonlySet<string> = new Set([
  'fix',
  'revert',
  'reland',
  'refactor',
  'dependency-bump',
  'major-bump',
  'feature-flag',
  'workaround',
  'breaking',
  'feature',
  'message-length',
  'commits-inside',
  'pull-request',
  'bot',
  'author-experience',
  'author-recent',
  'co-authors',
  'off-hours',
  'before-weekend',
  'branch-age',
  'landed-today',
  'recent-failures',
  'since-failure',
])

/** The same as numbers, for a table: unavailable is NaN. Kept in 32 bits, so that a stored answer is the same answer. */
export const rowOf = (measurements: readonly Measurement[]): Float32Array =>
  Float32Array.from(measurements, (answer) => (answer.outcome === 'measured' ? answer.value : Number.NaN))

/** All answers about a deployment. */
export const measureDeployment = (
  signals: readonly DeploymentSignal[],
  context: DeploymentContext,
): readonly Measurement[] => signals.map((signal) => signal.measure(context))

/** What an index keeps of every part: the answers to all signals. */
export const measurer = {
  names: signals.map((signal) => signal.name),
  measure: (index: HistoryIndex, arrival: Arrival): Float32Array =>
    rowOf(measurePart(signals, subjectOf(index, arrival))),
}
