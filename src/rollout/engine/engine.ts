import { beginMemory, countsOf } from '../bake-record.ts'
import { afterEnd, decide } from '../decide.ts'
import type { Decision } from '../decision.ts'
import type { Move } from '../events.ts'
import type { Instance } from '../fleet.ts'
import { sayNames } from '../judge-words.ts'
import type { RolloutState } from '../state.ts'
import { isEnded } from '../transitions.ts'
import { countFrom } from './batch-count.ts'
import { batchOut, isBlindForLong } from './batch-out.ts'
import { openView } from './journal-view.ts'
import { keepLead } from './keeper.ts'
import { LeaseLost } from './lead.ts'
import type { RolloutEnd, RolloutOptions } from './options.ts'
import { retryPause } from './retry.ts'
import { keepRotation } from './rotation.ts'
import { countServing, openSession, type Session } from './session.ts'
import { takeLead } from './taking.ts'

/**
 * Brings a rollout to its end, or as far as this process may: observes, decides, writes down what it is about to do,
 * does it, and observes again. Whoever runs it next goes on from the journal and a look at the fleet.
 * @throws SourceError where the journal cannot be read or written for longer than the longest wait.
 */
export const runRollout = async (options: RolloutOptions): Promise<RolloutEnd> => {
  const view = openView(options.journal)
  const now = (): number => options.clock.now()
  let isResumed = false
  const taken = await takeLead(view, options, (state) => {
    isResumed = state.parked !== null
    return restingEnd(state, now()) === null
  })
  if (taken.outcome === 'nothing-to-lead') return restingEnd(view.state(), now())!
  if (taken.outcome === 'busy') return { outcome: 'busy', holder: taken.holder, state: view.state() }
  const { lead } = taken
  const over = new AbortController()
  const session = openSession(options, view, lead, isResumed)
  const keeping = keepLead(session, over.signal)
  try {
    return await proceed(session)
  } catch (error) {
    if (error instanceof LeaseLost) return { outcome: 'lost', why: error.message, state: view.state() }
    throw error
  } finally {
    over.abort()
    lead.resign()
    keeping.catch(() => undefined)
  }
}

/** What to say of a rollout that needs nobody now; null where somebody should lead it. */
const restingEnd = (state: RolloutState, now: number): RolloutEnd | null => {
  const { ended, parked, paused, stage } = state
  if (isEnded(stage) && ended !== null && !isBackingOut(state)) {
    const { outcome, why, instances } = ended
    return { outcome, why, instances, state }
  }
  if (parked === null) return null
  const isHeld = paused !== null && stage !== 'baking'
  const { until, why } = parked
  return isHeld || Date.parse(until) > now ? { outcome: 'parked', until, why, state } : null
}

const isBackingOut = (state: RolloutState): boolean => afterEnd(state).kind === 'turn-back'

const proceed = async (session: Session): Promise<RolloutEnd> => {
  const { view, lead, options } = session
  const { plan, signal } = options
  for (let blind = 0; ; ) {
    session.checkCrash()
    lead.check()
    if (signal.aborted) return leave(session, 'told to stop')
    const fleet = await observeKept(session)
    if (fleet === null) {
      await session.rest(retryPause(blind++, options.random))
      if (isBlindForLong(session)) return leaveBlind(session)
      continue
    }
    blind = 0
    const watch = session.watch()
    if (watch !== null) watch.judge(view.state(), await session.look())
    const state = view.state()
    const decision = decide(state, fleet, plan, session.worldNow())
    session.note(decision)
    const end = await carryOut(session, decision, state, fleet)
    if (end !== null) return end
  }
}

/** Whoever has kept somebody out for longer looks again. */
const keptMilliseconds = 500

/**
 * The fleet, where it belongs, as it was after that was seen to: one that was out when it was looked at may serve by now.
 * One that cannot be put back holds nobody up: what is decided on is not that old.
 */
const observeKept = async (session: Session): Promise<readonly Instance[] | null> => {
  const fleet = await session.observe()
  if (fleet === null) return null
  const { clock } = session.options
  const since = clock.now()
  const isChanged = await keepRotation(session, fleet)
  return isChanged || clock.now() - since > keptMilliseconds ? session.observe() : fleet
}

