import { exp } from '../domain/numerics.ts'
import type { Artefact } from './artefact.ts'
import type { Table } from './column.ts'
import { rowRange } from './column.ts'
import { decodeCovariance, varianceAlong } from './covariance.ts'
import type { DesignColumn } from './design.ts'
import { buildDesign } from './design.ts'
import { normalQuantile } from './normal.ts'
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
  /** 90 % interval: how far the coefficients, not luck, may move the probability. */
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

/** A normal lies within this many standard deviations with probability 90 %. */
const HALF_WIDTH = normalQuantile(0.95)

export function scoreChange(
  artefact: Artefact,
  { parts, cancelled, context = {} }: ChangeRequest,
): ChangeScore {
  const { logHazards } = scoreParts(artefact, parts)
  const hazards = logHazards.map((value, i) => (cancelled?.[i] ? 0 : exp(value)))
  const hazard = hazards.reduce((sum, value) => sum + value, 0)
  const { product, factors } = contextFactorsOf(artefact, context)
  const spread =
    hazard > 0 ? HALF_WIDTH * Math.sqrt(varianceOfLogHazard(artefact, parts, hazards, hazard)) : 0
  return {
    probability: probabilityOf(artefact, hazard, product),
    low: probabilityOf(artefact, hazard * exp(-spread), product),
    high: probabilityOf(artefact, hazard * exp(Math.min(spread, 100)), product),
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

/**
 * Variance of ln H by the delta method: ∂ ln H / ∂ coefficient is the mean of that coefficient's entry in the design,
 * each part weighted by its share. The intercept enters with 1, so its uncertainty is always in.
 */
function varianceOfLogHazard(
  artefact: Artefact,
  parts: Table,
  hazards: Float64Array,
  hazard: number,
): number {
  const columns = columnsOf(artefact, parts)
  const { starts, indices, values } = buildDesign(parts, rowRange(0, parts.n), columns)
  const gradient = new Float64Array(artefact.covariance.size)
  for (let i = 0; i < parts.n; i++) {
    const share = hazards[i]! / hazard
    for (let k = starts[i]!; k < starts[i + 1]!; k++) gradient[indices[k]!]! += share * values[k]!
  }
  return varianceAlong(artefact.covariance, decodeCovariance(artefact.covariance), gradient)
}

function columnsOf(artefact: Artefact, table: Table): DesignColumn[] {
  const columns: DesignColumn[] = []
  let first = 1
  for (const { name, shape, mean, sd, usual, knots } of artefact.terms) {
    const index = table.columns.findIndex((column) => column.name === name)
    if (index >= 0) columns.push({ index, shape, scaling: { mean, sd, usual }, knots, first })
    first += knots.length + 1
  }
  return columns
}
