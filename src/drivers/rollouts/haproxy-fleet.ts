import type { ServerPlace } from '../../clients/haproxy/answers.ts'
import { checkPasses, isInMaintenance, isServing } from '../../clients/haproxy/server-state.ts'
import { compareNames, type Instance } from '../../rollout/fleet.ts'
import { type Balancer, type HaproxyTargets, healthOriginOf, type Sight } from './haproxy-balancers.ts'
import { silenceOf } from './haproxy-silence.ts'
import { askHealth, type OwnHealth } from './instance-health.ts'
import type { Surroundings } from './surroundings.ts'

/** What all load balancers and the instances themselves say, made one. */

export interface FleetReader {
  readonly observe: (signal: AbortSignal, ids?: readonly string[]) => Promise<readonly Instance[]>
  /** Where the server is, by what was last read. */
  readonly placeOf: (id: string) => Promise<ServerPlace | null>
  readonly healthOf: (id: string, signal: AbortSignal) => Promise<OwnHealth>
}

type Faced = readonly (ReadonlyMap<string, Sight> | null)[]

export const openFleetReader = (
  balancers: readonly Balancer[],
  targets: HaproxyTargets,
  { health }: Surroundings,
): FleetReader => {
  let places: ReadonlyMap<string, ServerPlace> = new Map()
  const questions = { health, zoneKey: targets['zone-label'] }

  const learnPlaces = async (signal?: AbortSignal): Promise<void> => {
    places = await firstOf(balancers.map((balancer) => async () => placesOf(await balancer.places(signal))))
  }
  const placeOf = async (id: string): Promise<ServerPlace | null> => {
    if (!places.has(id)) await learnPlaces()
    return places.get(id) ?? null
  }
  const originOf = (id: string): string | null => {
    const place = places.get(id)
    return place === undefined ? null : healthOriginOf(place)
  }
  const ask = async (
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, { readonly origin: string | null; readonly own: OwnHealth }>> => {
    const origins = names.map(originOf)
    const answers = await askHealth(origins, { ...questions, signal })
    return new Map(names.map((name, at) => [name, { origin: origins[at]!, own: answers[at]! }]))
  }
  const face = async (signal: AbortSignal, ids?: readonly string[]): Promise<Faced> => {
    const isKnown = ids?.every((id) => places.has(id)) === true
    const learning = isKnown ? undefined : learnPlaces(signal)
    learning?.catch(() => undefined)
    const faced = await (ids === undefined ? faceAll(balancers, signal) : faceSome(balancers, ids))
    await learning
    return faced
  }

  return {
    placeOf,
    healthOf: async (id, signal) => {
      const place = await placeOf(id)
      const [own] = await askHealth([place && healthOriginOf(place)], { ...questions, signal })
      return own!
    },
    observe: async (signal, ids) => {
      // Instances are asked where they last were while the load balancers still say who and where they are.
      const [faced, early] = await Promise.all([face(signal, ids), ask(ids ?? [...places.keys()], signal)])
      const known = new Set(faced.flatMap((sights) => [...(sights?.keys() ?? [])]))
      const names = [...known].filter((name) => ids?.includes(name) ?? true).sort(compareNames)
      const late = await ask(
        names.filter((name) => early.get(name)?.origin !== originOf(name)),
        signal,
      )
      return names.map((name) => toInstance(name, faced, (late.get(name) ?? early.get(name))!.own))
    },
  }
}

const placesOf = (places: readonly ServerPlace[]) => new Map(places.map((place) => [place.name, place]))

/**
 * In rotation only if every load balancer says so: one that cannot be asked may be sending requests, or none. Healthy
 * for all that answer: that one of them is away is no illness of an instance.
 */
const toInstance = (id: string, faced: Faced, own: OwnHealth): Instance => {
  const sights = faced.map((sights) => sights?.get(id))
  const answers = faced.flatMap((sights) => (sights === null ? [] : [sights.get(id)]))
  return {
    id,
    version: own.version,
    healthy: own.healthy && answers.every((sight) => sight !== undefined && isFoundWell(sight)),
    inRotation: sights.every((sight) => sight !== undefined && isServing(sight.server)),
    ...(own.zone !== undefined && { zone: own.zone }),
    ...(own.role !== undefined && { role: own.role }),
  }
}

/**
 * In maintenance because clients are bound to it, it is checked by nobody, and could not be without getting their
 * requests: what it says itself has to do until it is put back, which begins with a check.
 */
const isFoundWell = ({ server, isSticky }: Sight): boolean =>
  checkPasses(server) || (isSticky && isInMaintenance(server))

/** Nobody knows what one that does not answer sends where, so the fleet is known with all of them or not at all. */
const faceAll = async (balancers: readonly Balancer[], signal: AbortSignal): Promise<Faced> => {
  const answers = await Promise.allSettled(balancers.map((balancer) => balancer.lookAtAll(signal)))
  const faults = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []))
  if (faults.length > 0) throw silenceOf(faults, balancers.length)
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [byName(answer.value)] : []))
}

const faceSome = (balancers: readonly Balancer[], ids: readonly string[]): Promise<Faced> =>
  anyOf(
    balancers.map(async (balancer) => {
      const looks = await Promise.allSettled(ids.map((id) => balancer.look(id)))
      const seen = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []))
      const [failed] = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason] : []))
      if (seen.length === 0 && failed !== undefined) throw failed
      return byName(seen)
    }),
  )

const byName = (sights: readonly Sight[]) => new Map(sights.map((sight) => [sight.server.name, sight]))

/** Null for whoever failed; throws what the first said when all did. */
const anyOf = async <Value>(asked: readonly Promise<Value>[]): Promise<readonly (Value | null)[]> => {
  const answers = await Promise.allSettled(asked)
  if (answers.every((answer) => answer.status === 'rejected')) throw answers[0]?.reason
  return answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : null))
}

/** The first that does not fail. */
const firstOf = async <Value>(tries: readonly (() => Promise<Value>)[]): Promise<Value> => {
  let failure: unknown
  for (const attempt of tries) {
    try {
      return await attempt()
    } catch (cause) {
      failure ??= cause
    }
  }
  throw failure
}
