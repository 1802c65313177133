import type { Clock } from '../../../src/rollout/engine/ports.ts'

/** Time that passes only when everybody waits for it. */
export interface VirtualClock extends Clock {
  /** Lets time pass until the work is done. @throws Error where everybody waits for something that never comes. */
  readonly run: <T>(work: Promise<T>) => Promise<T>
}

interface Timer {
  readonly at: number
  readonly order: number
  readonly ring: () => void
}

export const virtualClock = (begin: number): VirtualClock => {
  let now = begin
  let order = 0
  // A heap would be quicker for many; there are never more than a few dozen.
  let timers: Timer[] = []
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        const timer = { at: now + Math.max(0, milliseconds), order: order++, ring: resolve }
        timers.push(timer)
        signal?.addEventListener(
          'abort',
          () => {
            timers = timers.filter((other) => other !== timer)
            resolve()
          },
          { once: true },
        )
      }),
    run: async (work) => {
      let isDone = false
      const settled = work.finally(() => {
        isDone = true
      })
      settled.catch(() => undefined)
      for (;;) {
        await new Promise((resolve) => setImmediate(resolve))
        if (isDone) return settled
        let next: Timer | null = null
        for (const timer of timers)
          if (next === null || timer.at < next.at || (timer.at === next.at && timer.order < next.order))
            next = timer
        if (next === null) throw new Error('everybody waits for something that never comes')
        const due = next
        timers = timers.filter((timer) => timer !== due)
        now = Math.max(now, due.at)
        due.ring()
      }
    },
  }
}
