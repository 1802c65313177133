import { log } from '../domain/numerics.ts'
import { rounded } from './artefact.ts'
import type { Column, Table } from './column.ts'
import { rowRange, transformed } from './column.ts'
import type { Design } from './design.ts'
import { dampedHazard } from './frailty.ts'
import type { Scaling } from './scaling.ts'
import { scalingsOf, standardised } from './scaling.ts'

/** A deployment of the past, as the fit of its context wants it (context.ts). */
export interface Deployment {
  readonly repository: string
  /** Σ hazards of its parts, each scored by the past alone. */
  readonly hazard: number
  /** k of that repository. */
  readonly frailty: number
  /** By column name; absent or NaN where unavailable, which counts as usual. */
  readonly answers: Readonly<Record<string, number>>
  readonly failed: 0 | 1
  /** 0 … 1: how sure the failure is; 1 where there is none. */
  readonly confidence: number
}

/** A deployment of nothing, or of parts nobody could score, must still have a logarithm. */
const SMALLEST_HAZARD = 1e-12
const logarithm = (hazard: number) => log(Math.max(SMALLEST_HAZARD, hazard || 0))

/** Per repository, in the order of first appearance: the scale of each column; absent where it never varies there. */
export type Scales = ReadonlyMap<string, readonly (Scaling | undefined)[]>

export function byRepository(deployments: readonly Deployment[]): Map<string, Deployment[]> {
  const found = new Map<string, Deployment[]>()
  for (const deployment of deployments) {
    const own = found.get(deployment.repository)
    if (own) own.push(deployment)
    else found.set(deployment.repository, [deployment])
  }
  return found
}

export const scalesOf = (deployments: readonly Deployment[], columns: readonly Column[]): Scales =>
  new Map(
    [...byRepository(deployments)].map(([name, own]) => {
      const rows = Float32Array.from(
        own.flatMap(({ answers }) => columns.map(({ name }) => answers[name] ?? Number.NaN)),
      )
      const table: Table = { columns, rows, n: own.length }
      return [name, scalingsOf(table, rowRange(0, own.length))]
    }),
  )

/** One row a deployment: its repository's level, and how far each answer lies from what is usual there. */
export function designOf(
  deployments: readonly Deployment[],
  columns: readonly Column[],
  scales: Scales,
): Design {
  const places = new Map([...scales.keys()].map((name, place) => [name, place]))
  const starts = new Uint32Array(deployments.length + 1)
  const indices: number[] = []
  const values: number[] = []
  for (const [row, { repository, answers }] of deployments.entries()) {
    indices.push(places.get(repository)!)
    values.push(1)
    for (const [c, { name, shape }] of columns.entries()) {
      const scale = scales.get(repository)![c]
      if (!scale) continue
      const z = standardised(transformed(shape, answers[name] ?? Number.NaN), scale.mean, scale.sd)
      if (Number.isNaN(z)) continue
      indices.push(scales.size + c)
      values.push(z - scale.usual)
    }
    starts[row + 1] = indices.length
  }
  return {
    n: deployments.length,
    width: scales.size + columns.length,
    starts,
    indices: Uint16Array.from(indices),
    values: Float32Array.from(values),
    offsets: Float64Array.from(deployments, ({ hazard, frailty }) =>
      logarithm(dampedHazard(hazard, frailty)),
    ),
  }
}

/**
 * The scale of all repositories as one, each counting the same: also the distance between them is in its sd. Where a
 * repository deploys far less often than most, an effect is therefore understated rather than overstated.
 */
export function pooled(scales: Scales, column: number): Scaling {
  const known = [...scales.values()].flatMap((own) => own[column] ?? [])
  const average = (pick: (scale: Scaling) => number) =>
    known.reduce((sum, scale) => sum + pick(scale), 0) / known.length
  const mean = average((scale) => scale.mean)
  const sd = Math.sqrt(average((scale) => scale.sd * scale.sd + (scale.mean - mean) * (scale.mean - mean)))
  const median = average((scale) => scale.mean + scale.usual * scale.sd)
  return { mean: rounded(mean), sd: rounded(sd), usual: rounded((median - mean) / sd) }
}
