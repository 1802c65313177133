/** The history of a head, from the index on disk and, for what that lacks, from git. */
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LineEntry, readLine } from '../clients/git/commits.ts'
import type { Pair } from '../clients/git/differences.ts'
import type { Repository } from '../clients/git/repository.ts'
import { firstAtLeast, HistoryIndex } from '../history/index.ts'
import { horizon } from '../history/touch-window.ts'
import type { BuildingOptions, Measurer } from './index-building.ts'
import {
  DamagedIndexError,
  type IndexFile,
  type IndexHeader,
  indexVersion,
  openIndexFile,
  writeIndexFile,
} from './index-file.ts'
import { authorHash, streamFacts } from './line-reader.ts'

export interface History {
  readonly index: HistoryIndex
  /** Position of the head's part; -1 when the clone holds no part of it (unborn, or shallow to the last commit). */
  readonly head: number
  /** Why the index begins where it does. */
  readonly startsAt: IndexHeader['startsAt']
  readonly notes: readonly string[]
  /** True when git had to be asked for parts. */
  readonly extended: boolean
  /** The salt that authors are hashed with in this clone. */
  readonly salt: string
}

/** So many parts, the newest of those that landed at least `settledSeconds` before the head, and what came after them. */
export interface Enough {
  readonly parts: number
  readonly settledSeconds: number
}

export interface HistoryOptions {
  readonly repository: Repository
  readonly head: string
  readonly lookbackSeconds: number
  /** Where less than the whole lookback is enough; all of it where absent. */
  readonly enough?: Enough
  readonly measurer: Measurer
  /** Folder of the index; null keeps nothing (read-only clones fall back to it by themselves). */
  readonly directory: string | null
  /** What is wrong with the kept index, where reading it has shown so: it is built anew. */
  readonly damage?: string | null
  readonly progress?: (done: number, total: number) => void
}

/** New parts worth rewriting the file for. Fewer are read again next time, which costs less than writing does. */
const worthKeeping = 32
/** An index of which less than this share is still needed is built anew. */
const leastNeeded = 2 / 3

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

const signalsDigest = (measurer: Measurer): string => sha256(measurer.names.join('\n'))

const boundaryOf = (repository: Repository): ReadonlySet<string> => {
  if (!repository.shallow) return new Set()
  return new Set(readFileSync(join(repository.commonDirectory, 'shallow'), 'utf8').trim().split('\n'))
}

const digestOf = (boundary: ReadonlySet<string>): string =>
  boundary.size === 0 ? '' : sha256([...boundary].sort().join('\n'))

/** The salt of this clone's author hashes: made once, kept beside the index. */
const saltIn = (directory: string | null): string => {
  const fresh = randomBytes(16).toString('hex')
  if (directory === null) return fresh
  const path = join(directory, 'salt')
  try {
    const kept = readFileSync(path, 'utf8').trim()
    if (/^[0-9a-f]{32}$/.test(kept)) return kept
  } catch {
    // First run here, or a folder we may not read: a new salt only forgets who is who.
  }
  try {
    mkdirSync(directory, { recursive: true })
    writeFileSync(path, `${fresh}\n`, { flag: 'w' })
  } catch {
    return fresh
  }
  return fresh
}

/** Where on the index a line of first-parent commits (newest first) joins it, and what of it is new. */
interface Junction {
  readonly position: number
  readonly fresh: readonly LineEntry[]
}

const joinAt = async (
  repository: Repository,
  index: HistoryIndex,
  tip: string,
  head: string,
): Promise<Junction | null> => {
  if (head === tip) return { position: index.length - 1, fresh: [] }
  const known = index.positionOnLine(head)
  if (known !== null) return { position: known, fresh: [] }
  for (const limit of [256, 8192, undefined]) {
    const line = await readLine(repository.git, head, limit)
    for (const [at, entry] of line.entries()) {
      const position = at === 0 ? null : index.positionOnLine(entry.sha)
      if (position !== null) return { position, fresh: line.slice(0, at) }
    }
    if (limit !== undefined && line.length < limit) break
  }
  return null
}

