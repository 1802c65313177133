/** A journal that tells every event once, whoever wrote it, as soon as this process has seen it. */
import type { Journal, JournaledEvent } from '../../rollout/engine/ports.ts'

export const watchJournal = (
  journal: Journal,
  /** Who writes here. */
  actor: string,
  /** Positions count from 0. */
  tell: (event: JournaledEvent, position: number) => void,
): Journal => {
  let told = 0
  const catchUp = async (): Promise<readonly JournaledEvent[]> => {
    const events = await journal.read()
    for (; told < events.length; told += 1) tell(events[told]!, told)
    return events
  }
  return {
    id: journal.id,
    read: catchUp,
    append: async (event, seen) => {
      const answer = await journal.append(event, seen)
      if (answer === 'outrun') return answer
      // What was just written need not be read to be told.
      if (told === seen) tell({ ...event, actor }, told++)
      else await catchUp()
      return answer
    },
  }
}
