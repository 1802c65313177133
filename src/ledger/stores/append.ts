import { closeSync, constants, existsSync, fdatasyncSync, fstatSync, ftruncateSync, openSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sha256 } from '../canonical.ts'
import type { Appended } from '../ledger.ts'
import type { LedgerRecord, NewRecord } from '../record.ts'
import { makeDirectory, syncDirectory, writeFully } from './files.ts'
import { emptyIndex, extendIndex, type IdIndex, lookUp, readIndex } from './id-index.ts'
import { announce, withdraw } from './pending.ts'
import { type Placed, placeEntries } from './placing.ts'
import { setAside } from './repair.ts'
import { segmentFile, segmentPath } from './segments.ts'
import type { Site } from './site.ts'
import { advance, type State, tipsOf, writeState } from './state.ts'
import { readRecordAt, type Survey, survey, tampered } from './survey.ts'
import { missedBy, readWitness, witnessMend, writeWitness } from './witness.ts'

/**
 * Appends under the lock. The order is what makes a crash harmless: events first and durable, then the caches, which
 * can always be made again from them, then the witness, which may lag but never lead.
 */
export const appendRecords = (site: Site, entries: readonly NewRecord[]): readonly Appended[] => {
  const { seen, index } = takeStock(site)
  checkWitness(site, seen.state)
  if (seen.torn) setAside(site, seen.torn)
  withdraw(site.root)
  const recent = new Map(seen.found.map(({ record }) => [record.id, record]))
  const { answers, added } = placeEntries(seen.state, entries, {
    existing: (id) => recent.get(id) ?? recordWithId(site.url, site.root, index, id),
    hasBlob: (hash) => existsSync(join(site.root, 'blobs', hash)),
  })
  writeEvents(site, added)
  if (added.length > 0 || seen.found.length > 0 || seen.stateTrouble) writeCaches(site, seen, index, added)
  return answers
}

/** What is there, with an index of all ids but those of `seen.found`. */
const takeStock = ({ url, root, note }: Site): { readonly seen: Survey; readonly index: IdIndex } => {
  const first = survey(url, root)
  const sound = readIndex(root, first.state.index)
  const seen = sound ? first : survey(url, root, false)
  if (!sound) note('the index of ids was damaged or absent; it was made again from the events')
  else if (seen.stateTrouble && seen.found.length > 0) {
    note(`state.json was ${seen.stateTrouble}; it was made again from ${seen.found.length} records`)
  }
  return { seen, index: sound ?? emptyIndex() }
}

const checkWitness = ({ url, witnessFile, note }: Site, state: State): void => {
  const witness = witnessFile === undefined ? undefined : readWitness(witnessFile)
  if (witness === undefined) return
  if (witness === 'damaged') {
    note(`the witness ${witnessFile} was damaged; it begins anew`)
    return
  }
  const what = missedBy(witness, new Map(tipsOf(state)))
  if (what) throw tampered(url, `${what}; ${witnessMend(witness)}`)
}

/** The record an index leads to; undefined when the id is not among what is indexed. */
const recordWithId = (url: string, root: string, index: IdIndex, id: string): LedgerRecord | undefined =>
  lookUp(index, id)
    .map((place) => readRecordAt(url, root, place))
    .find((record) => record.id === id)

/** All lines or none, and durable. When anything fails the file ends where it ended before. */
const writeEvents = ({ url, root }: Site, added: readonly Placed[]): void => {
  const [first] = added
  if (!first) return
  const { segment, offset: from } = first.place
  const path = segmentPath(root, segment)
  const bytes = Buffer.from(added.map(({ line }) => `${line}\n`).join(''))
  if (from === 0) makeDirectory(dirname(path))
  if (added.length > 1) announce(root, { segment, from, to: from + bytes.length, sha256: sha256(bytes) })
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o666)
  try {
    if (fstatSync(file).size !== from)
      throw tampered(url, `${segmentFile(segment)} grew while the lock was held`)
    writeDurably(file, bytes, from)
  } finally {
    closeSync(file)
  }
  if (from === 0) syncDirectory(dirname(path))
  if (added.length > 1) withdraw(root)
}

const writeDurably = (file: number, bytes: Buffer, from: number): void => {
  try {
    writeFully(file, bytes, from)
    fdatasyncSync(file)
  } catch (error) {
    try {
      ftruncateSync(file, from)
    } catch {
      // What is left is unfinished, and the next append sets it aside; the reason of the failure matters more.
    }
    throw error
  }
}

/** The records are safe by now: a cache that cannot be written is said, and made again another time. */
const writeCaches = (
  { root, witnessFile, note }: Site,
  seen: Survey,
  index: IdIndex,
  added: readonly Placed[],
): void => {
  const advanced = advance(seen.state, added)
  try {
    const indexed = [...seen.found, ...added].map(({ record, place }) => ({ id: record.id, place }))
    writeState(root, { ...advanced, index: extendIndex(root, index, indexed) })
  } catch (error) {
    note(`state.json could not be written (${messageOf(error)}); it will be made again from the events`)
  }
  if (witnessFile === undefined) return
  try {
    writeWitness(witnessFile, tipsOf(advanced))
  } catch (error) {
    note(`the witness ${witnessFile} could not be written (${messageOf(error)}); a cut tail may go unseen`)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
