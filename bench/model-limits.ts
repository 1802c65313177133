/**
 * How far these signals go, and which of them take us there: repositories the prior has never seen, with and without
 * each family of signals, beside two ceilings.
 *   npm run bench:model-limits -- [--cache FOLDER] [--unpooled owner/name]… [--only TEXT] owner/name=CLONE …
 * Judged as bench:model-left-out's second protocol: learned from 60 %, then two blocks of 20 %. Without a family the prior
 * is fitted anew; so what its neighbours can stand in for is not counted as its merit.
 *
 * Chance: had each part failed with exactly the risk it was given, so much would be caught on average. Nobody who gives
 * these risks can expect more; only signals that spread the risks wider can.
 * Hindsight: the same curves, fitted with the outcomes they are then judged by. What they then seem to know they partly
 * learned by heart; no honest fit of these signals gets there.
 */
import { exp, probabilityOfHazard } from '../src/domain/numerics.ts'
import { rowRange } from '../src/model/column.ts'
import { fitModel } from '../src/model/fit.ts'
import { replay } from '../src/model/prequential.ts'
import { scoreParts } from '../src/model/score.ts'
import * as areaHistory from '../src/signals/area-history.ts'
import * as dependencies from '../src/signals/dependencies.ts'
import * as diffusion from '../src/signals/diffusion.ts'
import * as experience from '../src/signals/experience.ts'
import * as fileHistory from '../src/signals/file-history.ts'
import * as purpose from '../src/signals/purpose.ts'
import * as size from '../src/signals/size.ts'
import * as tests from '../src/signals/tests.ts'
import * as timing from '../src/signals/timing.ts'
import * as title from '../src/signals/title.ts'
import { seededUniform } from './gate-simulation.ts'
import type { Clone } from './model-clones.ts'
import { readArguments, withoutColumns } from './model-clones.ts'
import { type Measures, measuresOf } from './model-measures.ts'

const families = {
  'how much': size,
  'how scattered': diffusion,
  'what for': purpose,
  'words of its title': title,
  'what its files have been through': fileHistory,
  'what its neighbourhood has been through': areaHistory,
  'who knows it': experience,
  'tests beside code': tests,
  'other people’s code': dependencies,
  when: timing,
} as const

const shown = [
  ['AUC', 'auc'],
  ['caught in top 10 %', 'caughtInTop10'],
  ['auto-approvable at ≤ 5 % missed', 'autoApprovable5'],
] as const satisfies readonly (readonly [string, keyof Measures])[]

const namesIn = (family: object): ReadonlySet<string> =>
  new Set(
    Object.values(family).flatMap((value) =>
      typeof value === 'object' && value !== null && 'name' in value ? [String(value.name)] : [],
    ),
  )

const risksOf = (logHazards: Float64Array): Float64Array =>
  logHazards.map((value) => probabilityOfHazard(exp(value)))

const { judged, leftOut } = await readArguments()

interface Judged {
  readonly risks: Float64Array
  readonly labels: Float64Array
}

const honest = (clone: Clone, left: ReadonlySet<string>): Judged => {
  const history = {
    ...withoutColumns(clone, left),
    prior: leftOut(clone, (other) => withoutColumns(other, left)),
  }
  const { from, logHazards } = replay(history, { trainFraction: 0.6, blocks: 2 })
  return { risks: risksOf(logHazards), labels: clone.labels.subarray(from) }
}

const inHindsight = (clone: Clone): Judged => {
  const { table, labels } = clone
  const from = Math.floor(table.n * 0.6)
  const prior = leftOut(clone, (other) => other)
  const artefact = fitModel({ table, labels, prior })
  return {
    risks: risksOf(scoreParts(artefact, table, rowRange(from, table.n)).logHazards),
    labels: labels.subarray(from),
  }
}

const DRAWS = 200

/** Mean over outcomes drawn with exactly these risks. */
const byChance = ({ risks }: Judged): Measures => {
  const uniform = seededUniform(11)
  const sums: Record<string, number> = {}
  for (let draw = 0; draw < DRAWS; draw++) {
    const measures = measuresOf(
      risks,
      risks.map((risk) => (uniform() < risk ? 1 : 0)),
    )
    for (const [, name] of shown) sums[name] = (sums[name] ?? 0) + measures[name] / DRAWS
  }
  return sums as Measures
}

const row = (label: string, of: readonly Measures[]): string => {
  const cells = shown.map(([, name]) => {
    const mean = of.reduce((sum, measures) => sum + measures[name], 0) / of.length
    return mean.toFixed(3)
  })
  return `| ${label} | ${cells.join(' | ')} |`
}

const judge = ({ risks, labels }: Judged): Measures => measuresOf(risks, labels)
const whole = judged.map((clone) => honest(clone, new Set()))
console.log(`| mean of ${judged.length} repositories | ${shown.map(([name]) => name).join(' | ')} |`)
console.log(`|---|${shown.map(() => '---|').join('')}`)
console.log(row('all signals', whole.map(judge)))
console.log(row('chance: were these risks exactly true', whole.map(byChance)))
console.log(row('hindsight: learned from what is judged', judged.map(inHindsight).map(judge)))
for (const [name, family] of Object.entries(families))
  console.log(
    row(
      `without: ${name}`,
      judged.map((clone) => judge(honest(clone, namesIn(family)))),
    ),
  )
