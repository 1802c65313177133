/** The gate's answer as a release reads it: how risky, and why; of people nothing. */
import { type Band, bands } from '../../domain/decision.ts'
import { UsageError } from '../../domain/errors.ts'
import { cutAtWord } from '../../report/comment-cut.ts'
import type { GateReasons } from '../../rollout/events.ts'
import type { ReleaseRisk } from '../../rollout/pace.ts'

export interface GateAnswer {
  /** The commit that was judged. */
  readonly head: string | null
  readonly environment: string
  readonly at: string
  readonly risk: ReleaseRisk
  readonly reasons: GateReasons
}

/** What a journal keeps of it, and a line shows. */
const mostParts = 3
const mostReasons = 3
const mostContextReasons = 1
const mostCharacters = 120
const mostOfATitle = 60
/** Below this many times up or down a reason is not worth a reader's time. */
const worthNaming = 1.15

/** @throws UsageError for text that is no answer of the gate's; `what` says whose text it is */
export const readGateAnswer = (text: string, what: string): GateAnswer => {
  const value = parse(text)
  const wrong = (why: string): never => {
    throw new UsageError(
      `${what}: ${why}; wanted what gate --json prints, or the action's output \`result\`, whole`,
    )
  }
  if (value === undefined) return wrong('is no JSON')
  if (member(value, 'schema') !== 1) return wrong('is no answer of the gate, schema 1')
  const change = member(value, 'change')
  const risk = readReleaseRisk(member(value, 'risk'))
  const head = member(change, 'head')
  if (risk === null) return wrong('has no `risk`')
  if (head !== null && typeof head !== 'string') return wrong('has no `change.head`')
  return {
    head,
    environment: textOf(member(value, 'environment')),
    at: textOf(member(value, 'at')),
    risk,
    reasons: {
      probability: risk.probability,
      band: risk.band,
      decision: textOf(member(value, 'decision')),
      reason: textOf(member(value, 'reason')),
      ...reasonsOf(listOf(member(change, 'parts')), listOf(member(member(value, 'risk'), 'contributions'))),
    },
  }
}

/** Null where it is of another shape. */
export const readReleaseRisk = (value: unknown): ReleaseRisk | null => {
  const [probability, low, high] = ['probability', 'low', 'high'].map((key) => member(value, key))
  if (!isShareOrNull(probability)) return null
  const band = member(value, 'band')
  return {
    probability,
    low: isShareOrNull(low) ? low : null,
    high: isShareOrNull(high) ? high : null,
    band: bands.includes(band as Band) ? (band as Band) : null,
  }
}

const reasonsOf = (
  parts: readonly unknown[],
  context: readonly unknown[],
): Pick<GateReasons, 'changes' | 'parts' | 'reasons'> => {
  const named = parts.filter((part) => member(part, 'remainder') === undefined)
  const others = parts.reduce<number>((sum, part) => sum + numberOf(member(part, 'remainder')), 0)
  return {
    changes: named.length + others,
    parts: named.slice(0, mostParts).map((part) => ({
      id: textOf(member(part, 'id')),
      title: textOf(member(part, 'title'), mostOfATitle),
      share: Math.min(1, numberOf(member(part, 'share'))),
    })),
    reasons: [
      ...tellingOf(listOf(member(named[0], 'contributions'))).slice(0, mostReasons),
      ...tellingOf(context).slice(0, mostContextReasons),
    ],
  }
}

/** Those that change much, in the order in which they are given: largest first. */
const tellingOf = (contributions: readonly unknown[]): GateReasons['reasons'] =>
  contributions.flatMap((contribution) => {
    const factor = numberOf(member(contribution, 'factor'))
    const isTelling = factor >= worthNaming || (factor > 0 && factor <= 1 / worthNaming)
    return isTelling && member(contribution, 'remainder') === undefined
      ? [{ factor, sentence: textOf(member(contribution, 'sentence')) }]
      : []
  })

/** What a name leads to in a value of which nothing is known. */
export const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined

const isShareOrNull = (value: unknown): value is number | null =>
  value === null || (typeof value === 'number' && value >= 0 && value <= 1)

const numberOf = (value: unknown): number =>
  typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0

const textOf = (value: unknown, most = mostCharacters): string =>
  typeof value === 'string' ? cutAtWord(value, most) : ''

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
