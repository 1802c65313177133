import { SourceError } from '../../domain/errors.ts'
import type { Snapshot } from '../counting.ts'
import type { Decision } from '../decision.ts'
import { finishOf } from '../finish.ts'
import { type Instance, isAvailable } from '../fleet.ts'
import type { RolloutState } from '../state.ts'
import type { Spell, World } from '../world.ts'
import { type BakeWatch, watchBake } from './bake-watch.ts'
import { bounded } from './bounded.ts'
import { type FleetBook, openFleetBook } from './fleet-book.ts'
import type { JournalView } from './journal-view.ts'
import type { Lead } from './lead.ts'
import type { RolloutOptions } from './options.ts'
import type { InstanceProgress } from './ports.ts'
import { type Counted, openTraffic } from './traffic.ts'

/** What one process knows while it leads: the world as it sees it, and what woke it. */
export interface Session {
  readonly options: RolloutOptions
  readonly view: JournalView
  readonly lead: Lead
  readonly book: FleetBook
  /** Null, and why in `trouble`, where the fleet cannot be observed. */
  readonly observe: () => Promise<readonly Instance[] | null>
  /** Begins what the next `observe` answers with, unless that comes much later: nothing is touched in between. */
  readonly observeAhead: () => void
  /** For how long it has not been possible to observe the fleet, and why; null where it was the last time. */
  readonly blindness: () => { readonly seconds: number; readonly why: string } | null
  readonly look: () => Promise<Snapshot | null>
  /** All requests counted while this process led. */
  readonly counted: () => Counted
  /** Of the bake under way; null where none is. */
  readonly watch: () => BakeWatch | null
  readonly worldNow: () => World
  /** Remembers and tells. */
  readonly note: (decision: Decision) => void
  readonly progress: (progress: InstanceProgress | null) => void
  readonly trouble: (what: 'fleet' | 'journal', why: string) => void
  /** Until so many milliseconds have passed, or anything happens that must not wait. */
  readonly rest: (milliseconds: number) => Promise<void>
  /** Called when somebody wrote, the lead was lost, or a signal came; until the returned function is called. */
  readonly onWake: (listener: () => void) => () => void
  /** What went wrong beside the loop, and is our bug. */
  readonly crash: (error: unknown) => void
  readonly checkCrash: () => void
}

const observeSeconds = 30
const aheadSeconds = 1
/** So long what was last said of the end may stand, where nothing was written meanwhile. */
const retellSeconds = 10

