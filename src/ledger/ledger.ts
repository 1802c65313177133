import type { Difference } from './chain.ts'
import type { LedgerRecord, NewRecord, RecordKind, Tip } from './record.ts'

/** What a ledger does for those who remember and those who ask; a store keeps it somewhere. */
export interface Ledger {
  /** As a person would name it with --ledger. */
  readonly url: string
  /** What happened that a reader should know: a torn line set aside, a cache rebuilt. Grows with use. */
  readonly notes: readonly string[]

  /**
   * Remembers all entries or none, and returns once they would survive a power cut. An entry whose natural key is known
   * comes back as the record that is there, `existed`, and nothing is written for it.
   * Throws SourceError when the ledger cannot be written, is held by another process, or is not what it was.
   */
  append(entries: readonly NewRecord[]): Promise<readonly Appended[]>

  /** The newest record, in the order of writing, that matches all that is asked. */
  latest(query: LatestQuery): Promise<LedgerRecord | undefined>

  /** Records in the order of writing. Shapes are checked, chains are not: that is `verify`. */
  read(query?: ReadQuery): AsyncIterable<LedgerRecord>

  find(id: string): Promise<LedgerRecord | undefined>

  /** Keeps bytes under their SHA-256, which it returns. Keeping the same bytes twice is harmless. */
  putBlob(bytes: Uint8Array): Promise<string>

  /** The bytes, checked against their name. Throws SourceError when they are missing or changed. */
  getBlob(hash: string): Promise<Uint8Array>

  /** Reads every byte: lines, chains, blobs that records refer to, and the witness. Writes nothing. */
  verify(): Promise<Verification>
}

/** A ledger that can be asked how it stands at this moment: for those who wait for what others write. */
export interface WatchedLedger extends Ledger {
  /**
   * Those of these ids that are there now, whatever was seen before, by id. Costs little where nothing is new: a look at
   * the newest lines of a directory, one request for a branch.
   */
  findNow(ids: readonly string[]): Promise<ReadonlyMap<string, LedgerRecord>>
}

export interface Appended {
  readonly record: LedgerRecord
  readonly existed: boolean
}

export interface LatestQuery {
  readonly kind: RecordKind
  /** Any environment, or none, when absent. */
  readonly environment?: string | undefined
  /** Any stream when absent. */
  readonly stream?: string | undefined
}

export interface ReadQuery {
  readonly stream?: string | undefined
  readonly kinds?: readonly RecordKind[] | undefined
}

export interface Verification {
  /** Sound ones: all, or those before the difference. */
  readonly records: number
  readonly streams: Readonly<Record<string, Tip>>
  /** Referenced blobs whose bytes are right. */
  readonly blobs: number
  /** The first one; absent when everything is as it was written. */
  readonly difference?: Difference
  readonly notes: readonly string[]
}
