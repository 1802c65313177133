import { UsageError } from '../../domain/errors.ts'
import type { Appended } from '../ledger.ts'
import { type LedgerRecord, type NewRecord, recordId, sealRecord, type Tip } from '../record.ts'
import { referencedBlobs } from '../references.ts'
import { type Place, segmentAfter, segmentFor } from './segments.ts'
import { endOf, type State, tipsOf } from './state.ts'

/** What becomes of entries that a ledger is told: pure, whatever keeps the ledger. */
export interface Placed {
  readonly record: LedgerRecord
  /** As it is stored, without the newline. */
  readonly line: string
  readonly place: Place
}

/** What the store knows already. */
export interface Known {
  readonly existing: (id: string) => LedgerRecord | undefined
  readonly hasBlob: (hash: string) => boolean
  /** A segment that would grow beyond this gives way to the next day's; never, when absent. */
  readonly segmentBytesAtMost?: number
}

export interface Placing {
  /** One for each entry, in their order. */
  readonly answers: readonly Appended[]
  readonly added: readonly Placed[]
}

/**
 * Which entries are known, and for the others their records, chained and in their places.
 * Throws UsageError for an entry that may not be written.
 */
export const placeEntries = (state: State, entries: readonly NewRecord[], known: Known): Placing => {
  const tips = new Map<string, Tip>(tipsOf(state))
  const written = new Map<string, LedgerRecord>()
  const added: Placed[] = []
  let segment = segmentFor(
    entries.map(({ at }) => at),
    state.last?.segment,
  )
  let offset = state.last?.segment === segment ? endOf(state.last) : 0
  const answers = entries.map((entry) => {
    const id = recordId(entry.kind, entry.key)
    const existing = written.get(id) ?? known.existing(id)
    if (existing) return { record: existing, existed: true }
    const { record, line } = sealRecord(entry, tips.get(entry.stream))
    requireBlobs(record, known.hasBlob)
    const length = Buffer.byteLength(line)
    if (offset > 0 && offset + length >= (known.segmentBytesAtMost ?? Number.POSITIVE_INFINITY)) {
      segment = segmentAfter(segment)
      offset = 0
    }
    const place = { segment, offset, length }
    added.push({ record, line, place })
    tips.set(record.stream, { seq: record.seq, hash: record.hash })
    written.set(id, record)
    offset = endOf(place)
    return { record, existed: false }
  })
  return { answers, added }
}

/** A record that refers to a blob nobody kept would make every later verification fail. */
const requireBlobs = ({ kind, body }: LedgerRecord, hasBlob: Known['hasBlob']): void => {
  const missing = referencedBlobs(body).find((hash) => !hasBlob(hash))
  if (missing)
    throw new UsageError(`ledger: a ${kind} record refers to blob ${missing}, which must be kept first`)
}