/** One decision. What was decided on an older journal than there is now is decided again. */
const carryOut = async (
  session: Session,
  decision: Decision,
  state: RolloutState,
  fleet: readonly Instance[],
): Promise<RolloutEnd | null> => {
  const { view, lead, options } = session
  const { clock } = options
  const seen = state.count
  switch (decision.kind) {
    case 'move':
      return moveBatch(session, decision, seen, fleet)
    case 'bake': {
      const snapshot = await session.look()
      session.book.forgetFlaps()
      await lead.append(
        { event: 'baking', wave: decision.wave, bake: beginMemory(state.memory, snapshot) },
        seen,
      )
      return null
    }
    case 'judge': {
      const { kind, ...judged } = decision
      const watch = session.watch()!
      await lead.append(
        { event: 'judged', ...judged, counts: countsOf(watch.judgement()), bake: watch.lastMemory() },
        seen,
      )
      return null
    }
    case 'wait': {
      const { until } = decision
      const look = session.watch()?.windowSeconds ?? Math.min(options.lease.pollSeconds, 5)
      await session.rest(
        Math.min(look * 1000, until === null ? Number.POSITIVE_INFINITY : until - clock.now()),
      )
      return null
    }
    case 'park': {
      const until = new Date(decision.until).toISOString()
      const { why } = decision
      const written = await lead.append({ event: 'parked', until, why }, seen)
      return written === 'written' ? { outcome: 'parked', until, why, state: view.state() } : null
    }
    case 'turn-back':
      await lead.append({ event: 'turned-back', why: decision.why }, seen)
      return null
    case 'end': {
      const { outcome, why, instances, kind: _, ...more } = decision
      const written = await lead.append({ event: 'ended', outcome, why, instances, ...more }, seen)
      return written === 'written' ? { outcome, why, instances, state: view.state() } : null
    }
    case 'rest':
      return restingEnd(state, clock.now())
  }
}

/** Older than this, seconds, and what was observed is no ground to move anybody on. */
const freshSeconds = { toBegin: 5, toMove: 15 }

/** A process that stood still, or a journal that is slow, must not act on what the fleet was like a while ago. */
const moveBatch = async (
  session: Session,
  decision: Extract<Decision, { kind: 'move' }>,
  seen: number,
  fleet: readonly Instance[],
): Promise<RolloutEnd | null> => {
  const { lead, book, options } = session
  const isStale = (seconds: number): boolean => options.clock.now() - book.observedAt() > seconds * 1000
  const { wave, batch, direction, moves } = decision
  if (!decision.isAgain && isStale(freshSeconds.toBegin)) return null
  // Beside the writing, which takes as long.
  const counting = countFrom(session)
  counting.catch(session.crash)
  if (!decision.isAgain) {
    const draft = { event: 'batch', wave, batch, direction, instances: moves } as const
    if ((await lead.append(draft, seen)) === 'outrun') return null
    if (isStale(freshSeconds.toMove)) {
      await forgo(session, batch, moves)
      return null
    }
  }
  const outcome = await batchOut(session, decision, fleet, counting)
  if (outcome === 'blind') return leaveBlind(session)
  const out = sayNames(moves.map(({ id }) => id))
  return outcome === 'left' ? leave(session, `told to stop while moving ${out}`) : null
}

/** Whoever goes on then may see again; nobody is moved on what is not known, neither forward nor back. */
const leaveBlind = (session: Session): Promise<RolloutEnd> =>
  leave(
    session,
    session.blindness()?.why ?? 'the fleet cannot be observed',
    session.options.longestWaitSeconds,
  )

/** Nobody of this batch was touched. */
const forgo = ({ lead, book }: Session, batch: number, moves: readonly Move[]): Promise<void> =>
  lead.mustAppend({
    event: 'moved',
    batch,
    results: moves.map(({ id }) => ({
      id,
      outcome: 'unmoved',
      why: 'the fleet was looked at too long ago',
      drainSeconds: 0,
      bootSeconds: 0,
    })),
    leastServing: countServing(book.fleet()),
    seconds: 0,
  })

/** Somebody else goes on at once, or when there is something to do. */
const leave = async (session: Session, why: string, inSeconds = 0): Promise<RolloutEnd> => {
  const { view, lead, options } = session
  const until = new Date(options.clock.now() + inSeconds * 1000).toISOString()
  await lead.mustAppend({ event: 'parked', until, why })
  return { outcome: 'parked', until, why, state: view.state() }
}
