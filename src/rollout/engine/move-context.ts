import type { Decision } from '../decision.ts'
import { exposureOf } from '../next-batch.ts'
import type { MoveContext } from './ports.ts'
import type { Session } from './session.ts'

type Batch = Extract<Decision, { kind: 'move' }>

/** What a mover is asked with; `operation` is the same when the same batch is moved again. */
export const contextOf = (
  session: Session,
  { batch, moves, isAgain = false }: Pick<Batch, 'batch' | 'moves'> & Partial<Pick<Batch, 'isAgain'>>,
  stop: AbortSignal,
): MoveContext => {
  const { lead, options } = session
  const { plan, clock, journal, mover } = options
  // An orchestrator gets a whole wave at once, and may take its instances one after the other.
  const rollingSeconds = mover.rollsWaves ? moves.length * options.batchSeconds : 0
  // Time to find out whether another's restart is under way must not be taken from our own.
  const waitingSeconds = isAgain ? plan.health.healthyDeadline.seconds : 0
  const seconds = plan.health.progressDeadline.seconds + rollingSeconds + waitingSeconds
  return {
    epoch: lead.epoch,
    operation: `${journal.id}/${batch}`,
    isAgain,
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
