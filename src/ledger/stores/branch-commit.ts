import { UsageError } from '../../domain/errors.ts'
import type { Desk, Snapshot } from './branch-desk.ts'
import { extendShards, sealShards, shardPath } from './branch-index.ts'
import type { Found } from './branch-lookup.ts'
import { gitBlobName } from './branch-object.ts'
import { branchReadme } from './branch-readme.ts'
import type { NewCommit } from './branch-site.ts'
import { type BranchState, formatBranchState } from './branch-state.ts'
import type { Placing } from './placing.ts'
import { segmentFile } from './segments.ts'
import { advance } from './state.ts'

/** A commit that is ready to be sent, and what is known once it is made. */
export interface CommitPlan extends Placing {
  readonly commit: NewCommit
  readonly state: BranchState
  /** Staged blobs that go with it, or are there already. */
  readonly blobs: readonly string[]
  readonly afterwards: (head: string) => Snapshot
}

/** GitHub refuses commits of 40 MB; base64 makes four bytes of three. */
const commitBytesAtMost = 25_000_000

/** Events, state, index and blobs of one append. Throws UsageError where it is more than one commit can hold. */
export const planCommit = (desk: Desk, found: Found, placing: Placing): CommitPlan => {
  const { snapshot, shards } = found
  const { head } = snapshot
  const indexed = placing.added.map(({ record, place }) => ({ id: record.id, place }))
  const changed = extendShards(shards, indexed)
  const written = new Map([...(snapshot.rebuilt?.shards ?? []), ...changed])
  const advanced = advance(snapshot.state, placing.added)
  const seals = snapshot.state.shards?.seals ?? {}
  const state: BranchState = { ...advanced, shards: sealShards(seals, written, advanced.records) }
  const files = new Map([
    ...(head === undefined ? [['README.md', branchReadme] as const] : []),
    ...segmentsOf(snapshot, placing),
    ...[...written].map(([shard, bytes]) => [shardPath(shard), bytes] as const),
    ...newBlobs(desk, snapshot),
    ['state.json', formatBranchState(state)] as const,
  ])
  refuseTooMuch(files)
  const parent = head === undefined ? null : { oid: head, state: null }
  return {
    ...placing,
    commit: { parent, files, headline: headlineOf(placing) },
    state,
    blobs: [...desk.staged.keys()],
    afterwards: (oid) => {
      const known = [...files].map(
        ([path, bytes]) => [path, { oid: gitBlobName(bytes, oid), bytes }] as const,
      )
      return { head: oid, state, files: new Map([...snapshot.files, ...known]) }
    },
  }
}

const segmentsOf = (
  { state, files }: Snapshot,
  { added }: Placing,
): readonly (readonly [string, Buffer])[] => {
  const segments = [...new Set(added.map(({ place }) => place.segment))]
  return segments.map((segment) => {
    const path = segmentFile(segment)
    const before = (segment === state.last?.segment && files.get(path)?.bytes) || Buffer.alloc(0)
    const own = added.filter(({ place }) => place.segment === segment)
    // A file is sent whole: what is not at hand would be gone.
    if (before.length !== own[0]?.place.offset) throw new Error(`${path} is not at hand to be added to`)
    return [path, Buffer.concat([before, Buffer.from(own.map(({ line }) => `${line}\n`).join(''))])]
  })
}

/** Those of the staged blobs that the branch does not hold, or holds damaged. */
const newBlobs = ({ staged }: Desk, { files }: Snapshot): readonly (readonly [string, Buffer])[] =>
  [...staged].flatMap(([hash, bytes]) => {
    const there = files.get(`blobs/${hash}`)
    const same = there && gitBlobName(bytes, there.oid) === there.oid
    return same ? [] : [[`blobs/${hash}`, bytes] as const]
  })

const refuseTooMuch = (files: ReadonlyMap<string, Buffer>): void => {
  const bytes = [...files.values()].reduce((sum, { length }) => sum + length, 0)
  if (bytes <= commitBytesAtMost) return
  const megabytes = (bytes / 1e6).toFixed(1)
  throw new UsageError(
    `ledger: ${megabytes} MB at once are more than a commit holds (${commitBytesAtMost / 1e6} MB); append fewer records, or smaller blobs`,
  )
}

const headlineOf = ({ added }: Placing): string => {
  const kinds = [...new Set(added.map(({ record }) => record.kind))].join(', ')
  return `Remember ${added.length === 1 ? 'a record' : `${added.length} records`} (${kinds}) [skip ci]`
}
