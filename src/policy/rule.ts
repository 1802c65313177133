import type { Decision, RuleName } from '../domain/decision.ts'
import type { Facts } from './facts.ts'

/** A rule answers or stays silent; its reason is the sentence a reviewer reads. */
export interface Rule {
  readonly name: RuleName
  readonly answer: (facts: Facts) => Answer | undefined
}

export type Answer = Omit<Decision, 'rule'>

export const approve = (reason: string): Answer => ({ verdict: 'approve', reason })
export const review = (reason: string): Answer => ({ verdict: 'review', reason })
export const reject = (reason: string): Answer => ({ verdict: 'reject', reason })
/** Without a moment: until somebody ends it. */
export const hold = (reason: string, until?: Date): Answer => ({
  verdict: 'hold',
  reason,
  ...(until === undefined ? {} : { until: until.toISOString() }),
})