/** `isResumed`: nobody has led for a while, because there was nothing to do, or nothing to see. */
export const openSession = (
  options: RolloutOptions,
  view: JournalView,
  lead: Lead,
  isResumed: boolean,
): Session => {
  const { clock, mover, plan, tell } = options
  const book = openFleetBook(plan)
  const traffic = openTraffic(options.metrics, view.state().started!.to)
  const timing = {
    calendar: options.calendar,
    batchSeconds: options.batchSeconds,
    ...(options.lease.spacing && { spacing: options.lease.spacing }),
  }
  const troubles = { fleet: '', journal: '' }
  const listeners = new Set<() => void>()
  const progress = new Map<string, InstanceProgress>()
  let awake = new AbortController()
  let watch: BakeWatch | null = null
  let decision: Decision | null = null
  let stuckSince: number | null = null
  let blindSince: number | null = null
  const blind: Spell[] = []
  let isUnseen = isResumed
  let crashed: { readonly error: unknown } | null = null
  let finish: { readonly count: number; readonly toldAt: number; readonly at: number | null } | null = null
  /** Several may look at a time, and a look that began before another tells nothing after it. */
  let looksBegun = 0
  let lookKnown = 0
  let ahead: { readonly since: number; readonly answer: ReturnType<Session['observe']> } | null = null

  const wake = (): void => {
    awake.abort()
    awake = new AbortController()
    for (const listener of listeners) listener()
  }
  view.onNews(wake)
  lead.lost.addEventListener('abort', wake, { once: true })
  options.signal.addEventListener('abort', wake, { once: true })

  const watchNow = (): BakeWatch | null => {
    const state: RolloutState = view.state()
    if (state.stage !== 'baking') watch = null
    else if (watch === null || watch.wave !== state.bake!.wave) watch = watchBake(state, book, options)
    return watch
  }
  const finishNow = (): number | null => {
    const now = clock.now()
    const { count } = view.state()
    const isOld = finish?.count !== count || now - finish.toldAt >= retellSeconds * 1000
    if (finish === null || finish.at === null || isOld)
      finish = {
        count,
        toldAt: now,
        at: finishOf(view.state(), book.fleet(), plan, { ...timing, now, missing: book.missing(now) }),
      }
    return finish.at
  }
  const show = (): void => {
    // Who cannot see the fleet mostly cannot count its requests either.
    const trouble = [troubles.fleet || traffic.trouble(), troubles.journal].filter((why) => why !== '')
    tell(view.state(), {
      now: clock.now(),
      fleet: book.fleet(),
      decision,
      judgement: watch?.judgement() ?? null,
      progress: [...progress.values()],
      finishAt: finishNow(),
      trouble: trouble.join('; '),
    })
  }
  const observe = async (): Promise<readonly Instance[] | null> => {
    const mine = ++looksBegun
    try {
      const observed = await bounded(clock, observeSeconds * 1000, 'the fleet', mover.observe)
      if (observed.length === 0) throw new SourceError('the driver lists no instance; check `targets`')
      if (mine < lookKnown) return book.fleet()
      lookKnown = mine
      troubles.fleet = ''
      if (isUnseen || blindSince !== null)
        blind.push({ from: isUnseen ? 0 : (blindSince ?? 0), until: clock.now() })
      isUnseen = false
      blindSince = null
      return book.write(observed, clock.now())
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      if (mine < lookKnown) return book.fleet()
      troubles.fleet = error.message
      blindSince ??= clock.now()
      show()
      return null
    }
  }
  return {
    options,
    view,
    lead,
    book,
    observe: () => {
      const begun = ahead
      ahead = null
      return begun !== null && clock.now() - begun.since <= aheadSeconds * 1000 ? begun.answer : observe()
    },
    observeAhead: () => {
      const answer = observe()
      // Where nobody asks for it, its failure is nobody's either.
      answer.catch(() => undefined)
      ahead = { since: clock.now(), answer }
    },
    blindness: () =>
      blindSince === null ? null : { seconds: (clock.now() - blindSince) / 1000, why: troubles.fleet },
    look: () =>
      bounded(clock, observeSeconds * 1000, 'the metrics', (signal) =>
        traffic.look(book.fleet(), signal),
      ).catch((error) => {
        if (error instanceof SourceError) return null
        throw error
      }),
    counted: traffic.counted,
    watch: watchNow,
    worldNow: () => {
      const now = clock.now()
      return {
        now,
        ...timing,
        settleSeconds: mover.settleSeconds,
        rollsWaves: mover.rollsWaves,
        longestWaitSeconds: options.longestWaitSeconds,
        missing: book.missing(now),
        judgement: watchNow()?.judgement() ?? null,
        stuckSince,
        blind,
      }
    },
    note: (next) => {
      decision = next
      const isStuck = next.kind === 'wait' && next.reason === 'stuck'
      stuckSince = isStuck ? (stuckSince ?? clock.now()) : null
      show()
    },
    progress: (one) => {
      if (one === null) progress.clear()
      else progress.set(one.id, one)
      show()
    },
    trouble: (what, why) => {
      const isNews = troubles[what] !== why
      troubles[what] = why
      if (isNews) show()
    },
    rest: (milliseconds) => clock.sleep(Math.max(1, milliseconds), awake.signal),
    onWake: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    crash: (error) => {
      crashed = { error }
      wake()
    },
    checkCrash: () => {
      if (crashed !== null) throw crashed.error
    },
  }
}

export const countServing = (fleet: readonly Instance[]): number => fleet.filter(isAvailable).length
