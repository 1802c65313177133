import type { Instance } from '../fleet.ts'
import { latestTouches } from '../trail.ts'
import { contextOf } from './move-context.ts'
import type { Session } from './session.ts'

/**
 * Whom no batch holds, where it belongs: a load balancer that was reloaded forgets whom it was to leave alone, and one
 * that was given an old state back leaves alone who serves. What failed on the way forward must stay out until it goes
 * back, and what failed on the way back is not let in from here; everybody else is in. Nothing more is begun once it is
 * `over`, when another batch may hold them: whoever moves that waits for the rest. Answers whether somebody was to be
 * let in, so that the fleet is not as it was observed any more.
 */
export const keepRotation = async (
  session: Session,
  fleet: readonly Instance[],
  over?: AbortSignal,
): Promise<boolean> => {
  const { view, lead, options } = session
  const { mover } = options
  const { failed, skipped, trail, batches, open } = view.state()
  const moving = new Set(open?.instances.map(({ id }) => id))
  const ours = fleet.filter(({ id }) => !skipped.has(id) && !moving.has(id))
  const touches = failed.size === 0 ? null : latestTouches(trail)
  const isOut = ({ id }: Instance): boolean => failed.has(id) && touches?.get(id)?.direction === 'forward'
  const context = () => {
    const stop = over === undefined ? lead.lost : AbortSignal.any([lead.lost, over])
    return contextOf(session, { batch: Math.max(0, batches - 1), moves: [] }, stop)
  }
  // Also who is seen out of rotation: of several load balancers one may let it in, and that is no rotation yet.
  const out = ours.filter(isOut)
  if (out.length > 0) await mover.keepOut?.(out, context())
  // What failed on the way back may be on either version: a person looks at it before it gets requests again.
  const absent = ours.filter((one) => one.healthy && !one.inRotation && !failed.has(one.id))
  if (absent.length === 0 || over?.aborted === true) return false
  return (await mover.keepIn?.(absent, context())) ?? false
}
