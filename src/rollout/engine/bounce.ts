import type { MoveResult } from '../events.ts'
import { keptOut } from './kept-out.ts'
import type { ActionResult } from './ports.ts'
import { retryPause } from './retry.ts'
import { lookPause, type Sighting } from './sightings.ts'
import { isSilent, onceItSpeaks } from './silence.ts'
import { openStopwatch } from './stopwatch.ts'
import { type Bounce, openTouch } from './touch.ts'
import { done, look, persist, result, stopped, type Way } from './way.ts'
import { bringUp, putBack } from './way-in.ts'

/**
 * One instance out of rotation, onto its version, and back: from wherever it is found. Until it is restarted it can
 * still be put back; from then on it is brought up. Never throws but for a lost lease and bugs.
 */
export const bounce = async (one: Bounce): Promise<MoveResult> => {
  const clock = openStopwatch(one.clock)
  const way: Way = { ...one, clock, touch: openTouch(one, clock.stood), drainSeconds: 0, bootSeconds: 0 }
  const first = await firstLook(way)
  const mayBoot = way.context.isAgain && isSilent(way, first)
  const seen = mayBoot ? await keptOut(way, () => onceItSpeaks(way, first)) : first
  if (seen === 'unlisted') return result(way, 'unmoved', 'it is no longer listed')
  // One that another may have restarted is not as it was only because nobody can ask it.
  if (seen === 'unseen') return result(way, way.context.isAgain ? 'failed' : 'unmoved', 'it cannot be asked')
  if (seen.version === way.move.to && seen.healthy && seen.inRotation) return result(way, 'moved')
  if (seen.version === way.move.to) return bringUp(way, async () => done)
  if (way.context.stop.aborted) return putBack(way, 'stopped before its restart')
  return (await takeOut(way)) ?? bringUp(way, () => restart(way))
}

const leastLooks = 3

const firstLook = async (way: Way): Promise<Sighting> => {
  const { clock, context } = way
  for (let looks = 0; ; looks++) {
    const seen = await look(way, looks === 0 ? 0 : lookPause(looks))
    const isOver = clock.now() >= context.deadline || context.stop.aborted
    // A process that stood still until the deadline has not looked yet.
    if (seen !== 'unseen' || (isOver && looks >= leastLooks)) return seen
  }
}

/** Out of rotation, and nothing left on it; or the result where it stays. */
const takeOut = async (way: Way): Promise<MoveResult | null> => {
  const { context, clock, touch, driver } = way
  const { stop, drainSeconds, deadline } = context
  const began = clock.now()
  const until = Math.min(deadline, began + drainSeconds * 1000)
  const may = await persist(way, until, true, () => touch.canTouch(drainSeconds))
  if (may.outcome !== 'done') {
    const why = stopped(way) ?? may.why
    return context.isAgain ? putBack(way, why) : result(way, 'unmoved', why)
  }
  if (context.handOver && driver.handOver !== undefined) {
    // Leadership moves on by itself: who leads is looked up at the last moment.
    const seen = await look(way, 0)
    if (typeof seen === 'object' && seen.role === 'leader') {
      const handed = await persist(way, until, true, () => touch.handOver(drainSeconds))
      if (handed.outcome !== 'done') return putBack(way, stopped(way) ?? `leadership stays: ${handed.why}`)
    }
  }
  if (stop.aborted) return putBack(way, 'stopped before its restart')
  const drained = driver.capabilities.drains ? await drain(way) : null
  way.drainSeconds = (clock.now() - began) / 1000
  if (drained !== null) return putBack(way, stopped(way) ?? drained)
  return stop.aborted ? putBack(way, 'stopped before its restart') : null
}

/** Why it could not be drained; null where it was. */
const drain = async (way: Way): Promise<string | null> => {
  const { context, clock, touch } = way
  const { drainSeconds, deadline, onDrainTimeout } = context
  const until = onDrainTimeout === 'wait' ? deadline : clock.now() + drainSeconds * 1000
  const left = (): number => Math.max(0, (Math.min(until, deadline) - clock.now()) / 1000)
  const drained = await persist(way, until, true, () => touch.drain(left(), false))
  if (drained.outcome === 'done') return null
  if (drained.outcome === 'failed' || onDrainTimeout !== 'force' || context.stop.aborted) return drained.why
  const forced = await persist(way, clock.now() + drainSeconds * 1000, true, () =>
    touch.drain(drainSeconds, true),
  )
  return forced.outcome === 'done' ? null : forced.why
}

/**
 * Where it will not restart it stays out, for who knows what state it is in. Blind is the answer only where it was
 * stopped while nobody could tell whether it still gets requests: nothing was restarted.
 */
const restart = async (way: Way): Promise<ActionResult> => {
  const { context, clock, touch, move, random } = way
  const began = clock.now()
  const until = Math.min(context.deadline, began + context.healthySeconds * 1000)
  for (let tries = 0; ; tries++) {
    const since = clock.now()
    const answer = await touch.restart()
    if (answer.outcome === 'done' || answer.outcome === 'failed') return answer
    if (answer.outcome === 'blind' && context.stop.aborted) return answer
    const isBlind = answer.outcome === 'blind' && !clock.isSpent()
    // It may have happened although nobody said so.
    const seen = await look(way, lookPause(tries))
    if (typeof seen === 'object' && seen.version === move.to) return done
    const pause = retryPause(tries, random)
    if (!isBlind && clock.now() + pause >= until) return answer
    await clock.sleep(pause, isBlind ? context.stop : undefined)
    if (isBlind) clock.discount(clock.now() - since)
  }
}
