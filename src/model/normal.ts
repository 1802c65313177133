import { exp } from '../domain/numerics.ts'

/**
 * The standard normal distribution, exactly enough for intervals (ten digits and more) and with the same bits
 * everywhere.
 */
const ROOT_TWO_PI = 2.5066282746310002

const density = (x: number): number => exp(-0.5 * x * x) / ROOT_TWO_PI

/** P(X > x) for x ≥ 0: a power series near the centre (Marsaglia 2004), Laplace's continued fraction in the tail. */
function upperTail(x: number): number {
  if (x > 3) {
    let fraction = x
    for (let k = 120; k > 0; k--) fraction = x + k / fraction
    return density(x) / fraction
  }
  let term = x
  let sum = x
  for (let odd = 3; term > sum * 1e-17; odd += 2) {
    term *= (x * x) / odd
    sum += term
  }
  return 0.5 - density(x) * sum
}

/**
 * The value a standard normal stays below with probability p, by Newton's method on the tail.
 * @example normalQuantile(0.95) // 1.6448536269514722, the half-width of a 90 % interval
 */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1))
    return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN
  return p < 0.5 ? -quantileOfTail(p) : quantileOfTail(1 - p)
}

/** The x ≥ 0 beyond which a share `tail` ≤ ½ lies. The tail is convex there, so Newton from 0 never overshoots. */
function quantileOfTail(tail: number): number {
  let x = 0
  for (let step = 0; step < 200; step++) {
    const move = (upperTail(x) - tail) / density(x)
    x += move
    if (Math.abs(move) < 1e-15 * Math.max(1, x)) break
  }
  return x
}
