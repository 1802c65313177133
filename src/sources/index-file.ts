/**
 * The index on disk: one immutable file of numbers, replaced as a whole. Opening it holds every block to its checksum
 * (0.4 ms a megabyte), so that a flipped byte is found where the index can still be built anew; values are then read a
 * page at a time when somebody asks, so that a long history does not make a warm run slow.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type ColumnType, columnTypes, type StoredValues } from '../history/columns.ts'
import type { HistoryIndex } from '../history/index.ts'

/** Change it whenever what an index holds, or what a signal means, changes: older files are then built anew. */
export const indexVersion = 6

const magic = 'change-risk-index\n'
const blockBytes = 65_536

/** What an index says of itself. */
export interface IndexHeader {
  readonly version: number
  /** SHA-256 of the salt that its authors were hashed with: a lost salt would make strangers of them. */
  readonly salt: string
  /** SHA-256 of the names of the signals: another list makes another index. */
  readonly signals: string
  readonly signalCount: number
  readonly shaDigits: number
  /** First commit it holds, and why it begins there. */
  readonly start: string
  readonly startsAt: 'root' | 'lookback' | 'shallow'
  /** Seconds of lookback it was built with. */
  readonly lookbackSeconds: number
  /** How many parts were enough; empty where none were. */
  readonly enough: string
  /** Commits at which a shallow clone ends, as one hash; empty in a whole clone. */
  readonly boundary: string
  readonly tip: string
  readonly parts: number
  /** Built where blobs are absent: lines are unknown. */
  readonly partial: boolean
}

interface Section {
  readonly name: string
  readonly type: ColumnType
  readonly offset: number
  readonly length: number
  /** One checksum a block of `blockBytes`. */
  readonly checksums: readonly number[]
}

/** A file that is no index, or whose bytes are not the ones that were written. Its cause is told to the user. */
export class DamagedIndexError extends Error {
  override readonly name = 'DamagedIndexError'
}

/** Mixes in one 32-bit word after another, each by a step that can be undone: any single changed word changes it. */
const checksum = (bytes: Uint8Array): number => {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 2)
  let mixed = words.length
  for (let at = 0; at < words.length; at += 1) {
    mixed = Math.imul(mixed ^ words[at]!, 0x9e3779b1)
    mixed = (mixed << 15) | (mixed >>> 17)
  }
  return mixed >>> 0
}

const sectionsOf = (
  index: HistoryIndex,
): readonly { name: string; type: ColumnType; values: ArrayBufferView }[] => {
  const sections: { name: string; type: ColumnType; values: ArrayBufferView }[] = []
  for (const [table, columns] of [
    ['part', index.parts],
    ['touch', index.touches],
    ['failure', index.failures],
    ['scar', index.scars],
  ] as const)
    for (const [column, values] of Object.entries(columns))
      sections.push({ name: `${table}.${column}`, type: values.type, values: values.slice(0, values.length) })
  sections.push({ name: 'sha', type: 'u32', values: index.shas.slice(0, index.shas.length) })
  sections.push({ name: 'row', type: 'f32', values: index.rows.slice(0, index.rows.length) })
  const { names, touches, failures } = index.entities.sorted()
  sections.push({ name: 'entity.name', type: 'f64', values: names })
  sections.push({ name: 'entity.touch', type: 'u32', values: touches })
  sections.push({ name: 'entity.failure', type: 'u32', values: failures })
  return sections
}

const bytesOf = (view: ArrayBufferView): Uint8Array =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
const aligned = (offset: number): number => Math.ceil(offset / 8) * 8

/** Writes an index to `path`, whole or not at all. Answers its size in bytes. */
export const writeIndexFile = (path: string, index: HistoryIndex, header: IndexHeader): number => {
  mkdirSync(dirname(path), { recursive: true })
  let offset = 0
  const bodies: Uint8Array[] = []
  const sections: Section[] = sectionsOf(index).map(({ name, type, values }) => {
    const bytes = bytesOf(values)
    const checksums: number[] = []
    for (let at = 0; at < bytes.length; at += blockBytes)
      checksums.push(checksum(padded(bytes.slice(at, at + blockBytes))))
    const section = {
      name,
      type,
      offset,
      length: bytes.length / columnTypes[type].BYTES_PER_ELEMENT,
      checksums,
    }
    bodies.push(bytes)
    offset = aligned(offset + bytes.length)
    return section
  })
  const text = JSON.stringify({ header, sections })
  const digest = createHash('sha256').update(text).digest('hex')
  const head = Buffer.from(`${magic}${digest} ${Buffer.byteLength(text)}\n${text}`)
  const temporary = `${path}.${process.pid}.tmp`
  const file = openSync(temporary, 'w')
  try {
    const bodyAt = aligned(head.length)
    writeSync(file, Buffer.concat([head, Buffer.alloc(bodyAt - head.length)]), 0, bodyAt, 0)
    for (const [at, section] of sections.entries()) writeAll(file, bodies[at]!, bodyAt + section.offset)
    closeSync(file)
    renameSync(temporary, path)
    return bodyAt + offset
  } catch (cause) {
    rmSync(temporary, { force: true })
    throw cause
  }
}

