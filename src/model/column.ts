import { log1p } from '../domain/numerics.ts'

/**
 * What the model learns from: a table of numbers, one row a part (or a deployment), one column a question asked of it.
 *
 * The shape of a column decides how a raw value enters the model:
 * `count`  never negative and skewed (lines, files, days): its logarithm, ln(1 + x)
 * `share`  between 0 and 1 · `number` any sign: the value itself
 * `flag`   0 or 1: the value itself, unscaled, so that its factor is that of "yes" against "no"
 */
export const shapes = ['count', 'share', 'flag', 'number'] as const
export type Shape = (typeof shapes)[number]

/** Sign that theory demands: 1 more is never safer, −1 more is never riskier, 0 the data decide. */
export type Direction = 1 | -1 | 0

export interface Column {
  readonly name: string
  readonly shape: Shape
  readonly direction: Direction
  /** Its scale, where it is not that of the rows: for what is nothing almost always, and means the same everywhere. */
  readonly fixed?: FixedScale
}

/** z = (T(x) − mean) / sd; the answer of z = 0 is the usual one, with factor exactly 1. */
export interface FixedScale {
  readonly mean: number
  readonly sd: number
}

export interface Table {
  readonly columns: readonly Column[]
  /** Row-major, n × columns; NaN where the answer is unavailable. Infinities count as unavailable too. */
  readonly rows: Float32Array
  readonly n: number
}

/** Logarithms of the counts that make up most of any history; looked up, they cost nothing. */
const smallCounts = Float64Array.from({ length: 4096 }, (_, count) => log1p(count))

/** The value as the model sees it: NaN for anything that is not a finite number; a negative count is read as 0. */
export function transformed(shape: Shape, value: number): number {
  if (!(Math.abs(value) <= Number.MAX_VALUE)) return Number.NaN
  if (shape !== 'count') return value
  if (value <= 0) return 0
  // Asking a typed array for element 3.5 is a slow way to learn that there is none.
  const whole = value | 0
  return whole === value && whole < smallCounts.length ? smallCounts[whole]! : log1p(value)
}

/** The row numbers from (included) to (excluded). */
export function rowRange(from: number, to: number): Uint32Array {
  const rows = new Uint32Array(Math.max(0, to - from))
  for (let i = 0; i < rows.length; i++) rows[i] = from + i
  return rows
}
