/** The parts of an index as the table a model learns from: their measurements, and what became of them. */
import type { OutcomeCause } from '../domain/outcome.ts'
import type { IncidentMemory } from '../history/incident-memory.ts'
import type { HistoryIndex } from '../history/index.ts'
import { labelsOf } from '../history/outcomes.ts'
import type { ToldOutcomes } from '../history/told-outcomes.ts'
import { experienceSignals, signals } from '../signals/all.ts'
import type { Column, Table } from './column.ts'
import { incidentColumns, incidentRow } from './incident-belief.ts'

export interface PartsTable {
  readonly table: Table
  /** Seconds; landing of every part, never decreasing. */
  readonly times: Float64Array
  /** Seconds at which each part became known to have failed; Infinity where it did not within its maturity. */
  readonly failedAt: Float64Array
  /** How sure the failure is; 1 where there is none. */
  readonly confidence: Float32Array
  readonly causes: ReadonlyMap<number, OutcomeCause>
  /** Rows whose failure is learned from, and counted nowhere: a share of blame, or no more than a suspicion. */
  readonly uncounted: ReadonlySet<number>
}

/** The columns of a model; without experience those that count what people did before are left out. */
export const partColumns = (experience: boolean): readonly Column[] =>
  signals
    .filter(({ name }) => experience || !experienceSignals.has(name))
    .map(({ name, shape, direction }) => ({ name, shape, direction }))

/** Picks the answers of `columns` out of a full row of measurements. */
export const pickColumns = (columns: readonly Column[]): ((row: ArrayLike<number>) => Float32Array) => {
  const places = columns.map(({ name }) => signals.findIndex((signal) => signal.name === name))
  return (row) => Float32Array.from(places, (place) => row[place]!)
}

/** Everything an index knows of a range of its parts; row 0 is the part at `from`. */
export const partsTable = (
  index: HistoryIndex,
  options: {
    readonly experience: boolean
    readonly maturitySeconds: number
    /** Positions from (included) to (excluded). */
    readonly from: number
    readonly to: number
    /** Position from which on nothing is known yet; the whole index where absent. */
    readonly before?: number
    /** What is known beside what git tells. */
    readonly told?: ToldOutcomes
    /** What incidents say; where none was told there are no columns for them. */
    readonly incidents?: IncidentMemory | null
  },
): PartsTable => {
  const { from, to } = options
  const n = Math.max(0, to - from)
  const columns = partColumns(options.experience)
  const whole = index.rows.slice(from * index.signals, to * index.signals) as Float32Array
  const rows = columns.length === index.signals ? whole : pick(whole, index.signals, columns, n)
  const { knownAt, confidence, causes, uncounted } = labelsOf(index, {
    maturity: options.maturitySeconds,
    ...(options.before === undefined ? {} : { before: options.before }),
    ...(options.told === undefined ? {} : { told: options.told }),
  })
  const { incidents = null } = options
  return {
    table: incidents ? withIncidents({ columns, rows, n }, incidents, from) : { columns, rows, n },
    times: Float64Array.from(index.parts.time.slice(from, to)),
    failedAt: knownAt.slice(from, to),
    confidence: confidence.slice(from, to),
    causes: new Map(
      [...causes].filter(([part]) => part >= from && part < to).map(([part, cause]) => [part - from, cause]),
    ),
    uncounted: new Set([...uncounted].map((part) => part - from)),
  }
}

/** The same with the failures that count. */
export const countedFailures = (past: PartsTable): PartsTable => ({
  ...past,
  failedAt: past.failedAt.map((at, row) => (past.uncounted.has(row) ? Number.POSITIVE_INFINITY : at)),
})

/** The same table with what incidents said of each part at its landing; row 0 is the part at `from`. */
const withIncidents = (table: Table, incidents: IncidentMemory, from: number): Table => {
  const width = table.columns.length
  const columns = [...table.columns, ...incidentColumns]
  const rows = new Float32Array(table.n * columns.length)
  for (let row = 0; row < table.n; row += 1) {
    rows.set(table.rows.subarray(row * width, (row + 1) * width), row * columns.length)
    rows.set(incidentRow(incidents, from + row), row * columns.length + width)
  }
  return { columns, rows, n: table.n }
}

const pick = (whole: Float32Array, width: number, columns: readonly Column[], n: number): Float32Array => {
  const chosen = pickColumns(columns)
  const rows = new Float32Array(n * columns.length)
  for (let row = 0; row < n; row += 1)
    rows.set(chosen(whole.subarray(row * width, (row + 1) * width)), row * columns.length)
  return rows
}
