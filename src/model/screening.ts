import type { Table } from './column.ts'
import { transformed } from './column.ts'
import type { FittedColumn } from './design.ts'
import type { Outcomes } from './likelihood.ts'
import { standardised } from './scaling.ts'

/**
 * Very wide tables: which columns to learn from.
 *
 * Learning takes time with the square of the number of columns, and no history has failures enough to weigh a thousand
 * against each other. Beyond 256 only those that tell most on their own are learned from (sure independence screening;
 * Fan & Lv, JRSS B 70, 2008). How much a column tells is its score statistic: with x its distance from the usual value
 * and e = label − mean label,
 *
 *   (Σ e·x)² / Σ (x − mean x)²,
 *
 * which is, but for a constant, the squared correlation of the answer with the outcome times the number of changes.
 */
export const MOST_COLUMNS = 256

/** The columns as given while there are not too many; otherwise those that tell most, still in the table's order. */
export function mostTelling(
  table: Table,
  columns: readonly FittedColumn[],
  rows: ArrayLike<number>,
  outcomes: Outcomes,
): readonly FittedColumn[] {
  if (columns.length <= MOST_COLUMNS) return columns
  const told = columns.map((column) => tellingOf(table, column, rows, outcomes))
  const chosen = columns
    .map((_, i) => i)
    .sort((a, b) => told[b]! - told[a]! || a - b)
    .slice(0, MOST_COLUMNS)
    .sort((a, b) => a - b)
  let first = 1
  return chosen.map((i) => {
    const column = { ...columns[i]!, first }
    first += column.knots.length + 1
    return column
  })
}

function tellingOf(
  table: Table,
  { index, shape, scaling }: FittedColumn,
  rows: ArrayLike<number>,
  { labels, weights }: Outcomes,
): number {
  let weight = 0
  let failed = 0
  let sum = 0
  let squares = 0
  let together = 0
  for (let i = 0; i < rows.length; i++) {
    weight += weights[i]!
    failed += weights[i]! * labels[i]!
    const value = transformed(shape, table.rows[rows[i]! * table.columns.length + index]!)
    if (Number.isNaN(value)) continue
    const x = standardised(value, scaling.mean, scaling.sd) - scaling.usual
    sum += weights[i]! * x
    squares += weights[i]! * x * x
    together += weights[i]! * x * labels[i]!
  }
  if (!(weight > 0)) return 0
  const covariance = together - (failed * sum) / weight
  const variance = squares - (sum * sum) / weight
  return variance > 0 ? (covariance * covariance) / variance : 0
}
