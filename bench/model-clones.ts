/**
 * Real repositories for the benches of the pooled model: each clone measured with our own signals, and for each the
 * prior that was fitted without it. Indexes and priors are kept in the folders named, and made where absent.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openRepository, resolveCommit } from '../src/clients/git/repository.ts'
import type { Artefact } from '../src/model/artefact.ts'
import { readArtefact } from '../src/model/artefact-reading.ts'
import { partsTable } from '../src/model/parts-table.ts'
import { fitPrior } from '../src/model/pool.ts'
import type { History } from '../src/model/prequential.ts'
import { measurer } from '../src/signals/measure.ts'
import { openHistory } from '../src/sources/history.ts'

const lookbackSeconds = 10 * 365.25 * 86_400
export const maturitySeconds = 14 * 86_400

export interface Clone extends History {
  readonly name: string
  /** Per row: 1 where the part failed within the maturity. */
  readonly labels: Float64Array
  readonly labelKnownTimes: Float64Array
  readonly confidences: Float64Array
}

/** @param argument owner/name=CLONE; parts younger than the maturity are left out, their outcome is unknown */
export async function readClone(argument: string, cache: string): Promise<Clone> {
  const [name, path] = argument.split('=')
  if (!name || !path) throw new Error(`${argument}: write it as owner/name=CLONE`)
  const repository = await openRepository(path, process.env)
  const head = await resolveCommit(repository.git, 'HEAD', 'HEAD')
  if (head === null) throw new Error(`${name}: has no commit`)
  const directory = join(cache, fileName(name))
  const { index } = await openHistory({ repository, measurer, head, lookbackSeconds, directory })
  const past = partsTable(index, { experience: true, maturitySeconds, from: 0, to: index.length })
  const until = past.times[index.length - 1]! - maturitySeconds
  const n = past.times.filter((time) => time <= until).length
  const { columns, rows } = past.table
  return {
    name,
    table: { columns, rows: rows.subarray(0, n * columns.length), n },
    times: past.times.subarray(0, n),
    labels: Float64Array.from(past.failedAt.subarray(0, n), (at) => (Number.isFinite(at) ? 1 : 0)),
    labelKnownTimes: past.failedAt.subarray(0, n),
    confidences: Float64Array.from(past.confidence.subarray(0, n)),
    maturitySeconds,
  }
}

const hashes = new WeakMap<Clone, string>()
const learning = new URL('../src/model/', import.meta.url)
/** How it is learned: a prior kept from before a change of the code would be measured as if it were today's. */
const learningHash = readdirSync(learning)
  .filter((file) => file.endsWith('.ts'))
  .sort()
  .reduce((hash, file) => hash.update(readFileSync(new URL(file, learning))), createHash('sha256'))
  .digest('hex')

/** Names what a prior was learned from and how, so that new signals, clones or code have a prior of their own. */
function contentOf(clones: readonly Clone[]): string {
  const hash = createHash('sha256').update(learningHash)
  for (const clone of clones) {
    if (!hashes.has(clone))
      hashes.set(
        clone,
        createHash('sha256')
          .update(JSON.stringify(clone.table.columns))
          .update(clone.table.rows)
          .update(clone.labels)
          .update(clone.confidences)
          .digest('hex'),
      )
    hash.update(hashes.get(clone)!)
  }
  return hash.digest('hex').slice(0, 16)
}

/** The same history with some of its columns never measured. */
export function withoutColumns(clone: Clone, left: ReadonlySet<string>): Clone {
  const { columns, rows, n } = clone.table
  const kept = columns.flatMap(({ name }, place) => (left.has(name) ? [] : [place]))
  const narrow = new Float32Array(n * kept.length)
  for (let row = 0; row < n; row++)
    for (const [at, place] of kept.entries())
      narrow[row * kept.length + at] = rows[row * columns.length + place]!
  return { ...clone, table: { columns: kept.map((place) => columns[place]!), rows: narrow, n } }
}

/** What the others teach about this one. `unpooled` names repositories that are measured but never learned from. */
export function leftOutPrior(
  held: Clone,
  clones: readonly Clone[],
  unpooled: ReadonlySet<string>,
  folder: string,
): Artefact {
  const others = clones.filter((clone) => clone !== held && !unpooled.has(clone.name))
  const path = join(folder, `${fileName(held.name)}-${contentOf(others)}.json`)
  if (existsSync(path)) return readArtefact(JSON.parse(readFileSync(path, 'utf8')), path)
  const prior = fitPrior(
    others.map(({ name, table, labels, confidences }) => ({
      name,
      licence: 'not asked: for measuring only',
      commit: 'not asked',
      table,
      labels: labels.map((label, row) => label * confidences[row]!),
    })),
  )
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, `${JSON.stringify(prior)}\n`)
  return prior
}

const fileName = (name: string): string => name.replace('/', '+')

/** The command line these benches share: `owner/name=CLONE …` and where to keep what is dear to make. */
export async function readArguments() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      cache: { type: 'string', default: join(tmpdir(), 'change-risk-gate-bench-clones') },
      unpooled: { type: 'string', multiple: true, default: [] },
      only: { type: 'string', default: '' },
      json: { type: 'string' },
    },
  })
  if (positionals.length < 2) throw new Error('name at least two repositories, each as owner/name=CLONE')
  const clones: Clone[] = []
  for (const argument of positionals) clones.push(await readClone(argument, values.cache))
  const unpooled = new Set(values.unpooled)
  return {
    values,
    judged: clones.filter(({ name }) => name.includes(values.only)),
    priorFor: (held: Clone) => leftOutPrior(held, clones, unpooled, join(values.cache, 'priors')),
    /** The same with every clone seen otherwise, such as without some of its columns. */
    leftOut: (held: Clone, seen: (clone: Clone) => Clone) =>
      leftOutPrior(
        seen(held),
        clones.filter((clone) => clone !== held).map(seen),
        unpooled,
        join(values.cache, 'priors'),
      ),
  }
}
