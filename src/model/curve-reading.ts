/** A learned curve as people read it: between which answers it lies, and what they multiply the risk by. */
import { formatCount } from '../domain/counting.ts'
import { expm1 } from '../domain/numerics.ts'
import type { Term } from './artefact.ts'
import { effectAt, segmentTo } from './curve.ts'
import { FARTHEST } from './scaling.ts'

/** Answers further out are rare: two standard deviations to the left, three to the right. */
const shown = { from: -2, to: 3 } as const

const tidy = (value: number): string => String(Number(value.toFixed(1)))

/** The z values at which the curve bends, and its ends, inside what can be answered. */
export function cornersOf({ shape, mean, sd, knots, slopes }: Term): readonly number[] {
  if (shape === 'flag') return [0, 1]
  const least = shape === 'count' || shape === 'share' ? Math.max(shown.from, -mean / sd) : shown.from
  const most = shape === 'share' ? Math.min(shown.to, (1 - mean) / sd) : Math.min(shown.to, FARTHEST)
  const bends = slopes.slice(1).map((_, i) => segmentTo(knots, i))
  return [least, ...bends.filter((bend) => bend > least && bend < most), most]
}

/** The answer that stands at z, as a person would write it. */
export function answerAt({ shape, mean, sd }: Term, z: number): string {
  const value = mean + sd * z
  if (shape === 'flag') return z > 0.5 ? 'yes' : 'no'
  if (shape === 'share') return `${Math.round(100 * Math.min(1, Math.max(0, value)))} %`
  if (shape === 'number') return value.toPrecision(2)
  const count = Math.max(0, expm1(value))
  return count < 10 ? tidy(count) : formatCount(count)
}

/** How far a term can move the risk, in ln: what the panels are ordered by. */
export const strengthOf = (term: Term): number => {
  const effects = cornersOf(term).map((z) => effectAt(term, z))
  return Math.max(...effects) - Math.min(...effects)
}
