/**
 * Do risks hold, repository by repository? Each clone is replayed with the prior fitted without it, its newest 40 % in
 * eight blocks, the model fitted anew before each; and once more without the signals that `experience: off` leaves out:
 *   npm run bench:calibration -- [--cache FOLDER] [--unpooled owner/name]… owner/name=CLONE … > docs/measured/calibration.md
 */
import { backtest } from '../src/model/backtest.ts'
import { experienceSignals } from '../src/signals/all.ts'
import type { Clone } from './model-clones.ts'
import { readArguments, withoutColumns } from './model-clones.ts'
import { reliabilityBins, reliabilitySlope } from './reliability.ts'

const protocol = { trainFraction: 0.6, blocks: 8 } as const

function judge(clone: Clone, prior: ReturnType<Awaited<ReturnType<typeof readArguments>>['priorFor']>) {
  const { report, predictions } = backtest({ ...clone, ...protocol, prior })
  const risks = Float64Array.from(predictions, ({ risk }) => risk)
  const labels = Float64Array.from(predictions, ({ label }) => label)
  const foretold = risks.reduce((sum, risk) => sum + risk, 0)
  return { report, foretold, bins: reliabilityBins(risks, labels), ...reliabilitySlope(risks, labels) }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length
const percent = (share: number, digits = 1): string => (share * 100).toFixed(digits)

if (import.meta.main) {
  const { judged, priorFor } = await readArguments()
  const rows = judged.map((clone) => {
    const prior = priorFor(clone)
    const off = judge(withoutColumns(clone, experienceSignals), prior)
    return { name: clone.name, on: judge(clone, prior), off }
  })
  console.log('### Foretold and failed\n')
  console.log('Newest 40 % of each repository, in eight blocks, by a prior that has never seen it.\n')
  console.log(
    '| repository | failed of scored | foretold | Brier skill, % | ECE, points | slope |\n|---|---|---|---|---|---|',
  )
  for (const { name, on } of rows) {
    const { baseRate, scored, brierSkill, ece } = on.report
    console.log(
      `| ${name} | ${Math.round(baseRate * scored)} of ${scored} | ${Math.round(on.foretold)} | ${percent(brierSkill ?? Number.NaN, 2)} | ${percent(ece ?? Number.NaN, 2)} | ${on.slope.toFixed(2)} ± ${on.error.toFixed(2)} |`,
    )
  }
  const average = (pick: (row: (typeof rows)[number]) => number | null) =>
    mean(rows.map((row) => pick(row) ?? Number.NaN))
  console.log(
    `| **mean** | | | ${percent(
      average(({ on }) => on.report.brierSkill),
      2,
    )} | ${percent(
      average(({ on }) => on.report.ece),
      2,
    )} | ${average(({ on }) => on.slope).toFixed(2)} |`,
  )
  console.log('\n### Reliability: tenths of the parts of each repository, safest first\n')
  console.log('| tenth | foretold, % | failed, % |\n|---|---|---|')
  const bins = rows[0]!.on.bins.map((_, at) => ({
    foretold: average(({ on }) => on.bins[at]!.foretold),
    failed: average(({ on }) => on.bins[at]!.failed),
  }))
  for (const [at, bin] of bins.entries())
    console.log(`| ${at + 1} | ${percent(bin.foretold, 2)} | ${percent(bin.failed, 2)} |`)
  console.log('\n### What `experience: off` costs\n')
  console.log(
    '| mean of all | AUC | average precision | caught in top 10 % | Brier skill, % |\n|---|---|---|---|---|',
  )
  for (const which of ['on', 'off'] as const) {
    const cell = (pick: (row: (typeof rows)[number]['on']['report']) => number | null) =>
      average((row) => pick(row[which].report))
    console.log(
      `| ${which} | ${cell(({ auc }) => auc).toFixed(4)} | ${cell(({ averagePrecision }) => averagePrecision).toFixed(4)} | ${percent(cell(({ capture }) => capture['10']))} % | ${percent(
        cell(({ brierSkill }) => brierSkill),
        2,
      )} |`,
    )
  }
  const worse = rows.filter(({ on, off }) => (off.report.auc ?? 0) < (on.report.auc ?? 0)).length
  console.log(`\nRanks worse without in ${worse} of ${rows.length} repositories.`)
}
