import { exp } from '../domain/numerics.ts'
import type { Artefact } from './artefact.ts'
import type { Table } from './column.ts'
import { effectOf } from './curve.ts'

/**
 * How alike two parts are in the eyes of the model.
 *
 * A part is what its answers do to its risk: one effect a term, the logarithm of its factor. Two parts are as far apart
 * as these effects are, and alike as
 *
 *   likeness = e^(−distance),   distance² = Σ (effect of one − effect of the other)²
 *
 * So a question counts by what it weighs here, one of no weight not at all, and two parts of the same risk for other
 * reasons are not alike: ×3 for its size is no neighbour of ×3 for its history.
 *
 * Example: the same answers but one, which is ×2 here and ×1 there: ½.
 */
export function likenessTo(
  artefact: Artefact,
  values: Readonly<Record<string, number>>,
  past: Table,
  rows: ArrayLike<number>,
): Float64Array {
  const width = past.columns.length
  const squares = new Float64Array(rows.length)
  for (const term of artefact.terms) {
    const place = past.columns.findIndex(({ name }) => name === term.name)
    if (place < 0 || term.slopes.every((slope) => slope === 0)) continue
    const own = effectOf(term, values[term.name] ?? Number.NaN)
    for (let i = 0; i < rows.length; i++) {
      const apart = effectOf(term, past.rows[rows[i]! * width + place]!) - own
      squares[i]! += apart * apart
    }
  }
  return squares.map((square) => exp(-Math.sqrt(square)))
}
