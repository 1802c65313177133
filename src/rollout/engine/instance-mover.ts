import type { Move, MoveResult } from '../events.ts'
import { bounce } from './bounce.ts'
import { keepOut } from './kept-out.ts'
import { whileLeading } from './lapse.ts'
import { LeaseLost } from './lead.ts'
import type { Clock, InstanceDriver, Mover } from './ports.ts'
import { openSightings } from './sightings.ts'
import { type Bounce, openTouch, type Touch } from './touch.ts'

/** For what should be done at once; whoever is not back by then is looked at again soon. */
const keepInMilliseconds = 5000

/** One that goes wrong in a way nobody foresaw must not take the others' results with it. */
const bounceSafely = async (one: Bounce): Promise<MoveResult> => {
  try {
    return await bounce(one)
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    const why = error instanceof Error ? error.message : String(error)
    return { id: one.move.id, outcome: 'failed', why, drainSeconds: 0, bootSeconds: 0 }
  }
}

/**
 * Moves instances with a driver's verbs: all of a batch side by side, each out of rotation, restarted, healthy without a
 * break, and back. Nothing is remembered from one call to the next: how far an earlier try got is seen by looking.
 */
export const instanceMover = (
  driver: InstanceDriver,
  { clock, random }: { readonly clock: Clock; readonly random: () => number },
): Mover => {
  const sightings = openSightings(driver, clock)
  return {
    settleSeconds: driver.capabilities.settleSeconds,
    rollsWaves: false,
    observe: (signal) => driver.observe(signal),
    close: () => driver.close(),
    move: async (moves, context) => {
      const over = new AbortController()
      const keeping: Promise<void>[] = []
      const moveOne = async (move: Move): Promise<MoveResult> => {
        const one: Bounce = { move, driver, clock, context, sightings, random }
        const result = await bounceSafely(one)
        // Of the whole batch it is told at once who failed, and until then nobody else keeps it out.
        if (result.outcome === 'failed')
          keeping.push(keepOut({ driver, clock, touch: openTouch(one) }, over.signal))
        return result
      }
      try {
        return await Promise.all(moves.map(moveOne))
      } finally {
        over.abort()
        await Promise.all(keeping)
      }
    },
    keepOut: async (fleet, context) => {
      const { keepOut, capabilities } = driver
      const touchOf = (id: string): Touch =>
        openTouch({ move: { id, from: '', to: '' }, driver, clock, context, sightings, random })
      if (keepOut !== undefined) await Promise.all(fleet.map(({ id }) => touchOf(id).keepOut(context.stop)))
      else if (capabilities.drains)
        await Promise.all(
          fleet
            .filter(({ inRotation }) => inRotation)
            .map(({ id }) => touchOf(id).drain(context.drainSeconds, false)),
        )
    },
    keepIn: async (fleet, { mayAct, isLapsed, epoch, operation, stop }) => {
      const { keepIn } = driver
      if (keepIn === undefined) return false
      await mayAct()
      const deadline = clock.now() + keepInMilliseconds
      const answers = await whileLeading(stop, isLapsed, (signal) =>
        Promise.all(
          fleet.map(({ id, version }) => keepIn(id, { version, epoch, operation, deadline, signal })),
        ),
      )
      return answers.some((answer) => answer !== null)
    },
  }
}
