import { HaproxyError } from '../../clients/haproxy/failure.ts'
import {
  checkPasses,
  isChecked,
  isDown,
  isDraining,
  isInMaintenance,
  isServing,
} from '../../clients/haproxy/server-state.ts'
import type { ActionContext, ActionResult, Clock } from '../../rollout/engine/ports.ts'
import type { Balancer, Sight } from './haproxy-balancers.ts'
import { silenceOf } from './haproxy-silence.ts'

/** Out of rotation on every load balancer, and back. What was asked of one is asked again when it has forgotten. */

type View =
  | { readonly balancer: Balancer; readonly sight: Sight; readonly fault: null }
  | { readonly balancer: Balancer; readonly sight: null; readonly fault: HaproxyError }

type Bounds = Pick<ActionContext, 'deadline' | 'signal'>

/**
 * After a drain is ordered no less than this: a thread of HAProxy that chose the server a moment earlier may not have
 * counted its request yet.
 */
const shortestPauseMilliseconds = 20
const longestPauseMilliseconds = 250
/**
 * A reloaded HAProxy leaves an old process behind that finishes what it had, and cannot be asked how much that is. So
 * long, or half of the time that is left, it is given for that.
 */
const oldProcessMilliseconds = 2000
/** A load balancer that is restarted may be away for so long before anybody is told. */
const silentMilliseconds = 2000

/** So long may clients that are bound to a server come back to it while it drains: their next request goes elsewhere. */
const stickyMilliseconds = 1000

/**
 * Takes a server out on every load balancer and waits until none has anything left on it: by draining it, and where
 * clients are bound to it by maintenance after that. With `force` what is left is closed. A server in maintenance is out
 * already, and more so: it is left as it is. Nothing is touched before all have answered: who does not may send requests
 * to whom the others leave alone.
 */
export const takeOut = async (
  id: string,
  balancers: readonly Balancer[],
  clock: Clock,
  { deadline, signal, force }: Bounds & { readonly force: boolean },
): Promise<ActionResult> => {
  const processes = new Map<Balancer, number>()
  const drained = new Map<Balancer, number>()
  const drainingSince = new Map<Balancer, number>()
  let quietFrom = 0
  let haveAllAnswered = false
  let silentSince: number | null = null
  for (let pause = shortestPauseMilliseconds; ; pause = longer(pause)) {
    const views = await viewAll(id, balancers)
    const hopeless = firstHopeless(views)
    if (hopeless !== null) return hopeless
    // Whoever stood still meanwhile may lead no longer: looked at is not touched.
    if (signal.aborted) return { outcome: 'again', why: 'the drain was stopped' }
    const now = clock.now()
    const faults = views.flatMap(({ fault }) => fault ?? [])
    haveAllAnswered ||= faults.length === 0
    silentSince = faults.length === 0 ? null : (silentSince ?? now)
    if (silentSince !== null && now >= Math.min(deadline, silentSince + silentMilliseconds))
      return { outcome: 'blind', why: silenceOf(faults, balancers.length).message }
    const unsettled: string[] = faults.map(({ message }) => message)
    for (const view of haveAllAnswered ? views : []) {
      if (view.sight === null) continue
      const { balancer } = view
      const { server, process, isSticky } = view.sight
      const before = processes.get(balancer)
      if (before !== undefined && before !== process)
        quietFrom = now + Math.min(oldProcessMilliseconds, Math.max(0, deadline - now) / 2)
      processes.set(balancer, process)
      // DOWN hides whether it is also drained; once told, this process knows.
      const isOut =
        isInMaintenance(server) || isDraining(server) || (isDown(server) && drained.get(balancer) === process)
      const left = server.sessions + server.queued
      if (!isOut) {
        const refusal = await refusalOf(signal, () => balancer.setState(id, 'drain', signal))
        if (refusal !== null) return refusal
        drained.set(balancer, process)
        drainingSince.set(balancer, now)
        unsettled.push(`${balancer.place} still has it in rotation`)
      } else if (
        isSticky &&
        !isInMaintenance(server) &&
        (left === 0 || now >= (drainingSince.get(balancer) ?? 0) + stickyMilliseconds)
      ) {
        const refusal = await refusalOf(signal, () => balancer.setState(id, 'maint', signal))
        if (refusal !== null) return refusal
        unsettled.push(`${balancer.place} still sends it the clients that are bound to it`)
      } else if (left > 0) {
        const refusal = force ? await refusalOf(signal, () => balancer.shutDownSessions(id, signal)) : null
        if (refusal !== null) return refusal
        unsettled.push(
          `${left} ${left === 1 ? 'request is' : 'requests are'} left on it at ${balancer.place}`,
        )
      }
    }
    if (unsettled.length === 0 && now >= quietFrom) return { outcome: 'done' }
    if (now >= deadline)
      return { outcome: 'busy', why: unsettled.join('; ') || 'a load balancer was reloaded a moment ago' }
    await clock.sleep(pauseWithin(pause, deadline - now), signal)
  }
}

/**
 * Puts a server back on every load balancer once it is well for itself and for each of them, and waits until all send
 * requests to it; those that answer do not wait for those that do not. From maintenance it goes through `drain`: only
 * there do checks run, and `ready` would call a dead process UP.
 */
