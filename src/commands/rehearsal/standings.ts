/** Where the repository stood at each deployment of the past: the gate's own standings, one for each week of them. */

import { type Standing, type StandingOptions, standingAt } from '../gate/standing.ts'
import { computeStanding } from '../gate/standing-learning.ts'

export type StandingOf = (head: number) => Standing

/** Standings by the place of a head; what was learned for one is kept for all that share its moment, and its policy's. */
export const standingsOf = (
  ground: Omit<StandingOptions, 'head'>,
  known: Map<string, Standing>,
): StandingOf => {
  const { configuration } = ground
  const learnedBy = JSON.stringify([
    configuration.history.lookback.seconds,
    configuration.outcome.maturity.seconds,
    configuration.experience,
  ])
  return (head) => {
    const { parts, time } = standingAt(ground.index, head)
    const key = `${learnedBy} ${parts} ${time}`
    const found = known.get(key)
    if (found) return found
    // The share that is reviewed has a say in the track alone, which nobody asks for here.
    const standing = computeStanding({ ...ground, head }, 0)
    known.set(key, standing)
    return standing
  }
}
