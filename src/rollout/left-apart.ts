/** Whom a person's `skip` has left apart from all others when a rollout ends. */
import { compareNames, type Instance } from './fleet.ts'
import type { RolloutState } from './state.ts'
import { latestTouches } from './trail.ts'

/** Not on the new version where the others are. One that failed is told as such. */
export const leftBehind = (
  { skipped, failed, started }: RolloutState,
  fleet: readonly Instance[],
): readonly string[] =>
  namesOf(fleet, ({ id, version }) => skipped.has(id) && !failed.has(id) && version !== started!.to)

/** Moved forward by this rollout, and not back with the others. */
export const leftAhead = (
  { skipped, trail }: RolloutState,
  fleet: readonly Instance[],
): readonly string[] => {
  if (skipped.size === 0) return []
  const touched = latestTouches(trail)
  return namesOf(fleet, ({ id, version }) => {
    const touch = touched.get(id)
    return skipped.has(id) && touch?.direction === 'forward' && version !== touch.move.from
  })
}

const namesOf = (fleet: readonly Instance[], isMeant: (instance: Instance) => boolean): readonly string[] =>
  fleet
    .filter(isMeant)
    .map(({ id }) => id)
    .toSorted(compareNames)