const writeAll = (file: number, bytes: Uint8Array, position: number): void => {
  for (let written = 0; written < bytes.length; )
    written += writeSync(file, bytes, written, bytes.length - written, position + written)
}

const padded = (bytes: Uint8Array): Uint8Array => {
  if (bytes.length % 4 === 0) return bytes
  const whole = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  whole.set(bytes)
  return whole
}

export interface IndexFile {
  readonly header: IndexHeader
  readonly column: (name: string) => StoredValues | null
  readonly close: () => void
}

/**
 * Opens an index; null when there is none; throws `DamagedIndexError` when it cannot be trusted. Blocks are read and
 * checked as they are asked for, so that opening costs the same however long the history is: reading a column may
 * throw it too.
 */
export const openIndexFile = (path: string): IndexFile | null => {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return null
  }
  try {
    const size = fstatSync(file).size
    const first = readAt(file, 0, Math.min(size, magic.length + 64 + 1 + 16))
    const line = /^([0-9a-f]{64}) (\d+)\n/.exec(first.toString('latin1', magic.length))
    if (first.toString('latin1', 0, magic.length) !== magic || !line)
      throw new DamagedIndexError('it is no index of this tool')
    const textAt = magic.length + line[0].length
    const text = readAt(file, textAt, Number(line[2]))
    if (createHash('sha256').update(text).digest('hex') !== line[1])
      throw new DamagedIndexError('its header is damaged')
    const { header, sections } = JSON.parse(text.toString('utf8')) as {
      header: IndexHeader
      sections: readonly Section[]
    }
    const bodyAt = aligned(textAt + text.length)
    const byName = new Map(sections.map((section) => [section.name, section]))
    for (const section of sections)
      if (bodyAt + section.offset + section.length * columnTypes[section.type].BYTES_PER_ELEMENT > size)
        throw new DamagedIndexError('it is cut short')
    return {
      header,
      column: (name) => {
        const section = byName.get(name)
        return section ? storedValues(file, bodyAt, section) : null
      },
      close: () => closeSync(file),
    }
  } catch (cause) {
    closeSync(file)
    throw cause instanceof DamagedIndexError ? cause : new DamagedIndexError('it cannot be read', { cause })
  }
}

const readAt = (file: number, position: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length)
  for (let read = 0; read < length; ) {
    const got = readSync(file, bytes, read, length - read, position + read)
    if (got === 0) throw new DamagedIndexError('it is cut short')
    read += got
  }
  return bytes
}

/** One block of a section, as it was written or not at all. */
const readBlock = (file: number, bodyAt: number, section: Section, number: number): Uint8Array => {
  const from = number * blockBytes
  const total = section.length * columnTypes[section.type].BYTES_PER_ELEMENT
  const bytes = readAt(file, bodyAt + section.offset + from, Math.min(blockBytes, total - from))
  if (checksum(padded(bytes)) !== section.checksums[number])
    throw new DamagedIndexError(`its ${section.name} is damaged`)
  return bytes
}

const storedValues = (file: number, bodyAt: number, section: Section): StoredValues => {
  const values = columnTypes[section.type]
  const blocks = new Map<number, Uint8Array>()
  const block = (number: number): Uint8Array => {
    const known = blocks.get(number)
    if (known) return known
    const bytes = readBlock(file, bodyAt, section, number)
    // Small sections are asked for again and again; large ones are read once by columns that keep their own pages.
    if (section.checksums.length <= 4) blocks.set(number, bytes)
    return bytes
  }
  return {
    length: section.length,
    read: (from, to) => {
      const wanted = new values(to - from)
      const bytes = bytesOf(wanted)
      const start = from * values.BYTES_PER_ELEMENT
      for (let at = 0; at < bytes.length; ) {
        const position = start + at
        const number = Math.floor(position / blockBytes)
        const source = block(number).subarray(position - number * blockBytes)
        const piece = source.subarray(0, Math.min(source.length, bytes.length - at))
        bytes.set(piece, at)
        at += piece.length
      }
      return wanted
    },
  }
}
