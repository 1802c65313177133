import { sha256 } from '../canonical.ts'
import type { IndexSeal } from './state.ts'
import { emptyState, formatState, parseState, type State } from './state.ts'

/**
 * `state.json` of a branch: that of a directory, so that a checkout is a ledger of its own, and the seals of the index
 * besides. Written in the same commit as the events it speaks of, it is never behind them unless somebody else wrote.
 */
export interface BranchState extends State {
  readonly shards?: ShardSeals
}

/** What the index covers, so that one that is not as it was written is made again. */
export interface ShardSeals {
  /** Records it leads to. */
  readonly records: number
  /** By the name of each shard: the beginning of its SHA-256. */
  readonly seals: Readonly<Record<string, string>>
}

export const emptyBranchState: BranchState = { ...emptyState, shards: { records: 0, seals: {} } }

export const parseBranchState = (bytes: Buffer): BranchState | 'damaged' => {
  const state: BranchState | 'damaged' = parseState(bytes)
  if (state === 'damaged' || areSeals(state.shards)) return state
  const { shards: _, ...rest } = state
  return rest
}

const areSeals = (told: unknown): boolean =>
  typeof told === 'object' &&
  told !== null &&
  'records' in told &&
  'seals' in told &&
  typeof told.seals === 'object' &&
  told.seals !== null

export const formatBranchState = (state: BranchState): Buffer =>
  formatState({ ...state, index: elsewhere(state.records) })

/** For the directory store: its own index is not here, and must be made again by whoever appends to a checkout. */
const elsewhere = (records: number): IndexSeal => ({
  bytes: records,
  sha256: records === 0 ? sha256('') : '0'.repeat(64),
})
