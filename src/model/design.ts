import type { Shape, Table } from './column.ts'
import { transformed } from './column.ts'
import { knotsOf, reach, segmentFrom, segmentTo } from './curve.ts'
import type { MeasuredScaling, Scaling } from './scaling.ts'
import { scalingsOf, standardised } from './scaling.ts'

/** A column in the design: where it stands in the table, how it is scaled, where its curve may bend. */
export interface DesignColumn {
  readonly index: number
  readonly shape: Shape
  readonly scaling: Scaling
  readonly knots: readonly number[]
  /** Place of its first slope in the coefficient vector; 0 is the intercept. */
  readonly first: number
}

/** The same as it is learned from. */
export interface FittedColumn extends DesignColumn {
  readonly scaling: MeasuredScaling
}

/** Every column that varies over these rows, with its scaling and its place among the coefficients. */
export function layColumns(table: Table, scalingRows: ArrayLike<number>): FittedColumn[] {
  const columns: FittedColumn[] = []
  const scalings = scalingsOf(table, scalingRows)
  let first = 1
  for (let index = 0; index < table.columns.length; index++) {
    const { shape, fixed } = table.columns[index]!
    const scaling = scalings[index]
    if (!scaling) continue
    // What is nothing almost always has too few other answers to bend a line by.
    const knots = fixed ? [] : knotsOf(shape, table.columns.length)
    columns.push({ index, shape, scaling, knots, first })
    first += knots.length + 1
  }
  return columns
}

/**
 * The design matrix, keeping only what is not zero.
 *
 * Most answers of most changes are the usual ones, and a usual value reaches 0 into every segment: some 60 of 200
 * entries remain per row, and the fit is ten times faster. Row i holds the entries starts[i] … starts[i + 1] − 1.
 * Entry 0 of each row is the intercept, always 1.
 */
export interface Design {
  readonly n: number
  readonly width: number
  readonly starts: Uint32Array
  readonly indices: Uint16Array
  readonly values: Float32Array
  /** Added to ln hazard, per row: ln of the share of the truth already known (maturing.ts). */
  readonly offsets?: Float64Array
}

export function buildDesign(table: Table, rows: ArrayLike<number>, columns: readonly DesignColumn[]): Design {
  const width = columns.reduce((sum, column) => sum + column.knots.length + 1, 1)
  const starts = new Uint32Array(rows.length + 1)
  let indices = new Uint16Array(rows.length * 16 + width)
  let values = new Float32Array(rows.length * 16 + width)
  let used = 0
  for (let i = 0; i < rows.length; i++) {
    if (used + width > indices.length) {
      indices = grown(indices, new Uint16Array(used * 2 + width))
      values = grown(values, new Float32Array(used * 2 + width))
    }
    indices[used] = 0
    values[used++] = 1
    const start = rows[i]! * table.columns.length
    for (const { index, shape, scaling, knots, first } of columns) {
      const z = standardised(transformed(shape, table.rows[start + index]!), scaling.mean, scaling.sd)
      if (Number.isNaN(z)) continue
      for (let segment = 0; segment <= knots.length; segment++) {
        const value = reach(z, scaling.usual, segmentFrom(knots, segment), segmentTo(knots, segment))
        if (value === 0) continue
        indices[used] = first + segment
        values[used++] = value
      }
    }
    starts[i + 1] = used
  }
  return {
    n: rows.length,
    width,
    starts,
    indices: indices.subarray(0, used),
    values: values.subarray(0, used),
  }
}

function grown<T extends Uint16Array | Float32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** ln hazard of each row under these coefficients, offsets included. */
export function logHazards(design: Design, coefficients: Float64Array, into: Float64Array): void {
  const { n, starts, indices, values, offsets } = design
  for (let i = 0; i < n; i++) {
    let sum = offsets ? offsets[i]! : 0
    for (let k = starts[i]!; k < starts[i + 1]!; k++) sum += values[k]! * coefficients[indices[k]!]!
    into[i] = sum
  }
}
