/** Severities as tools write them, brought to four steps. */
import type { Severity } from '../../domain/incident.ts'

const steps: readonly Severity[] = ['sev1', 'sev1', 'sev2', 'sev3', 'sev4', 'sev4']

const words: readonly (readonly [RegExp, Severity])[] = [
  [/\b(?:critical|blocker|down|catastrophic|highest)\b/i, 'sev1'],
  [/\b(?:major|high|severe|urgent)\b/i, 'sev2'],
  [/\b(?:minor|disrupted|degraded|moderate|medium|partial)\b/i, 'sev3'],
  [/\b(?:low|lowest|notice|none|trivial|informational|info|warning|warn|planning|maintenance)\b/i, 'sev4'],
]

/** `P1`, `SEV-2`, `3 - Moderate`, `severity::4`, `major`; `unknown` for anything else. */
export const severityOf = (written: string): Severity => {
  const number = /^\s*(?:severity|sev|priority|prio|s|p)?[\s:_-]*([0-5])(?!\d)/i.exec(written)?.[1]
  if (number !== undefined) return steps[Number(number)] ?? 'unknown'
  return words.find(([pattern]) => pattern.test(written))?.[1] ?? 'unknown'
}
