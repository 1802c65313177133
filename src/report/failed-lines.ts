/** The failed changes of a period, a line each, in columns. */
import type { FailedChange } from '../domain/learned.ts'
import { displayWidth, padEnd, truncate } from './display-width.ts'
import { neutralise } from './escaping.ts'
import { formatPercent } from './numbers.ts'
import { sayDuration } from './times.ts'

/** Columns of a change with its title. */
export const widestChange = 36

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
/** `18 Nov 14:02`, UTC. */
const sayMoment = (iso: string): string => {
  const moment = new Date(iso)
  return `${String(moment.getUTCDate()).padStart(2)} ${months[moment.getUTCMonth()]} ${iso.slice(11, 16)}`
}

const laneWords: Readonly<Record<FailedChange['lane'], string>> = {
  unreviewed: 'went out unreviewed',
  audited: 'was drawn for a look',
  reviewed: 'was reviewed',
  overridden: 'went out by override',
  held: 'was held',
  observed: 'was observed',
  unseen: 'gate not asked',
}

const sayCause = ({ change, cause }: FailedChange): string => {
  const why = neutralise(cause.why)
  if (cause.state === 'confirmed') return `confirmed: ${why}`
  if (cause.state === 'none') return `cause unknown: ${why}`
  const others = cause.parts.filter((part) => part.change !== change)
  return `${['suspect', others.map((part) => neutralise(part.change)).join(', ')].join(' ').trim()}: ${why}`
}

const sayScore = ({ percentile, risk }: FailedChange): string =>
  risk === null
    ? 'no score'
    : `${formatPercent(risk)}${percentile === null ? '' : `, above ${Math.min(99, Math.floor(percentile))} of 100`}`

const columnsOf = (change: FailedChange): readonly string[] => {
  const seconds = (Date.parse(change.foundAt) - Date.parse(change.deployedAt)) / 1000
  return [
    truncate(`${neutralise(change.change)} ${neutralise(change.title)}`.trim(), widestChange),
    change.environment,
    `deployed ${sayMoment(change.deployedAt)}`,
    seconds < 60 ? 'found at once' : `found after ${sayDuration(seconds)}`,
    truncate(sayCause(change), 52),
    laneWords[change.lane],
    sayScore(change),
    change.minutesToRecover === null
      ? 'not known to be mended'
      : `mended after ${change.minutesToRecover} min`,
    change.url === null ? '' : neutralise(change.url),
  ]
}

/** Columns as wide as their widest cell; one that says the same in every line is left out where it says nothing. */
const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => displayWidth(row[at]!))))
  return rows.map((row) =>
    row
      .flatMap((cell, at) => (widths[at] === 0 ? [] : [padEnd(cell, widths[at]!)]))
      .join('  ')
      .trimEnd(),
  )
}

export const failedLines = (failed: readonly FailedChange[]): readonly string[] =>
  table(failed.map(columnsOf))
