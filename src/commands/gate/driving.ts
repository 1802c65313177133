/** The files that drive the risk: where a reviewer's next minute is best spent, and why there. */
import type { Assessment } from '../../domain/assessment.ts'
import { formatCount } from '../../domain/counting.ts'
import type { MeasuredPart } from './inputs.ts'

export interface DrivingFile {
  readonly path: string
  /** Only its size beside the other files' counts. */
  readonly weight: number
  /** Lines of it that change; null where nobody could count them. */
  readonly lines: number | null
  readonly why: string
}

/** A file that failed before counts this many times its lines for every failed share of its changes. */
const recordWeight = 8

const sentence = (lines: number | null, failures: number, changes: number): string => {
  const size = lines === null ? 'it changes' : `${formatCount(lines)} of its lines change`
  return failures === 0 ? size : `${size}; it was in ${failures} failed of ${formatCount(changes)} changes`
}

/** All files of the change, those that carry most of the risk first: a part's share, spread by lines and by record. */
export const drivingFiles = (
  parts: readonly MeasuredPart[],
  { change }: Assessment,
): readonly DrivingFile[] => {
  const shares = new Map(change.parts.map(({ sha, share }) => [sha, share]))
  const found = new Map<string, DrivingFile>()
  for (const { subject } of parts) {
    const share = shares.get(subject.part.sha) ?? 0
    const past = new Map(subject.surroundings.files.map(({ name, touches }) => [name, touches]))
    const weighed = subject.files.map(({ path, added, deleted }) => {
      const touches = past.get(path)
      const lines = added === null || deleted === null ? null : added + deleted
      const record = touches && touches.count > 0 ? touches.failures / touches.count : 0
      const weight = ((lines ?? 1) + 1) * (1 + recordWeight * record)
      return { path, lines, weight, why: sentence(lines, touches?.failures ?? 0, touches?.count ?? 0) }
    })
    const total = weighed.reduce((sum, { weight }) => sum + weight, 0)
    for (const file of weighed) {
      const before = found.get(file.path)
      const weight = (file.weight / total) * share + (before?.weight ?? 0)
      found.set(file.path, before && before.weight > weight / 2 ? { ...before, weight } : { ...file, weight })
    }
  }
  return [...found.values()].toSorted(
    (one, other) => other.weight - one.weight || (one.path < other.path ? -1 : 1),
  )
}
