import type { Clock } from './ports.ts'

/** Time as it counts against an instance: while nobody can say anything about it, it stands still. */
export interface Stopwatch extends Clock {
  /** Milliseconds it has stood still. */
  readonly stood: () => number
  /** So much of what has passed does not count. */
  readonly discount: (milliseconds: number) => void
  /** It will not stand still any more. */
  readonly isSpent: () => boolean
}

/** A batch nobody can see is left long before; this is for a driver that sees the fleet and never who is asked for. */
const mostMilliseconds = 3_600_000

export const openStopwatch = (clock: Clock): Stopwatch => {
  let stood = 0
  return {
    now: () => clock.now() - stood,
    sleep: clock.sleep,
    stood: () => stood,
    discount: (milliseconds) => {
      stood = Math.min(mostMilliseconds, stood + milliseconds)
    },
    isSpent: () => stood >= mostMilliseconds,
  }
}
