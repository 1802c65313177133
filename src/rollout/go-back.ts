import type { RolloutPlan } from '../config/rollout/plan.ts'
import type { Decision } from './decision.ts'
import type { Instance } from './fleet.ts'
import { holdForPeople } from './hold.ts'
import { sayCount } from './judge-words.ts'
import { leftAhead } from './left-apart.ts'
import { begin, isStalled, listed, settle } from './next-step.ts'
import type { RolloutState } from './state.ts'
import { nextBack, wayBack } from './way-back.ts'
import type { World } from './world.ts'

/** Batch after batch, newest first, until nobody is left who can be moved back. */
export const goBack = (
  state: RolloutState,
  fleet: readonly Instance[],
  plan: RolloutPlan,
  world: World,
): Decision => {
  const next = nextBack(state, fleet, plan, world)
  const why = state.turned?.why ?? ''
  const ahead = leftAhead(state, fleet)
  const skipped = ahead.length > 0 && { skipped: ahead }
  const freeze = (ids: readonly string[], because: string): Decision => ({
    kind: 'end',
    outcome: 'frozen',
    why: `${why}; ${because}`,
    instances: listed(ids, fleet),
    ...skipped,
  })
  if (next.outcome === 'complete')
    return next.remaining.length === 0
      ? { kind: 'end', outcome: 'rolled-back', why, instances: [], ...skipped }
      : freeze(next.remaining, `${sayCount(next.remaining.length, 'instance')} could not be moved back`)
  if (next.outcome === 'closed') return holdForPeople(state, world, { ...next, reason: 'window' })
  if (next.outcome === 'stuck') {
    if (!isStalled(world.stuckSince, plan, world))
      return { kind: 'wait', until: null, why: next.why, reason: 'stuck' }
    const { going, givenUp } = wayBack(state, fleet)
    return freeze([...going.map(({ instance }) => instance.id), ...givenUp], next.why)
  }
  return settle(state, world) ?? begin(state, 'back', next)
}
