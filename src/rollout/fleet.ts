import type { RolloutPlan } from '../config/rollout/plan.ts'

/** One of the things that are restarted, as last observed. */
export interface Instance {
  readonly id: string
  readonly zone?: string
  readonly role?: 'leader'
  readonly version: string
  readonly healthy: boolean
  /** Requests are sent to it. */
  readonly inRotation: boolean
  /** How much of the fleet's work it can carry; 1 unless said. */
  readonly capacityWeight?: number
}

/** Serves requests now. What is healthy but out of rotation, or the other way round, serves nobody. */
export const isAvailable = ({ healthy, inRotation }: Instance): boolean => healthy && inRotation

/** Where nothing says a zone, the zone is ''. */
export const zoneOf = ({ zone = '' }: Instance): string => zone

/** The fleet with the zones the plan gives to instances that say none. */
export const withPlannedZones = (
  fleet: readonly Instance[],
  { targets }: Pick<RolloutPlan, 'targets'>,
): readonly Instance[] => {
  if (targets.zones === undefined) return fleet
  const zones = new Map(Object.entries(targets.zones).flatMap(([zone, ids]) => ids.map((id) => [id, zone])))
  return fleet.map((instance) => {
    const zone = instance.zone ?? zones.get(instance.id)
    return zone === undefined ? instance : { ...instance, zone }
  })
}

/** `web-2` before `web-10`: digits compare as numbers, everything else by code unit, so that every machine agrees. */
export const compareNames = (one: string, other: string): number => {
  if (one === other) return 0
  const [mine, theirs] = [piecesOf(one), piecesOf(other)]
  for (const [at, piece] of mine.entries()) {
    const against = theirs[at]
    if (against === undefined) return 1
    if (piece === against) continue
    const difference = Number(piece) - Number(against)
    if (Number.isFinite(difference) && difference !== 0) return difference
    return piece < against ? -1 : 1
  }
  return -1
}

const piecesOf = (name: string): readonly string[] => name.match(/\d+|\D+/g) ?? []
