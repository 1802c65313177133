import type { Verification } from '../ledger.ts'
import type { Desk } from './branch-desk.ts'
import { readPiecesAndBlobs } from './branch-events.ts'
import { lookAtBranch, witnessesOf } from './branch-look.ts'
import { refuseStrangers } from './branch-rebuild.ts'
import { examine } from './examination.ts'
import { tipsOf } from './state.ts'

/** Reads every byte of the branch as it stands now, and stops at the first difference. */
export const verifyBranch = async (desk: Desk): Promise<Verification> => {
  const notes: string[] = []
  const { head, told } = await lookAtBranch(desk)
  if (head && told === undefined) await refuseStrangers(desk, head.oid)
  if (desk.witness.size === 0) notes.push('no witness outside the ledger yet: a cut tail could go unseen')
  if (told === 'damaged') notes.push('state.json is damaged; the next append makes it again from the events')
  const sound = told !== undefined && told !== 'damaged'
  const troubles = new Map<string, string | undefined>()
  return examine({
    pieces: head ? readPiecesAndBlobs(desk, head.oid, troubles) : [],
    witnesses: [
      ...witnessesOf(desk),
      ...(sound ? [{ file: 'state.json', tips: new Map(tipsOf(told)) }] : []),
    ],
    blobTrouble: (hash) => (troubles.has(hash) ? troubles.get(hash) : 'the blob was not looked at'),
    notes,
  })
}
