/** What a rollout cannot see or write, as a line of a log: nobody watches that live, so it is told once it has lasted. */
import type { Live } from '../rollout/engine/options.ts'
import { sayWait } from '../rollout/judge-words.ts'
import { neutralise } from './escaping.ts'
import { clockTime } from './times.ts'

/** Since when there is trouble, and whether people know. */
export interface Trouble {
  readonly since: number | null
  readonly isTold: boolean
}

export const noTrouble: Trouble = { since: null, isTold: false }

/** What mends itself sooner is no news. */
const newsMilliseconds = 10_000

/** The trouble after one more look, and the line to print for it, if any. Times are UTC. */
export const tellTrouble = (
  { since, isTold }: Trouble,
  { now, trouble }: Pick<Live, 'now' | 'trouble'>,
): { readonly trouble: Trouble; readonly line: string | null } => {
  const time = clockTime(new Date(now))
  if (trouble === '') {
    const over =
      isTold && since !== null ? `${time} the trouble is over after ${sayWait((now - since) / 1000)}` : null
    return { trouble: noTrouble, line: over }
  }
  const began = since ?? now
  const isNews = !isTold && now - began >= newsMilliseconds
  return {
    trouble: { since: began, isTold: isTold || isNews },
    line: isNews ? `${time} TROUBLE ${neutralise(trouble)}` : null,
  }
}
