/** When a question that nobody answers goes to somebody further. Pure: what was asked when comes from the question itself. */
import type { Escalation } from '../config/configuration.ts'
import { workingMomentAfter } from './working-time.ts'

export interface EscalationState {
  /** When the next are asked, where nobody answers; null where nobody ever is. */
  readonly dueAt: Date | null
  /** When they were asked: now, or by an earlier run; null while that is to come. */
  readonly escalatedAt: Date | null
}

/** Once and no more: what was escalated stays so, whatever the policy says since. */
export const escalationOf = (
  escalation: Escalation | null,
  question: { readonly since: Date; readonly escalatedAt: Date | null },
  now: Date,
): EscalationState => {
  const { since, escalatedAt } = question
  const dueAt = escalation === null ? null : workingMomentAfter(since, escalation.after.seconds, escalation)
  if (escalatedAt !== null) return { dueAt, escalatedAt }
  return { dueAt, escalatedAt: dueAt !== null && dueAt <= now ? now : null }
}
