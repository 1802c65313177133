/** Which parts a decision asks a person to read: the same for a decision made now, replayed, or only rehearsed. */
import { compileGlobs } from '../config/glob.ts'
import type { RuleName, Verdict } from '../domain/decision.ts'
import type { DecisionInputs, PartInput } from './decision-inputs.ts'

/** Rules that name parts; any other one that asks means all of them. */
const naming: ReadonlySet<RuleName> = new Set([
  'gate-files-changed',
  'never-auto-approve',
  'do-not-auto-approve',
  'part-above-limit',
])

export interface AskedRequest {
  readonly inputs: {
    readonly parts: readonly Pick<PartInput, 'sha' | 'cancelled' | 'optedOut' | 'paths'>[]
  } & Pick<DecisionInputs, 'gateFiles' | 'neverAutoApprove'>
  /** SHAs of the parts that have the approvals they want, as the engine judged them; see `approvedAmong`. */
  readonly approved: ReadonlySet<string>
  readonly verdict: Verdict
  readonly rule: RuleName
  readonly limit: number | null
  /** By SHA; null where the model gave none. */
  readonly risks: ReadonlyMap<string, number | null>
}

/**
 * The parts that somebody is to read before the change goes out, by SHA, each with the rule that it itself is asked for;
 * none where nobody is asked.
 */
export const askedParts = ({
  inputs,
  approved,
  verdict,
  rule,
  limit,
  risks,
}: AskedRequest): ReadonlyMap<string, RuleName> => {
  if (verdict !== 'review') return new Map()
  const waiting = inputs.parts.filter(({ sha }) => !approved.has(sha))
  const effective = waiting.filter(({ cancelled }) => !cancelled)
  if (!naming.has(rule))
    return new Map((effective.length === 0 ? waiting : effective).map(({ sha }) => [sha, rule]))
  const steers = compileGlobs(inputs.gateFiles)
  const isGuarded = compileGlobs(inputs.neverAutoApprove)
  const reasonOf = ({ sha, cancelled, optedOut, paths }: (typeof waiting)[number]): RuleName | null => {
    if (paths.some(steers)) return 'gate-files-changed'
    if (paths.some(isGuarded)) return 'never-auto-approve'
    if (optedOut) return 'do-not-auto-approve'
    const risk = risks.get(sha) ?? null
    return !cancelled && (risk === null || limit === null || risk > limit) ? 'part-above-limit' : null
  }
  return new Map(
    waiting.flatMap((part) => {
      const reason = reasonOf(part)
      return reason === null ? [] : [[part.sha, reason] as const]
    }),
  )
}
