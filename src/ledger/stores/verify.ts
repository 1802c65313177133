import { type Difference, extendChain, newChain } from '../chain.ts'
import type { Verification } from '../ledger.ts'
import type { LedgerRecord } from '../record.ts'
import { referencedBlobs } from '../references.ts'
import { blobTrouble } from './blobs.ts'
import { linesOf, segmentFile } from './segments.ts'
import type { Site } from './site.ts'
import { readState, tipsOf } from './state.ts'
import { readPieces } from './survey.ts'
import { contradictedBy, missedBy, readWitness, type Witness, witnessMend } from './witness.ts'

/** Reads every byte without the lock, and stops at the first difference. */
export const verifyDirectory = (site: Site): Verification => {
  const notes: string[] = []
  // Before the events: they may grow meanwhile, and then know more than their witnesses, never less.
  const witnesses = callWitnesses(site, notes)
  const chain = newChain()
  const blobs = new Set<string>()
  let records = 0
  const result = (difference?: Difference): Verification => {
    const streams = Object.fromEntries(chain.tips)
    return { records, streams, blobs: blobs.size, notes, ...(difference ? { difference } : {}) }
  }
  for (const { segment, bytes, torn } of readPieces(site.root)) {
    for (const line of linesOf(segment, bytes, 0, 1)) {
      const checked = extendChain(chain, line)
      if (checked.outcome === 'different') return result(checked.difference)
      const difference =
        contradiction(witnesses, checked.record, line) ?? firstBadBlob(site.root, checked.record, blobs)
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

const callWitnesses = ({ root, witnessFile }: Site, notes: string[]): readonly Witness[] => {
  const outside = witnessFile === undefined ? undefined : readWitness(witnessFile)
  if (outside === undefined) notes.push('no witness outside the ledger yet: a cut tail could go unseen')
  if (outside === 'damaged') notes.push(`the witness ${witnessFile} is damaged: a cut tail could go unseen`)
  const state = readState(root)
  if (state === 'damaged') notes.push('state.json is damaged; the next append makes it again from the events')
  return [
    ...(outside && outside !== 'damaged' ? [outside] : []),
    ...(state && state !== 'damaged' ? [{ file: 'state.json', tips: new Map(tipsOf(state)) }] : []),
  ]
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

/** Each blob is read once, however many records refer to it; `sound` collects those that are right. */
const firstBadBlob = (
  root: string,
  { id, body }: LedgerRecord,
  sound: Set<string>,
): Difference | undefined => {
  for (const hash of referencedBlobs(body)) {
    const what = sound.has(hash) ? undefined : blobTrouble(root, hash)
    const mend = 'restore it from a backup or another copy of the ledger'
    if (what) return { file: `blobs/${hash}`, line: 0, record: id, what, mend }
    sound.add(hash)
  }
  return undefined
}
