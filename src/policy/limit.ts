import { fewestToRank, riskiestLimit } from '../model/rank.ts'
import { formatPercent, formatStated } from './formatting.ts'

export interface Limit {
  /** Risk up to which a part goes out unreviewed; null where too little is known to rank. */
  readonly limit: number | null
  readonly why: string
}

/** How far a failure budget is proven, as plain JSON that a decision keeps. */
export interface CertificateFacts {
  readonly failureRate: number
  readonly confidence: number
  /** Risk up to which it is proven; null where nothing is. */
  readonly threshold: number | null
  /** Every risk up to which it is proven, rising; absent where only the highest was kept. */
  readonly levels?: readonly number[]
  /** Parts counted up to it, and those of them that failed. */
  readonly n: number
  readonly failures: number
  /** About how many more changes it takes to prove anything; null where the safest fail too often. */
  readonly needed: number | null
  /** About how many more changes it takes to prove more than is proven; null where that is not near. */
  readonly climbing: number | null
}

/**
 * The limit by rank: the highest risk that still leaves at most the share `reviewRiskiest` of the recent parts above it.
 * `recentRisks` are the risks of the parts that landed last, as they were given then. Windows in force and a burning
 * error budget multiply the limit by `factor`, and `factorWhy` names them ("by window evenings until Tue 08:00").
 *
 * A certified threshold takes the place of the rank. As long as more is about to be proven the higher of the two holds:
 * what nobody lets out is never proven, and a limit that falls to the first thing proven would stay there for ever.
 *
 * That at most so many fail up to one risk says nothing about those up to a lower one: the safest may fail as often as
 * the rest, and be outnumbered. So a certified limit that is lowered falls on to the next level that is proven itself,
 * and where none is so low nothing goes out unreviewed. A rank promises nothing, and is lowered as it is.
 */
export const limitFor = (given: {
  readonly recentRisks: readonly number[]
  readonly reviewRiskiest: number
  readonly factor: number
  readonly factorWhy?: string
  /** Absent where no failure budget is stated. */
  readonly certificate?: CertificateFacts
}): Limit => {
  const { reviewRiskiest, factor, factorWhy, certificate } = given
  const risks = given.recentRisks.filter((risk) => risk >= 0 && risk <= 1)
  const count = risks.length
  const ranked = riskiestLimit(risks, reviewRiskiest)
  const proven = certificate?.threshold ?? null
  const isProven = proven !== null && (ranked === null || ranked <= proven || certificate?.climbing === null)
  const limit = isProven ? proven : ranked
  if (limit === null) {
    return {
      limit: null,
      why: `only ${count} recent parts have a risk, and it takes ${fewestToRank} to rank them`,
    }
  }
  if (!(factor > 0 && factor <= 1))
    return { limit: null, why: 'what lowers the limit is not between 0 and 1' }
  const why = isProven
    ? explainProven(certificate!)
    : `${explain(reviewRiskiest, count)}${certificate ? `; ${explainUnproven(certificate)}` : ''}`
  if (factor === 1) return { limit, why }
  const because = `${why}; ${inWords(factor)} ${factorWhy ?? 'by a window'}`
  const levels = isProven ? certificate?.levels : undefined
  if (levels === undefined) return { limit: limit * factor, why: because }
  const level = levels.findLast((each) => each <= limit * factor)
  return level === undefined
    ? { limit: 0, why: `${because}, and nothing as low as ${formatPercent(limit * factor)} is certified` }
    : { limit: level, why: `${because}, down to what is certified itself` }
}

const explainProven = ({ failureRate, confidence, n, failures }: CertificateFacts): string =>
  `certified: of the parts up to it at most ${formatStated(failureRate)} fail (${formatStated(confidence)} sure; ${failures} of ${n} did)`

const explainUnproven = ({ failureRate, threshold, needed, climbing }: CertificateFacts): string => {
  const budget = `at most ${formatStated(failureRate)} failing`
  if (threshold !== null)
    return `${budget} is certified up to ${formatPercent(threshold)} so far, about ${climbing} more changes may certify more`
  return needed === null
    ? `${budget} is not certified, for the safest fail too often`
    : `${budget} is not certified yet, which takes about ${needed} more changes`
}

const explain = (share: number, count: number): string =>
  share <= 0
    ? 'nothing is reviewed for its rank (review-riskiest: 0%)'
    : `the riskiest ${formatPercent(share)} of the last ${count} parts here lie above it`

const inWords = (factor: number): string =>
  factor === 0.5 ? 'halved' : `times ${Number(factor.toPrecision(3))}`
