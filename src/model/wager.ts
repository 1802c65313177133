import { exp, log, log1p } from '../domain/numerics.ts'

/**
 * A wager against a failure rate: proof that may be looked at after every change.
 *
 * A binomial test is made for one look. Look after each change and stop when it pleases, and a false promise that was
 * to happen in 7 of 100 histories happens in 29. A wager has no such limit. Somebody who doubts that fewer than `rate`
 * fail sells bets at the prices of that rate. A buyer who believes in a smaller rate q puts everything on each part:
 * if it succeeds, the stake grows by (1 − q) / (1 − rate); if it fails, it shrinks to q / rate of itself. As long as
 * `rate` or more really fail, the stake is expected not to grow, whatever came before, and the chance that it *ever*
 * reaches ten times the beginning is at most one in ten (Ville 1939; Shafer, JRSS A 184, 2021; Wald's ratio of 1945 is
 * the same number). So the stake is the proof: tenfold, and the promise holds with 90 % confidence, at any look.
 *
 * Nobody knows the true rate before. The stake is therefore laid in equal quarters on a twentieth, a fifth, two fifths
 * and two thirds of the rate; the mean of four fair games is fair. That costs at most the factor four that one quarter
 * lacks: 153 clean parts prove 2 % where a single look, its time fixed in advance, would take 114.
 *
 * Only counts matter, not the order in which outcomes came. O(1)
 */
const QUARTERS = [1 / 20, 1 / 5, 2 / 5, 2 / 3]

/** ln of the stake after `n` parts of which `failures` failed; 0 at the start. Failures may be a fraction. */
export type Wager = (n: number, failures: number) => number

/** @param rate that is doubted, between 0 and 1; nothing can be proved of 0, and 1 is true of anything */
export function wagerAgainst(rate: number): Wager {
  if (!(rate > 0)) return () => Number.NEGATIVE_INFINITY
  if (rate >= 1) return () => Number.POSITIVE_INFINITY
  const games = QUARTERS.map((share) => ({
    onFailure: log(share),
    onSuccess: log1p(-share * rate) - log1p(-rate),
  }))
  return (n, failures) => {
    const stakes = games.map(({ onFailure, onSuccess }) => failures * onFailure + (n - failures) * onSuccess)
    const largest = Math.max(...stakes)
    const sum = stakes.reduce((total, stake) => total + exp(stake - largest), 0)
    return largest + log(sum / games.length)
  }
}

/** What the logarithm of a stake must reach so that a false promise happens in at most `error` of all histories. */
export const enoughToProve = (error: number): number => -log(error)

/**
 * The failure rate that the same outcomes rule out, at every look at once: the smallest at which doubting it would have
 * lost. Never below what was seen; 1 where nothing was.
 */
export function provenRate(n: number, failures: number, error: number): number {
  const enough = enoughToProve(error)
  let low = n > 0 ? failures / n : 0
  let high = 1
  while (high - low > 1e-12) {
    const middle = (low + high) / 2
    if (wagerAgainst(middle)(n, failures) >= enough) high = middle
    else low = middle
  }
  return high
}
