import { SourceError } from '../domain/errors.ts'
import type { RolloutEvent } from './events.ts'

/**
 * Where a rollout stands. `moving` and `returning`: a batch is out · `between` and `turned`: none is, and the way is
 * forward or back · `baking`: a wave is watched · `failed`: its gate said no · the last four are ends. Paused and parked
 * are no stages: they hold whatever stage there is.
 */
export const stages = [
  'unborn',
  'planned',
  'moving',
  'between',
  'baking',
  'failed',
  'turned',
  'returning',
  'succeeded',
  'frozen',
  'rolled-back',
  'refused',
] as const
export type Stage = (typeof stages)[number]

/** What decides where an event leads: its name, and for some what it says. */
export type Happening =
  | Exclude<RolloutEvent['event'], 'batch' | 'judged' | 'ended'>
  | 'batch forward'
  | 'batch back'
  | 'judged pass'
  | 'judged fail'
  | 'ended succeeded'
  | 'ended frozen'
  | 'ended rolled-back'
  | 'ended refused'

/** A rollout that is led hears these anywhere and stays where it is. */
const led = (stage: Stage) => ({ lease: stage, heartbeat: stage, command: stage, parked: stage }) as const
const retreats = { 'turned-back': 'turned', 'ended frozen': 'frozen' } as const

/**
 * All that may happen, and where it leads. What is not here is not a journal of ours. A new wave begins from `between`
 * only, and only a passed gate leads there from `baking`; from `turned` no way leads forward. An end is an end, but for
 * those from which a person may still ask for the way back.
 */
export const transitions: Readonly<Record<Stage, Readonly<Partial<Record<Happening, Stage>>>>> = {
  unborn: { started: 'planned' },
  planned: {
    ...led('planned'),
    ...retreats,
    'batch forward': 'moving',
    'ended succeeded': 'succeeded',
    'ended refused': 'refused',
  },
  moving: { ...led('moving'), moved: 'between' },
  between: {
    ...led('between'),
    ...retreats,
    'batch forward': 'moving',
    baking: 'baking',
    'ended succeeded': 'succeeded',
  },
  baking: {
    ...led('baking'),
    ...retreats,
    'batch forward': 'moving',
    'judged pass': 'between',
    'judged fail': 'failed',
  },
  failed: { ...led('failed'), ...retreats },
  turned: {
    ...led('turned'),
    'batch back': 'returning',
    'ended frozen': 'frozen',
    'ended rolled-back': 'rolled-back',
  },
  returning: { ...led('returning'), moved: 'turned' },
  succeeded: { ...led('succeeded'), 'turned-back': 'turned' },
  frozen: { ...led('frozen'), 'turned-back': 'turned' },
  'rolled-back': { command: 'rolled-back' },
  refused: { command: 'refused' },
}

export const happeningOf = (event: RolloutEvent): Happening => {
  switch (event.event) {
    case 'batch':
      return `batch ${event.direction}`
    case 'judged':
      return `judged ${event.verdict}`
    case 'ended':
      return `ended ${event.outcome}`
    default:
      return event.event
  }
}

/** Where an event leads. @throws SourceError where the table forbids it: the journal is damaged, or not a rollout's. */
export const stageAfter = (stage: Stage, event: RolloutEvent, position: number): Stage => {
  const happening = happeningOf(event)
  const next = transitions[stage]?.[happening]
  if (next === undefined) throw forbidden(event, position, `nothing of the kind may follow ${stage}`)
  return next
}

/** @returns the error that names an event nobody of ours can have written there. Positions count from 1. */
export const forbidden = (event: RolloutEvent, position: number, why: string): SourceError =>
  new SourceError(
    `rollout journal: event ${position} (${happeningOf(event)}, epoch ${event.epoch}, ${event.at}) cannot stand there: ${why}; verify the ledger (\`replay\`)`,
  )

export const isEnded = (stage: Stage): boolean =>
  stage === 'succeeded' || stage === 'frozen' || stage === 'rolled-back' || stage === 'refused'

/** From here on only backwards. */
export const isTurned = (stage: Stage): boolean => stage === 'turned' || stage === 'returning'
