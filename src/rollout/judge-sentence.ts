import type { MetricJudgement } from './judge-evidence.ts'
import type { Reading } from './judge-windows.ts'
import {
  formatBound,
  formatRate,
  rateOf,
  sayErrors,
  sayMilliseconds,
  saySlow,
  sayWait,
} from './judge-words.ts'

/** What a sentence needs beside the counts. */
interface Told {
  readonly name: string
  readonly reading: Reading
  readonly limit: number
  readonly silenceSeconds: number
  readonly oldVersion: string
}

/** What a metric shows, in people's words: counts and rates, no statistics. Without a full stop. */
export const explainMetric = (judgement: Omit<MetricJudgement, 'why'>, told: Told): string => {
  const { outcome, old, slow, ruledOut } = judgement
  const counts = slow ? saySlow(judgement.new, slow.aboveMilliseconds) : sayErrors(judgement.new)
  const rate = formatRate(rateOf(judgement.new))
  const beside = old === null || old.requests === 0 ? '' : `${told.oldVersion} ${formatRate(rateOf(old))}`
  const compared = beside === '' ? rate : `${rate}, ${beside}`
  const shown = ruledOut === null ? '' : `${formatBound(ruledOut)} more would have shown`
  switch (outcome) {
    case 'worse':
      return `${counts} (${rate}, ${beside || `at most ${formatRate(told.limit)} allowed`})`
    case 'both-worse':
      return `${counts} (${compared}), and neither may fail more than ${formatRate(told.limit)}: the cause may be shared`
    case 'unsure':
      return `${counts} (${compared})`
    case 'too-few':
      return counts
    case 'no-data':
      return sayNoData(told)
    case 'no-worse':
      if (slow) return sayQuantile(slow, told.oldVersion, counts)
      return judgement.new.errors > 0 ? `${counts} (${compared}; ${shown})` : `${counts} (${shown})`
  }
}

const sayNoData = ({ name, reading, silenceSeconds }: Told): string => {
  const fault = reading.fault === null ? '' : ` (${reading.fault})`
  if (reading.latest === null) return `no data on ${name}${fault}`
  return reading.windows.length === 0
    ? `no data on ${name} yet${fault}`
    : `no data on ${name} for ${sayWait(silenceSeconds)}${fault}`
}

const sayQuantile = (
  slow: NonNullable<MetricJudgement['slow']>,
  oldVersion: string,
  counts: string,
): string => {
  if (slow.newMilliseconds === null) return counts
  const before =
    slow.oldMilliseconds === null ? '' : ` (${oldVersion} ${sayMilliseconds(slow.oldMilliseconds)})`
  return `p${Number((slow.quantile * 100).toPrecision(6))} ${sayMilliseconds(slow.newMilliseconds)}${before}`
}
