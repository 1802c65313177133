/**
 * What a prior over a team's own repositories buys, on small unlike histories that the shipped prior has never seen:
 *   node bench/pooled-prior.ts [--cache FOLDER] [--parts 600] [--siblings N] owner/name=CLONE …
 * Of each clone the newest parts alone; the last fifth is scored with the shipped prior and with one pooled over the
 * other clones, learning from the first four fifths. With siblings each clone is a team of its own instead: its newest
 * parts cut into so many repositories, each foretold by the others.
 */
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { shippedPrior } from '../src/main/prior.ts'
import type { Artefact } from '../src/model/artefact.ts'
import { backtest } from '../src/model/backtest.ts'
import { holdOut } from '../src/model/held-out.ts'
import { fitPooledPrior } from '../src/model/pooled-prior.ts'
import { type Clone, maturitySeconds, readClone } from './model-clones.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cache: { type: 'string', default: join(tmpdir(), 'change-risk-gate-bench-clones') },
    parts: { type: 'string', default: '600' },
    siblings: { type: 'string' },
  },
})
mkdirSync(values.cache, { recursive: true })

const cut = (clone: Clone, from: number, to: number): Clone => {
  const width = clone.table.columns.length
  return {
    ...clone,
    table: { ...clone.table, n: to - from, rows: clone.table.rows.slice(from * width, to * width) },
    times: Float64Array.from(clone.times).subarray(from, to),
    labels: clone.labels.subarray(from, to),
    labelKnownTimes: clone.labelKnownTimes.subarray(from, to),
    confidences: clone.confidences.subarray(from, to),
  }
}
const newest = (clone: Clone, parts: number): Clone =>
  cut(clone, Math.max(0, clone.table.n - parts), clone.table.n)

const shown = (value: number | null, digits = 3): string => (value === null ? '' : value.toFixed(digits))

const clones: Clone[] = []
for (const argument of positionals) {
  const began = performance.now()
  const whole = await readClone(argument, values.cache)
  const clone = newest(whole, Number(values.parts) * Number(values.siblings ?? 1))
  const failures = clone.labels.reduce((sum, label) => sum + label, 0)
  console.error(
    `${clone.name}: ${clone.table.n} parts, ${failures} failed, read in ${((performance.now() - began) / 1000).toFixed(0)} s`,
  )
  clones.push(clone)
}
const shipped = shippedPrior()
const asTeam = (clone: Clone) => ({
  history: clone,
  until: clone.times[clone.table.n - 1]! + maturitySeconds + 1,
})
const judged = (clone: Clone, prior: Artefact, trainFraction: number) =>
  backtest({ ...clone, prior, trainFraction, blocks: 1 }).report

const sayHeldOut = (team: readonly Clone[]): string => {
  const held = holdOut(team.map(asTeam), shipped)
  return held === null
    ? 'nothing can be held out'
    : `${held.improved} of ${held.repositories} better, ${held.failures} of ${held.parts} failed, log loss ${shown(held.shippedLogLoss, 4)} → ${shown(held.pooledLogLoss, 4)}, gain ${shown(held.gain, 1)} ± ${shown(held.error, 1)}: ${held.better ? 'pooled' : 'shipped'}`
}

if (values.siblings !== undefined) {
  const parts = Number(values.parts)
  for (const clone of clones) {
    const siblings = Array.from({ length: Math.floor(clone.table.n / parts) }, (_, at) =>
      cut(clone, at * parts, (at + 1) * parts),
    )
    console.log(`${clone.name}: ${sayHeldOut(siblings)}`)
  }
  process.exit(0)
}
console.log('| repository | failed of scored | log loss shipped → pooled | AUC | caught in top 10 % |')
console.log('|---|---|---|---|---|')
const sums = { shipped: 0, pooled: 0, n: 0 }
for (const clone of clones) {
  const others = clones.filter((other) => other !== clone).map(asTeam)
  const pooled = fitPooledPrior(others, shipped)
  const [one, other] = [judged(clone, shipped, 0.8), judged(clone, pooled, 0.8)]
  sums.shipped += one.logLoss! * one.scored
  sums.pooled += other.logLoss! * other.scored
  sums.n += one.scored
  console.log(
    `| ${clone.name} | ${Math.round(one.baseRate * one.scored)} of ${one.scored} | ${shown(one.logLoss, 4)} → ${shown(other.logLoss, 4)} | ${shown(one.auc)} → ${shown(other.auc)} | ${shown(one.capture['10'])} → ${shown(other.capture['10'])} |`,
  )
}
console.log(`| **all** | | ${shown(sums.shipped / sums.n, 4)} → ${shown(sums.pooled / sums.n, 4)} | | |`)
console.log(`\nHeld out one by one, from the first part on: ${sayHeldOut(clones)}`)
