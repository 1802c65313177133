/**
 * Our model beside six common ones, on tables of changes, strictly in time:
 *   npm run bench:model -- --data FOLDER [--kind reverts|jit] [--only TEXT] [--draws 500] [--json FILE] [--cache FOLDER]
 * The folder holds `reverts/*.csv.gz` and `jit/*.csv.gz` (model-data.ts says how each is judged). Our row is that of
 * `backtest --table`, with no prior; the peers are fitted by model-peers.py where Python has their libraries, and left
 * out with a word where it has not. Prints Markdown.
 */
import { existsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { backtestTable } from '../src/commands/backtest-table.ts'
import type { DataSet } from './model-data.ts'
import { kinds, readDataSets } from './model-data.ts'
import type { Judged } from './model-judgement.ts'
import { judge, meansOf } from './model-judgement.ts'
import { findPython, peerNames, peerPredictions } from './model-peers.ts'
import { kindTable } from './model-table.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    cache: { type: 'string', default: join(tmpdir(), 'change-risk-gate-bench-peers') },
    kind: { type: 'string' },
    only: { type: 'string' },
    draws: { type: 'string', default: '500' },
    json: { type: 'string' },
  },
})

/** Risks of the scored rows, oldest first. */
async function ourPredictions({ kind, path, labels, blocks }: DataSet): Promise<Float64Array> {
  const { time, labelTime, ignore = [] } = kind.options
  const { predictions } = await backtestTable({
    path,
    ...(time === undefined ? {} : { timeColumn: time }),
    ...(labelTime === undefined ? {} : { labelTimeColumn: labelTime }),
    ignored: ignore,
    trainFraction: kind.trainFraction,
    blocks: kind.blocks,
    maturitySeconds: 0,
    clock: () => 0,
  })
  const from = blocks[0]![0]
  if (
    predictions.length !== labels.length - from ||
    predictions.some(({ label }, i) => label !== labels[from + i])
  )
    throw new Error(`${path}: the backtest scored other rows than the peers`)
  return Float64Array.from(predictions, ({ risk }) => risk)
}

const { data = '' } = values
if (!existsSync(data)) {
  console.error(`${data || '--data'}: there is no such folder; name one with --data`)
  process.exit(1)
}
const python = findPython()
if (python === undefined)
  console.error(
    'no Python with scikit-learn and xgboost (Debian: python3-sklearn python3-xgboost; BENCH_PYTHON names another): peers are shown only where kept from an earlier run',
  )
const judged: Judged[] = []
for (const kind of kinds) {
  if (values.kind !== undefined && values.kind !== kind.name) continue
  if (!existsSync(join(data, kind.name))) {
    console.error(`${kind.name}: the folder has none, left out`)
    continue
  }
  const sets: Judged['sets'][number][] = []
  for (const set of await readDataSets(data, kind, values.only)) {
    const peers = await peerPredictions(set, values.cache, python)
    const risks = new Map<string, Float64Array>([['ours', await ourPredictions(set)], ...peers])
    sets.push(judge(set, risks, Number(values.draws)))
    console.error(`${kind.name} ${set.name}: ${set.table.n} rows, ${peers.size} of ${peerNames.length} peers`)
  }
  if (sets.length === 0) continue
  judged.push({ kind: kind.name, sets })
  console.log(kindTable(judged.at(-1)!))
}
if (values.json !== undefined)
  writeFileSync(
    values.json,
    `${JSON.stringify({ schema: 1, kinds: judged.map((kind) => ({ ...kind, means: meansOf(kind) })) }, leaveOutDraws, 1)}\n`,
  )

function leaveOutDraws(key: string, value: unknown): unknown {
  return key === 'draws' ? undefined : value
}
