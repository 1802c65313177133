/** The reasons behind a number, few enough to read, multiplying to the number shown. */
import type { AssessedPart, Assessment, Contribution } from '../domain/assessment.ts'
import { formatFactor, formatPlural, roundFactor } from './numbers.ts'
import { type FactorRemainder, splitFactors } from './remainder.ts'

/** A factor and what it stands for, as printed. */
export interface Reason {
  readonly factor: string
  readonly sentence: string
}

const sayRemainder = ({ count, factor }: FactorRemainder): readonly Reason[] => {
  if (count === 0 && Math.abs(factor - 1) < 0.03) return []
  const none = factor < 1 ? 'no risk passes 100 %' : 'the rest'
  return [
    { factor: formatFactor(factor), sentence: count === 0 ? none : formatPlural(count, 'smaller reason') },
  ]
}

const size = ({ factor }: Contribution): number => (factor < 1 ? 1 / factor : factor)
const bySize = (one: Contribution, other: Contribution): number => size(other) - size(one)

const list = (contributions: readonly Contribution[], rows: number, whole?: number): readonly Reason[] => {
  const { shown, rest } = splitFactors(contributions, rows, {
    seen: roundFactor,
    ...(whole === undefined ? {} : { whole }),
  })
  return [
    ...shown.map(({ factor, sentence }) => ({ factor: formatFactor(factor), sentence })),
    ...(Number.isFinite(rest.factor) ? sayRemainder(rest) : []),
  ]
}

/** Below this a factor is not worth a reader's time on its own. */
const worthNaming = 1.05

/** At most `most` reasons (largest first), all that change the printed number where that is infinite, and the rest as one. */
export const chooseReasons = (
  contributions: readonly Contribution[],
  most: number,
  whole?: number,
): readonly Reason[] => {
  const telling = contributions.filter((contribution) => size(contribution) >= worthNaming)
  const rows = Number.isFinite(most) ? Math.min(most, telling.length) : contributions.length
  return contributions.length === 0 ? [] : list(contributions, rows, whole)
}

/**
 * From the usual risk shown to the risk shown: of the only part with its context, of one part among many without.
 */
export const partReasons = (assessment: Assessment, part: AssessedPart, rows: number): readonly Reason[] => {
  const { change, risk } = assessment
  const alone = change.parts.length === 1 && risk.probability !== null
  const all = alone ? [...part.contributions, ...risk.contributions].sort(bySize) : part.contributions
  const usual = alone ? (risk.baseRate ?? risk.usualPart) : risk.usualPart
  const shown = alone ? risk.probability : part.risk
  return chooseReasons(all, rows, usual === null || usual === 0 || shown === null ? undefined : shown / usual)
}

/** What the moment itself multiplies the risk of a whole deployment by; none where it changes little. */
export const contextReasons = ({ change, risk, rule }: Assessment, rows: number): readonly Reason[] => {
  if (change.parts.length < 2) return []
  const matters = risk.contributions.some((contribution) => size(contribution) >= 1.15)
  return matters || rule === 'context-raises-risk' ? chooseReasons(risk.contributions, rows) : []
}
