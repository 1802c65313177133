import type { Decision } from '../decide.ts'
import { exposureOf } from '../next-batch.ts'
import type { MoveContext } from './ports.ts'
import type { Session } from './session.ts'

/** What a mover is asked with; `operation` is the same when the same batch is moved again. */
export const contextOf = (
  session: Session,
  { batch, moves }: Pick<Extract<Decision, { kind: 'move' }>, 'batch' | 'moves'>,
  stop: AbortSignal,
): MoveContext => {
  const { lead, options } = session
  const { plan, clock, journal, mover } = options
  // An orchestrator gets a whole wave at once, and may take its instances one after the other.
  const seconds =
    plan.health.progressDeadline.seconds + (mover.rollsWaves ? moves.length * options.batchSeconds : 0)
  return {
    epoch: lead.epoch,
    operation: `${journal.id}/${batch}`,
    drainSeconds: plan.batch.drainTimeout.seconds,
    onDrainTimeout: plan.batch.onDrainTimeout,
    minHealthySeconds: plan.health.minHealthyTime.seconds,
    healthySeconds: plan.health.healthyDeadline.seconds,
    handOver: plan.order.handOver,
    exposure: exposureOf(session.view.state(), session.book.fleet().length),
    deadline: clock.now() + seconds * 1000,
    mayAct: lead.mayAct,
    isLapsed: lead.isLapsed,
    stop,
    tell: session.progress,
  }
}
