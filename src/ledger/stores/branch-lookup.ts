import type { LedgerRecord } from '../record.ts'
import type { Desk, Snapshot } from './branch-desk.ts'
import { isSealed, type Shards, shardOf, shardPath, shardsOf } from './branch-index.ts'
import type { Wanted } from './branch-site.ts'
import { lineIn, load, remake, settle } from './branch-snapshot.ts'
import { lookUp } from './id-index.ts'
import { type Place, segmentFile } from './segments.ts'
import { requireRecord } from './survey.ts'

/** What the ledger knows under some ids, and the ledger as it was when it was asked. */
export interface Found {
  readonly snapshot: Snapshot
  readonly records: ReadonlyMap<string, LedgerRecord>
  /** The shards of these ids, as they should be. */
  readonly shards: Shards
}

/** Looks ids up, with other files that are wanted in the same request. */
export const lookUpIds = async (
  desk: Desk,
  opened: Snapshot,
  ids: readonly string[],
  wanted: readonly Wanted[] = [],
): Promise<Found> => {
  const names = shardsOf(opened.state, ids)
  const all = [...wanted, ...(opened.rebuilt ? [] : names.map(contentOf))]
  const settled = await settle(desk, all, opened)
  const sound =
    settled.rebuilt ||
    names.every((name) => isSealed(settled.state, name, settled.files.get(shardPath(name))?.bytes))
  const snapshot = sound ? settled : await remake(desk, settled, wanted)
  if (snapshot.rebuilt) return { snapshot, ...snapshot.rebuilt }
  const shards = new Map(
    names.map((name) => [name, snapshot.files.get(shardPath(name))?.bytes ?? Buffer.alloc(0)]),
  )
  return { snapshot, shards, records: await recordsIn(desk, snapshot, shards, ids) }
}

const contentOf = (shard: string): Wanted => ({ path: shardPath(shard), content: true })

const recordsIn = async (
  desk: Desk,
  snapshot: Snapshot,
  shards: Shards,
  ids: readonly string[],
): Promise<ReadonlyMap<string, LedgerRecord>> => {
  const places = ids.flatMap((id) =>
    lookUp({ bytes: shards.get(shardOf(id)) ?? Buffer.alloc(0) }, id).map((place) => ({ id, place })),
  )
  await load(
    desk,
    snapshot,
    places.map(({ place }) => ({ path: segmentFile(place.segment), content: true })),
  )
  const records = new Map<string, LedgerRecord>()
  for (const { id, place } of places) {
    const record = recordAt(desk, snapshot, place)
    // Two ids may share their beginning.
    if (record.id === id) records.set(id, record)
  }
  return records
}

/** The record in a place whose segment is at hand, checked for itself. Throws SourceError when it is not. */
export const recordAt = ({ site }: Desk, { files }: Snapshot, place: Omit<Place, 'length'>): LedgerRecord =>
  requireRecord(site.url, place, lineIn(files.get(segmentFile(place.segment))?.bytes, place.offset))
