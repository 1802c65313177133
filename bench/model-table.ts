/** The bench as Markdown: the means, how they compare with ours, and each data set. */
import type { Interval, Judged, Mean } from './model-judgement.ts'
import { meansOf } from './model-judgement.ts'

const ratio = (value: number, digits = 3): string => value.toFixed(digits).replace(/^(-?)0\./, '$1.')
const percent = (share: number): string => `${(share * 100).toFixed(0)} %`
const span = ({ low, high }: Interval, digits = 3): string =>
  Number.isNaN(low) ? '' : ` (${ratio(low, digits)} … ${ratio(high, digits)})`

export function kindTable(judged: Judged): string {
  const means = meansOf(judged)
  const failed = judged.sets.reduce((sum, set) => sum + set.failed, 0)
  const scored = judged.sets.reduce((sum, set) => sum + set.scored, 0)
  return [
    `## ${judged.kind}: ${judged.sets.length} data sets, ${failed} failures in ${scored} scored changes`,
    '',
    'Means over the data sets, with 95 % bootstrap intervals over their rows.',
    '',
    '| model | AUC | average precision | Brier | ECE | caught in top 10 % | auto-approvable at ≤ 5 % missed |',
    '|---|---|---|---|---|---|---|',
    ...means.map(meanLine),
    '',
    ...(means.length > 1 ? againstLines(means, judged.sets.length) : []),
    ...setLines(judged, means),
  ].join('\n')
}

const meanLine = ({ model, measures, intervals }: Mean): string =>
  `| ${[
    model,
    ratio(measures.auc) + span(intervals['auc']!),
    ratio(measures.averagePrecision) + span(intervals['averagePrecision']!),
    ratio(measures.brier, 4),
    ratio(measures.calibrationError, 4),
    percent(measures.caughtInTop10),
    percent(measures.autoApprovable5),
  ].join(' | ')} |`

const againstLines = (means: readonly Mean[], sets: number): string[] => [
  `Our lead (on the same draws), and on how many of the ${sets} data sets we are better.`,
  '',
  '| beside | AUC | won | average precision | won | Brier | won |',
  '|---|---|---|---|---|---|---|',
  ...means
    .filter(({ model }) => model !== 'ours')
    .map(
      ({ model, lead, wins }) =>
        `| ${model} | ${(['auc', 'averagePrecision', 'brier'] as const)
          .map((name) => `${span(lead[name]!, name === 'brier' ? 4 : 3).trim()} | ${wins[name]}`)
          .join(' | ')} |`,
    ),
  '',
]

const setLines = ({ sets }: Judged, means: readonly Mean[]): string[] => [
  'AUC / average precision / Brier of each.',
  '',
  `| data set | failed of scored | ${means.map(({ model }) => model).join(' | ')} |`,
  `|---|---|${means.map(() => '---|').join('')}`,
  ...sets.map(({ name, failed, scored, models }) => {
    const cells = means.map(({ model }) => {
      const { auc, averagePrecision, brier } = models.find((own) => own.model === model)!.measures
      return `${ratio(auc)} / ${ratio(averagePrecision)} / ${ratio(brier, 4)}`
    })
    return `| ${name} | ${failed} of ${scored} | ${cells.join(' | ')} |`
  }),
  '',
]
