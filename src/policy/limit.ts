import { fewestToRank, riskiestLimit } from '../model/rank.ts'
import { formatPercent } from './formatting.ts'

export interface Limit {
  /** Risk up to which a part goes out unreviewed; null where too little is known to rank. */
  readonly limit: number | null
  readonly why: string
}

/**
 * The limit by rank: the highest risk that still leaves at most the share `reviewRiskiest` of the recent parts above it.
 * `recentRisks` are the risks of the parts that landed last, as they were given then; windows in force multiply the
 * limit by `windowFactor`, and `windowWhy` names them ("by window evenings until Tue 08:00").
 */
export const limitFor = (given: {
  readonly recentRisks: readonly number[]
  readonly reviewRiskiest: number
  readonly windowFactor: number
  readonly windowWhy?: string
}): Limit => {
  const { reviewRiskiest, windowFactor, windowWhy } = given
  const risks = given.recentRisks.filter((risk) => risk >= 0 && risk <= 1)
  const count = risks.length
  const ranked = riskiestLimit(risks, reviewRiskiest)
  if (ranked === null) {
    return {
      limit: null,
      why: `only ${count} recent parts have a risk, and it takes ${fewestToRank} to rank them`,
    }
  }
  if (!(windowFactor > 0 && windowFactor <= 1)) {
    return { limit: null, why: 'the factor of the windows in force is not between 0 and 1' }
  }
  const lowered = windowFactor === 1 ? '' : `; ${inWords(windowFactor)} ${windowWhy ?? 'by a window'}`
  return { limit: ranked * windowFactor, why: `${explain(reviewRiskiest, count)}${lowered}` }
}

const explain = (share: number, count: number): string =>
  share <= 0
    ? 'nothing is reviewed for its rank (review-riskiest: 0%)'
    : `the riskiest ${formatPercent(share)} of the last ${count} parts here lie above it`

const inWords = (factor: number): string =>
  factor === 0.5 ? 'halved' : `times ${Number(factor.toPrecision(3))}`
