import type { LatestQuery, ReadQuery } from '../ledger.ts'
import type { LedgerRecord } from '../record.ts'
import { checkedBlob, requireHash } from './blobs.ts'
import type { Desk } from './branch-desk.ts'
import { readPieces } from './branch-events.ts'
import { readFailure } from './branch-failure.ts'
import { lookAtBranch } from './branch-look.ts'
import { lookUpIds, recordAt } from './branch-lookup.ts'
import { refuseStrangers } from './branch-rebuild.ts'
import { load, lookAgain, openSnapshot, settle } from './branch-snapshot.ts'
import { segmentFile } from './segments.ts'
import { latestPlace } from './state.ts'
import { matchingRecords, tampered } from './survey.ts'

export const findLatest = async (desk: Desk, query: LatestQuery): Promise<LedgerRecord | undefined> => {
  const opened = await openSnapshot(desk)
  const likely = latestPlace(opened.state, query)
  if (!likely && opened.state.records === 0) return undefined
  const wanted = likely ? [{ path: segmentFile(likely.segment), content: true }] : []
  const snapshot = await settle(desk, wanted, opened)
  const place = latestPlace(snapshot.state, query)
  if (!place) return undefined
  await load(desk, snapshot, [{ path: segmentFile(place.segment), content: true }])
  return recordAt(desk, snapshot, place)
}

export const findRecord = async (desk: Desk, id: string): Promise<LedgerRecord | undefined> =>
  (await lookUpIds(desk, await openSnapshot(desk), [id])).records.get(id)

/** As above for several ids, as the branch stands now. */
export const findRecordsNow = async (
  desk: Desk,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LedgerRecord>> => {
  const { records } = await lookUpIds(desk, await lookAgain(desk), ids)
  const wanted = new Set(ids)
  return new Map([...records].filter(([id]) => wanted.has(id)))
}

export const findBlob = async (desk: Desk, hash: string): Promise<Uint8Array> => {
  const { url } = desk.site
  const path = `blobs/${requireHash(url, hash)}`
  const staged = desk.staged.get(hash)
  if (staged) return staged
  const snapshot = await openSnapshot(desk)
  await load(desk, snapshot, [{ path, content: true }])
  return checkedBlob(url, hash, snapshot.files.get(path)?.bytes)
}

/** Reads the branch as it stands now, whatever was seen of it before. */
export const readRecords = async function* (desk: Desk, query: ReadQuery): AsyncGenerator<LedgerRecord> {
  try {
    const { head, told, missed } = await lookAtBranch(desk)
    if (missed !== undefined) throw tampered(desk.site.url, missed)
    if (head === undefined) return
    if (told === undefined) await refuseStrangers(desk, head.oid)
    for await (const piece of readPieces(desk, head.oid)) yield* matchingRecords(desk.site.url, piece, query)
  } catch (error) {
    throw readFailure(desk.site, error)
  }
}
