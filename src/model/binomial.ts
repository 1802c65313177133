import { exp, log, log1p } from '../domain/numerics.ts'

/**
 * Exact binomial tails, by adding up the terms. No normal approximation: the failures behind a promise are few.
 */

/** P(at most k failures in n) when each fails with probability p. */
export function binomialTail(k: number, n: number, p: number): number {
  if (k >= n || p <= 0) return 1
  if (k < 0 || p >= 1) return 0
  // From the largest term downwards, each from the one above: terms are P(k) · k/(n−k+1) · (1−p)/p · …
  // Beyond the mean the complement is the shorter sum and loses nothing.
  if (k > n * p) return 1 - binomialTail(n - k - 1, n, 1 - p)
  let term = 1
  let sum = 1
  for (let i = k; i > 0; i--) {
    term *= (i / (n - i + 1)) * ((1 - p) / p)
    sum += term
    if (term < sum * 1e-17) break
  }
  return Math.min(1, sum * exp(logChoose(n, k) + k * log(p) + (n - k) * log1p(-p)))
}

/** ln of the number of ways to choose k of n: Σ ln((n − k + i) / i). O(min(k, n − k)) */
function logChoose(n: number, k: number): number {
  const few = Math.min(k, n - k)
  let sum = 0
  for (let i = 1; i <= few; i++) sum += log((n - few + i) / i)
  return sum
}

/**
 * Clopper–Pearson upper bound: the largest failure rate under which seeing at most k failures in n would still happen
 * with probability `risk`. With 0 in 45 and 10 %: 5 %.
 */
export function upperBound(k: number, n: number, risk: number): number {
  if (k >= n) return 1
  let low = k / n
  let high = 1
  while (high - low > 1e-12) {
    const middle = (low + high) / 2
    if (binomialTail(k, n, middle) > risk) low = middle
    else high = middle
  }
  return high
}

/** Clopper–Pearson lower bound: the mirror image. */
export const lowerBound = (k: number, n: number, risk: number): number =>
  n === 0 ? 0 : 1 - upperBound(n - k, n, risk)
