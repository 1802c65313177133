import type { MoveResult } from '../events.ts'
import { bounce } from './bounce.ts'
import { LeaseLost } from './lead.ts'
import type { KeepingMover } from './options.ts'
import type { Clock, InstanceDriver } from './ports.ts'
import { openSightings } from './sightings.ts'
import { type Bounce, openTouch } from './touch.ts'

/**
 * Moves instances with a driver's verbs: all of a batch side by side, each out of rotation, restarted, healthy without a
 * break, and back. Nothing is remembered from one call to the next: how far an earlier try got is seen by looking.
 */
export const instanceMover = (
  driver: InstanceDriver,
  { clock, random }: { readonly clock: Clock; readonly random: () => number },
): KeepingMover => {
  const sightings = openSightings(driver, clock)
  return {
    settleSeconds: driver.capabilities.settleSeconds,
    rollsWaves: false,
    observe: (signal) => driver.observe(signal),
    close: () => driver.close(),
    move: (moves, context) =>
      Promise.all(
        moves.map(async (move): Promise<MoveResult> => {
          const one: Bounce = { move, driver, clock, context, sightings, random }
          try {
            return await bounce(one)
          } catch (error) {
            if (error instanceof LeaseLost) throw error
            // One that goes wrong in a way nobody foresaw must not take the others' results with it.
            const why = error instanceof Error ? error.message : String(error)
            return { id: move.id, outcome: 'failed', why, drainSeconds: 0, bootSeconds: 0 }
          }
        }),
      ),
    keepOut: async (ids, context) => {
      if (!driver.capabilities.drains) return
      await Promise.all(
        ids.map((id) => {
          const one: Bounce = {
            move: { id, from: '', to: '' },
            driver,
            clock,
            context,
            sightings,
            random,
          }
          return openTouch(one).drain(context.drainSeconds, false)
        }),
      )
    },
  }
}
