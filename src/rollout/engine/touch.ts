import { SourceError } from '../../domain/errors.ts'
import type { Move } from '../events.ts'
import { bounded } from './bounded.ts'
import { lapsing, whileLeading } from './lapse.ts'
import { LeaseLost } from './lead.ts'
import type { ActionContext, ActionResult, Clock, InstanceDriver, MoveContext, MoveStage } from './ports.ts'
import type { Sightings } from './sightings.ts'

/** One instance on its way, and what it is moved with. */
export interface Bounce {
  readonly move: Move
  readonly driver: InstanceDriver
  readonly clock: Clock
  readonly context: MoveContext
  readonly sightings: Sightings
  readonly random: () => number
}

/** A driver's verbs on one instance: each only while we lead, and never longer than it may take. */
export interface Touch {
  readonly canTouch: (seconds: number) => Promise<ActionResult>
  readonly handOver: (seconds: number) => Promise<ActionResult>
  readonly drain: (seconds: number, force: boolean) => Promise<ActionResult>
  readonly restart: () => Promise<ActionResult>
  readonly restore: () => Promise<ActionResult>
  /** Once, and not when it is `over`; a driver that cannot has nothing to do. */
  readonly keepOut: (over: AbortSignal) => Promise<void>
}

type Verb = (context: ActionContext) => Promise<ActionResult>

/** A verb that was asked to stop by then, and did not. */
const overtimeMilliseconds = 5000

/** `stood`: milliseconds that do not count against the deadline. */
export const openTouch = ({ move, driver, clock, context }: Bounce, stood: () => number = () => 0): Touch => {
  const { id, to } = move
  const { stop, gone, epoch, operation } = context
  const touch = async (
    stage: MoveStage,
    seconds: number | null,
    isStoppable: boolean,
    verb: Verb,
  ): Promise<ActionResult> => {
    await context.mayAct()
    const now = clock.now()
    const deadline = context.deadline + stood()
    const until = seconds === null ? deadline : Math.min(deadline, now + seconds * 1000)
    context.tell({ id, stage, since: now, mostSeconds: Math.max(0, (until - now) / 1000) })
    const halt = new AbortController()
    const signal = lapsing(halt, context.isLapsed)
    // An abort interrupts what merely waits. What changes an instance is only interrupted when it is not ours any more.
    const onStop = (): void => {
      if (isStoppable || stop.reason instanceof LeaseLost) halt.abort(stop.reason)
    }
    const onGone = (): void => halt.abort(gone?.reason)
    if (stop.aborted) onStop()
    if (gone?.aborted) onGone()
    stop.addEventListener('abort', onStop, { once: true })
    gone?.addEventListener('abort', onGone, { once: true })
    try {
      const patience = Math.max(0, until - now) + overtimeMilliseconds
      return await bounded(clock, patience, stage, (over) => {
        // What nobody waits for any more must not take effect later.
        over.addEventListener('abort', () => halt.abort(), { once: true })
        return verb({ version: to, epoch, operation, deadline: until, signal })
      })
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      return { outcome: 'again', why: error.message }
    } finally {
      stop.removeEventListener('abort', onStop)
      gone?.removeEventListener('abort', onGone)
    }
  }
  const done: ActionResult = { outcome: 'done' }
  return {
    canTouch: (seconds) =>
      driver.canTouch === undefined
        ? Promise.resolve(done)
        : touch('draining', seconds, true, (action) => driver.canTouch!(id, action)),
    handOver: (seconds) =>
      driver.handOver === undefined
        ? Promise.resolve(done)
        : touch('handing-over', seconds, true, (action) => driver.handOver!(id, action)),
    drain: (seconds, force) =>
      touch('draining', seconds, true, (action) => driver.drain(id, { ...action, force })),
    restart: () => touch('restarting', null, false, (action) => driver.restart(id, action)),
    restore: () => touch('restoring', null, false, (action) => driver.restore(id, action)),
    keepOut: async (over) => {
      await context.mayAct()
      await whileLeading(over, context.isLapsed, async (signal) => driver.keepOut?.(id, signal))
    },
  }
}
