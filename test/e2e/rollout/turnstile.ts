/** Lets so many tests of a file be under way at once: fewer than may be concurrent, where each loads the machine. */
import type { AtEnd } from './drill.ts'

/** Answers what a test calls first: it waits for its turn, and keeps it until whatever it opens later is closed. */
export const openTurnstile = (most: number): ((onTestFinished: AtEnd) => Promise<void>) => {
  let free = most
  const waiting: (() => void)[] = []
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return async (onTestFinished) => {
    if (free > 0) free -= 1
    else await new Promise<void>((go) => waiting.push(go))
    onTestFinished(leave)
  }
}
