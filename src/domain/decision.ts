/** What the gate answers. */
export const verdicts = ['approve', 'review', 'hold', 'reject'] as const
export type Verdict = (typeof verdicts)[number]

export const modes = ['off', 'observe', 'enforce'] as const
export type Mode = (typeof modes)[number]

export const bands = ['low', 'moderate', 'high', 'critical'] as const
export type Band = (typeof bands)[number]

/** Every rule that can answer, in no particular order; `reason-code` of the Action. A closed list: add, never rename. */
export const ruleNames = [
  'mode-off',
  'configuration-unreadable',
  'nothing-to-deploy',
  'redeploy',
  'rollback',
  'rollback-over-migration',
  'diverged',
  'source-failed',
  'emergency-override',
  'model-silent',
  'window-emergency-only',
  'window-outside',
  'window-review',
  'rejected',
  'frozen',
  'budget-spent',
  'gate-files-changed',
  'never-auto-approve',
  'do-not-auto-approve',
  'drift-alarm',
  'part-above-limit',
  'context-raises-risk',
  'changes-requested',
  'audit-draw',
  'below-limit',
  'no-rule-answered',
] as const
export type RuleName = (typeof ruleNames)[number]

/** Rules that an approval of the parts answers; the others wait for a time, a source, a configuration or one person. */
export const settledByApproval: readonly RuleName[] = [
  'part-above-limit',
  'audit-draw',
  'gate-files-changed',
  'never-auto-approve',
  'do-not-auto-approve',
  'window-review',
  'budget-spent',
  'drift-alarm',
  'model-silent',
]

export interface Decision {
  readonly verdict: Verdict
  readonly rule: RuleName
  /** One sentence the reviewer reads. */
  readonly reason: string
  /** ISO time a `hold` ends. */
  readonly until?: string
}
