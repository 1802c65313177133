import type { Direction, Move, MoveResult } from './events.ts'

/**
 * What was done to instances, newest first: a chain, so that adding to it costs the same however long it is, and older
 * states of a rollout keep theirs.
 */
export interface Trail {
  readonly move: Move
  readonly direction: Direction
  readonly outcome: 'moved' | 'failed'
  readonly wave: number
  /** How often the rollout had turned back by then. */
  readonly turn: number
  readonly older: Trail | null
}

/** What came of a batch, added to what came of others. What was not moved leaves no trace. */
export const extendTrail = (
  trail: Trail | null,
  batch: Pick<Trail, 'direction' | 'wave' | 'turn'> & { readonly instances: readonly Move[] },
  results: readonly MoveResult[],
): Trail | null => {
  const { direction, wave, turn } = batch
  const outcomes = new Map(results.map(({ id, outcome }) => [id, outcome]))
  return batch.instances.reduce<Trail | null>((older, move) => {
    const outcome = outcomes.get(move.id)
    return outcome === undefined || outcome === 'unmoved'
      ? older
      : { move, direction, outcome, wave, turn, older }
  }, trail)
}

/** The last thing done to each instance, newest first. */
export const latestTouches = (trail: Trail | null): ReadonlyMap<string, Trail> => {
  const latest = new Map<string, Trail>()
  for (let at = trail; at !== null; at = at.older) if (!latest.has(at.move.id)) latest.set(at.move.id, at)
  return latest
}

/** Those a wave has moved forward, without those that failed. The walk ends where the wave began. */
export const movedInWave = (trail: Trail | null, wave: number): ReadonlySet<string> => {
  const ids = new Set<string>()
  for (let at = trail; at !== null && at.wave === wave && at.direction === 'forward'; at = at.older)
    if (at.outcome === 'moved') ids.add(at.move.id)
  return ids
}
