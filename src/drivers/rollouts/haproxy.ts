import { HaproxyError } from '../../clients/haproxy/failure.ts'
import type { ActionContext, ActionResult, InstanceDriver } from '../../rollout/engine/ports.ts'
import { type Balancer, type HaproxyTargets, openBalancers } from './haproxy-balancers.ts'
import { openFleetReader } from './haproxy-fleet.ts'
import { restartServer } from './haproxy-restart.ts'
import { keepOut, putBack, takeOut } from './haproxy-rotation.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Servers of one backend of one or more HAProxy load balancers, moved over the runtime API. A server is never restarted
 * before every load balancer has drained it, and never put back before it is well for itself and for all of them.
 * HAProxy cannot refuse an older epoch; what it was told is told again instead, whenever it has forgotten.
 * @throws ConfigError where the backend or a socket cannot be one.
 */
export const openHaproxy = (targets: HaproxyTargets, surroundings: Surroundings): InstanceDriver => {
  const { clock } = surroundings
  const balancers = openBalancers(targets)
  const fleet = openFleetReader(balancers, targets, surroundings)

  const restart = async (id: string, context: ActionContext): Promise<ActionResult> => {
    const out = await takeOut(id, balancers, clock, { ...context, force: false })
    if (out.outcome !== 'done') return out
    const place = await fleet.placeOf(id).catch(faultOf)
    if (place instanceof HaproxyError) return { outcome: 'again', why: place.message }
    return restartServer(id, place, targets.restart, context, surroundings)
  }

  const isWell = async (id: string, signal: AbortSignal): Promise<boolean> => {
    const own = await fleet.healthOf(id, signal).catch(faultOf)
    return !(own instanceof HaproxyError) && own.healthy
  }

  const takenOutByReload = async (id: string): Promise<readonly Balancer[]> => {
    const seen = await Promise.all(
      balancers.map(async (balancer) => {
        if (!balancer.isOutByReload(id)) return []
        const places = await balancer.places().catch(faultOf)
        const isOurs =
          !(places instanceof HaproxyError) &&
          places.some(({ name, isDisabled }) => name === id && !isDisabled)
        return isOurs ? [balancer] : []
      }),
    )
    return seen.flat()
  }

  return {
    capabilities: { drains: true, fenced: false, settleSeconds: 0 },
    observe: fleet.observe,
    drain: (id, context) => takeOut(id, balancers, clock, context),
    restart,
    keepOut: (id, signal) => keepOut(id, balancers, signal),
    keepIn: async (id, context) => {
      const stale = await takenOutByReload(id)
      if (stale.length === 0) return null
      return putBack(id, stale, clock, context, () => isWell(id, context.signal))
    },
    restore: (id, context) => putBack(id, balancers, clock, context, () => isWell(id, context.signal)),
    close: async () => undefined,
  }
}

const faultOf = (error: unknown): HaproxyError => {
  if (error instanceof HaproxyError) return error
  throw error
}
