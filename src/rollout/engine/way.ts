import type { MoveResult } from '../events.ts'
import type { ActionResult } from './ports.ts'
import { retryPause } from './retry.ts'
import type { Sighting } from './sightings.ts'
import type { Stopwatch } from './stopwatch.ts'
import type { Bounce, Touch } from './touch.ts'

/** One instance on its way, and how it went so far. */
export interface Way extends Bounce {
  /** Stands still while nobody can be asked. */
  readonly clock: Stopwatch
  readonly touch: Touch
  drainSeconds: number
  bootSeconds: number
}

export const result = (
  { move, drainSeconds, bootSeconds }: Way,
  outcome: MoveResult['outcome'],
  why = '',
): MoveResult => ({ id: move.id, outcome, why, drainSeconds, bootSeconds })

export const done: ActionResult = { outcome: 'done' }

/** Why it is not restarted any more; null where nobody has stopped it. */
export const stopped = ({ context }: Way): string | null =>
  context.stop.aborted ? 'stopped before its restart' : null

/** In so many milliseconds. What passes until somebody can be asked does not count. */
export const look = async ({ sightings, move, clock }: Way, milliseconds: number): Promise<Sighting> => {
  const since = clock.now()
  const seen = await sightings.look(move.id, milliseconds)
  if (seen === 'unseen') clock.discount(clock.now() - since)
  return seen
}

/**
 * Asked again while nobody knows, or it is not yet possible: until it is done, it will not be, or time is over. Time in
 * which those who must be asked are silent does not count.
 */
export const persist = async (
  { clock, random, context }: Way,
  until: number,
  isStoppable: boolean,
  ask: () => Promise<ActionResult>,
): Promise<ActionResult> => {
  for (let tries = 0; ; tries++) {
    const since = clock.now()
    const answer = await ask()
    if (answer.outcome === 'done' || answer.outcome === 'failed') return answer
    const isBlind = answer.outcome === 'blind' && !clock.isSpent()
    const pause = retryPause(tries, random)
    if ((isStoppable && context.stop.aborted) || (!isBlind && clock.now() + pause >= until)) return answer
    await clock.sleep(pause, isStoppable ? context.stop : undefined)
    if (isBlind) clock.discount(clock.now() - since)
    if (isStoppable && context.stop.aborted) return answer
  }
}
