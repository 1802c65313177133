import type { Layout } from './layout.ts'
import type { WaveTimes } from './schedule.ts'

/** A wave that windows hold up, before it begins or inside. */
export interface PlannedWait {
  /** Counted from 1. */
  readonly wave: number
  /** ISO 8601 in UTC. */
  readonly from: string
  readonly until: string
  /** Names of the windows that hold when it begins to wait. */
  readonly windows: readonly string[]
  /** How many of the wave are moved after it, before it waits again. */
  readonly instances: number
}

/** What is shorter nobody plans around. */
const leastMilliseconds = 60_000

/** Where the plan of a service stands still because of windows; `now` is when it is asked for, milliseconds. */
export const waitsOf = (
  { waves, calendar, batchSeconds }: Layout,
  times: readonly WaveTimes[],
  now: number,
): readonly PlannedWait[] => {
  const waits: PlannedWait[] = []
  let readyAt = now
  for (const [wave, { batches }] of waves.entries()) {
    for (const [at, { turns }] of batches.entries()) {
      const { scope } = turns[0]!
      const opensAt = calendar.nextOpen(scope, readyAt, batchSeconds) ?? readyAt
      const last = waits.at(-1)
      if (opensAt - readyAt >= leastMilliseconds) {
        const holding = calendar.holdingAt(scope, readyAt)
        waits.push({
          wave: wave + 1,
          from: new Date(readyAt).toISOString(),
          until: new Date(opensAt).toISOString(),
          // None holds now where one that is to come leaves too little time.
          windows: holding.length > 0 ? holding : calendar.namesOf(scope),
          instances: turns.length,
        })
      } else if (last?.wave === wave + 1)
        waits[waits.length - 1] = { ...last, instances: last.instances + turns.length }
      readyAt = times[wave]!.batches[at]!.until
    }
    readyAt = times[wave]!.bake.until
  }
  return waits
}
