import type { Server } from '../../clients/haproxy/answers.ts'
import { isDown, isDraining, isInMaintenance } from '../../clients/haproxy/server-state.ts'

/** What one load balancer was last seen to do with each of its servers. */
export interface RotationMemory {
  readonly note: (process: number, servers: readonly Server[]) => void
  /** It was in rotation until this load balancer was reloaded, and has been out since, as far as was looked. */
  readonly isOutByReload: (server: string) => boolean
}

/**
 * Tells what somebody has taken out from what a reload has: a server-state file that was not written anew before it
 * brings back what was true when it was.
 */
export const rotationMemory = (): RotationMemory => {
  const last = new Map<string, { readonly process: number; readonly state: 'in' | 'out' | 'out by reload' }>()
  return {
    note: (process, servers) => {
      for (const server of servers) {
        // DOWN hides whether it is also drained.
        if (isDown(server)) continue
        const known = last.get(server.name)
        const isOut = isDraining(server) || isInMaintenance(server)
        if (!isOut) last.set(server.name, { process, state: 'in' })
        else if (known?.state !== 'in') last.set(server.name, { process, state: known?.state ?? 'out' })
        else last.set(server.name, { process, state: known.process === process ? 'out' : 'out by reload' })
      }
    },
    isOutByReload: (server) => last.get(server)?.state === 'out by reload',
  }
}
