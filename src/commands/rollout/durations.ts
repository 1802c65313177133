/** How long things took in the last rollout of a service: what the next plan expects. */
import type { RolloutEvent } from '../../rollout/events.ts'
import type { Durations } from '../../rollout/layout.ts'

/** A batch is done when its slowest is, so what three quarters stay below is nearer than the middle. */
const mostOf = (values: readonly number[]): number | undefined => {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length * 0.75)]
}

/** Times include the unbroken health that is asked for; it is taken off, because a plan adds it. */
export const durationsIn = (events: readonly RolloutEvent[], minHealthySeconds: number): Durations => {
  const moved = events.flatMap((event) =>
    event.event === 'moved' ? event.results.filter(({ outcome }) => outcome === 'moved') : [],
  )
  const drain = mostOf(moved.map(({ drainSeconds }) => drainSeconds))
  const boot = mostOf(moved.map(({ bootSeconds }) => Math.max(0, bootSeconds - minHealthySeconds)))
  return {
    ...(drain === undefined ? {} : { drainSeconds: drain }),
    ...(boot === undefined ? {} : { bootSeconds: boot }),
  }
}
