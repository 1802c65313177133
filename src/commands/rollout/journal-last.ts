import { SourceError } from '../../domain/errors.ts'
import type { Journal, JournaledEvent } from '../../rollout/engine/ports.ts'
import type { RolloutEvent } from '../../rollout/events.ts'

/** Each try that fails is one in which somebody else wrote. */
const mostTries = 50

/**
 * Writes after whatever is there by then, as people's commands are: `compose` sees all events, again whenever somebody
 * was faster, and answers undefined where there is nothing to say any more. Answers what was written.
 * Throws SourceError where others always were faster.
 */
export const appendLast = async <Event extends RolloutEvent>(
  journal: Journal,
  compose: (events: readonly JournaledEvent[]) => Event | undefined,
): Promise<Event | undefined> => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const events = await journal.read()
    const event = compose(events)
    if (event === undefined) return undefined
    if ((await journal.append(event, events.length)) === 'written') return event
  }
  throw new SourceError(
    `rollout ${journal.id}: others wrote first ${mostTries} times; the command was not remembered, give it again`,
  )
}
