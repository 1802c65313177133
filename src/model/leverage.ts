import { exp } from '../domain/numerics.ts'
import type { Artefact } from './artefact.ts'
import type { Table } from './column.ts'
import { rowRange } from './column.ts'
import { decodeCovariance } from './covariance.ts'
import { buildDesign } from './design.ts'
import { columnsOf } from './interval.ts'
import { scoreParts } from './score.ts'
import { WEAR } from './wear.ts'

/**
 * How far one label moves the model.
 *
 * A label of c on a part adds c·ln(e^h − 1) to the ln likelihood, whose slope by ln h is c·h / (1 − e^(−h)). From the
 * summit, the next one lies a Newton step away (the influence function: Cook & Weisberg 1982, ch. 3): coefficients move
 * by V·x·slope, V their covariance and x the part's row of the design, and ln hazard of another part with row y by
 *
 *   yᵀ·V·x · c·h / (1 − e^(−h)).
 *
 * The leverage of a part is the most that any part moves by, per unit of label. It is high where a part has a rare
 * property that the prior is unsure of: the first failed change that takes another back, say, multiplies the risk of
 * all such by five. It is low where much is known: in a long history no single part can do much.
 */
export function leverages(artefact: Artefact, table: Table, rows: readonly number[]): Float64Array {
  const found = new Float64Array(rows.length)
  if (rows.length === 0) return found
  const { covariance } = artefact
  const numbers = decodeCovariance(covariance)
  const { starts, indices, values } = buildDesign(table, rowRange(0, table.n), columnsOf(artefact, table))
  const { logHazards } = scoreParts(artefact, table, rows)
  // `artefact` has worn off, and its covariance by the square of that.
  const unworn = 1 / WEAR
  for (const [at, row] of rows.entries()) {
    const moved = new Float64Array(covariance.size)
    for (let k = starts[row]!; k < starts[row + 1]!; k++)
      for (let other = 0; other < covariance.size; other++)
        moved[other]! += covarianceOf(covariance.kind, numbers, indices[k]!, other) * values[k]!
    let most = 0
    for (let part = 0; part < table.n; part++) {
      let sum = 0
      for (let k = starts[part]!; k < starts[part + 1]!; k++) sum += moved[indices[k]!]! * values[k]!
      most = Math.max(most, Math.abs(sum))
    }
    const hazard = exp(logHazards[at]!)
    found[at] = unworn * most * (hazard / (1 - exp(-hazard)))
  }
  return found
}

const covarianceOf = (
  kind: 'full' | 'diagonal',
  numbers: Float64Array,
  one: number,
  other: number,
): number => {
  if (kind === 'diagonal') return one === other ? numbers[one]! : 0
  const [low, high] = one < other ? [one, other] : [other, one]
  return numbers[(high * (high + 1)) / 2 + low]!
}
