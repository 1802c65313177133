import { exp } from '../domain/numerics.ts'
import type { Artefact } from './artefact.ts'
import type { Table } from './column.ts'
import { hazardInterval } from './interval.ts'
import type { Factor } from './score.ts'
import { contextFactorsOf, probabilityOf, scoreParts } from './score.ts'

/**
 * The risk of a change: its parts together, in their context, with an honest interval.
 *
 * H = Σ hazards of the parts that are not cancelled (a part and its revert inside one change cancel), damped by the
 * shared frailty, times the factors of the context. Every hazard is positive and φ rises, so at fixed context
 * removing a part never raises the risk.
 */
export interface ChangeScore {
  readonly probability: number
  /** 90 % interval: how far the coefficients and the clustering, not luck, may move the probability. */
  readonly low: number
  readonly high: number
  /** Σ hazards. */
  readonly hazard: number
  readonly contextFactor: number
  readonly contextFactors: readonly Factor[]
  readonly parts: readonly PartScore[]
}

export interface PartScore {
  readonly hazard: number
  /** Its share of the change's hazard; shares add up to 1 unless nothing is left. */
  readonly share: number
  /** That it fails deployed alone, in a usual context. */
  readonly probability: number
}

export interface ChangeRequest {
  /** One row a part. */
  readonly parts: Table
  /** Per part: undone by another part of this change. */
  readonly cancelled?: readonly boolean[]
  /** Answers about the deployment, by column name. */
  readonly context?: Readonly<Record<string, number>>
}

export function scoreChange(
  artefact: Artefact,
  { parts, cancelled, context = {} }: ChangeRequest,
): ChangeScore {
  const { logHazards } = scoreParts(artefact, parts)
  const hazards = logHazards.map((value, i) => (cancelled?.[i] ? 0 : exp(value)))
  const hazard = hazards.reduce((sum, value) => sum + value, 0)
  const { product, factors } = contextFactorsOf(artefact, context)
  const { low, high } = hazardInterval(artefact, parts, hazards)
  return {
    probability: probabilityOf(artefact, hazard, product),
    low: probabilityOf(artefact, low, product),
    high: probabilityOf(artefact, high, product),
    hazard,
    contextFactor: product,
    contextFactors: factors,
    parts: Array.from(hazards, (own) => ({
      hazard: own,
      share: hazard > 0 ? own / hazard : 0,
      probability: probabilityOf(artefact, own),
    })),
  }
}
