import type { PlannedRollout } from './plan.ts'

/** What the fleets together have left, over the whole timeline. */
export interface TimelineCapacity {
  readonly size: number
  readonly floor: number
  /** The fewest instances that serve at any moment, over all services. */
  readonly leastServing: number
  readonly leastServingAt: string
  /** The most services that are out of service in part at the same moment. */
  readonly mostMoving: number
}

/** One look over everything that happens at the same time, so that no sum of small absences goes unseen. */
export const checkTimeline = (planned: readonly PlannedRollout[]): TimelineCapacity => {
  const serving = planned.map((rollout) => rollout.serving)
  const moments = planned
    .flatMap(({ waves }, service) =>
      waves.flatMap(({ steps }) =>
        steps.flatMap((step) => [
          { at: step.from, service, isStart: true, serving: step.serving },
          { at: step.until, service, isStart: false, serving: step.servingAfter },
        ]),
      ),
    )
    // What ends at a moment is back before what begins then.
    .toSorted((one, other) =>
      one.at === other.at ? Number(one.isStart) - Number(other.isStart) : one.at < other.at ? -1 : 1,
    )
  const moving = new Set<number>()
  let least = { serving: Number.POSITIVE_INFINITY, at: '' }
  let mostMoving = 0
  for (const { at, service, isStart, serving: left } of moments) {
    serving[service] = left
    if (isStart) moving.add(service)
    else moving.delete(service)
    mostMoving = Math.max(mostMoving, moving.size)
    const sum = serving.reduce((total, count) => total + count, 0)
    if (sum < least.serving) least = { serving: sum, at }
  }
  return {
    size: planned.reduce((sum, { fleetSize }) => sum + fleetSize, 0),
    floor: planned.reduce((sum, { capacityFloor }) => sum + capacityFloor, 0),
    leastServing: least.serving,
    leastServingAt: least.at,
    mostMoving,
  }
}
