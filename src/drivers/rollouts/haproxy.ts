import { HaproxyError } from '../../clients/haproxy/failure.ts'
import type { KeepingDriver } from '../../rollout/engine/options.ts'
import type { ActionContext, ActionResult } from '../../rollout/engine/ports.ts'
import { type HaproxyTargets, openBalancers } from './haproxy-balancers.ts'
import { openFleetReader } from './haproxy-fleet.ts'
import { restartServer } from './haproxy-restart.ts'
import { keepOut, putBack, takeOut } from './haproxy-rotation.ts'
import type { Surroundings } from './surroundings.ts'

const watchMilliseconds = 50

/**
 * Servers of one backend of one or more HAProxy load balancers, moved over the runtime API. A server is never restarted
 * before every load balancer has drained it, and never put back before it is well for itself and for all of them.
 * HAProxy cannot refuse an older epoch; what it was told is told again instead, whenever it has forgotten.
 * @throws ConfigError where the backend or a socket cannot be one.
 */
export const openHaproxy = (targets: HaproxyTargets, surroundings: Surroundings): KeepingDriver => {
  const { clock } = surroundings
  const balancers = openBalancers(targets)
  const fleet = openFleetReader(balancers, targets, surroundings)

  const restart = async (id: string, context: ActionContext): Promise<ActionResult> => {
    const out = await takeOut(id, balancers, clock, { ...context, force: false })
    if (out.outcome !== 'done') return out
    const place = await fleet.placeOf(id).catch(faultOf)
    if (place instanceof HaproxyError) return { outcome: 'again', why: place.message }
    const ended = new AbortController()
    const watching = watch(id, AbortSignal.any([ended.signal, context.signal]))
    try {
      return await restartServer(id, place, targets.restart, context, surroundings)
    } finally {
      ended.abort()
      await watching
    }
  }

  /** A load balancer that is reloaded while the process is away would send requests to nobody. */
  const watch = async (id: string, ended: AbortSignal): Promise<void> => {
    while (!ended.aborted) {
      await clock.sleep(watchMilliseconds, ended)
      if (!ended.aborted) await keepOut(id, balancers, ended)
    }
  }

  const isWell = async (id: string, signal: AbortSignal): Promise<boolean> => {
    const own = await fleet.healthOf(id, signal).catch(faultOf)
    return !(own instanceof HaproxyError) && own.healthy
  }

  return {
    capabilities: { drains: true, fenced: false, settleSeconds: 0 },
    observe: fleet.observe,
    drain: (id, context) => takeOut(id, balancers, clock, context),
    restart,
    keepOut: (id, signal) => keepOut(id, balancers, signal),
    restore: (id, context) => putBack(id, balancers, clock, context, () => isWell(id, context.signal)),
    close: async () => undefined,
  }
}

const faultOf = (error: unknown): HaproxyError => {
  if (error instanceof HaproxyError) return error
  throw error
}
