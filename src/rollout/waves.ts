import type { RolloutPlan } from '../config/rollout/plan.ts'
import { afterPassing, missedByGate, type Pace } from './pace.ts'

/** How far a wave goes, how long it is watched, and what it may cost. */
export interface Wave {
  /** How many run the new version when it ends. */
  readonly exposure: number
  readonly bakeSeconds: number
  /** That the version is bad although every wave before has passed. */
  readonly probability: number
  /** Probability × exposure × bake, in instance-seconds of bad service. */
  readonly expectedHarm: number
}

/**
 * Waves whose expected harm falls from each to the next. A passed gate leaves the version less suspect, by as much as
 * such a gate rules out; where a step is larger than that pays for, smaller ones go in between.
 * `asked` counts those that move; `already` run the new version before the first.
 */
export const wavesOf = (
  asked: readonly number[],
  already: number,
  pace: Pace,
  plan: Pick<RolloutPlan, 'bake' | 'gate'>,
): readonly Wave[] => {
  const { of, firstWaveFactor } = plan.bake
  const bakeSeconds = of[pace.band].seconds
  const missed = missedByGate(plan)
  const [first = 0, ...later] = asked
  const wave = (exposure: number, seconds: number, probability: number): Wave => ({
    exposure,
    bakeSeconds: seconds,
    probability,
    expectedHarm: probability * exposure * seconds,
  })
  const waves = [wave(already + first, bakeSeconds * firstWaveFactor, pace.probability)]
  for (const target of later) {
    for (;;) {
      const last = waves.at(-1)!
      if (last.exposure >= already + target) break
      const probability = afterPassing(last.probability, missed)
      const affordable = Math.ceil(last.expectedHarm / (probability * bakeSeconds)) - 1
      // A version nobody suspects costs nothing at any size, and one more instance is always affordable (see pace.ts).
      const reach = Number.isFinite(affordable) ? Math.max(last.exposure + 1, affordable) : already + target
      waves.push(wave(Math.min(already + target, reach), bakeSeconds, probability))
    }
  }
  return waves
}
