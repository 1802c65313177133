import type { WatchedLedger } from '../../ledger/ledger.ts'
import type { Journal } from '../../rollout/engine/ports.ts'
import type { EndedEvent, RolloutEvent, StartedEvent } from '../../rollout/events.ts'
import { fold } from '../../rollout/fold.ts'
import { type JournalWriter, openJournal } from './journal.ts'
import { appendLast } from './journal-last.ts'
import { rolloutId } from './journal-name.ts'
import { newestRollout } from './journal-newest.ts'

/** `under-way`: another rollout of the service has not ended; `journal` is that one's. */
export interface Begun {
  readonly outcome: 'begun' | 'under-way'
  readonly journal: Journal
}

/** Whether the next may begin. An abort takes a rollout that succeeded or froze up again, to go back. */
export const hasEnded = (events: readonly RolloutEvent[]): boolean => {
  const end = events.findLastIndex(({ event }) => event === 'ended')
  const last = events[end]
  if (last?.event !== 'ended') return false
  const since = events.slice(end + 1)
  const isAborted = since.some((event) => event.event === 'command' && event.command === 'abort')
  const mayGoBack = last.outcome === 'succeeded' || last.outcome === 'frozen'
  return !(mayGoBack && isAborted) && !since.some(({ event }) => event === 'turned-back')
}

/** The journal of a service's newest rollout that may have moved anybody; undefined where there is none. */
export const openNewestJournal = async (
  ledger: WatchedLedger,
  service: string,
  writer: JournalWriter,
): Promise<Journal | undefined> => (await findNewest(ledger, service, writer)).journal

/** One that gave way before it moved anybody does not hide the one before. */
const findNewest = async (
  ledger: WatchedLedger,
  service: string,
  writer: JournalWriter,
): Promise<{ readonly newest: number; readonly journal: Journal | undefined }> => {
  const newest = await newestRollout(ledger, service)
  for (let number = newest; number > 0; number--) {
    const journal = openJournal(ledger, rolloutId({ service, number }), writer)
    const hasGivenWay = (await journal.read()).some(
      (event) => event.event === 'ended' && event.outcome === 'refused',
    )
    if (!hasGivenWay || number === 1) return { newest, journal }
  }
  return { newest, journal: undefined }
}

/**
 * Begins the next rollout of the service, unless one is under way. Of several who begin at once one does; whoever tells
 * the same start again after a lost answer is told `begun`. Where the one before is aborted at the same moment, the new
 * one gives way. Throws SourceError where the ledger fails.
 */
export const beginRollout = async (
  ledger: WatchedLedger,
  started: StartedEvent,
  writer: JournalWriter,
): Promise<Begun> => {
  const { service } = started
  for (;;) {
    const { newest, journal: last } = await findNewest(ledger, service, writer)
    const before = last === undefined ? [] : await last.read()
    const isOver = last === undefined || hasEnded(before)
    const journal = isOver ? openJournal(ledger, rolloutId({ service, number: newest + 1 }), writer) : last
    // Whoever tells the same start again finds it as it was written.
    const epoch = isOver ? highestEpoch(before) : (before[0]?.epoch ?? 0)
    if ((await journal.append({ ...started, epoch }, 0)) === 'written')
      return last !== undefined && isOver && !hasEnded(await last.read()) && (await giveWay(journal, last))
        ? { outcome: 'under-way', journal: last }
        : { outcome: 'begun', journal }
    if (!isOver) return { outcome: 'under-way', journal }
  }
}

const highestEpoch = (events: readonly RolloutEvent[]): number =>
  events.reduce((highest, { epoch }) => Math.max(highest, epoch), 0)

/** Whether it could: whoever has been faster to lead the new one moves it already. */
const giveWay = async (journal: Journal, last: Journal): Promise<boolean> => {
  const ended = await appendLast(journal, (events): EndedEvent | undefined => {
    const { stage, epoch, started } = fold(events)
    if (stage !== 'planned') return undefined
    const why = `${last.id} was aborted at the same moment and goes back`
    return { event: 'ended', at: started!.at, epoch, outcome: 'refused', why, instances: [] }
  })
  return ended !== undefined
}
