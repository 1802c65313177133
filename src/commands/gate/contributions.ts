/** What every answer multiplies the risk by, with the sentence a reviewer reads. */
import type { Contribution } from '../../domain/assessment.ts'
import { formatCount } from '../../domain/counting.ts'
import type { Measurement } from '../../domain/measurement.ts'
import type { Share } from '../../model/change-factors.ts'
import type { Factor } from '../../model/score.ts'
import type { Judgement } from '../../policy/engine.ts'
import { deploymentSignals, signals } from '../../signals/all.ts'
import type { MeasuredPart } from './inputs.ts'
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
  { subject, answers }: MeasuredPart,
  factors: readonly Factor[],
  usual: Standing['usual'],
): readonly Contribution[] =>
  factors.map(({ column, factor }) => {
    const at = signals.findIndex(({ name }) => name === column)
    const signal = signals[at]!
    const answer = answers[at]!
    const value = answer.outcome === 'measured' ? answer.value : null
    return {
      signal: column,
      question: signal.question,
      value,
      factor,
      sentence:
        value === null
          ? 'not known'
          : signal.sentence(value, subject, usual[column]) + sayUsual(column, value, usual[column]),
    }
  })

/** What something makes of the risk of the whole change, where that has one. */
export const ofTheWhole = (share: Share | undefined) =>
  share === undefined ? {} : { riskFactor: share.factor, riskPoints: share.points }

export const contextContributions = (
  context: readonly Measurement[],
  { contextFactors, changeFactors }: Judgement,
): readonly Contribution[] =>
  contextFactors.flatMap(({ column, factor }, place) => {
    const at = deploymentSignals.findIndex(({ name }) => name === column)
    const signal = deploymentSignals[at]
    const answer = context[at]
    if (!signal || !answer) return []
    const value = answer.outcome === 'measured' ? answer.value : null
    return [
      {
        signal: column,
        question: signal.question,
        value,
        factor,
        sentence: value === null ? 'not known' : signal.sentence(value),
        ...ofTheWhole(changeFactors?.context[place]),
      },
    ]
  })
