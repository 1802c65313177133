import { setTimeout as pause } from 'node:timers/promises'

/** Asks again every 20 ms until the answer is there; a rig that does not get up must say what it waited for. */
export const until = async <Value>(
  what: string,
  ask: () => Promise<Value | null | false>,
  seconds = 30,
): Promise<Value> => {
  const end = performance.now() + seconds * 1000
  for (;;) {
    const answer = await ask().catch(() => null)
    if (answer !== null && answer !== false) return answer
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}`)
    await pause(20)
  }
}
