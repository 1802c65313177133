import { gateOf } from '../bake-gate.ts'
import { type BakeRecord, countOn, evidenceOf, memoryAfter, memoryOf, recallBake } from '../bake-record.ts'
import type { Snapshot } from '../counting.ts'
import type { BakeMemory } from '../events.ts'
import { judge } from '../judge.ts'
import type { Gate, InstanceHealth, Judgement } from '../judge-evidence.ts'
import type { RolloutState } from '../state.ts'
import { movedInWave } from '../trail.ts'
import type { FleetBook } from './fleet-book.ts'
import type { RolloutOptions } from './options.ts'

/** The watch over one wave. */
export interface BakeWatch {
  readonly wave: number
  readonly windowSeconds: number
  /** Counts a look (null: no source answered) and judges all that was counted since the bake began. */
  readonly judge: (state: RolloutState, snapshot: Snapshot | null) => Judgement
  readonly judgement: () => Judgement | null
  /** For the journal, while it lasts and when it is over. */
  readonly memory: () => BakeMemory
  readonly lastMemory: () => BakeMemory
}

/** Goes on from what the journal holds, whoever wrote it. */
export const watchBake = (
  { bake, started }: RolloutState,
  book: FleetBook,
  { plan, clock, mover }: RolloutOptions,
): BakeWatch => {
  let record: BakeRecord = recallBake(bake!)
  let judgement: Judgement | null = null
  const { wave } = bake!
  const gate: Gate = gateOf(plan, started!.waves[wave]?.bakeSeconds ?? 0)
  const versions = { new: started!.to, old: started!.from[0] ?? '' }
  return {
    wave,
    windowSeconds: gate.windowSeconds,
    judgement: () => judgement,
    memory: () => memoryOf(record, judgement),
    lastMemory: () => memoryAfter(record, judgement),
    judge: (state, snapshot) => {
      if (snapshot !== null) record = countOn(record, snapshot)
      const instances = watched(state, book, mover.rollsWaves)
      const evidence = evidenceOf(record, { versions, instances, failedInstances: [...state.failed] })
      judgement = judge(evidence, gate, clock.now() / 1000)
      return judgement
    },
  }
}

/**
 * Those the wave has moved; all on the new version where an orchestrator renames them, the wave moved nobody, or all it
 * moved have left the fleet.
 */
const watched = (
  { trail, bake, started }: RolloutState,
  book: FleetBook,
  rollsWaves: boolean,
): readonly InstanceHealth[] => {
  const moved = rollsWaves ? [] : book.healthOf(movedInWave(trail, bake!.wave))
  if (moved.length > 0) return moved
  const onNew = book.fleet().flatMap(({ id, version }) => (version === started!.to ? [id] : []))
  return book.healthOf(new Set(onNew))
}
