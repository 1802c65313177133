/** What every answer multiplies the risk by, with the sentence a reviewer reads. */
import type { Contribution } from '../../domain/assessment.ts'
import { formatCount } from '../../domain/counting.ts'
import type { Share } from '../../model/change-factors.ts'
import type { Factor } from '../../model/score.ts'
import type { Judgement } from '../../policy/engine.ts'
import { deploymentSignals, incidentMomentSignals, incidentSignals, signals } from '../../signals/all.ts'
import type { MeasuredMoment, MeasuredPart } from './inputs.ts'
import type { Standing } from './standing.ts'

/** What is usual beside what is here, where both are counts a person can picture. */
const sayUsual = (name: string, value: number, usual: number | null | undefined): string => {
  if (usual === null || usual === undefined || !comparable.has(name)) return ''
  return Math.round(usual) === Math.round(value) ? '' : ` (usual ${formatCount(usual)})`
}
const comparable = new Set([
  'files',
  'directories',
  'commits-inside',
  'code-lines-added',
  'code-lines-deleted',
  'landed-today',
  'file-churn',
  'author-recent',
  'area-activity',
  'area-team',
])

export const partContributions = (
  part: MeasuredPart,
  factors: readonly Factor[],
  usual: Standing['usual'],
): readonly Contribution[] =>
  factors.map(({ column, factor }) => {
    const at = asked.findIndex(({ name }) => name === column)
    const answer = part.answers[at]
    const value = answer?.outcome === 'measured' ? answer.value : null
    return {
      signal: column,
      question: asked[at]!.question,
      value,
      factor,
      sentence: value === null ? 'not known' : sentenceOf(part, at, value, usual[column]),
    }
  })

/** Every question about a part, in the order of its answers. */
const asked = [...signals, ...incidentSignals]

const sentenceOf = (
  { subject, incidents }: MeasuredPart,
  at: number,
  value: number,
  usual: number | null | undefined,
): string => {
  const signal = signals[at]
  if (signal) return signal.sentence(value, subject, usual) + sayUsual(signal.name, value, usual)
  return incidentSignals[at - signals.length]!.sentence(value, incidents!)
}

/** What something makes of the risk of the whole change, where that has one. */
export const ofTheWhole = (share: Share | undefined) =>
  share === undefined ? {} : { riskFactor: share.factor, riskPoints: share.points }

export const contextContributions = (
  { incidents, names, answers }: MeasuredMoment,
  { contextFactors, changeFactors }: Judgement,
): readonly Contribution[] =>
  contextFactors.flatMap(({ column, factor }, place) => {
    const at = names.indexOf(column)
    const answer = answers[at]
    if (!answer) return []
    const value = answer.outcome === 'measured' ? answer.value : null
    const usual = deploymentSignals[at]
    const signal = usual ?? incidentMomentSignals[at - deploymentSignals.length]!
    return [
      {
        signal: column,
        question: signal.question,
        value,
        factor,
        sentence:
          value === null
            ? 'not known'
            : usual
              ? usual.sentence(value)
              : incidentMomentSignals[at - deploymentSignals.length]!.sentence(value, incidents!),
        ...ofTheWhole(changeFactors?.context[place]),
      },
    ]
  })
