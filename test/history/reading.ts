/** Indexing real repositories with the signals the gate uses, and comparing what two indexes hold bit by bit. */
import { openRepository } from '../../src/clients/git/repository.ts'
import type { HistoryIndex, KnownFailure } from '../../src/history/index.ts'
import { measurer } from '../../src/signals/measure.ts'
import { type Enough, type History, openHistory } from '../../src/sources/history.ts'
import { isolatedEnvironment } from '../e2e/git.ts'

export interface Reading {
  /** Any ref or SHA; HEAD unless told. */
  readonly head?: string
  /** Folder of the index; null keeps none. */
  readonly directory?: string | null
  readonly lookbackSeconds?: number
  readonly enough?: Enough
  readonly environment?: NodeJS.ProcessEnv
  readonly damage?: string | null
}

/** Longer than any history here. */
export const everything = 100 * 365 * 86_400

export const readHistory = async (directory: string, reading: Reading = {}): Promise<History> => {
  const repository = await openRepository(directory, reading.environment ?? isolatedEnvironment)
  const head = (
    await repository.git.run(['rev-parse', '--verify', `${reading.head ?? 'HEAD'}^{commit}`])
  ).trim()
  return openHistory({
    repository,
    head,
    measurer,
    lookbackSeconds: reading.lookbackSeconds ?? everything,
    ...(reading.enough ? { enough: reading.enough } : {}),
    directory: reading.directory ?? null,
    damage: reading.damage ?? null,
  })
}

const bits = (values: Float32Array): Uint32Array =>
  new Uint32Array(values.buffer, values.byteOffset, values.length)

export const rowsOf = (index: HistoryIndex, length = index.length): Float32Array =>
  index.rows.slice(0, length * index.signals) as Float32Array

/** The answer of one signal about one part; NaN where it was unavailable. */
export const answerOf = (index: HistoryIndex, position: number, signal: string): number => {
  const at = measurer.names.indexOf(signal)
  if (at < 0) throw new Error(`no signal is called ${signal}`)
  return index.rows.get(position * index.signals + at)
}

export const failuresBefore = (index: HistoryIndex, length = index.length): readonly KnownFailure[] =>
  [...index.failuresFrom()].filter((failure) => failure.knownAt < length)

/** What of a part is kept beside its row; authors are left out, since every clone salts them differently. */
const columns = ['time', 'authoredAt', 'purpose', 'commits', 'churn', 'files', 'zone', 'touches'] as const

/**
 * The first thing in which two indexes differ over their first `length` parts, told so that a person can look it up;
 * null when they agree to the last bit, unavailable answers included.
 */
export const firstDifference = (
  one: HistoryIndex,
  other: HistoryIndex,
  length = Math.max(one.length, other.length),
): string | null => {
  if (Math.min(one.length, other.length) < length) return `lengths ${one.length} and ${other.length}`
  for (let position = 0; position < length; position += 1) {
    if (one.sha(position) !== other.sha(position)) return `part ${position}: another commit`
    for (const column of columns)
      if (one.parts[column].get(position) !== other.parts[column].get(position))
        return `part ${position}: ${column} ${one.parts[column].get(position)} and ${other.parts[column].get(position)}`
  }
  const [left, right] = [bits(rowsOf(one, length)), bits(rowsOf(other, length))]
  const at = left.findIndex((word, place) => word !== right[place])
  if (at >= 0)
    return `part ${Math.floor(at / one.signals)}: ${measurer.names[at % one.signals]} ${one.rows.get(at)} and ${other.rows.get(at)}`
  const failures = [one, other].map((index) => JSON.stringify(failuresBefore(index, length)))
  return failures[0] === failures[1] ? null : `failures ${failures[0]} and ${failures[1]}`
}
