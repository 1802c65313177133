import { SourceError } from '../../domain/errors.ts'
import { LeaseLost } from './lead.ts'
import type { Bounce, Touch } from './touch.ts'

/** Who is kept out, by whom, and on which clock. */
type Kept = Pick<Bounce, 'driver' | 'clock'> & { readonly touch: Touch }

/** Requests are kept from it while the work lasts. */
export const keptOut = async <Value>(way: Kept, work: () => Promise<Value>): Promise<Value> => {
  const isOver = new AbortController()
  const keeping = keepOut(way, isOver.signal)
  const value = await work().finally(() => isOver.abort())
  // What is under way there must not take out again what is put back next.
  await keeping
  return value
}

const keepMilliseconds = 50

/**
 * A load balancer that is reloaded meanwhile forgets whom it was to leave alone, and would send requests to nobody, or
 * to somebody who has not proven its health. Where there are several, nobody would notice: seen as a whole, it is out.
 */
export const keepOut = async ({ driver, clock, touch }: Kept, over: AbortSignal): Promise<void> => {
  if (driver.keepOut === undefined) return
  try {
    while (!over.aborted) {
      await touch.keepOut(over)
      await clock.sleep(keepMilliseconds, over)
    }
  } catch (error) {
    // Whoever waits for its health learns of a lost lease when it next touches anything.
    if (!(error instanceof LeaseLost || error instanceof SourceError)) throw error
  }
}
