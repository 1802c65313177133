import { exp, expm1, log } from '../domain/numerics.ts'
import type { Artefact } from './artefact.ts'
import { dampedHazard, dampingElasticity } from './frailty.ts'
import { probabilityOf } from './score.ts'

/**
 * Why a change is as risky as it is, beside the usual deployment of its size: exactly, part by part.
 *
 * The hazards of parts add, the context multiplies, the frailty bends and 1 − e^(−x) bends again; so "how much of the
 * ×1.4 is due to this part" has no answer by multiplying or by adding alone. Index decomposition has one that leaves no
 * rest and depends on no order: the logarithmic mean
 *
 *   L(a, b) = (a − b) / (ln a − ln b),   L(a, a) = a
 *
 * is what turns a difference into a logarithm and back (LMDI; Ang, Energy Policy 32, 2004 and 33, 2005). With H = Σ h
 * beside H₀ = Σ r, where an average part r stands in the place of each,
 *
 *   ln(H / H₀) = Σ w · ln(h / r),   w = L(h, r) / L(H, H₀).
 *
 * The bends map one number to one number, so each is a common exponent: ln(φ(H)/φ(H₀)) = β · ln(H/H₀), and
 * ln(P/P₀) = α · ln(c·φ(H)/φ(H₀)). Together: P = P₀ · Π partᵢ · Π momentⱼ, with partᵢ = (h/r)^(α·β·w) and
 * momentⱼ = cⱼ^α. The same weights make percentage points that add: P − P₀ = L(P, P₀) · Σ ln(factor).
 *
 * Example, k = 8, average 0.02: three parts with hazards 0.08, 0.02 and 0.01 and a moment of ×1.2 have P = 12.3 % where
 * P₀ = 5.8 %: ×2.12 = ×2.00 · ×1 · ×0.89 of the parts · ×1.19 of the moment; or +6.0, 0, −1.0 and +1.5 points.
 */
export interface ChangeFactors {
  /** P₀: the risk of as many average parts in a usual moment. */
  readonly usual: number
  /** Per part, in the given order: what it multiplies the risk by, over an average part in its place; 1 where cancelled. */
  readonly parts: readonly Share[]
  /** Per factor of the context, in the given order. */
  readonly context: readonly Share[]
}

export interface Share {
  /** usual × the product of all = the risk of the change. */
  readonly factor: number
  /** usual + the sum of all = the risk of the change. */
  readonly points: number
}

/**
 * @param hazards of the parts; 0 for a cancelled one, which counts neither here nor among as many average ones
 * @param contextFactors each multiplies the hazard of the whole
 * @returns null where nothing is left that could fail
 */
export function changeFactors(
  artefact: Artefact,
  hazards: ArrayLike<number>,
  contextFactors: readonly number[],
): ChangeFactors | null {
  const average = artefact.averageHazard
  const parts = Array.from(hazards)
  const counted = parts.filter((hazard) => hazard > 0).length
  if (counted === 0) return null
  const hazard = parts.reduce((sum, own) => sum + own, 0)
  const usualHazard = counted * average
  const context = contextFactors.reduce((product, factor) => product * factor, 1)
  const usual = probabilityOf(artefact, usualHazard)
  const risk = probabilityOf(artefact, hazard, context)
  const [damped, usualDamped] = [hazard, usualHazard].map((sum) => dampedHazard(sum, artefact.frailty))
  const alpha = exponentOf(usual, risk, usualDamped!, context * damped!, (x) => x / expm1(x))
  const beta = exponentOf(usualDamped!, damped!, usualHazard, hazard, (x) =>
    dampingElasticity(x, artefact.frailty),
  )
  const whole = logarithmicMean(hazard, usualHazard)
  const perPoint = logarithmicMean(risk, usual)
  const shareOf = (logarithm: number): Share => ({ factor: exp(logarithm), points: perPoint * logarithm })
  const partLogarithm = (own: number): number =>
    own > 0 ? alpha * beta * (logarithmicMean(own, average) / whole) * log(own / average) : 0
  return {
    usual,
    parts: parts.map((own) => shareOf(partLogarithm(own))),
    context: contextFactors.map((factor) => shareOf(alpha * log(factor))),
  }
}

/** Two numbers nearer than this, as a logarithm of their ratio, have lost the digits their difference would need. */
const NEAR = 1e-4

/** L(a, b) of two positive numbers; near each other their geometric mean, as far as the series needs to go. */
export function logarithmicMean(a: number, b: number): number {
  const distance = log(a / b)
  if (Math.abs(distance) < NEAR) return Math.sqrt(a) * Math.sqrt(b) * (1 + (distance * distance) / 24)
  return (a - b) / distance
}

/**
 * The exponent e for which image / usualImage = (x / usualX)^e, where both images come of one rising function of x.
 * @param elasticity of that function, which the exponent becomes where both x are the same
 */
function exponentOf(
  usualImage: number,
  image: number,
  usualX: number,
  x: number,
  elasticity: (x: number) => number,
): number {
  const distance = log(x / usualX)
  if (Math.abs(distance) < NEAR) return elasticity(Math.sqrt(usualX) * Math.sqrt(x))
  return log(image / usualImage) / distance
}