const pairsOf = (fresh: readonly LineEntry[]): readonly Pair[] =>
  [...fresh].reverse().map(({ sha, parents }) => ({ sha, parent: parents[0] ?? null }))

/** A warm run finds every part in the index: what builds one is loaded where some are missing. */
const extend = async (index: HistoryIndex, options: BuildingOptions): Promise<void> => {
  const { extendIndex } = await import('./index-building.ts')
  await extendIndex(index, options)
}

/** Nothing is known of the past: what GitHub tells of a change is all there is. */
export const withoutHistory = (shaDigits: number): History => ({
  index: newIndex(0, shaDigits),
  head: -1,
  startsAt: 'shallow',
  notes: [],
  extended: false,
  salt: saltIn(null),
})

const newIndex = (
  signals: number,
  shaDigits: number,
  stored?: { column: IndexFile['column']; kept: number },
): HistoryIndex => new HistoryIndex({ signals, shaDigits, ...(stored ? { stored } : {}) })

/**
 * Runs `work`, which reads histories as it goes along; where a kept index proves damaged in the middle of it, once more,
 * told the damage, for `openHistory` to build it anew.
 */
export const mendingIndex = async <Result>(
  work: (damage: string | null) => Promise<Result>,
): Promise<Result> => {
  try {
    return await work(null)
  } catch (cause) {
    if (!(cause instanceof DamagedIndexError)) throw cause
    return work(cause.message)
  }
}

/** Opens the history of `head`, reading from git only what no index holds; call it within `mendingIndex`. */
export const openHistory = async (options: HistoryOptions): Promise<History> => {
  const { repository, directory, head, lookbackSeconds } = options
  const path = directory === null ? null : join(directory, 'index')
  const boundary = boundaryOf(repository)
  const salt = saltIn(directory)
  const wanted = {
    salt: sha256(salt),
    signals: signalsDigest(options.measurer),
    shaDigits: head.length,
    lookbackSeconds,
    enough: options.enough ? `${options.enough.parts} ${options.enough.settledSeconds}` : '',
    boundary: digestOf(boundary),
    partial: repository.partial,
  }
  const notes: string[] = []
  if (options.damage) notes.push(rebuilt(options.damage))
  const file = path === null || options.damage ? null : openKept(path, wanted, notes)
  let rival = 0
  if (file) {
    try {
      const history = await continueFrom(file, options, { path, salt, notes })
      if (history !== 'unrelated' && history !== 'stale') return history
      // Another line, an old release say, must not push out a longer one.
      if (history === 'unrelated') rival = file.header.parts
    } catch (cause) {
      if (!(cause instanceof DamagedIndexError)) throw cause
      notes.push(rebuilt(cause.message))
    }
    file.close()
  }
  return build(options, { path, salt, notes, boundary, wanted, rival })
}

const rebuilt = (why: string): string =>
  `the index was built anew (${why}); nothing is lost, it holds only what git tells`

const openKept = (path: string, wanted: Partial<IndexHeader>, notes: string[]): IndexFile | null => {
  try {
    const file = openIndexFile(path)
    if (!file) return null
    const fits =
      file.header.version === indexVersion &&
      Object.entries(wanted).every(([key, value]) => file.header[key as keyof IndexHeader] === value)
    if (fits) return file
    file.close()
    return null
  } catch (cause) {
    if (!(cause instanceof DamagedIndexError)) throw cause
    notes.push(rebuilt(cause.message))
    return null
  }
}

interface Workshop {
  readonly path: string | null
  readonly salt: string
  readonly notes: string[]
}

