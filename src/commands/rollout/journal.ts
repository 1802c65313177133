/**
 * The journal of a rollout over a ledger. The event at position p is the record whose natural key is rollout and p, and
 * a ledger keeps one record for a natural key: that is the compare-and-swap, and all there is of a lock or a lease. The
 * record's body is the event, and the key.
 */
import { SourceError } from '../../domain/errors.ts'
import { canonicalJson } from '../../ledger/canonical.ts'
import type { WatchedLedger } from '../../ledger/ledger.ts'
import type { LedgerRecord, Tool } from '../../ledger/record.ts'
import type { Journal, JournaledEvent } from '../../rollout/engine/ports.ts'
import type { RolloutEvent } from '../../rollout/events.ts'
import { eventFault } from './event-shape.ts'
import { eventId, eventKey, type RolloutName, readRolloutId, rolloutId, streamOf } from './journal-name.ts'

/** Who writes, and about what. */
export interface JournalWriter {
  /** A person, or `coordinator`. */
  readonly actor: string
  readonly repository: string
  readonly environment?: string | undefined
  readonly tool: Tool
}

/** Of the first look, and doubled as long as all of them are there; later looks begin with the next event alone. */
const eventsAtFirst = 15

/**
 * Opens the journal of the rollout with this id, which need not have begun. `read` answers the very same array while
 * nothing is new. Both throw SourceError where the ledger fails, or holds what is no event.
 */
export const openJournal = (ledger: WatchedLedger, id: string, writer: JournalWriter): Journal => {
  const name = readRolloutId(id)
  let events: readonly JournaledEvent[] = []

  /** Adds what follows on what is known; another call may have been faster. */
  const learn = (position: number, records: readonly LedgerRecord[]): void => {
    const added = records
      .map((record, at) => eventOf(ledger.url, name, position + at, record))
      .slice(Math.max(0, events.length - position))
    if (added.length > 0 && position <= events.length) events = [...events, ...added]
  }

  const read = async (): Promise<readonly JournaledEvent[]> => {
    for (let many = events.length === 0 ? eventsAtFirst : 1; ; many *= 2) {
      const from = events.length
      const ids = Array.from({ length: many }, (_, at) => eventId(name, from + at))
      const found = await ledger.findNow(ids)
      const records = ids.flatMap((each) => found.get(each) ?? [])
      const gap = ids.slice(0, records.length).findIndex((each) => !found.has(each))
      if (gap !== -1) throw damaged(ledger.url, name, from + gap, 'it is missing, and later ones are there')
      learn(from, records)
      if (records.length < many) return events
    }
  }

  const append = async (event: RolloutEvent, seen: number): Promise<'written' | 'outrun'> => {
    const fault = eventFault(event)
    if (fault !== undefined) throw new Error(`no event to be journaled: ${fault}`)
    if (seen > events.length) await read()
    if (seen > events.length) throw new Error(`rollout ${id} has ${events.length} events, nobody saw ${seen}`)
    if (seen === events.length) {
      const [answer] = await ledger.append([
        {
          stream: streamOf(name.service),
          kind: 'rollout',
          key: eventKey(name, seen),
          at: event.at,
          ...writer,
          body: { ...event, ...eventKey(name, seen) },
        },
      ])
      if (answer !== undefined) learn(seen, [answer.record])
    }
    // Told again after an answer was lost, it is the one that is there.
    const there = events[seen]
    return there !== undefined && isSame(there, { ...event, actor: writer.actor }) ? 'written' : 'outrun'
  }

  return { id: rolloutId(name), read, append }
}

const isSame = (one: JournaledEvent, other: JournaledEvent): boolean =>
  canonicalJson(one) === canonicalJson(other)

const eventOf = (
  url: string,
  name: RolloutName,
  position: number,
  { stream, body, actor }: LedgerRecord,
): JournaledEvent => {
  const wanted = { stream: streamOf(name.service), ...eventKey(name, position) }
  const { rollout, position: at, ...event } = body
  const fault =
    canonicalJson({ stream, rollout, position: at }) === canonicalJson(wanted)
      ? eventFault(event)
      : `it says it is ${canonicalJson({ stream, rollout, position: at }).slice(0, 200)}`
  if (fault !== undefined) throw damaged(url, name, position, fault)
  return { ...(event as unknown as RolloutEvent), actor }
}

const damaged = (url: string, name: RolloutName, position: number, what: string): SourceError =>
  new SourceError(
    `rollout ${rolloutId(name)}, event ${position} in ledger ${url}: ${what}; use the release that wrote it, or run replay if none did`,
  )
