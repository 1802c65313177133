import { SourceError } from '../../domain/errors.ts'
import { newChain } from '../chain.ts'
import type { Desk, RebuiltSnapshot } from './branch-desk.ts'
import { readPieces } from './branch-events.ts'
import { extendShards, sealShards } from './branch-index.ts'
import { gitBlobName } from './branch-object.ts'
import type { BranchFile } from './branch-site.ts'
import { type BranchState, emptyBranchState } from './branch-state.ts'
import { segmentFile } from './segments.ts'
import { advance, tipsOf } from './state.ts'
import { chainedRecords, type FoundRecord, tampered } from './survey.ts'
import { missedBy, witnessMend } from './witness.ts'

/**
 * State and index made again from all events, each line checked: where there is no state, or a damaged one, or one that
 * does not speak of all that is there, because somebody wrote to the branch by other means. Costs a request for every
 * 16 days of events; the next append writes down what came out.
 */
export const rebuild = async (
  desk: Desk,
  head: string,
  told: BranchState | 'absent' | 'damaged',
): Promise<RebuiltSnapshot> => {
  const { url, note } = desk.site
  const chain = newChain()
  const found: FoundRecord[] = []
  const files = new Map<string, BranchFile>()
  for await (const piece of readPieces(desk, head)) {
    for (const record of chainedRecords(url, chain, piece, 0)) found.push(record)
    // The newest is what the next append adds to.
    files.clear()
    const { segment, bytes } = piece
    files.set(segmentFile(segment), { oid: gitBlobName(bytes, head), bytes })
  }
  if (found.length === 0 && told === 'absent') await refuseStrangers(desk, head)
  if (typeof told === 'object') {
    const witness = { file: 'state.json', tips: new Map(tipsOf(told)) }
    const what = missedBy(witness, chain.tips)
    if (what) throw tampered(url, `${what}; ${witnessMend(witness)}`)
  }
  if (found.length > 0) {
    const why = typeof told === 'object' ? 'state.json or the index was behind' : `state.json was ${told}`
    note(`${why}; both were made again from ${found.length} records`)
  }
  const shards = extendShards(
    new Map(),
    found.map(({ record, place }) => ({ id: record.id, place })),
  )
  const state = { ...advance(emptyBranchState, found), shards: sealShards({}, shards, found.length) }
  const records = new Map(found.map(({ record }) => [record.id, record]))
  return { head, state, files, rebuilt: { records, shards } }
}

/** Somebody named a branch that is there for something else: records among its files would help nobody. */
export const refuseStrangers = async ({ access, site }: Desk, head: string): Promise<void> => {
  const strangers = (await access.top(head)).filter((name) => name !== 'README.md')
  if (strangers.length === 0 || strangers.includes('events')) return
  const some = strangers.slice(0, 3).join(', ')
  throw new SourceError(
    `ledger ${site.url}: that branch holds other things (${some}) and no ledger; name another, like branch:change-risk-ledger`,
  )
}
