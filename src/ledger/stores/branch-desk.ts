import type { LedgerRecord, Tip } from '../record.ts'
import type { BranchAccess } from './branch-access.ts'
import type { BranchFile, BranchSite } from './branch-site.ts'
import type { BranchState } from './branch-state.ts'

/** What one open ledger holds in memory: the branch as last seen, and blobs that wait for the next commit. */
export interface Desk {
  readonly site: BranchSite
  readonly access: BranchAccess
  /** What somebody outside remembers of the streams. */
  readonly witness: ReadonlyMap<string, Tip>
  /** Tips that this ledger itself has seen. */
  readonly seen: Map<string, Tip>
  /** By SHA-256. */
  readonly staged: Map<string, Buffer>
  /** The branch as it was last read or written; undefined when it must be read again. */
  current: Promise<Snapshot> | undefined
}

/** The branch at one commit, as far as it has been read. */
export interface Snapshot {
  /** The commit; undefined where there is no branch yet. */
  readonly head: string | undefined
  readonly state: BranchState
  /** Files at that commit by path; grows with what is asked. */
  readonly files: Map<string, BranchFile | null>
  /** All records and the whole index, where they had to be made again from the events. */
  readonly rebuilt?: Rebuilt
}

export interface RebuiltSnapshot extends Snapshot {
  readonly rebuilt: Rebuilt
}

export interface Rebuilt {
  readonly records: ReadonlyMap<string, LedgerRecord>
  readonly shards: ReadonlyMap<string, Buffer>
}
