import { SourceError } from '../../domain/errors.ts'
import type { RolloutEvent } from '../events.ts'
import type { RolloutState } from '../state.ts'
import type { JournalView } from './journal-view.ts'
import type { RolloutOptions } from './options.ts'
import { retryPause } from './retry.ts'

/** Somebody else leads now: nothing may be touched any more. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

type WithoutStamp<Event> = Event extends unknown ? Omit<Event, 'at' | 'epoch'> : never
/** An event before it has its time and epoch. */
export type Draft = WithoutStamp<RolloutEvent>

/** The right to act, for as long as the journal bears it out. */
export interface Lead {
  readonly epoch: number
  /** Fires when the lead is lost. */
  readonly lost: AbortSignal
  /** For what must be decided anew where anything was written after the `seen` events. @throws LeaseLost, SourceError */
  readonly append: (draft: Draft, seen: number) => Promise<'written' | 'outrun'>
  /** For what is true whatever people write in between; tries until it stands. @throws LeaseLost, SourceError */
  readonly mustAppend: (draft: Draft) => Promise<void>
  /** Seconds since our last word. */
  readonly silentSeconds: () => number
  /** @throws LeaseLost where the journal says that another leads. */
  readonly check: (state?: RolloutState) => void
  /** Asked before every touch: writes a heartbeat first where our last word is so old that another may have taken over. */
  readonly mayAct: () => Promise<void>
  /** Our last word is that old. */
  readonly isLapsed: () => boolean
  /** From now on nothing is touched or written any more. */
  readonly resign: () => void
}

/** What the holder of `epoch` may do. `takenAt` is when it began to write the lease, as `elapsed` tells it. */
export const leadOf = (view: JournalView, options: RolloutOptions, epoch: number, takenAt: Elapsed): Lead => {
  const { clock, lease, signal } = options
  const lost = new AbortController()
  let word = takenAt
  let isOver = false
  const lose = (state: RolloutState): unknown => {
    const who = state.lease?.holder ?? 'another'
    if (!lost.signal.aborted)
      lost.abort(new LeaseLost(`${who} leads since epoch ${state.epoch}; we had ${epoch}`))
    return lost.signal.reason
  }
  const check = (state = view.state()): void => {
    if (isOver) throw new LeaseLost('the rollout is led no longer')
    if (lost.signal.aborted) throw lost.signal.reason
    if (state.epoch !== epoch) throw lose(state)
  }
  view.onNews((state) => {
    if (state.epoch !== epoch) lose(state)
  })
  const stamp = (draft: Draft): RolloutEvent =>
    ({ ...draft, at: new Date(clock.now()).toISOString(), epoch }) as RolloutEvent
  /** Our word is as old as the time it bears, however late it was written: that is what others go by. */
  const write = async (event: RolloutEvent, at: Elapsed, seen?: number): Promise<'written' | 'outrun'> => {
    check()
    const answer = await view.append(event, seen)
    if (answer === 'written') word = at
    else check()
    return answer
  }
  /** The same event is tried again while nobody knows whether it was written: then the journal can tell. */
  const persist = async (draft: Draft, seen?: number): Promise<'written' | 'outrun'> => {
    const stampedAt = elapsedIn(options)
    const event = stamp(draft)
    const since = clock.now()
    for (let tries = 0; ; tries++) {
      try {
        return await write(event, stampedAt, seen)
      } catch (error) {
        const isHopeless = signal.aborted || clock.now() - since > options.longestWaitSeconds * 1000
        if (!(error instanceof SourceError) || isHopeless) throw error
        await clock.sleep(retryPause(tries, options.random), lost.signal)
      }
    }
  }
  const silentSeconds = (): number => secondsSince(word, options)
  const mustAppend = async (draft: Draft): Promise<void> => {
    while ((await persist(draft)) === 'outrun');
  }
  // Whoever takes over waits until the lease is out; we stop trusting it a heartbeat earlier.
  const trusted = Math.max(lease.ttlSeconds - lease.heartbeatSeconds, lease.ttlSeconds / 2)
  const isLapsed = (): boolean => silentSeconds() >= trusted
  return {
    epoch,
    lost: lost.signal,
    append: persist,
    mustAppend,
    silentSeconds,
    check,
    mayAct: async () => {
      check()
      while (isLapsed()) {
        await mustAppend({ event: 'heartbeat' })
        check()
      }
    },
    isLapsed,
    resign: () => {
      isOver = true
    },
  }
}

/** Two clocks: one may stand still while the machine sleeps, the other may be set back. The larger difference counts. */
export interface Elapsed {
  readonly wall: number
  readonly steady: number
}

export const elapsedIn = ({ clock, monotonic }: RolloutOptions): Elapsed => ({
  wall: clock.now(),
  steady: monotonic?.() ?? clock.now(),
})

export const secondsSince = (then: Elapsed, options: RolloutOptions): number => {
  const now = elapsedIn(options)
  return Math.max(now.wall - then.wall, now.steady - then.steady) / 1000
}
