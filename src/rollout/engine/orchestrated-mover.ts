import { SourceError } from '../../domain/errors.ts'
import type { Move, MoveResult } from '../events.ts'
import { type Instance, isAvailable } from '../fleet.ts'
import { lapsing } from './lapse.ts'
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
 * Moves a wave by asking an orchestrator, which does the rolling within its own limits, and by watching it. It chooses
 * its own instances, and may replace their names with them, so a wave is judged by how many serve, not by who.
 */
export const orchestratedMover = (orchestrator: Orchestrator, around: Surroundings): Mover => ({
  settleSeconds: 0,
  rollsWaves: true,
  observe: orchestrator.observe,
  close: orchestrator.close,
  move: async (moves, context) => {
    const { clock, to } = around
    const began = clock.now()
    const isForward = moves.some((move) => move.to === to)
    const answer = await ask(orchestrator, moves, context, around)
    const why =
      answer.outcome === 'done' ? await untilSettled(orchestrator, moves, context, around) : answer.why
    const fleet = await lookAgain(orchestrator, context, around)
    const bootSeconds = (clock.now() - began) / 1000
    const missing = fleet === null ? moves.length : missingIn(fleet, isForward, moves.length, context, to)
    // Whoever is short of the goal stands for those that are: their names are the orchestrator's.
    const lost = new Set(worstFirst(moves, fleet).slice(0, missing))
    return moves.map(({ id }): MoveResult => {
      if (!lost.has(id)) return { id, outcome: 'moved', why: '', drainSeconds: 0, bootSeconds }
      const isAsked = answer.outcome === 'done' && !context.stop.aborted
      const said = why ?? `${missing} fewer serve than were asked for`
      return {
        id,
        outcome: isAsked ? 'failed' : 'unmoved',
        why: said,
        drainSeconds: 0,
        bootSeconds: 0,
      }
    })
  },
})

/** How many of the batch did not get there: forward, of those that shall run the version; back, of those that shall not. */
const missingIn = (
  fleet: readonly Instance[],
  isForward: boolean,
  most: number,
  { exposure }: MoveContext,
  to: string,
): number => {
  const serving = fleet.filter((instance) => instance.version === to && isAvailable(instance)).length
  const staying = fleet.filter((instance) => instance.version === to || !isAvailable(instance)).length
  return Math.max(0, Math.min(most, isForward ? exposure - serving : staying))
}

/** Those that can be seen not to serve, then those that run the wrong version, then the rest. */
const worstFirst = (moves: readonly Move[], fleet: readonly Instance[] | null): readonly string[] => {
  const seen = new Map(fleet?.map((instance) => [instance.id, instance]))
  const rank = ({ id, to }: Move): number => {
    const instance = seen.get(id)
    if (instance === undefined) return 2
    if (!isAvailable(instance)) return 0
    return instance.version === to ? 3 : 1
  }
  return moves.toSorted((one, other) => rank(one) - rank(other)).map(({ id }) => id)
}

/** Asks until it is heard. The goal is the wave's, so asking twice asks the same. */
const ask = async (
  orchestrator: Orchestrator,
  moves: readonly Move[],
  context: MoveContext,
  around: Surroundings,
): Promise<ActionResult> => {
  const { clock, random, to } = around
  const isForward = moves.some((move) => move.to === to)
  for (let tries = 0; ; tries++) {
    await context.mayAct()
    if (context.stop.aborted) return { outcome: 'again', why: 'stopped before it was asked' }
    const action: ActionContext = {
      version: isForward ? to : (moves[0]?.to ?? ''),
      epoch: context.epoch,
      operation: context.operation,
      deadline: context.deadline,
      signal: lapsing(haltOf(context), context.isLapsed),
    }
    const answer = await (isForward
      ? orchestrator.expose(context.exposure, action)
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
  const { signal } = haltOf(context)
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
const haltOf = ({ stop }: MoveContext): AbortController => {
  const halt = new AbortController()
  const onStop = (): void => {
    if (stop.reason instanceof LeaseLost) halt.abort(stop.reason)
  }
  if (stop.aborted) onStop()
  else stop.addEventListener('abort', onStop, { once: true })
  return halt
}
