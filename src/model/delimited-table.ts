import { SourceError, UsageError } from '../domain/errors.ts'
import type { Column, Table } from './column.ts'
import { type Candidate, newCandidate, noted, shapeOf, whyLeftOut } from './delimited-column.ts'
import { inOneLine, labelOf, numberOf, quoted, secondsOf } from './delimited-field.ts'
import { readLines } from './delimited-text.ts'
import type { RowStore } from './row-store.ts'
import { createRowStore } from './row-store.ts'
import { MOST_COLUMNS } from './screening.ts'

/**
 * Any table of past changes as the model wants it: which columns are numbers, what shape they have, in time order.
 *
 * Nothing needs to be declared. A column of 0 and 1 is a flag, one within 0 … 1 a share, one never negative a count,
 * any other a number; text, constants and columns without any value are left out and named. An empty field is
 * unavailable, and so is an infinity. All directions are free: a stranger's columns carry no theory.
 */
export interface DelimitedTableOptions {
  /** For messages: the name of the file. */
  readonly name: string
  readonly label?: string
  /** Absent: the order of the file is the order of time. */
  readonly time?: string
  /** When a failure became known. */
  readonly labelTime?: string
  readonly ignore?: readonly string[]
}

export interface DelimitedTable {
  readonly table: Table
  /** Seconds; row numbers where there is no time column. */
  readonly times: Float64Array
  readonly labels: Float64Array
  /** Absent without a label-time column. A failure without a time of its own counts as known when it happened. */
  readonly labelKnownTimes?: Float64Array
  /** Per row of the table: 0-based data row of the file. */
  readonly sourceRows: Uint32Array
  readonly leftOut: readonly { readonly column: string; readonly why: string }[]
  /** What a reader of the result must know, one sentence each. */
  readonly notes: readonly string[]
}

export interface DelimitedTableReader {
  readonly write: (text: string) => void
  /** @throws SourceError if the table cannot be judged */
  readonly end: () => DelimitedTable
}

const FEWEST_ROWS = 10

