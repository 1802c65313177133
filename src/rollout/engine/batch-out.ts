import type { Decision } from '../decision.ts'
import type { MoveResult } from '../events.ts'
import { type Instance, isAvailable } from '../fleet.ts'
import type { CountedMeanwhile } from './batch-count.ts'
import { fired } from './bounded.ts'
import { LeaseLost } from './lead.ts'
import { contextOf } from './move-context.ts'
import { keepRotation } from './rotation.ts'
import { countServing, type Session } from './session.ts'

type Batch = Extract<Decision, { kind: 'move' }>

/**
 * Moves a batch whose intent is in the journal, and writes what came of it. An abort stops it: who was not restarted
 * yet is put back. So does a signal, and when the time to leave has come the batch is left as it is, for whoever leads
 * next; `blind`, where nobody could see the fleet for so long that somebody else shall look again later. The way back
 * is stopped by neither of the first. `counting` has begun to count requests; nobody is touched before it has.
 * @throws LeaseLost
 */
export const batchOut = async (
  session: Session,
  batch: Batch,
  fleet: readonly Instance[],
  counting: Promise<CountedMeanwhile>,
): Promise<'back' | 'left' | 'blind'> => {
  const { view, lead, options } = session
  const { clock, mover, signal } = options
  const began = clock.now()
  const stop = new AbortController()
  const gone = new AbortController()
  const over = new AbortController()
  const consider = (): void => {
    if (lead.lost.aborted) stop.abort(lead.lost.reason)
    const isUnwanted = batch.isStopped || view.state().aborted !== null || signal.aborted
    if (batch.direction === 'forward' && isUnwanted) stop.abort()
  }
  // Whoever leads next must be the only one who moves these: other rollouts of this process may go on, and a command that
  // was started here outlives it. A signal fires once, and a stop may have been asked for before: so there are two.
  const letGo = (why: LeaseLost): void => {
    stop.abort(why)
    gone.abort(why)
  }
  const forget = session.onWake(consider)
  consider()
  const least = { serving: servingWithout(batch, fleet, mover.rollsWaves) }
  const mayAct = async (): Promise<void> => {
    await counting
    await lead.mayAct()
  }
  const moving = mover.move(batch.moves, {
    ...contextOf(session, batch, stop.signal),
    gone: gone.signal,
    mayAct,
  })
  const graceOver = fired(signal).then(() => clock.sleep(options.graceSeconds * 1000, over.signal))
  let keeping: Promise<unknown> = Promise.resolve()
  const keep = (seen: readonly Instance[]): Promise<unknown> => {
    keeping = keepRotation(session, seen, over.signal)
    return keeping
  }
  const blind = attend(session, least, keep, over.signal).catch((error) => {
    if (!(error instanceof LeaseLost)) session.crash(error)
    return never()
  })
  try {
    const results = await Promise.race([moving, graceOver, fired(lead.lost), blind])
    lead.check()
    if (results === undefined) {
      moving.catch(() => undefined)
      const isBlind = isBlindForLong(session)
      letGo(new LeaseLost(isBlind ? 'the fleet could not be observed for too long' : 'told to stop'))
      return isBlind ? 'blind' : 'left'
    }
    const complete = batch.moves.map(
      ({ id }): MoveResult => results.find((result) => result.id === id) ?? { ...silent, id },
    )
    const moved = complete.flatMap(({ id, outcome }) => (outcome === 'moved' ? [id] : []))
    session.book.vouch(moved, clock.now(), options.plan.health.minHealthyTime.seconds)
    const seconds = (clock.now() - began) / 1000
    over.abort()
    // The next batch may hold whoever was put where it belongs beside this one: an order under way must not come after.
    await keeping.catch(() => undefined)
    // Nobody is touched before the next decision, so the fleet is looked at while this is counted and written down.
    session.observeAhead()
    await lead.mustAppend({
      event: 'moved',
      batch: batch.batch,
      results: complete,
      leastServing: least.serving,
      seconds,
      ...(await (
        await counting
      )()),
    })
    return 'back'
  } catch (error) {
    moving.catch(() => undefined)
    if (error instanceof LeaseLost) letGo(error)
    throw error
  } finally {
    forget()
    over.abort()
    session.progress(null)
  }
}

const silent = {
  outcome: 'failed',
  why: 'nobody said what became of it',
  drainSeconds: 0,
  bootSeconds: 0,
} as const

/** Who serves while the batch is out, as far as we can tell beforehand; an orchestrator takes them one by one. */
const servingWithout = ({ moves }: Batch, fleet: readonly Instance[], rollsWaves: boolean): number => {
  if (rollsWaves) return countServing(fleet)
  const out = new Set(moves.map(({ id }) => id))
  return fleet.filter((instance) => isAvailable(instance) && !out.has(instance.id)).length
}

/** Nobody waits on the spot for so long. */
export const isBlindForLong = ({ blindness, options }: Session): boolean =>
  (blindness()?.seconds ?? 0) > options.longestWaitSeconds

const never = (): Promise<undefined> => new Promise(() => undefined)

/** Looks at the fleet and counts requests while a batch is out; settles where it could not be looked at for too long. */
const attend = async (
  session: Session,
  least: { serving: number },
  keep: (fleet: readonly Instance[]) => Promise<unknown>,
  over: AbortSignal,
): Promise<undefined> => {
  const { clock, lease } = session.options
  for (;;) {
    await clock.sleep(Math.max(1, Math.min(lease.pollSeconds, 5)) * 1000, over)
    if (over.aborted) return never()
    const fleet = await session.observe()
    if (over.aborted) return never()
    if (isBlindForLong(session)) return undefined
    if (fleet !== null) {
      least.serving = Math.min(least.serving, countServing(fleet))
      await keep(fleet)
    }
    await session.look()
  }
}
