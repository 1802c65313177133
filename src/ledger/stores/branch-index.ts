import { sha256 } from '../canonical.ts'
import type { BranchState, ShardSeals } from './branch-state.ts'
import { formatIndexed, type IndexedRecord } from './id-index.ts'

/**
 * `index/<2 digits>`: where the records lie whose id begins with these digits, one line a record. An append reads and
 * writes only the shards of its own ids: 1/256 of the index, 16 KB at 100,000 records. A cache: a shard that does not
 * match its seal in `state.json` is made again from the events.
 */
export type Shards = ReadonlyMap<string, Buffer>

export const shardOf = (id: string): string => id.slice(0, 2)
export const shardPath = (shard: string): string => `index/${shard}`

const sealOf = (bytes: Buffer): string => sha256(bytes).slice(0, 16)

/** The shards of these ids that hold anything. */
export const shardsOf = ({ shards }: BranchState, ids: readonly string[]): readonly string[] =>
  [...new Set(ids.map(shardOf))].filter((shard) => sealIn(shards, shard) !== undefined)

/** Whether all records are in the index, as far as it says itself. */
export const isComplete = ({ shards, records }: BranchState): boolean => shards?.records === records

export const isSealed = ({ shards }: BranchState, shard: string, bytes: Buffer | undefined): boolean =>
  bytes !== undefined && sealOf(bytes) === sealIn(shards, shard)

const sealIn = (shards: ShardSeals | undefined, shard: string): string | undefined =>
  shards && Object.hasOwn(shards.seals, shard) ? shards.seals[shard] : undefined

/** The shards that change, with their new bytes. */
export const extendShards = (before: Shards, added: readonly IndexedRecord[]): Shards => {
  const lines = new Map<string, string[]>()
  for (const each of added) {
    const shard = shardOf(each.id)
    const own = lines.get(shard)
    if (own) own.push(formatIndexed(each))
    else lines.set(shard, [formatIndexed(each)])
  }
  return new Map(
    [...lines].map(([shard, own]) => [
      shard,
      Buffer.concat([before.get(shard) ?? Buffer.alloc(0), Buffer.from(own.join(''))]),
    ]),
  )
}

export const sealShards = (seals: ShardSeals['seals'], changed: Shards, records: number): ShardSeals => ({
  records,
  seals: { ...seals, ...Object.fromEntries([...changed].map(([shard, bytes]) => [shard, sealOf(bytes)])) },
})