/** @throws UsageError if a named column does not exist (on the first line), SourceError on a malformed row */
export function createDelimitedTableReader(options: DelimitedTableOptions): DelimitedTableReader {
  const { name, label = 'label', ignore = [] } = options
  let header: string[] | undefined
  let candidates: Candidate[] = []
  const special = { label: -1, time: -1, labelTime: -1 }
  let store: RowStore | undefined
  const times: number[] = []
  const labels: number[] = []
  const labelTimes: number[] = []
  const sourceRows: number[] = []
  let row = -1
  let unlabelled = 0
  let infinities = 0
  let early = 0

  const readHeader = (fields: string[]) => {
    header = fields.map((field) => field.trim().replace(/\p{Cc}/gu, '\uFFFD'))
    const place = (column: string | undefined, flag: string) => {
      if (column === undefined) return -1
      const at = header!.indexOf(column)
      if (at >= 0) return at
      const [only, second] = header!
      if (second === undefined && only !== undefined && /[;\t]/.test(only))
        throw new SourceError(`${name}: the header is one field, ${quoted(only)}; part fields by commas`)
      throw new UsageError(
        `${name}: there is no column ${quoted(column)} (${flag}); the columns are ${header!.slice(0, 30).map(inOneLine).join(', ')}`,
      )
    }
    special.label = place(label, '--label')
    special.time = place(options.time, '--time')
    special.labelTime = place(options.labelTime, '--label-time')
    for (const column of ignore) place(column, '--ignore')
    const repeated = header.find((column, i) => header!.indexOf(column) !== i)
    if (repeated !== undefined)
      throw new SourceError(`${name}: the column ${quoted(repeated)} stands there twice; rename one`)
    const taken = new Set([label, options.time, options.labelTime, ...ignore])
    candidates = header.flatMap((column, field) => (taken.has(column) ? [] : [newCandidate(column, field)]))
    store = createRowStore(name, candidates.length)
  }

  const readRow = (fields: string[], line: number) => {
    row++
    if (fields.length !== header!.length)
      throw new SourceError(
        `${name}: line ${line} has ${fields.length === 1 ? '1 field' : `${fields.length} fields`}, the header has ${header!.length}; quote fields that hold commas or line ends`,
      )
    const outcome = labelOf(fields[special.label]!)
    if (outcome === undefined)
      throw new SourceError(
        `${name}: line ${line}: "${label}" must be 0 or 1, got ${quoted(fields[special.label]!)}`,
      )
    if (Number.isNaN(outcome)) {
      unlabelled++
      return
    }
    const time = special.time < 0 ? row : secondsOf(fields[special.time]!)
    if (Number.isNaN(time))
      throw new SourceError(
        `${name}: line ${line}: "${options.time}" must be seconds since 1970 or an ISO 8601 time, got ${quoted(fields[special.time]!)}`,
      )
    const { block, start } = store!.addRow()
    for (let i = 0; i < candidates.length; i++) {
      const value = noted(candidates[i]!, numberOf(fields[candidates[i]!.field]!))
      if (value === Infinity || value === -Infinity) infinities++
      block[start + i] = Number.isFinite(value) ? value : Number.NaN
    }
    labels.push(outcome)
    times.push(time)
    sourceRows.push(row)
    if (special.labelTime >= 0) {
      labelTimes.push(outcome === 0 ? Infinity : readLabelTime(fields[special.labelTime]!, time, line))
    }
  }

  const readLabelTime = (field: string, time: number, line: number): number => {
    const known = secondsOf(field)
    if (!Number.isNaN(known)) {
      if (known < time) early++
      return Math.max(known, time)
    }
    if (!Number.isNaN(numberOf(field) ?? 0))
      throw new SourceError(
        `${name}: line ${line}: "${options.labelTime}" must be seconds since 1970 or an ISO 8601 time, or empty where it is not known, got ${quoted(field)}`,
      )
    return time
  }

  const reader = readLines((fields, line) => (header ? readRow(fields, line) : readHeader(fields)))
  return {
    write: reader.write,
    end: () => {
      reader.end()
      if (!header)
        throw new SourceError(`${name}: the file is empty; a header line and ${FEWEST_ROWS} rows are wanted`)
      refuseHopeless(name, label, labels)
      const { order, moved } = timeOrder(times)
      const kept = candidates
        .map((candidate, i) => ({ candidate, i }))
        .filter(({ candidate }) => !whyLeftOut(candidate))
      if (kept.length === 0)
        throw new SourceError(`${name}: no column holds numbers that vary; there is nothing to learn from`)
      const table: Table = {
        columns: kept.map(
          ({ candidate }): Column => ({ name: candidate.name, shape: shapeOf(candidate), direction: 0 }),
        ),
        rows: store!.gather(
          order,
          Uint32Array.from(kept, ({ i }) => i),
        ),
        n: order.length,
      }
      const pick = (from: readonly number[]) => Float64Array.from(order, (index) => from[index]!)
      const notes: string[] = []
      if (moved > 0) notes.push(`${moved} rows were not in time order and were sorted by "${options.time}"`)
      if (special.time < 0)
        notes.push('no time column was named (--time): the order of the rows is taken for the order of time')
      if (unlabelled > 0)
        notes.push(`${unlabelled} rows without a value in "${label}" were left out: their outcome is unknown`)
      if (early > 0)
        notes.push(
          `${early} failures became known before they happened, says "${options.labelTime}"; they count as known at once`,
        )
      if (kept.length > MOST_COLUMNS)
        notes.push(
          `${kept.length} columns hold numbers; of these the model learns from the ${MOST_COLUMNS} that tell most on their own`,
        )
      if (infinities > 0) notes.push(`${infinities} infinite values were read as missing`)
      return {
        table,
        times: pick(times),
        labels: pick(labels),
        ...(special.labelTime >= 0 ? { labelKnownTimes: pick(labelTimes) } : {}),
        sourceRows: Uint32Array.from(order, (index) => sourceRows[index]!),
        leftOut: candidates.flatMap((candidate) => {
          const why = whyLeftOut(candidate)
          return why ? [{ column: inOneLine(candidate.name), why }] : []
        }),
        notes,
      }
    },
  }
}

function refuseHopeless(name: string, label: string, labels: readonly number[]): void {
  if (labels.length < FEWEST_ROWS)
    throw new SourceError(
      `${name}: ${labels.length} rows with an outcome are too few; at least ${FEWEST_ROWS} are wanted`,
    )
  if (labels.every((value) => value === labels[0]))
    throw new SourceError(
      `${name}: "${label}" is ${labels[0]} in every row, so there is nothing to tell apart; give a table with both outcomes, or name the right column with --label`,
    )
}

/** Stable order by time, and how many rows stood before an earlier one. */
function timeOrder(times: readonly number[]): { order: Uint32Array; moved: number } {
  const order = Uint32Array.from(times, (_, i) => i)
  let moved = 0
  for (let i = 1; i < times.length; i++) if (times[i]! < times[i - 1]!) moved++
  if (moved > 0) order.sort((a, b) => times[a]! - times[b]! || a - b)
  return { order, moved }
}
