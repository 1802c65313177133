/** A row of the table of waves: what each showed, and what came of it. */
import { formatCount } from '../domain/counting.ts'
import type { WaveCounts } from '../rollout/events.ts'
import { formatRate, rateOf, sayMilliseconds, sayWait } from '../rollout/judge-words.ts'
import { displayWidth } from './display-width.ts'
import { formatPlural } from './numbers.ts'
import type { Story, WaveRow } from './rollout-story.ts'

export const waveHead = ['wave', 'new', 'took', 'requests', 'errors', 'before', 'verdict'] as const

/** The cells of a row, without a head that would explain them. */
export const waveCells = (story: Story, row: WaveRow): readonly string[] => {
  const errors = row.judged.counts['errors']
  return [
    `wave ${row.wave + 1}:`,
    formatPlural(row.exposure, 'instance'),
    sayWait(row.seconds),
    errors === undefined
      ? ''
      : `${formatPlural(errors.new.requests, 'request')}, errors ${formatCount(errors.new.errors)}`,
    sayBefore(story, errors),
    sayLatency(row.judged.counts['latency']),
    sayVerdictShortly(row),
  ]
}

/** The same under `waveHead`. */
export const waveColumns = (story: Story, row: WaveRow): readonly string[] => {
  const errors = row.judged.counts['errors']
  return [
    `${row.wave + 1}`,
    formatCount(row.exposure),
    sayWait(row.seconds),
    errors === undefined ? '' : formatCount(errors.new.requests),
    errors === undefined ? '' : `${formatCount(errors.new.errors)} (${formatRate(rateOf(errors.new))})`,
    sayBefore(story, errors),
    sayVerdictShortly(row),
  ]
}

const sayBefore = ({ started }: Story, counts: WaveCounts | undefined): string =>
  counts?.old && counts.old.requests > 0
    ? `${started?.from[0] ?? 'before'} ${formatRate(rateOf(counts.old))}`
    : ''

const sayLatency = (counts: WaveCounts | undefined): string =>
  counts?.newMilliseconds == null ? '' : sayMilliseconds(counts.newMilliseconds)

const sayVerdictShortly = ({ judged }: WaveRow): string =>
  judged.by === undefined ? judged.verdict : `${judged.verdict} (${judged.by})`

/** Cells under each other; columns that are empty throughout are left out. */
export const alignColumns = (rows: readonly (readonly string[])[]): readonly string[] => {
  const columns = (rows[0] ?? []).map((_, at) => at).filter((at) => rows.some((row) => row[at] !== ''))
  const widths = columns.map((at) => Math.max(...rows.map((row) => displayWidth(row[at] ?? ''))))
  return rows.map((row) =>
    columns
      .map((at, place) => (row[at] ?? '') + ' '.repeat(widths[place]! - displayWidth(row[at] ?? '')))
      .join('  ')
      .trimEnd(),
  )
}
