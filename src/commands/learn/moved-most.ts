/** The failures that moved the model the most, for people who ask whether they are true. */
import type { MovedMost } from '../../domain/learned.ts'
import type { Influence } from './bounds.ts'
import { nameChange } from './change-name.ts'

const most = 3
/** Less than this nobody needs to know. */
const leastTimes = 1.05

/** Of a change that failed in several environments the strongest. */
export const movedMost = (
  influences: readonly Influence[],
  messageOf: (sha: string) => Promise<string | null>,
): Promise<readonly MovedMost[]> => {
  const strongest = new Map<string, Influence>()
  for (const influence of influences)
    if (influence.times > (strongest.get(influence.sha)?.times ?? leastTimes))
      strongest.set(influence.sha, influence)
  return Promise.all(
    [...strongest.values()]
      .toSorted((one, other) => other.times - one.times || (one.sha < other.sha ? -1 : 1))
      .slice(0, most)
      .map(async ({ sha, cause, times }) => ({
        ...nameChange(sha, await messageOf(sha)),
        sha,
        cause,
        times: Math.round(times * 100) / 100,
      })),
  )
}
