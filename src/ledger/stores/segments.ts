import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { RawLine } from '../chain.ts'
import { ifPresent } from './files.ts'

/**
 * Events lie in one file a day, `events/YYYY/MM/DD.jsonl`, named `YYYY/MM/DD` here. The order of writing is the order
 * of the names, then of the lines: an append goes to the day of its latest `at`, but never to a file earlier than the
 * newest there is. So a clock that goes backwards, or a record told late, never breaks the order.
 */

/** Where a record lies: its line from `offset`, `length` bytes without the newline. */
export interface Place {
  readonly segment: string
  readonly offset: number
  readonly length: number
}

export const segmentFile = (segment: string): string => `events/${segment}.jsonl`
export const segmentPath = (root: string, segment: string): string => join(root, 'events', `${segment}.jsonl`)

/** The segment a batch goes to. */
export const segmentFor = (moments: readonly string[], newest: string | undefined): string =>
  [...moments.map((at) => at.slice(0, 10).replaceAll('-', '/')), newest ?? ''].sort().at(-1) ?? ''

/** The segment of the day after. */
export const segmentAfter = (segment: string): string => {
  const [year = 0, month = 0, day = 0] = segment.split('/').map(Number)
  const next = new Date(0)
  next.setUTCFullYear(year, month - 1, day + 1)
  return next.toISOString().slice(0, 10).replaceAll('-', '/')
}

export const isLater = (a: Place, b: Place): boolean =>
  a.segment === b.segment ? a.offset > b.offset : a.segment > b.segment

const names = (path: string, shape: RegExp): readonly string[] =>
  (ifPresent(() => readdirSync(path)) ?? []).filter((name) => shape.test(name)).sort()

/** Every segment in order, from `first` on. */
export const listSegments = (root: string, first = ''): readonly string[] => {
  const events = join(root, 'events')
  return names(events, /^\d{4}$/)
    .filter((year) => year >= first.slice(0, 4))
    .flatMap((year) => names(join(events, year), /^\d\d$/).map((month) => `${year}/${month}`))
    .filter((month) => month >= first.slice(0, 7))
    .flatMap((month) =>
      names(join(events, month), /^\d\d\.jsonl$/).map((day) => `${month}/${day.slice(0, 2)}`),
    )
    .filter((day) => day >= first)
}

/** Bytes in a segment; 0 when it is absent. */
export const segmentSize = (root: string, segment: string): number =>
  ifPresent(() => statSync(segmentPath(root, segment)).size) ?? 0

/** The bytes of a segment from a position to `to`, or to its end; fewer where it ends earlier. */
export const readSegment = (root: string, segment: string, from: number, to?: number): Buffer => {
  const file = openSync(segmentPath(root, segment), 'r')
  try {
    const bytes = Buffer.allocUnsafe(Math.max(0, (to ?? fstatSync(file).size) - from))
    let filled = 0
    for (;;) {
      const got = readSync(file, bytes, filled, bytes.length - filled, from + filled)
      if (got === 0) return bytes.subarray(0, filled)
      filled += got
    }
  } finally {
    closeSync(file)
  }
}

const newline = 0x0a

/** The lines of a piece of a segment that begins at `offset`, numbered from `firstLine`, each with its place. */
export const linesOf = function* (
  segment: string,
  bytes: Buffer,
  offset: number,
  firstLine: number,
): Generator<RawLine & { readonly place: Place }> {
  const file = segmentFile(segment)
  for (let start = 0, line = firstLine; start < bytes.length; line += 1) {
    const found = bytes.indexOf(newline, start)
    const end = found === -1 ? bytes.length : found
    const place = { segment, offset: offset + start, length: end - start }
    yield { file, line, bytes: bytes.subarray(start, end), ended: found !== -1, place }
    start = end + 1
  }
}

/** The line that begins at an offset, without its newline; undefined where none begins or ends there. */
export const readLineAt = (
  root: string,
  segment: string,
  offset: number,
  length?: number,
): Buffer | undefined => {
  const size = segmentSize(root, segment)
  if (offset < 0 || offset >= size) return undefined
  for (let reach = (length ?? 65_535) + 1; ; reach *= 4) {
    const bytes = readSegment(root, segment, offset, Math.min(size, offset + reach))
    const end = bytes.indexOf(newline)
    if (end !== -1) return length === undefined || end === length ? bytes.subarray(0, end) : undefined
    if (offset + reach >= size || length !== undefined) return undefined
  }
}
