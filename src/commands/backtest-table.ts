/** The backtest of any table of changes: `.csv` or `.csv.gz`, read as a stream. */
import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { SourceError, sayUnreadable } from '../domain/errors.ts'
import { backtest } from '../model/backtest.ts'
import {
  createDelimitedTableReader,
  type DelimitedTable,
  type DelimitedTableOptions,
} from '../model/delimited-table.ts'
import { type BacktestAnswer, type ReplayOptions, replayOptions } from './backtest.ts'

export interface TableRequest extends ReplayOptions {
  readonly path: string
  readonly timeColumn?: string
  readonly labelColumn?: string
  readonly labelTimeColumn?: string
  readonly ignored: readonly string[]
}

const readTable = async (path: string, options: DelimitedTableOptions): Promise<DelimitedTable> => {
  const reader = createDelimitedTableReader(options)
  const file = createReadStream(path)
  const bytes = path.endsWith('.gz') ? file.pipe(createGunzip()) : file
  // A broken file must end the unpacking too, or it would wait for ever.
  file.on('error', (cause) => bytes.destroy(cause))
  const text = bytes.setEncoding('utf8')
  try {
    for await (const chunk of text) reader.write(chunk as string)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === undefined) throw cause
    throw new SourceError(
      `${path}: cannot be read (${sayUnreadable(cause)}); name a .csv or .csv.gz file with --table`,
      {
        cause,
      },
    )
  }
  return reader.end()
}

export const backtestTable = async (request: TableRequest): Promise<BacktestAnswer> => {
  const { path, clock } = request
  const began = clock()
  const read = await readTable(path, {
    name: path,
    ...(request.labelColumn === undefined ? {} : { label: request.labelColumn }),
    ...(request.timeColumn === undefined ? {} : { time: request.timeColumn }),
    ...(request.labelTimeColumn === undefined ? {} : { labelTime: request.labelTimeColumn }),
    ignore: request.ignored,
  })
  const { report, predictions } = backtest({
    table: read.table,
    times: read.times,
    labels: read.labels,
    ...(read.labelKnownTimes ? { labelKnownTimes: read.labelKnownTimes } : {}),
    ...replayOptions(request),
    featureSeconds: (clock() - began) / 1000,
  })
  return {
    name: path,
    report,
    predictions: predictions.map(({ row, ...rest }) => ({ row: String(read.sourceRows[row]!), ...rest })),
    notes: [...read.notes, ...read.leftOut.map(({ column, why }) => `column ${column} left out: ${why}`)],
  }
}
