import type { Verification } from '../ledger.ts'
import { blobTrouble } from './blobs.ts'
import { examine } from './examination.ts'
import type { Site } from './site.ts'
import { readState, tipsOf } from './state.ts'
import { readPieces } from './survey.ts'
import { readWitness, type Witness } from './witness.ts'

/** Reads every byte without the lock, and stops at the first difference. */
export const verifyDirectory = (site: Site): Promise<Verification> => {
  const notes: string[] = []
  // Before the events: they may grow meanwhile, and then know more than their witnesses, never less.
  const witnesses = callWitnesses(site, notes)
  return examine({
    pieces: readPieces(site.root),
    witnesses,
    blobTrouble: (hash) => blobTrouble(site.root, hash),
    notes,
  })
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
