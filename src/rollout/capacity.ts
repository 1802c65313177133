import type { Amount } from '../config/rollout/amount.ts'
import type { BatchLimits } from '../config/rollout/plan.ts'
import { type Instance, isAvailable } from './fleet.ts'

/** What a plan's limits mean for a fleet of a given size; counts of instances, except weights. */
export interface Capacity {
  readonly size: number
  readonly serving: number
  /** Rounded down. */
  readonly maxUnavailable: number
  /** Rounded up. */
  readonly minHealthy: number
  /** Rounded up. */
  readonly surge: number
  /** The most that may be out at once under both limits. */
  readonly mostOut: number
  /** Never fewer than this serve while the plan runs. */
  readonly floor: number
  /** The same for what instances can carry; 0 where no instance says a weight or the limit is a count. */
  readonly weightFloor: number
}

/** Decimal shares are not exact in binary: 0.29 × 100 is a little less than 29. */
const hair = 1e-9

export const roundedDown = (amount: Amount, size: number): number =>
  amount.kind === 'count'
    ? Math.min(size, amount.count)
    : Math.min(size, Math.max(Math.floor(amount.share * size + hair), amount.atLeast ?? 0))

export const roundedUp = (amount: Amount, size: number): number =>
  amount.kind === 'count' ? amount.count : Math.ceil(amount.share * size - hair)

export const weightOf = ({ capacityWeight = 1 }: Instance): number => capacityWeight

export const capacityOf = (fleet: readonly Instance[], limits: BatchLimits): Capacity => {
  const size = fleet.length
  const serving = fleet.filter(isAvailable).length
  const maxUnavailable = roundedDown(limits.maxUnavailable, size)
  const minHealthy = roundedUp(limits.minHealthy, size)
  const surge = roundedUp(limits.maxSurge, size)
  const isWeighted = surge === 0 && fleet.some(({ capacityWeight }) => capacityWeight !== undefined)
  return {
    size,
    serving,
    maxUnavailable,
    minHealthy,
    surge,
    mostOut: Math.max(0, Math.min(maxUnavailable, size - minHealthy)),
    // A fleet that is short before anything began cannot be promised more than it has.
    floor: Math.max(minHealthy, Math.min(size - maxUnavailable, serving)),
    weightFloor:
      isWeighted && limits.minHealthy.kind === 'share'
        ? limits.minHealthy.share * fleet.reduce((sum, instance) => sum + weightOf(instance), 0)
        : 0,
  }
}
