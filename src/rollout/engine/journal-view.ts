import { isDeepStrictEqual } from 'node:util'
import { SourceError } from '../../domain/errors.ts'
import type { RolloutEvent } from '../events.ts'
import { fold } from '../fold.ts'
import { type RolloutState, unborn } from '../state.ts'
import type { Journal } from './ports.ts'

/** The journal as far as it was read, folded. One reads or writes at a time, so that nobody sees half of it. */
export interface JournalView {
  readonly state: () => RolloutState
  /** @throws SourceError where it cannot be read, or is not a rollout's. */
  readonly refresh: () => Promise<RolloutState>
  /**
   * Written after all that is known here, or `outrun` and read again; also where more is known by now than the `seen`
   * events it was decided on. Where the answer was lost, the journal itself says whether the event is in it.
   * @throws SourceError where nobody knows, and for an event that cannot stand there, before it is written.
   */
  readonly append: (event: RolloutEvent, seen?: number) => Promise<'written' | 'outrun'>
  /** Called whenever somebody else's events were read. */
  readonly onNews: (listener: (state: RolloutState) => void) => void
}

export const openView = (journal: Journal): JournalView => {
  let state = unborn
  let tail: Promise<unknown> = Promise.resolve()
  const listeners: ((state: RolloutState) => void)[] = []
  const alone = <T>(work: () => Promise<T>): Promise<T> => {
    const done = tail.then(work)
    tail = done.catch(() => undefined)
    return done
  }
  const read = async (): Promise<readonly RolloutEvent[]> => {
    const events = await journal.read()
    if (events.length < state.count)
      throw new SourceError(
        `journal ${journal.id} holds ${events.length} events and held ${state.count}; somebody cut it: verify the ledger (\`replay\`)`,
      )
    if (events.length === state.count) return []
    const news = events.slice(state.count)
    state = fold(news, state)
    for (const listener of listeners) listener(state)
    return news
  }
  const isIn = async (event: RolloutEvent): Promise<boolean> =>
    (await read()).some((other) =>
      Object.entries(event).every(([key, value]) =>
        isDeepStrictEqual(other[key as keyof RolloutEvent], value),
      ),
    )
  return {
    state: () => state,
    refresh: () =>
      alone(async () => {
        await read()
        return state
      }),
    append: (event, seen) =>
      alone(async () => {
        if (seen !== undefined && seen !== state.count) return 'outrun'
        const after = fold([event], state)
        try {
          if ((await journal.append(event, state.count)) === 'written') {
            state = after
            return 'written'
          }
        } catch (error) {
          if (await isIn(event)) return 'written'
          throw error
        }
        return (await isIn(event)) ? 'written' : 'outrun'
      }),
    onNews: (listener) => void listeners.push(listener),
  }
}
