/**
 * The data sets of `npm run bench:model` and how each kind is judged, strictly in time:
 *
 * `reverts/*.csv.gz`  learned from the first 60 % of the rows, the next 20 % scored, learned anew, the last 20 % scored;
 *                     a revert counts only once it has happened
 * `jit/*.csv.gz`      learned from the first 80 %, the last 20 % scored; labels are known at once
 */
import { createReadStream, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { DelimitedTable, DelimitedTableOptions } from '../src/model/delimited-table.ts'
import { createDelimitedTableReader } from '../src/model/delimited-table.ts'

export interface Kind {
  readonly name: 'reverts' | 'jit'
  readonly trainFraction: number
  readonly blocks: number
  readonly options: Omit<DelimitedTableOptions, 'name'>
}

export const kinds: readonly Kind[] = [
  {
    name: 'reverts',
    trainFraction: 0.6,
    blocks: 2,
    options: { time: 'time', labelTime: 'revert_time', ignore: ['id', 'seq', 'author', 'censored'] },
  },
  {
    name: 'jit',
    trainFraction: 0.8,
    blocks: 1,
    options: { time: 'time', ignore: ['commit', 'project', 'author', 'label_time'] },
  },
]

export interface DataSet extends DelimitedTable {
  readonly kind: Kind
  readonly name: string
  readonly path: string
  /** Rows scored by each fit: from (included) to (excluded); the fit knows the rows before `from`. */
  readonly blocks: readonly (readonly [from: number, to: number])[]
}

/** Every data set of this kind below the folder whose name holds `only`, by name. */
export async function readDataSets(folder: string, kind: Kind, only = ''): Promise<DataSet[]> {
  const sets: DataSet[] = []
  for (const file of readdirSync(join(folder, kind.name)).sort()) {
    if (!file.endsWith('.csv.gz') || !file.includes(only)) continue
    const path = join(folder, kind.name, file)
    const reader = createDelimitedTableReader({ name: path, ...kind.options })
    for await (const piece of createReadStream(path).pipe(createGunzip()).setEncoding('utf8'))
      reader.write(piece as string)
    const read = reader.end()
    sets.push({ ...read, kind, name: basename(file, '.csv.gz'), path, blocks: blocksOf(read.table.n, kind) })
  }
  return sets
}

function blocksOf(n: number, { trainFraction, blocks }: Kind): (readonly [number, number])[] {
  const from = Math.floor(n * trainFraction)
  const cut = (block: number) => from + Math.floor(((n - from) * block) / blocks)
  return Array.from({ length: blocks }, (_, block) => [cut(block), cut(block + 1)] as const)
}

/** What was known of the first `end` rows just before row `end` landed: 1 failed, 0 not (yet). */
export const knownLabels = ({ labels, labelKnownTimes, times }: DataSet, end: number): Uint8Array =>
  Uint8Array.from({ length: end }, (_, row) =>
    labels[row]! > 0 && (labelKnownTimes === undefined || labelKnownTimes[row]! < times[end]!) ? 1 : 0,
  )
