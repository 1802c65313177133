import type { Evidence, Gate } from './judge-evidence.ts'
import { sayNames, sayWait } from './judge-words.ts'

/** What the instances themselves say of the new version. */
export type HealthJudgement =
  | { readonly outcome: 'failed'; readonly why: string }
  /** `seconds` where time alone may mend it. */
  | { readonly outcome: 'waiting'; readonly why: string; readonly seconds: number | null }
  | { readonly outcome: 'healthy'; readonly why: string }

/**
 * Every instance of the wave that has not failed must have been healthy without a break for the time asked, and seen so
 * lately. One that flaps beyond its budget has failed; failures are counted over the whole run, not a wave.
 */
export const judgeHealth = (evidence: Evidence, gate: Gate, now: number): HealthJudgement => {
  const { minHealthySeconds, maxFlaps, maxFailed } = gate.health
  const { instances } = evidence
  const flapping = instances.filter(({ flaps }) => !(flaps <= maxFlaps)).map(({ id }) => id)
  const failed = [...new Set([...evidence.failedInstances, ...flapping])].toSorted()
  const standing = instances.filter(({ id }) => !failed.includes(id))
  if (failed.length > maxFailed) {
    const flaps =
      flapping.length > 0 ? `, ${sayNames(flapping.toSorted())} by falling ill again and again` : ''
    return {
      outcome: 'failed',
      why: `${sayNames(failed)} failed in this run${flaps}; ${maxFailed === 0 ? 'none' : maxFailed} may`,
    }
  }
  if (instances.length === 0) return { outcome: 'waiting', why: 'no instance to judge by', seconds: null }
  if (standing.length === 0)
    return { outcome: 'failed', why: `${sayNames(failed)} failed, and no other instance is in this wave` }
  const unseen = standing.filter(({ observedAt }) => !(now - observedAt <= 2 * gate.windowSeconds))
  if (unseen.length > 0) return waiting(unseen, 'not seen lately', null)
  const ill = standing.filter(({ healthySince }) => healthySince === null || !(healthySince <= now))
  if (ill.length > 0) return waiting(ill, 'not healthy', null)
  const shortest = Math.min(...standing.map(({ healthySince }) => now - (healthySince ?? now)))
  const missing = minHealthySeconds - shortest
  if (!(missing <= 0)) {
    const young = standing.filter(({ healthySince }) => now - (healthySince ?? now) < minHealthySeconds)
    return waiting(young, `healthy for less than ${sayWait(minHealthySeconds)}`, missing)
  }
  const who = standing.length === 1 ? standing[0]!.id : `all ${standing.length} instances`
  return { outcome: 'healthy', why: `${who} healthy for ${sayWait(shortest)}` }
}

const waiting = (
  instances: readonly { readonly id: string }[],
  what: string,
  seconds: number | null,
): HealthJudgement => ({
  outcome: 'waiting',
  why: `${sayNames(instances.map(({ id }) => id))} ${what}`,
  seconds,
})
