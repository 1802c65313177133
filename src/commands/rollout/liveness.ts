import { currentOwner, hasEnded, type LockOwner } from '../../ledger/stores/lock-owner.ts'
import { ownerOf } from './holder.ts'

/** `dead`: its lease need not be waited for. `unknown`: it must, for only a look from where it runs could tell. */
export type Liveness = 'alive' | 'dead' | 'unknown'

/**
 * Whether the holder of a lease still runs. More careful than the ledger's lock, which guards a file for milliseconds:
 * a host's name is not enough, since runners may all have the same; the same boot and process-id namespace are.
 */
export const liveness = (holder: string, self: LockOwner = currentOwner()): Liveness => {
  const owner = ownerOf(holder)
  if (owner === undefined || owner.boot === 'none' || owner.startTicks === 0) return 'unknown'
  const here = owner.host === self.host && owner.boot === self.boot && owner.namespace === self.namespace
  if (!here) return 'unknown'
  return hasEnded(owner, self) ? 'dead' : 'alive'
}
