import type { MovedEvent } from '../events.ts'
import { balancedNames, minus, tallyNames } from '../metering.ts'
import type { Session } from './session.ts'
import type { Counted } from './traffic.ts'

/** How long a batch waits for the first look: what does not answer by then does not hold up anybody. */
const mostMilliseconds = 250

/** What was counted since; nothing where a look told nothing. */
export type CountedMeanwhile = () => Promise<Pick<MovedEvent, 'served' | 'balanced'>>

/**
 * Looks at the counters before a batch goes out, so that all it costs is counted, and answers a function that looks
 * again and tells what was counted in between.
 */
export const countFrom = async (session: Session): Promise<CountedMeanwhile> => {
  if (session.options.metrics.length === 0) return async () => ({})
  const over = new AbortController()
  const first = session.look().then((): Counted => session.counted())
  const late = session.options.clock.sleep(mostMilliseconds, over.signal)
  await Promise.race([first, late]).finally(() => over.abort())
  return async () => {
    const before = await first
    await session.look()
    const after = session.counted()
    return {
      ...(before.served && after.served && { served: minus(tallyNames, after.served, before.served) }),
      ...(before.balanced &&
        after.balanced && { balanced: minus(balancedNames, after.balanced, before.balanced) }),
    }
  }
}
