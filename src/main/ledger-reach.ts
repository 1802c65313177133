/** Which ledger a command line can read of those a policy may name. */
import { isOutOfReach, sayOutOfReach } from '../ledger/open.ts'
import type { Shell } from './shell.ts'

/** The ledger a policy names, or undefined for the clone's own; where the policy's cannot be read here, that is told. */
export const reachable = (configured: string | null, { warn }: Pick<Shell, 'warn'>): string | undefined => {
  if (configured === null || !isOutOfReach(configured)) return configured ?? undefined
  warn(`the ledger ${sayOutOfReach(configured)}`)
  return undefined
}
