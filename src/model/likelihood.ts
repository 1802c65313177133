import { exp, expm1, log } from '../domain/numerics.ts'
import type { Design } from './design.ts'
import { logHazards } from './design.ts'

/**
 * How well a set of coefficients explains what happened.
 *
 * A part with hazard h fails with probability 1 − e^(−h) (the complementary log-log link; McCullagh & Nelder 1989,
 * §4.3). It is the right link here because hazards of parts add up in a deployment: nothing fails with probability
 * e^(−h₁)·e^(−h₂) = e^(−(h₁ + h₂)).
 *
 *   ln likelihood = Σ weight · [ label · ln(1 − e^(−h)) − (1 − label) · h ],   ln h = design · coefficients
 *
 * A label is the confidence that the part failed, 0 … 1. Rows are never resampled nor weighted by class: that would
 * raise recall and destroy every probability. The function is concave, so there is one summit.
 */
export interface Outcomes {
  readonly labels: Float64Array
  readonly weights: Float64Array
}

/** ln hazard is held inside ±30 where it is exponentiated: nothing real lies beyond and nothing overflows. */
const bounded = (eta: number): number => Math.min(30, Math.max(-30, eta))

export function logLikelihood(eta: Float64Array, { labels, weights }: Outcomes): number {
  let sum = 0
  for (let i = 0; i < eta.length; i++) {
    const label = labels[i]!
    const hazard = exp(bounded(eta[i]!))
    let term = (label - 1) * hazard
    if (label > 0) term += label * log(-expm1(-hazard))
    sum += weights[i]! * term
  }
  return sum
}

export interface Slope {
  readonly value: number
  readonly gradient: Float64Array
  /** Minus the matrix of second derivatives; lower triangle, row-major. */
  readonly information: Float64Array
}

/**
 * Value, gradient and observed information at these coefficients.
 *
 * With g = h / (eʰ − 1), the derivative of ln(1 − e^(−h)) by ln h is g and its second derivative −g·(g + h − 1);
 * those of −h are −h and −h.
 */
export function slopeAt(design: Design, outcomes: Outcomes, coefficients: Float64Array): Slope {
  const { n, width, starts, indices, values } = design
  const { labels, weights } = outcomes
  const eta = new Float64Array(n)
  logHazards(design, coefficients, eta)
  const gradient = new Float64Array(width)
  const information = new Float64Array(width * width)
  for (let i = 0; i < n; i++) {
    const label = labels[i]!
    const weight = weights[i]!
    const hazard = exp(bounded(eta[i]!))
    let first = (label - 1) * hazard
    let second = (1 - label) * hazard
    if (label > 0) {
      const g = hazard / expm1(hazard)
      first += label * g
      // g + h − 1 → h/2 as h → 0, where the difference itself would lose its digits.
      second += label * g * (hazard < 1e-5 ? hazard / 2 : g + hazard - 1)
    }
    first *= weight
    second *= weight
    const from = starts[i]!
    const to = starts[i + 1]!
    for (let a = from; a < to; a++) {
      const row = indices[a]!
      const value = values[a]!
      gradient[row]! += first * value
      const scaled = second * value
      const start = row * width
      for (let b = from; b <= a; b++) information[start + indices[b]!]! += scaled * values[b]!
    }
  }
  return { value: logLikelihood(eta, outcomes), gradient, information }
}
