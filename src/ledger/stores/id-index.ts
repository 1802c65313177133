import { createHash, type Hash } from 'node:crypto'
import { closeSync, ftruncateSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { readIfPresent, writeFully } from './files.ts'
import type { Place } from './segments.ts'
import type { IndexSeal } from './state.ts'

/**
 * `ids`: where the record with a given id lies, one line of 41 bytes a record: the first 16 digits of the id, segment,
 * offset. A cache like the state, which seals it: one that does not match is made again from the events. It is read
 * whole (0.8 MB at 20,000 records); the record found decides, so a shared beginning of two ids does no harm.
 */
export interface IdIndex {
  readonly bytes: Buffer
  /** Of `bytes`; goes on from there when lines are added. */
  readonly hash: Hash
}

export interface IndexedRecord {
  readonly id: string
  readonly place: Place
}

const lineLength = 41
const idLength = 16

export const emptyIndex = (): IdIndex => ({ bytes: Buffer.alloc(0), hash: createHash('sha256') })

export const formatIndexed = ({ id, place }: IndexedRecord): string =>
  `${id.slice(0, idLength)} ${place.segment} ${String(place.offset).padStart(12, '0')}\n`

/** The index as sealed; undefined when it is absent or damaged. Bytes beyond the seal were never finished. */
export const readIndex = (root: string, seal: IndexSeal): IdIndex | undefined => {
  if (seal.bytes === 0) return emptyIndex()
  const bytes = readIfPresent(join(root, 'ids'))?.subarray(0, seal.bytes)
  if (bytes?.length !== seal.bytes) return undefined
  const hash = createHash('sha256').update(bytes)
  return hash.copy().digest('hex') === seal.sha256 ? { bytes, hash } : undefined
}

/** Where records whose id begins like this one may lie. */
export const lookUp = ({ bytes }: Pick<IdIndex, 'bytes'>, id: string): readonly Omit<Place, 'length'>[] => {
  const found: Omit<Place, 'length'>[] = []
  const wanted = id.slice(0, idLength)
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + lineLength)) {
    const [, segment = '', offset] = bytes.toString('latin1', at, at + lineLength - 1).split(' ')
    if (at % lineLength === 0) found.push({ segment, offset: Number(offset) })
  }
  return found
}

/** Beyond so many ids, one pass over all lines costs less than a search for each. */
const searchedAtMost = 8

/** As above for several ids. */
export const lookUpAll = (
  { bytes }: Pick<IdIndex, 'bytes'>,
  ids: readonly string[],
): ReadonlyMap<string, readonly Omit<Place, 'length'>[]> => {
  const searched = ids.length > searchedAtMost ? linesWith(bytes, ids) : bytes
  return new Map(ids.map((id) => [id, lookUp({ bytes: searched }, id)]))
}

const linesWith = (bytes: Buffer, ids: readonly string[]): Buffer => {
  const beginnings = new Set(ids.map((id) => id.slice(0, idLength)))
  const lines: Buffer[] = []
  for (let at = 0; at < bytes.length; at += lineLength) {
    if (beginnings.has(bytes.toString('latin1', at, at + idLength)))
      lines.push(bytes.subarray(at, at + lineLength))
  }
  return Buffer.concat(lines)
}

/** Adds records to what is written of the index; gives the new seal. */
export const extendIndex = (root: string, index: IdIndex, added: readonly IndexedRecord[]): IndexSeal => {
  const lines = Buffer.from(added.map(formatIndexed).join(''))
  const file = openSync(join(root, 'ids'), index.bytes.length === 0 ? 'w' : 'r+')
  try {
    writeFully(file, lines, index.bytes.length)
    ftruncateSync(file, index.bytes.length + lines.length)
  } finally {
    closeSync(file)
  }
  return { bytes: index.bytes.length + lines.length, sha256: index.hash.copy().update(lines).digest('hex') }
}
