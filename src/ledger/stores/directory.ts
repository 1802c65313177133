import type { LatestQuery, Ledger, ReadQuery, WatchedLedger } from '../ledger.ts'
import type { LedgerRecord, NewRecord } from '../record.ts'
import { appendRecords } from './append.ts'
import { keepBlob, loadBlob } from './blobs.ts'
import { ledgerFailure, makeDirectory } from './files.ts'
import { emptyIndex, lookUpAll, readIndex } from './id-index.ts'
import { withLock } from './lock.ts'
import type { Site } from './site.ts'
import { latestPlace } from './state.ts'
import { matchingRecords, readPieces, readRecordAt, survey } from './survey.ts'
import { verifyDirectory } from './verify.ts'

export interface DirectoryOptions {
  readonly root: string
  readonly witnessFile?: string | undefined
  /** How long to wait for another writer; 10 s unless told. */
  readonly lockWaitMilliseconds?: number
}

/**
 * A ledger in a directory: `events/YYYY/MM/DD.jsonl`, `blobs/<sha256>`, and the caches `state.json` and `ids`. Safe
 * against several processes and against being killed at any moment. A directory that is not there reads as an empty
 * ledger and is made by the first append. The work itself is done at once, without giving way: it takes milliseconds.
 */
export const directoryLedger = ({
  root,
  witnessFile,
  lockWaitMilliseconds = 10_000,
}: DirectoryOptions): WatchedLedger => {
  const url = `directory:${root}`
  const notes: string[] = []
  const note = (sentence: string): void => {
    if (!notes.includes(sentence)) notes.push(sentence)
  }
  const site: Site = { root, url, witnessFile, lockWaitMilliseconds, note }
  const reading = <T>(work: () => T): Promise<T> => telling(url, 'read', async () => work())
  let turn: Promise<unknown> = Promise.resolve()
  return {
    url,
    notes,
    append: (entries) => {
      const mine = turn.then(() => telling(url, 'written', () => appendLocked(site, entries)))
      turn = mine.catch(() => undefined)
      return mine
    },
    latest: (query) => reading(() => findLatest(site, query)),
    read: (query = {}) => readRecords(site, query),
    find: (id) => reading(() => findRecords(site, [id]).get(id)),
    findNow: (ids) => reading(() => findRecords(site, ids)),
    putBlob: (bytes) => telling(url, 'written', async () => keepBlob(root, bytes)),
    getBlob: (hash) => reading(() => loadBlob(url, root, hash)),
    verify: () => telling(url, 'read', () => verifyDirectory(site)),
  }
}

const telling = async <T>(url: string, verb: 'read' | 'written', work: () => Promise<T>): Promise<T> => {
  try {
    return await work()
  } catch (error) {
    throw ledgerFailure(url, verb, error)
  }
}

const appendLocked = async (site: Site, entries: readonly NewRecord[]): ReturnType<Ledger['append']> => {
  if (entries.length === 0) return []
  makeDirectory(site.root)
  return withLock(site.root, site.lockWaitMilliseconds, () => appendRecords(site, entries))
}

const findLatest = ({ url, root }: Site, query: LatestQuery): LedgerRecord | undefined => {
  const place = latestPlace(survey(url, root).state, query)
  return place && readRecordAt(url, root, place)
}

const findRecords = ({ url, root }: Site, ids: readonly string[]): ReadonlyMap<string, LedgerRecord> => {
  const seen = survey(url, root)
  const index = readIndex(root, seen.state.index)
  const { found } = index ? seen : survey(url, root, false)
  const recent = new Map(found.map(({ record }) => [record.id, record]))
  const places = lookUpAll(index ?? emptyIndex(), ids)
  const records = ids.flatMap((id) => {
    const older = () => (places.get(id) ?? []).map((place) => readRecordAt(url, root, place))
    return recent.get(id) ?? older().find((record) => record.id === id) ?? []
  })
  return new Map(records.map((record) => [record.id, record]))
}

const readRecords = async function* ({ url, root }: Site, query: ReadQuery): AsyncGenerator<LedgerRecord> {
  try {
    for (const piece of readPieces(root)) yield* matchingRecords(url, piece, query)
  } catch (error) {
    throw ledgerFailure(url, 'read', error)
  }
}
