import { SourceError } from '../../domain/errors.ts'
import type { Instance } from '../fleet.ts'
import { bounded } from './bounded.ts'
import type { Clock, InstanceDriver } from './ports.ts'

/** `unlisted`: the driver does not know it any more · `unseen`: nobody could be asked. */
export type Sighting = Instance | 'unlisted' | 'unseen'

/**
 * Looks at instances for many that wait: one question for all of them, at the moment the first is due. Where questions
 * take long they are asked less often: whoever can wait at all waits so long that looking takes a third of the time.
 */
export interface Sightings {
  /** In so many milliseconds, or a little later; 0 is now. */
  readonly look: (id: string, milliseconds: number) => Promise<Sighting>
}

interface Waiting {
  readonly id: string
  readonly due: number
  readonly seen: (sighting: Sighting) => void
  readonly fail: (error: unknown) => void
}

const observeMilliseconds = 30_000

export const openSightings = (driver: InstanceDriver, clock: Clock): Sightings => {
  let waiting: Waiting[] = []
  let isLooking = false
  let hurry = new AbortController()
  let restsUntil = 0

  const observe = async (ids: readonly string[]): Promise<ReadonlyMap<string, Instance> | null> => {
    try {
      const seen = await bounded(clock, observeMilliseconds, 'the driver', (signal) =>
        driver.observe(signal, ids),
      )
      return new Map(seen.map((instance) => [instance.id, instance]))
    } catch (error) {
      if (error instanceof SourceError) return null
      throw error
    }
  }
  const lookOnce = async (): Promise<void> => {
    const due = Math.min(...waiting.map((one) => one.due))
    if (due > clock.now()) {
      hurry = new AbortController()
      await clock.sleep(due - clock.now(), hurry.signal)
      // Somebody may be due earlier than those we slept for.
      if (hurry.signal.aborted) return
    }
    const asking = waiting
    waiting = []
    const began = clock.now()
    try {
      const seen = await observe([...new Set(asking.map(({ id }) => id))])
      for (const one of asking) one.seen(seen === null ? 'unseen' : (seen.get(one.id) ?? 'unlisted'))
    } catch (error) {
      for (const one of asking) one.fail(error)
    }
    const took = clock.now() - began
    restsUntil = clock.now() + Math.min(longestMilliseconds, restShare * took)
    // Whoever was told asks again before the next round begins.
    await Promise.resolve()
  }
  const pump = async (): Promise<void> => {
    // All that begin at the same moment are asked for together.
    await Promise.resolve()
    while (waiting.length > 0) await lookOnce()
    isLooking = false
  }
  return {
    look: (id, milliseconds) =>
      new Promise((seen, fail) => {
        const due = clock.now() + milliseconds
        waiting.push({ id, due: milliseconds === 0 ? due : Math.max(due, restsUntil), seen, fail })
        if (isLooking) return hurry.abort()
        isLooking = true
        void pump()
      }),
  }
}

const firstMilliseconds = 20
const longestMilliseconds = 1000
const restShare = 2

/** How long to wait before looking again: a tenth, or another share, of the time waited so far: no more is lost. */
export const lookPause = (looks: number, share = 0.1): number =>
  Math.min(longestMilliseconds, Math.round(firstMilliseconds * (1 + share) ** Math.min(looks, 200)))

/** While health is only verified: ten looks, the last of them when the time is over and not just before. */
export const verifyPause = (millisecondsLeft: number, milliseconds: number): number => {
  const usual = Math.min(longestMilliseconds, Math.max(firstMilliseconds, milliseconds / 10))
  return Math.max(1, millisecondsLeft < 1.5 * usual ? millisecondsLeft : usual)
}
