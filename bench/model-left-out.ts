/**
 * How good the shipped model would be on a repository it has never seen: each clone is replayed with the prior fitted
 * without it, on our own signals.
 *   npm run bench:model-left-out -- [--cache FOLDER] [--unpooled owner/name]… [--only TEXT] [--json FILE] owner/name=CLONE …
 * Judged twice: first 80 % of the parts learned from and the last 20 % scored; and 60 %, then two blocks of 20 %.
 */
import { writeFileSync } from 'node:fs'
import type { BacktestReport } from '../src/model/backtest.ts'
import { backtest } from '../src/model/backtest.ts'
import type { Clone } from './model-clones.ts'
import { readArguments } from './model-clones.ts'

const protocols = [
  { name: 'last 20 %', trainFraction: 0.8, blocks: 1 },
  { name: 'last 40 %, two blocks', trainFraction: 0.6, blocks: 2 },
] as const

const shown = [
  ['AUC', 3, ({ auc }) => auc],
  ['average precision', 3, ({ averagePrecision }) => averagePrecision],
  ['caught in top 10 %', 3, ({ capture }) => capture['10']],
  ['auto-approvable at ≤ 5 % missed', 3, ({ autoApprovable }) => autoApprovable['5']],
  ['Brier skill', 4, ({ brierSkill }) => brierSkill],
  ['ECE', 4, ({ ece }) => ece],
] as const satisfies readonly (readonly [string, number, (report: BacktestReport) => number | null])[]

const { values, judged, priorFor } = await readArguments()

const replayed = (clone: Clone, { trainFraction, blocks }: (typeof protocols)[number]): BacktestReport =>
  backtest({ ...clone, trainFraction, blocks, prior: priorFor(clone) }).report

const results = protocols.map((protocol) => ({
  protocol: protocol.name,
  reports: judged.map((clone) => ({ repository: clone.name, ...replayed(clone, protocol) })),
}))
for (const { protocol, reports } of results) {
  console.log(`## Never seen before, ${protocol}\n`)
  console.log(`| repository | failed of scored | ${shown.map(([name]) => name).join(' | ')} |`)
  console.log(`|---|---|${shown.map(() => '---|').join('')}`)
  for (const report of reports) {
    const cells = shown.map(([, digits, pick]) => pick(report)?.toFixed(digits) ?? '')
    const failed = Math.round(report.baseRate * report.scored)
    console.log(`| ${report.repository} | ${failed} of ${report.scored} | ${cells.join(' | ')} |`)
  }
  const means = shown.map(([, digits, pick]) => {
    const known = reports.map((report) => pick(report)).filter((value) => value !== null)
    return (known.reduce((sum, value) => sum + value, 0) / known.length).toFixed(digits)
  })
  console.log(`| **mean** | | ${means.join(' | ')} |\n`)
}
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ schema: 1, results }, null, 1)}\n`)
