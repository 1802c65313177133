const firstMilliseconds = 250
const longestMilliseconds = 15_000

/** Milliseconds until the next try: twice as long each time, and never at the same moment as everybody else's. */
export const retryPause = (tries: number, random: () => number): number =>
  Math.min(longestMilliseconds, firstMilliseconds * 2 ** Math.min(tries, 10)) * (0.5 + random() / 2)
