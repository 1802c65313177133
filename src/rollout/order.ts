import type { Order } from '../config/rollout/plan.ts'
import type { Calendar } from './calendar.ts'
import { compareNames, type Instance, isAvailable, zoneOf } from './fleet.ts'

/** An instance in its turn. Batches are cut where `place` changes: another zone, or other windows. */
export interface Turn {
  readonly instance: Instance
  readonly scope: string
  readonly place: string
}

/**
 * The order in which instances move: by the plan's rules (unhealthy first, leader last), then zone by zone, then by
 * windows, then by name. A zone with more out of service goes before others, else the one that opens first.
 */
export const inOrder = (
  moving: readonly Instance[],
  order: Order,
  calendar: Calendar,
  when: { readonly now: number; readonly batchSeconds: number },
): readonly Turn[] => {
  const turns = moving.map((instance): Turn => {
    const scope = calendar.scopeOf(instance)
    const zone = order.zones === 'sequential' ? zoneOf(instance) : ''
    return { instance, scope, place: JSON.stringify([zone, scope]) }
  })
  const opensAt = new Map<string, number>()
  for (const { scope } of turns)
    if (!opensAt.has(scope))
      opensAt.set(scope, calendar.nextOpen(scope, when.now, when.batchSeconds) ?? Number.POSITIVE_INFINITY)
  const zoneRanks = order.zones === 'sequential' ? rankZones(turns, opensAt) : new Map<string, number>()
  const ranks = new Map(
    turns.map((turn) => [
      turn,
      [
        ...order.within.map((rule) => ruleRanks[rule](turn.instance)),
        zoneRanks.get(zoneOf(turn.instance)) ?? 0,
        opensAt.get(turn.scope)!,
      ],
    ]),
  )
  return turns.toSorted((one, other) => {
    const [mine, theirs] = [ranks.get(one)!, ranks.get(other)!]
    // Two infinities are equal, and their difference is no number.
    const at = mine.findIndex((rank, index) => rank !== theirs[index])
    if (at >= 0) return mine[at]! - theirs[at]!
    if (one.scope !== other.scope) return compareNames(one.scope, other.scope)
    return compareNames(one.instance.id, other.instance.id)
  })
}

const ruleRanks = {
  'unhealthy-first': (instance: Instance) => (isAvailable(instance) ? 1 : 0),
  'leader-last': ({ role }: Instance) => (role === 'leader' ? 1 : 0),
} as const

const rankZones = (
  turns: readonly Turn[],
  opensAt: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> => {
  const zones = new Map<string, { out: number; opens: number }>()
  for (const { instance, scope } of turns) {
    const known = zones.get(zoneOf(instance)) ?? { out: 0, opens: Number.POSITIVE_INFINITY }
    zones.set(zoneOf(instance), {
      out: known.out + (isAvailable(instance) ? 0 : 1),
      opens: Math.min(known.opens, opensAt.get(scope)!),
    })
  }
  const ranked = [...zones].toSorted(
    ([name, mine], [other, theirs]) =>
      theirs.out - mine.out ||
      (mine.opens === theirs.opens ? 0 : mine.opens - theirs.opens) ||
      compareNames(name, other),
  )
  return new Map(ranked.map(([name], rank) => [name, rank]))
}
