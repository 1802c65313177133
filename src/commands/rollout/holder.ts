import { randomBytes } from 'node:crypto'
import { currentOwner, type LockOwner, lockName, lockOwner } from '../../ledger/stores/lock-owner.ts'

const prefix = 'lock.'

/**
 * Who holds a lease: this process, told as a lock of the ledger tells its owner (process, start, process-id namespace,
 * boot, host). Never the same twice, so that of two who take the lead at once each knows which lease is its own.
 */
export const newHolder = (owner: LockOwner = currentOwner()): string =>
  lockName(owner, randomBytes(4).toString('hex')).slice(prefix.length)

/** Which process a holder is; undefined for what this release did not write. */
export const ownerOf = (holder: string): LockOwner | undefined => lockOwner(`${prefix}${holder}`)
