import type { WatchedLedger } from '../../ledger/ledger.ts'
import type { Journal } from '../../rollout/engine/ports.ts'
import type { RolloutEvent, StartedEvent } from '../../rollout/events.ts'
import { type JournalWriter, openJournal } from './journal.ts'
import { rolloutId } from './journal-name.ts'
import { newestRollout } from './journal-newest.ts'

/** `under-way`: another rollout of the service has not ended; `journal` is that one's. */
export interface Begun {
  readonly outcome: 'begun' | 'under-way'
  readonly journal: Journal
}

/** Whether the next may begin. An abort after success takes a rollout up again, to go back. */
export const hasEnded = (events: readonly RolloutEvent[]): boolean => {
  const end = events.findLastIndex(({ event }) => event === 'ended')
  const last = events[end]
  if (last?.event !== 'ended') return false
  const since = events.slice(end + 1)
  const isAborted = since.some((event) => event.event === 'command' && event.command === 'abort')
  return !(last.outcome === 'succeeded' && isAborted) && !since.some(({ event }) => event === 'turned-back')
}

/** The journal of a service's newest rollout; undefined where there is none. */
export const openNewestJournal = async (
  ledger: WatchedLedger,
  service: string,
  writer: JournalWriter,
): Promise<Journal | undefined> => {
  const number = await newestRollout(ledger, service)
  return number === 0 ? undefined : openJournal(ledger, rolloutId({ service, number }), writer)
}

/**
 * Begins the next rollout of the service, unless one is under way. Of several who begin at once one does; whoever tells
 * the same start again after a lost answer is told `begun`. Throws SourceError where the ledger fails.
 */
export const beginRollout = async (
  ledger: WatchedLedger,
  started: StartedEvent,
  writer: JournalWriter,
): Promise<Begun> => {
  const { service } = started
  for (;;) {
    const newest = await newestRollout(ledger, service)
    const last =
      newest === 0 ? undefined : openJournal(ledger, rolloutId({ service, number: newest }), writer)
    const isOver = last === undefined || hasEnded(await last.read())
    const journal = isOver ? openJournal(ledger, rolloutId({ service, number: newest + 1 }), writer) : last
    if ((await journal.append(started, 0)) === 'written') return { outcome: 'begun', journal }
    if (!isOver) return { outcome: 'under-way', journal }
  }
}
