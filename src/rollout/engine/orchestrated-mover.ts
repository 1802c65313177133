import { SourceError } from '../../domain/errors.ts'
import type { Move, MoveResult } from '../events.ts'
import { type Instance, isAvailable } from '../fleet.ts'
import { LeaseLost } from './lead.ts'
import type { ActionContext, ActionResult, Clock, MoveContext, Mover, Orchestrator } from './ports.ts'
import { retryPause } from './retry.ts'
import { lookPause } from './sightings.ts'

interface Surroundings {
  readonly clock: Clock
  readonly random: () => number
  /** The version this rollout brings; moves to another one go back. */
  readonly to: string
}

/**
 * Moves a wave by asking an orchestrator, which does the rolling within its own limits, and by watching it. It replaces
 * instances, and their names with them: one that is gone has moved.
 */
export const orchestratedMover = (orchestrator: Orchestrator, around: Surroundings): Mover => ({
  settleSeconds: 0,
  rollsWaves: true,
  observe: orchestrator.observe,
  close: orchestrator.close,
  move: async (moves, context) => {
    const { clock } = around
    const began = clock.now()
    const answer = await ask(orchestrator, moves, context, around)
    const why =
      answer.outcome === 'done' ? await untilSettled(orchestrator, moves, context, around) : answer.why
    const fleet = await lookAgain(orchestrator, context, around)
    const now = new Map(fleet?.map((instance) => [instance.id, instance]))
    const bootSeconds = (clock.now() - began) / 1000
    return moves.map(({ id, to }): MoveResult => {
      const seen = now.get(id)
      const isThere = seen === undefined ? why === null : seen.version === to && isAvailable(seen)
      const outcome =
        fleet !== null && isThere
          ? 'moved'
          : answer.outcome === 'done' && !context.stop.aborted
            ? 'failed'
            : 'unmoved'
      const said = outcome === 'moved' ? '' : (why ?? `it runs ${seen?.version} and does not serve`)
      return { id, outcome, why: said, drainSeconds: 0, bootSeconds: outcome === 'moved' ? bootSeconds : 0 }
    })
  },
})

/** Asks until it is heard. How many shall run the version follows from what runs it now, so asking twice asks the same. */
const ask = async (
  orchestrator: Orchestrator,
  moves: readonly Move[],
  context: MoveContext,
  around: Surroundings,
): Promise<ActionResult> => {
  const { clock, random, to } = around
  const isForward = moves.some((move) => move.to === to)
  for (let tries = 0; ; tries++) {
    if (context.stop.aborted) return { outcome: 'again', why: 'stopped before it was asked' }
    const fleet = await lookAgain(orchestrator, context, around)
    await context.mayAct()
    const action: ActionContext = {
      version: isForward ? to : (moves[0]?.to ?? ''),
      epoch: context.epoch,
      operation: context.operation,
      deadline: context.deadline,
      signal: haltOf(context),
    }
    const answer = await (fleet === null
      ? Promise.resolve({ outcome: 'again', why: 'the fleet cannot be observed' } as const)
      : isForward
        ? orchestrator.expose(exposureOf(moves, fleet, to), action)
        : orchestrator.goBack(action)
    ).catch((error: unknown): ActionResult => {
      if (error instanceof SourceError) return { outcome: 'again', why: error.message }
      throw error
    })
    const pause = retryPause(tries, random)
    const isFinal = answer.outcome === 'done' || answer.outcome === 'failed'
    if (isFinal || clock.now() + pause >= context.deadline) return answer
    await clock.sleep(pause, context.stop)
  }
}

/** Those that run it, and those that shall: whoever has moved since the first try is counted once. */
const exposureOf = (moves: readonly Move[], fleet: readonly Instance[], to: string): number => {
  const moving = new Set(moves.map(({ id }) => id))
  const settled = fleet.filter(({ id, version }) => version === to && !moving.has(id)).length
  // An instance of this batch that is gone was replaced, and its successor runs the version already.
  const replaced = moves.filter(({ id }) => !fleet.some((instance) => instance.id === id)).length
  return settled + moves.length - Math.min(replaced, settled)
}

/** Why it did not get there; null where it did. */
const untilSettled = async (
  orchestrator: Orchestrator,
  moves: readonly Move[],
  context: MoveContext,
  { clock }: Surroundings,
): Promise<string | null> => {
  const { deadline, tell, stop, mayAct } = context
  const since = clock.now()
  for (const { id } of moves) tell({ id, stage: 'starting', since, mostSeconds: (deadline - since) / 1000 })
  for (let looks = 0; ; looks++) {
    await clock.sleep(lookPause(looks), stop)
    if (stop.aborted) return 'stopped'
    await mayAct()
    try {
      const { outcome, why } = await orchestrator.progress(stop)
      if (outcome === 'settled') return null
      if (outcome === 'failed') return why
      if (clock.now() >= deadline) return `not done in time: ${why}`
    } catch (error) {
      if (!(error instanceof SourceError) || error instanceof LeaseLost) throw error
      if (clock.now() >= deadline) return error.message
    }
  }
}

const lookAgain = async (
  orchestrator: Orchestrator,
  context: MoveContext,
  { clock, random }: Surroundings,
): Promise<readonly Instance[] | null> => {
  const signal = haltOf(context)
  for (let tries = 0; tries < 5; tries++) {
    try {
      return await orchestrator.observe(signal)
    } catch (error) {
      if (!(error instanceof SourceError)) throw error
      await clock.sleep(retryPause(tries, random), signal)
    }
  }
  return null
}

/** What asks and observes is interrupted only when the orchestrator is not ours to ask any more. */
const haltOf = ({ stop }: MoveContext): AbortSignal => {
  const halt = new AbortController()
  const onStop = (): void => {
    if (stop.reason instanceof LeaseLost) halt.abort(stop.reason)
  }
  if (stop.aborted) onStop()
  else stop.addEventListener('abort', onStop, { once: true })
  return halt.signal
}
