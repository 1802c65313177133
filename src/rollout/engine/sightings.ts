import { SourceError } from '../../domain/errors.ts'
import type { Instance } from '../fleet.ts'
import { bounded } from './bounded.ts'
import type { Clock, InstanceDriver } from './ports.ts'

/** `unlisted`: the driver does not know it any more · `unseen`: nobody could be asked. */
export type Sighting = Instance | 'unlisted' | 'unseen'

/** Looks at instances for many that wait: one question for all of them, at the moment the first is due. */
export interface Sightings {
  /** In so many milliseconds, or a little later. */
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
    try {
      const seen = await observe([...new Set(asking.map(({ id }) => id))])
      for (const one of asking) one.seen(seen === null ? 'unseen' : (seen.get(one.id) ?? 'unlisted'))
    } catch (error) {
      for (const one of asking) one.fail(error)
    }
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
        waiting.push({ id, due: clock.now() + milliseconds, seen, fail })
        if (isLooking) return hurry.abort()
        isLooking = true
        void pump()
      }),
  }
}

const firstMilliseconds = 25
const longestMilliseconds = 1000

/** How long to wait before looking again: a tenth of the time waited so far, so that no more than that is lost. */
export const lookPause = (looks: number): number =>
  Math.min(longestMilliseconds, Math.round(firstMilliseconds * 1.1 ** Math.min(looks, 100)))
