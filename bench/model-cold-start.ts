/**
 * Starting with nothing: how good the model is while only so many outcomes are known, with the prior of the other
 * repositories and from local outcomes alone.
 *   npm run bench:model-cold-start -- [--cache FOLDER] [--unpooled owner/name]… [--only TEXT] [--json FILE] owner/name=CLONE …
 * At six moments in each history (its 40 % to 90 %) the newest 0, 25, 100, 500 and 2,000 parts whose outcome is known
 * are learned from; what is usual is read from all parts before, which needs no outcome. The next tenth of the history,
 * at most 500 parts, is scored. How well each of the six windows is ordered counts by its failures; the Brier skill is
 * that of all six together.
 */
import { writeFileSync } from 'node:fs'
import { exp, probabilityOfHazard } from '../src/domain/numerics.ts'
import type { Artefact } from '../src/model/artefact.ts'
import { rowRange } from '../src/model/column.ts'
import { fitModel } from '../src/model/fit.ts'
import { brierSkill } from '../src/model/metrics.ts'
import { knownAt } from '../src/model/prequential.ts'
import { scoreParts } from '../src/model/score.ts'
import type { Clone } from './model-clones.ts'
import { readArguments } from './model-clones.ts'
import { measuresOf } from './model-measures.ts'

const outcomeCounts = [0, 25, 100, 500, 2000] as const
const moments = [0.4, 0.5, 0.6, 0.7, 0.8, 0.9] as const
const MOST_SCORED = 500

interface Curve {
  readonly auc: number
  readonly averagePrecision: number
  readonly caughtInTop10: number
  readonly autoApprovable5: number
  readonly brierSkill: number
}
const rankings = ['auc', 'averagePrecision', 'caughtInTop10', 'autoApprovable5'] as const

function judge(clone: Clone, outcomes: number, prior?: Artefact): Curve {
  const { table, times, labels } = clone
  const risks: number[] = []
  const failed: number[] = []
  const sums = { auc: 0, averagePrecision: 0, caughtInTop10: 0, autoApprovable5: 0 }
  for (const moment of moments) {
    const now = Math.floor(table.n * moment)
    const until = Math.min(now + MOST_SCORED, Math.floor(table.n * (moment + 0.1)))
    const known = knownAt(clone, times[now]!, now)
    const artefact = fitModel({
      table,
      ...known,
      rows: known.rows.slice(Math.max(0, known.rows.length - outcomes)),
      scalingRows: rowRange(0, now),
      ...(prior ? { prior } : {}),
    })
    const { logHazards } = scoreParts(artefact, table, rowRange(now, until))
    const risk = logHazards.map((value) => probabilityOfHazard(exp(value)))
    const label = labels.subarray(now, until)
    risks.push(...risk)
    failed.push(...label)
    const failures = label.reduce((sum, value) => sum + value, 0)
    if (failures === 0 || failures === label.length) continue
    const measures = measuresOf(risk, label)
    for (const name of rankings) sums[name] += failures * measures[name]
  }
  const failures = failed.reduce((sum, value) => sum + value, 0)
  for (const name of rankings) sums[name] /= failures
  return { ...sums, brierSkill: brierSkill(Float64Array.from(risks), Float64Array.from(failed)) }
}

const { values, judged, priorFor } = await readArguments()
const results = judged.map((clone) => {
  console.error(`${clone.name}: ${clone.table.n} parts`)
  const prior = priorFor(clone)
  return {
    repository: clone.name,
    curve: outcomeCounts.map((outcomes) => ({
      outcomes,
      withPrior: judge(clone, outcomes, prior),
      localOnly: judge(clone, outcomes),
    })),
  }
})
type Side = 'withPrior' | 'localOnly'
const mean = (place: number, side: Side, name: keyof Curve): string => {
  const sum = results.reduce((total, { curve }) => total + curve[place]![side][name], 0)
  return (sum / results.length).toFixed(3)
}
console.log(
  `## Cold start: means over ${results.length} repositories, with the prior of the others | local outcomes only\n`,
)
console.log(
  '| outcomes known | AUC | average precision | caught in top 10 % | auto-approvable at ≤ 5 % missed | Brier skill |',
)
console.log('|---|---|---|---|---|---|')
for (const [place, outcomes] of outcomeCounts.entries()) {
  const cells = ([...rankings, 'brierSkill'] as const).map(
    (name) => `${mean(place, 'withPrior', name)} \\| ${mean(place, 'localOnly', name)}`,
  )
  console.log(`| ${outcomes} | ${cells.join(' | ')} |`)
}
if (values.json !== undefined)
  writeFileSync(values.json, `${JSON.stringify({ schema: 1, results }, null, 1)}\n`)