const continueFrom = async (
  file: IndexFile,
  options: HistoryOptions,
  workshop: Workshop,
): Promise<History | 'unrelated' | 'stale'> => {
  const { repository, head, progress } = options
  const { header } = file
  const whole = newIndex(header.signalCount, header.shaDigits, { column: file.column, kept: header.parts })
  const junction = await joinAt(repository, whole, header.tip, head)
  if (!junction) return 'unrelated'
  const { startsAt } = header
  const common = { startsAt, notes: workshop.notes, salt: workshop.salt }
  if (junction.fresh.length === 0)
    return { ...common, index: whole, head: junction.position, extended: false }
  const index =
    junction.position === header.parts - 1
      ? whole
      : newIndex(header.signalCount, header.shaDigits, { column: file.column, kept: junction.position + 1 })
  const line = pairsOf(junction.fresh)
  await extend(index, {
    git: repository.git,
    measurer: options.measurer,
    line,
    commits: streamFacts(repository.git, [head, `^${line[0]!.parent}`], authorHash(workshop.salt)),
    linesExpected: !repository.partial,
    ...(progress ? { progress: (done) => progress(done - junction.position - 1, line.length) } : {}),
  })
  // Another branch must not push out a longer line; and an index that trails far behind is built anew instead.
  if (header.startsAt === 'lookback') {
    const times = Array.from(index.parts.time.slice(0, index.length))
    if (times.length - firstNeeded(times, options) < times.length * leastNeeded) return 'stale'
  }
  if (line.length >= worthKeeping && index.length >= header.parts)
    keep(workshop, index, { ...header, tip: head, parts: index.length })
  return { ...common, index, head: index.length - 1, extended: true }
}

const build = async (
  options: HistoryOptions,
  workshop: Workshop & {
    readonly boundary: ReadonlySet<string>
    /** Parts of a kept index of another line. */
    readonly rival: number
    readonly wanted: Omit<IndexHeader, 'version' | 'signalCount' | 'start' | 'startsAt' | 'tip' | 'parts'>
  },
): Promise<History> => {
  const { repository, head, progress } = options
  const { boundary, rival, wanted, notes, salt } = workshop
  const all = await readLine(repository.git, head)
  const cut = needed(all, options)
  const shallowAt = cut.findIndex((entry) => boundary.has(entry.sha))
  // What a shallow clone ends with is compared with nothing: it is where history begins, not a part of it.
  const fresh = shallowAt < 0 ? cut : cut.slice(0, shallowAt)
  const startsAt = shallowAt >= 0 ? 'shallow' : fresh.length < all.length ? 'lookback' : 'root'
  const index = newIndex(options.measurer.names.length, head.length)
  const line = pairsOf(fresh)
  if (line.length > 0) {
    const before = line[0]!.parent
    await extend(index, {
      git: repository.git,
      measurer: options.measurer,
      line,
      commits: streamFacts(repository.git, before === null ? [head] : [head, `^${before}`], authorHash(salt)),
      linesExpected: !repository.partial,
      ...(progress ? { progress: (done) => progress(done, line.length) } : {}),
    })
    if (index.length >= rival)
      keep(workshop, index, {
        ...wanted,
        version: indexVersion,
        signalCount: options.measurer.names.length,
        start: line[0]!.sha,
        startsAt,
        tip: head,
        parts: index.length,
      })
  }
  return { index, head: index.length - 1, startsAt, notes, extended: true, salt }
}

/** The newest entries of a line (newest first) that are needed, by the running maximum of their times. */
const needed = (line: readonly LineEntry[], options: HistoryOptions): readonly LineEntry[] => {
  let time = 0
  const times = [...line].reverse().map((entry) => {
    time = Math.max(time, entry.committedAt)
    return time
  })
  return line.slice(0, line.length - firstNeeded(times, options))
}

/** Position of the first part that must be read, given all times oldest first: a measurement looks back a year from it. */
const firstNeeded = (times: readonly number[], { lookbackSeconds, enough }: HistoryOptions): number => {
  const newest = times.at(-1) ?? 0
  const byTime = firstAtLeast(times, newest - lookbackSeconds - horizon.seconds)
  if (!enough) return byTime
  const first = firstAtLeast(times, newest - enough.settledSeconds) - enough.parts
  return first <= 0 ? byTime : Math.max(byTime, firstAtLeast(times, times[first]! - horizon.seconds))
}

const keep = ({ path, notes }: Workshop, index: HistoryIndex, header: IndexHeader): void => {
  if (path === null) return
  try {
    writeIndexFile(path, index, header)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    notes.push(`the index could not be kept (${why}); the next run reads the history again`)
  }
}
