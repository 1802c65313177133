import type { Server } from '../../clients/haproxy/answers.ts'
import { isDown, isDraining, isInMaintenance } from '../../clients/haproxy/server-state.ts'

/** What one load balancer was last seen to do with each of its servers. */
export interface RotationMemory {
  /** `look` counts looks as they began: what an older one says of a server after a younger one tells nothing. */
  readonly note: (process: number, servers: readonly Server[], look: number) => void
  /** It was in rotation until this load balancer was reloaded, and has been out since, as far as was looked. */
  readonly isOutByReload: (server: string) => boolean
}

interface Note {
  readonly process: number
  readonly look: number
  readonly state: 'in' | 'out' | 'out by reload'
}

const outFrom = (process: number, known: Note | undefined): Note['state'] => {
  if (known?.state !== 'in') return known?.state ?? 'out'
  return known.process === process ? 'out' : 'out by reload'
}

/**
 * Tells what somebody has taken out from what a reload has: a server-state file that was not written anew before it
 * brings back what was true when it was.
 */
export const rotationMemory = (): RotationMemory => {
  const last = new Map<string, Note>()
  return {
    note: (process, servers, look) => {
      for (const server of servers) {
        // DOWN hides whether it is also drained.
        if (isDown(server)) continue
        const known = last.get(server.name)
        if (known !== undefined && look < known.look) continue
        const isOut = isDraining(server) || isInMaintenance(server)
        const state = isOut ? outFrom(process, known) : 'in'
        last.set(server.name, { process, look, state })
      }
    },
    isOutByReload: (server) => last.get(server)?.state === 'out by reload',
  }
}