export const putBack = async (
  id: string,
  balancers: readonly Balancer[],
  clock: Clock,
  { deadline, signal }: Bounds,
  isWell: () => Promise<boolean>,
): Promise<ActionResult> => {
  let isReady = false
  /** Whether it is well is asked beside the load balancers: both must say so before it is put back. */
  const viewBoth = (): Promise<readonly [readonly View[], boolean]> =>
    Promise.all([viewAll(id, balancers), isReady || isWell()])
  const leftMaintenance = new Set<Balancer>()
  for (let pause = shortestPauseMilliseconds; ; pause = longer(pause)) {
    const [views, isWellItself] = await viewBoth()
    const hopeless = firstHopeless(views)
    if (hopeless !== null) return hopeless
    if (signal.aborted) return { outcome: 'again', why: 'putting it back was stopped' }
    const unsettled: string[] = []
    const notServing: Balancer[] = []
    const faults = views.flatMap(({ fault }) => fault ?? [])
    for (const { balancer, sight } of views) {
      if (sight === null) continue
      const { server } = sight
      if (isServing(server)) continue
      notServing.push(balancer)
      if (isInMaintenance(server)) {
        // Whoever is bound to it comes back with that, and must find somebody.
        if (!isWellItself) continue
        const refusal = await refusalOf(signal, () => balancer.setState(id, 'drain', signal))
        if (refusal !== null) return refusal
        leftMaintenance.add(balancer)
        unsettled.push(`${balancer.place} has only begun to check it`)
      } else if (isChecked(server) && leftMaintenance.has(balancer)) {
        // What it says of the last check is from before the maintenance.
        if (await isHeard(signal, () => balancer.forgetChecks(id, signal))) leftMaintenance.delete(balancer)
        unsettled.push(`${balancer.place} has only begun to check it`)
      } else if (!checkPasses(server)) {
        unsettled.push(`${balancer.place} finds it ${server.status} (${server.check || 'no check'})`)
      }
    }
    if (unsettled.length === 0 && notServing.length === 0)
      return faults.length === 0
        ? { outcome: 'done' }
        : { outcome: 'blind', why: silenceOf(faults, balancers.length).message }
    if (unsettled.length === 0 && isWellItself) {
      const isFirst = !isReady
      isReady = true
      const orders = await Promise.all(
        notServing.map(({ setState }) => refusalOf(signal, () => setState(id, 'ready', signal))),
      )
      const refusal = orders.find((order) => order !== null)
      if (refusal != null) return refusal
      // It is obeyed at once.
      if (isFirst) continue
      unsettled.push(`not in rotation yet at ${notServing.map(({ place }) => place).join(', ')}`)
    } else if (unsettled.length === 0) {
      unsettled.push('it does not answer its own health path as health.expect asks')
    }
    const now = clock.now()
    if (now >= deadline) return { outcome: 'busy', why: unsettled.join('; ') }
    await clock.sleep(pauseWithin(pause, deadline - now), signal)
  }
}

/** Takes the server out again wherever a load balancer has put it back in; nowhere once the signal has fired. */
export const keepOut = async (
  id: string,
  balancers: readonly Balancer[],
  signal: AbortSignal,
): Promise<void> => {
  for (const { balancer, sight } of await viewAll(id, balancers)) {
    if (sight === null || !isServing(sight.server)) continue
    await refusalOf(signal, () => balancer.setState(id, sight.isSticky ? 'maint' : 'drain', signal))
  }
}

const viewAll = (id: string, balancers: readonly Balancer[]): Promise<readonly View[]> =>
  Promise.all(
    balancers.map(async (balancer): Promise<View> => {
      try {
        return { balancer, sight: await balancer.look(id), fault: null }
      } catch (error) {
        return { balancer, sight: null, fault: haproxyErrorOf(error) }
      }
    }),
  )

const firstHopeless = (views: readonly View[]): ActionResult | null =>
  views.map(({ fault }) => fault && hopelessOf(fault)).find((result) => result !== null) ?? null

/** What no waiting mends; null where it may. */
const hopelessOf = ({ failure, message }: HaproxyError): ActionResult | null =>
  failure === 'denied' || failure === 'unknown' ? { outcome: 'failed', why: message } : null

/**
 * Whether an order was obeyed is seen at the next look; here only whether it makes sense to look again. Not given at all
 * once the signal has fired: whoever stood still since the order before may lead no longer.
 */
const refusalOf = async (signal: AbortSignal, order: () => Promise<void>): Promise<ActionResult | null> => {
  if (signal.aborted) return { outcome: 'again', why: 'it was stopped between two orders' }
  try {
    await order()
    return null
  } catch (error) {
    return hopelessOf(haproxyErrorOf(error))
  }
}

/** Whether an order that no look shows was heard, or need not be given again because it will not be obeyed. */
const isHeard = async (signal: AbortSignal, order: () => Promise<void>): Promise<boolean> => {
  if (signal.aborted) return false
  try {
    await order()
    return true
  } catch (error) {
    return haproxyErrorOf(error).failure !== 'unreachable'
  }
}

const haproxyErrorOf = (error: unknown): HaproxyError => {
  if (error instanceof HaproxyError) return error
  throw error
}

const longer = (pause: number): number => Math.min(longestPauseMilliseconds, pause * 1.2)

const pauseWithin = (pause: number, left: number): number => Math.max(1, Math.min(pause, left))
