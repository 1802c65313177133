import type { Table } from './column.ts'
import { transformed } from './column.ts'

/**
 * What is usual in this repository, from its own past, needing no outcome.
 *
 * "120 files" means one thing in a monorepo and another in a library. Each column is therefore expressed as a distance
 * from the repository's own mean in its own standard deviations: z = (T(x) − mean) / sd, clipped to ±4 so that one
 * freak commit cannot extrapolate the model. With it a prior learned elsewhere fits at once, before the first known
 * failure (Nam, Pan & Kim, ICSE 2013, call this transfer by normalisation).
 *
 * `usual` is the z of the median: the factor of a usual value is exactly 1.
 */
export interface Scaling {
  readonly mean: number
  readonly sd: number
  readonly usual: number
}

/** A scaling with what the curve is fitted over: how widely the values it sees are spread. */
export interface MeasuredScaling extends Scaling {
  /** Standard deviation after scaling: 1, but √(p·(1 − p)) for a flag set in a share p of the rows. */
  readonly deviation: number
}

/** Distances beyond this count as this. */
export const FARTHEST = 4

/** Above this many rows the median is taken from evenly spaced ones; it moves by well under 1 % of an sd. */
const MEDIAN_ROWS = 8192

/** z of a transformed value, clipped. NaN stays NaN. */
export function standardised(value: number, mean: number, sd: number): number {
  const z = (value - mean) / sd
  return Math.min(FARTHEST, Math.max(-FARTHEST, z))
}

/**
 * The scaling of every column over the given rows, or the one it comes with; undefined for one that never varies (or is
 * never known): such a column can tell nothing here and drops out with factor 1.
 */
export function scalingsOf(table: Table, rows: ArrayLike<number>): readonly (MeasuredScaling | undefined)[] {
  return table.columns.map(({ shape, fixed }, column) => {
    if (fixed) return { ...fixed, usual: 0, deviation: 1 }
    const [known = 0, mean = 0, sd = 0, least = 0, most = 0] = momentsOf(table, column, rows)
    if (known < 2 || !(most > least)) return undefined
    if (shape === 'flag')
      return {
        mean: 0,
        sd: 1,
        usual: mean > 0.5 ? 1 : 0,
        deviation: Math.sqrt(Math.max(0, mean * (1 - mean))),
      }
    if (!(sd > Math.abs(mean) * 1e-9)) return undefined
    return { mean, sd, usual: standardised(medianOf(table, column, rows), mean, sd), deviation: 1 }
  })
}

/** Of the known values of a column: how many, their mean, standard deviation, the least and the most. */
function momentsOf(table: Table, column: number, rows: ArrayLike<number>): Float64Array {
  const { shape } = table.columns[column]!
  const width = table.columns.length
  let known = 0
  let sum = 0
  let least = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < rows.length; i++) {
    const value = transformed(shape, table.rows[rows[i]! * width + column]!)
    if (Number.isNaN(value)) continue
    known++
    sum += value
    least = Math.min(least, value)
    most = Math.max(most, value)
  }
  const mean = sum / known
  let squares = 0
  for (let i = 0; i < rows.length; i++) {
    const value = transformed(shape, table.rows[rows[i]! * width + column]!)
    if (!Number.isNaN(value)) squares += (value - mean) * (value - mean)
  }
  return Float64Array.of(known, mean, Math.sqrt(squares / known), least, most)
}

function medianOf(
  table: Table,
  column: number,
  rows: ArrayLike<number>,
  stride = Math.max(1, Math.floor(rows.length / MEDIAN_ROWS)),
): number {
  const { shape } = table.columns[column]!
  const values: number[] = []
  for (let i = 0; i < rows.length; i += stride) {
    const value = transformed(shape, table.rows[rows[i]! * table.columns.length + column]!)
    if (!Number.isNaN(value)) values.push(value)
  }
  // A column known almost nowhere may fall between the stepping stones.
  if (values.length === 0) return medianOf(table, column, rows, 1)
  // The lower median: a value that really occurred, so that "usual" is a number somebody has seen.
  return Float64Array.from(values).sort()[Math.floor((values.length - 1) / 2)]!
}
