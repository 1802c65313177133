import type { Mode, RuleName, Verdict } from './decision.ts'

/**
 * How a change went out: looked at by nobody, for its risk or another reason by a person, by a person because it was
 * drawn, in an emergency by those who may, not at all, or while nothing was held.
 */
export const lanes = ['unreviewed', 'audited', 'reviewed', 'overridden', 'held', 'observed'] as const
export type Lane = (typeof lanes)[number]

export const isLane = (value: unknown): value is Lane => lanes.some((lane) => lane === value)

export const laneOf = (decided: {
  readonly mode: Mode
  readonly verdict: Verdict
  readonly rule: RuleName
  /** Parts that were drawn for the audit. */
  readonly audited: number
  /** Parts that a person approved, and parts that nobody did. */
  readonly approved: number
  readonly unapproved: number
}): Lane => {
  const { mode, verdict, rule, audited, approved, unapproved } = decided
  if (mode !== 'enforce') return 'observed'
  if (rule === 'emergency-override') return 'overridden'
  if (verdict === 'review') return rule === 'audit-draw' ? 'audited' : 'reviewed'
  if (verdict !== 'approve') return 'held'
  if (audited > 0) return 'audited'
  return approved > 0 && unapproved === 0 ? 'reviewed' : 'unreviewed'
}
