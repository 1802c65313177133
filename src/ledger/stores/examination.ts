import { type Difference, extendChain, newChain } from '../chain.ts'
import type { Verification } from '../ledger.ts'
import type { LedgerRecord } from '../record.ts'
import { referencedBlobs } from '../references.ts'
import { linesOf, segmentFile } from './segments.ts'
import type { Piece } from './survey.ts'
import { contradictedBy, missedBy, type Witness, witnessMend } from './witness.ts'

/** What is examined, wherever it is kept. */
export interface Evidence {
  /** All events from the first on. */
  readonly pieces: Iterable<Piece> | AsyncIterable<Piece>
  readonly witnesses: readonly Witness[]
  /** What is wrong with a blob; undefined when its bytes are right. */
  readonly blobTrouble: (hash: string) => string | undefined
  /** Grows while the pieces are read. */
  readonly notes: string[]
}

/** Reads every line, up to the first difference. */
export const examine = async ({ pieces, witnesses, blobTrouble, notes }: Evidence): Promise<Verification> => {
  const chain = newChain()
  const blobs = new Set<string>()
  let records = 0
  const result = (difference?: Difference): Verification => {
    const streams = Object.fromEntries(chain.tips)
    return { records, streams, blobs: blobs.size, notes, ...(difference ? { difference } : {}) }
  }
  for await (const { segment, bytes, torn } of pieces) {
    for (const line of linesOf(segment, bytes, 0, 1)) {
      const checked = extendChain(chain, line)
      if (checked.outcome === 'different') return result(checked.difference)
      const difference =
        contradiction(witnesses, checked.record, line) ?? firstBadBlob(blobTrouble, checked.record, blobs)
      if (difference) return result(difference)
      records += 1
    }
    if (torn)
      notes.push(
        `${torn.bytes.length} bytes of an unfinished write end ${segmentFile(segment)}; the next append sets them aside`,
      )
  }
  for (const witness of witnesses) {
    const what = missedBy(witness, chain.tips)
    if (what) return result({ file: witness.file, line: 0, what, mend: witnessMend(witness) })
  }
  return result()
}

type Where = { readonly file: string; readonly line: number }

const contradiction = (
  witnesses: readonly Witness[],
  { stream, seq, hash, id }: LedgerRecord,
  { file, line }: Where,
): Difference | undefined => {
  for (const witness of witnesses) {
    const what = contradictedBy(witness, stream, { seq, hash })
    if (what) return { file, line, record: id, what, mend: witnessMend(witness) }
  }
  return undefined
}

/** Each blob is looked at once, however many records refer to it; `sound` collects those that are right. */
const firstBadBlob = (
  blobTrouble: Evidence['blobTrouble'],
  { id, body }: LedgerRecord,
  sound: Set<string>,
): Difference | undefined => {
  for (const hash of referencedBlobs(body)) {
    const what = sound.has(hash) ? undefined : blobTrouble(hash)
    const mend = 'restore it from a backup or another copy of the ledger'
    if (what) return { file: `blobs/${hash}`, line: 0, record: id, what, mend }
    sound.add(hash)
  }
  return undefined
}
