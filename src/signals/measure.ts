/** Asking every signal about a part. */
import type { Measurement } from '../domain/measurement.ts'
import { unavailable } from '../domain/measurement.ts'
import type { MomentIncidents, PartIncidents } from '../history/incident-memory.ts'
import type { HistoryIndex } from '../history/index.ts'
import { type Arrival, Past } from '../history/past.ts'
import { incidentMomentSignals, incidentSignals, signals } from './all.ts'
import * as areaHistory from './area-history.ts'
import * as experience from './experience.ts'
import * as fileHistory from './file-history.ts'
import type { DeploymentContext, DeploymentSignal, Signal, Subject } from './signal.ts'
import { surroundingsOf } from './surroundings.ts'
import * as timing from './timing.ts'
import { titleWords } from './title.ts'

/** A part with the past it landed on. */
export const subjectOf = (index: HistoryIndex, arrival: Arrival): Subject => {
  const past = new Past(index, arrival.position, arrival.part.time, arrival.part.authors[0] ?? 0)
  return { ...arrival, past, surroundings: surroundingsOf(arrival.files, arrival.part.title, past) }
}

const noHistory = 'there is no history here to ask'
const needsFiles = 'this clone lacks the trees that name its files'

/** All answers about one part, in the order of `signals`. Without file names only what the message tells is known. */
export const measurePart = (signals: readonly Signal[], subject: Subject): readonly Measurement[] =>
  signals.map((signal) => {
    if (subject.historyKnown === false && needsHistory.has(signal.name)) return unavailable(noHistory)
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
  'documentation-title',
  'release',
  'switch-on',
  'switch-off',
  'removal',
  'performance',
  'title-words',
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

/** What only the past tells. Without one, "never failed" and "never seen" would look alike. */
const needsHistory: ReadonlySet<string> = new Set(
  [
    ...Object.values(fileHistory),
    ...Object.values(areaHistory),
    experience.authorExperience,
    experience.authorRecent,
    experience.fileFamiliarity,
    experience.areaFamiliarity,
    experience.areaTeam,
    experience.areaActivity,
    titleWords,
    timing.landedToday,
    timing.recentFailures,
    timing.sinceFailure,
  ].map(({ name }) => name),
)

/** The same as numbers, for a table: unavailable is NaN. Kept in 32 bits, so that a stored answer is the same answer. */
export const rowOf = (measurements: readonly Measurement[]): Float32Array =>
  Float32Array.from(measurements, (answer) => (answer.outcome === 'measured' ? answer.value : Number.NaN))

/** All answers about a deployment. */
export const measureDeployment = (
  signals: readonly DeploymentSignal[],
  context: DeploymentContext,
): readonly Measurement[] => signals.map((signal) => signal.measure(context))

/** What incidents say of a part, in the order of `incidentSignals`; null where the clone cannot name its files. */
export const measureIncidents = (said: PartIncidents | null): readonly Measurement[] =>
  incidentSignals.map((signal) => (said === null ? unavailable(needsFiles) : signal.measure(said)))

/** What they say of the moment of a deployment, in the order of `incidentMomentSignals`. */
export const measureMoment = (said: MomentIncidents): readonly Measurement[] =>
  incidentMomentSignals.map((signal) => signal.measure(said))

/** What an index keeps of every part: the answers to all signals. */
export const measurer = {
  names: signals.map((signal) => signal.name),
  measure: (index: HistoryIndex, arrival: Arrival): Float32Array =>
    rowOf(measurePart(signals, subjectOf(index, arrival))),
}
