import type { RolloutState } from './state.ts'
import type { World } from './world.ts'

export type WaitReason = 'paused' | 'baking' | 'window' | 'settling' | 'stuck'

interface Waiting {
  /** Null: nobody knows how long, look again soon. */
  readonly until: number | null
  readonly why: string
  readonly reason: WaitReason
}

export type Hold =
  | ({ readonly kind: 'wait' } & Waiting)
  | { readonly kind: 'park'; readonly until: number; readonly why: string }

/**
 * Waits, or parks where that takes longer than anybody should sit there. Where nobody knows how long (`until` null), it
 * has waited since then.
 */
export const hold = (
  state: RolloutState,
  { now, longestWaitSeconds }: World,
  { until, why, reason }: Waiting,
  since: number = state.changedAt,
): Hold => {
  const longest = longestWaitSeconds * 1000
  if (until !== null)
    return until - now > longest ? { kind: 'park', until, why } : { kind: 'wait', until, why, reason }
  const begun = state.paused === null ? since : Math.max(since, Date.parse(state.paused.at))
  return now - begun >= longest
    ? { kind: 'park', until: now + longest, why }
    : { kind: 'wait', until: null, why, reason }
}

/**
 * The same for what only a person can end. Whoever was woken to look once more does not begin to wait anew: it counts
 * from when the rollout last went on, whoever led it then.
 */
export const holdForPeople = (state: RolloutState, world: World, waiting: Waiting): Hold =>
  hold(state, world, waiting, state.wentOnAt)

export const pause = (state: RolloutState, world: World): Hold => {
  const { by, reason } = state.paused!
  const why = `paused by ${by}${reason === '' ? '' : ` "${reason}"`}`
  return holdForPeople(state, world, { until: null, why, reason: 'paused' })
}
