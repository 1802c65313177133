/** The reasons behind a number, few enough to read, multiplying to the number shown. */
import type { AssessedPart, Assessment, Contribution } from '../domain/assessment.ts'
import { joinIncidents } from './incident-reasons.ts'
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

const apart = (factor: number): number => (factor < 1 ? 1 / factor : factor)
const size = ({ factor }: Contribution): number => apart(factor)
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
  if (contributions.length === 0) return []
  if (!Number.isFinite(most)) return list(contributions, contributions.length, whole)
  const joined = [...joinIncidents(contributions)].sort(bySize)
  const telling = joined.filter((contribution) => size(contribution) >= worthNaming)
  return list(joined, Math.min(most, telling.length), whole)
}

/**
 * From the usual part's risk to the risk shown: of the only part with its context, of one part among many without.
 */
export const partReasons = (assessment: Assessment, part: AssessedPart, rows: number): readonly Reason[] => {
  const { change, risk } = assessment
  const alone = change.parts.length === 1 && risk.probability !== null
  const all = alone ? [...part.contributions, ...risk.contributions].sort(bySize) : part.contributions
  const usual = risk.usualPart
  const shown = alone ? risk.probability : part.risk
  return chooseReasons(all, rows, usual === null || usual === 0 || shown === null ? undefined : shown / usual)
}

/**
 * From the usual risk at this size to the risk of the whole, part by part, the moment as one; none for a single part.
 * @param name how a part is referred to, by its place
 */
export const changeReasons = (
  { change: { parts }, risk }: Assessment,
  rows: number,
  name: (place: number) => string = (place) => parts[place]!.id,
): readonly Reason[] => {
  if (parts.length < 2 || risk.probability === null || !risk.baseRate) return []
  const moment = risk.contributions.reduce((product, { riskFactor = 1 }) => product * riskFactor, 1)
  const whole = risk.probability / risk.baseRate
  const all = parts.map(({ riskFactor = 1 }, place) => ({ factor: riskFactor, place }))
  if (parts.some(({ riskFactor }) => riskFactor === undefined)) return []
  const told = roundFactor(moment) === 1 ? [] : [{ factor: formatFactor(moment), sentence: 'the moment' }]
  const ranked = all.sort((one, other) => apart(other.factor) - apart(one.factor))
  const { shown, rest } = splitFactors(ranked, rows - told.length, {
    seen: roundFactor,
    whole: whole / (told.length === 0 ? 1 : roundFactor(moment)),
  })
  // That all of very many are as usual says nothing.
  if (shown.length + told.length === 0 && roundFactor(rest.factor) === 1) return []
  return [
    ...shown.map(({ factor, place }) => ({ factor: formatFactor(factor), sentence: name(place) })),
    ...told,
    ...(rest.count === 0 && Math.abs(rest.factor - 1) < 0.03
      ? []
      : [
          {
            factor: formatFactor(rest.factor),
            sentence: rest.count === 0 ? 'the rest' : formatPlural(rest.count, 'other'),
          },
        ]),
  ]
}

/** What the moment itself multiplies the risk of a whole deployment by; none where it changes little. */
export const contextReasons = ({ change, risk, rule }: Assessment, rows: number): readonly Reason[] => {
  if (change.parts.length < 2) return []
  const matters = risk.contributions.some((contribution) => size(contribution) >= 1.15)
  return matters || rule === 'context-raises-risk' ? chooseReasons(risk.contributions, rows) : []
}
