import { exp, log, log1p } from '../domain/numerics.ts'

/**
 * Does the new version err more than the old? A test that may be looked at after every window, and stopped at any.
 *
 * Bet on where the errors land. A new version that errs no more than the old, and serves the share w of a window's
 * requests, receives at most the share w of its errors. Against that stands "it errs r times as often": each error of
 * the new version multiplies our stake by r / D and each error of the old one by 1 / D, with D = 1 + w·(r − 1). If the
 * new version is no worse, the stake grows by no bet on average: with p the rates of a window with N requests,
 *   ln E[factor] ≤ N·w·(1 − w)·(r − 1)/D · (p_new − p_old) ≤ 0   (from 1 + x ≤ eˣ, request by request).
 * So it stays below 1/α for ever with probability 1 − α (Ville, 1939), however often one looks. (Lindon, Sanden and
 * Shirikian, arXiv 2205.14762, judge deployments by tests of this kind.) Nothing is assumed about the usual rate: it
 * may differ from window to window, and so may w. A request may also count as a fraction between 0 and 1 (a client, as the share of
 * its requests that failed): the factor is convex, so the bound still holds.
 *
 * Where no old version serves, errors are held against a limit instead: r^errors · e^(−requests·limit·(r − 1)).
 *
 * Which r is true is unknown, so the stake is divided among seven bets. Small ratios take most evidence and get most of
 * the weight; the largest is for the first instance of a large fleet, where two errors in a hundred requests must do.
 * bench/gate-simulation.ts compares them with even weights and with a fine grid. The smallest ratio is on purpose: an
 * excess of less than a fifth loses even that bet, so endless traffic never turns a trifle into a rollback.
 */

/** What one version did in a window. Errors are at most requests; both may be fractions after counting by bucket. */
export interface Tally {
  readonly requests: number
  readonly errors: number
}

/** Both versions over the same time; `old` is null, or without requests, where only the new one served. */
export interface Comparison {
  readonly new: Tally
  readonly old: Tally | null
}

/** What the new version may do without being called worse. */
export interface Allowance {
  /** It may err this many times as often as the old one; 1 unless said. */
  readonly ratio?: number
  /** Where no old version serves: the share of requests that may fail. */
  readonly limit: number
}

/** The logarithm of each bet's stake. Adding windows is all that is ever done to it, so it can be kept as it is. */
export type LogEvidence = readonly number[]

const bets = [
  { ratio: 1.5, weight: 1.5 },
  { ratio: 2, weight: 4 },
  { ratio: 3, weight: 2.5 },
  { ratio: 5, weight: 2 },
  { ratio: 10, weight: 2 },
  { ratio: 30, weight: 2 },
  { ratio: 100, weight: 1 },
].map(({ ratio, weight }) => ({ ratio, logRatio: log(ratio), logShare: log(weight / 15) }))

export const noEvidence: LogEvidence = bets.map(() => 0)

/** Evidence after one more window. The order of windows, and how a time of equal shares is cut, make no difference. */
export const addWindow = (evidence: LogEvidence, window: Comparison, allowance: Allowance): LogEvidence => {
  const served = window.new.requests + (window.old?.requests ?? 0)
  if (!(window.new.requests > 0)) return evidence
  const { ratio: allowed = 1, limit } = allowance
  const old = window.old !== null && window.old.requests > 0 ? window.old : null
  const share = window.new.requests / served
  const errors = window.new.errors + (old?.errors ?? 0)
  return bets.map(({ ratio, logRatio }, at) => {
    const expected =
      old === null
        ? window.new.requests * limit * (ratio - 1)
        : errors * (log1p(share * (allowed * ratio - 1)) - log1p(share * (allowed - 1)))
    return (evidence[at] ?? 0) + window.new.errors * logRatio - expected
  })
}

/** ln of the whole stake: 0 at the start, ln 100 when a new version that is no worse would be called so once in 100. */
export const logEValue = (evidence: LogEvidence): number => {
  const stakes = bets.map(({ logShare }, at) => logShare + (evidence[at] ?? 0))
  const largest = Math.max(...stakes)
  return largest + log(stakes.reduce((sum, stake) => sum + exp(stake - largest), 0))
}
