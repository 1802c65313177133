/** `rollout status`: what the journal says, for people and for scripts. */

import type { JournaledEvent } from '../../rollout/engine/ports.ts'
import { fold } from '../../rollout/fold.ts'
import { latestTouches } from '../../rollout/trail.ts'
import { isEnded } from '../../rollout/transitions.ts'
import { isOver } from './commanding.ts'
import { type Liveness, liveness } from './liveness.ts'

/** Schema 1: keys are added, never renamed. */
export interface StatusDocument {
  readonly schema: 1
  readonly id: string
  readonly service: string
  readonly to: string
  readonly from: readonly string[]
  /** How it ended, or `under-way`, `paused`, `parked`, `going-back`. */
  readonly outcome: string
  readonly wave: number
  readonly waves: readonly number[]
  readonly fleetSize: number
  readonly updated: number
  readonly remaining: number
  readonly failed: readonly string[]
  /** Whom a person wants left as they are, in whatever version. */
  readonly skipped: readonly string[]
  readonly epoch: number
  /** Whether somebody coordinates it now, as far as can be told from here. */
  readonly coordinator: Liveness | 'none'
  readonly wakeAt: string | null
  readonly events: number
}

/** Of a service that was never rolled out, as far as the ledger knows: scripts find it where they look. */
export interface NoRollout {
  readonly schema: 1
  readonly id: null
  readonly service: string
  readonly outcome: 'none'
}

export const statusOf = (id: string, events: readonly JournaledEvent[], now: number): StatusDocument => {
  const state = fold(events)
  const { started, lease } = state
  const touched = [...latestTouches(state.trail).values()]
  const forward = touched.filter(({ direction, outcome }) => direction === 'forward' && outcome === 'moved')
  const updated = forward.length + (started?.already ?? 0)
  return {
    schema: 1,
    id,
    service: started?.service ?? '',
    to: started?.to ?? '',
    from: started?.from ?? [],
    outcome: isOver(state)
      ? state.stage
      : isEnded(state.stage) || state.aborted !== null || state.turned !== null
        ? 'going-back'
        : state.paused !== null
          ? 'paused'
          : state.parked !== null
            ? 'parked'
            : 'under-way',
    wave: Math.min(state.passed + 1, started?.waves.length ?? 1),
    waves: started?.waves.map(({ exposure }) => exposure) ?? [],
    fleetSize: started?.fleetSize ?? 0,
    updated,
    remaining: Math.max(0, (started?.fleetSize ?? 0) - updated),
    failed: [...state.failed],
    skipped: [...state.skipped],
    epoch: state.epoch,
    coordinator:
      lease === null || now - lease.lastWordAt > lease.ttlSeconds * 1000 ? 'none' : liveness(lease.holder),
    wakeAt: state.parked?.until ?? null,
    events: events.length,
  }
}
