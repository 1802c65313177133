/** A person's word on a rollout: an event in its journal, whoever coordinates it, and also if nobody does. */
import { UsageError } from '../../domain/errors.ts'
import { backOutHours } from '../../rollout/decide.ts'
import type { Journal } from '../../rollout/engine/ports.ts'
import type { CommandEvent, RolloutCommand, WindowLift } from '../../rollout/events.ts'
import { fold } from '../../rollout/fold.ts'
import type { RolloutState } from '../../rollout/state.ts'
import { isEnded, isTurned } from '../../rollout/transitions.ts'
import { appendLast } from './journal-last.ts'

export interface CommandRequest {
  readonly command: RolloutCommand
  readonly journal: Journal
  readonly by: string
  readonly reason: string
  /** Of `skip`. */
  readonly instances: readonly string[]
  /** Of `resume`: which windows it lifts. A person's word is one for `review` only where no pause is ended by it. */
  readonly lifts?: WindowLift
  readonly now: () => number
}

/**
 * Demands that a rollout that was just aborted is still the newest, as `openNewestJournal` finds it now.
 * @throws UsageError where the next began at the same moment: what becomes of the abort is not certain then
 */
export const demandNewest = ({ id }: Journal, newest: Journal | undefined): void => {
  if (newest === undefined || newest.id === id) return
  throw new UsageError(
    `rollout abort: ${newest.id} began at the same moment; look whether it gives way (rollout status), and abort again if it goes on`,
  )
}

/** It has ended, and nobody has asked for the way back since. */
export const isOver = ({ stage, aborted }: RolloutState): boolean => isEnded(stage) && aborted === null

/**
 * Remembers the command and answers it as written.
 * @throws UsageError where it would mean nothing: no rollout under way, nothing to resume, nobody to skip
 */
export const giveCommand = async (request: CommandRequest): Promise<CommandEvent> => {
  const { command, journal, by, reason, instances, now } = request
  const written = await appendLast(journal, (events): CommandEvent => {
    const state = fold(events)
    const lifts = liftOf(request, state)
    const objection = objectionTo(request, state)
    if (objection !== null) throw new UsageError(`rollout ${command}: ${journal.id} ${objection}`)
    return {
      event: 'command',
      at: new Date(now()).toISOString(),
      epoch: state.epoch,
      command,
      by,
      reason,
      instances,
      ...(lifts && { lifts }),
    }
  })
  // appendLast writes, or throws: there always is something to say.
  return written!
}

const liftOf = ({ command, lifts }: CommandRequest, { paused }: RolloutState): WindowLift | undefined =>
  command !== 'resume' || (lifts === 'review' && paused !== null) ? undefined : lifts

const objectionTo = (request: CommandRequest, state: RolloutState): string | null => {
  const { command, instances, now } = request
  if (isOver(state) && !(command === 'abort' && mayGoBack(state, now())))
    return command === 'abort' && state.stage === 'succeeded'
      ? `was done more than ${backOutHours} hours ago; roll the version before out with rollout run --to VERSION`
      : `has ended (${state.stage}); rollout run --to VERSION begins the next`
  if (command === 'resume' && state.paused === null && liftOf(request, state) === undefined)
    return 'is not paused'
  if (command === 'skip' && instances.length === 0) return 'needs to know whom: --instance ID'
  if (command === 'promote' && (isTurned(state.stage) || state.aborted !== null))
    return 'is going back; a new rollout goes forward'
  if (command === 'promote' && state.stage !== 'baking') return 'watches no wave at the moment'
  return null
}

const mayGoBack = ({ stage, ended }: RolloutState, now: number): boolean =>
  (stage === 'succeeded' || stage === 'frozen') &&
  ended !== null &&
  now - Date.parse(ended.at) <= backOutHours * 3_600_000
