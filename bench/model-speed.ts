/**
 * How fast the model learns and scores, beside xgboost (200 trees of depth 4, one thread) in the same run:
 *   npm run bench:model-speed -- [ROWS] [COLUMNS] [ROUNDS]
 * 20,000 made-up changes with 70 signals where nothing else is said. Both fits are taken in turns; of their processor seconds the
 * least counts, for whatever else the machine does can only add. What choosing the shrinkage costs is told apart.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exp, log, probabilityOfHazard } from '../src/domain/numerics.ts'
import type { Column, Shape } from '../src/model/column.ts'
import { rowRange } from '../src/model/column.ts'
import { buildDesign, layColumns } from '../src/model/design.ts'
import { fitByEvidence, fitUnder } from '../src/model/evidence.ts'
import { fitModel } from '../src/model/fit.ts'
import { scoreParts } from '../src/model/score.ts'
import { seededUniform } from './gate-simulation.ts'
import { findPython } from './model-peers.ts'

const [rowCount = 20_000, columnCount = 70, rounds = 3] = process.argv.slice(2).map(Number)
const shapes: readonly Shape[] = ['count', 'count', 'count', 'flag', 'share', 'number', 'flag']

/** Every fourth column tells something; one failure in some thirty changes; one answer in twenty is missing. */
function madeUp() {
  const uniform = seededUniform(1)
  const columns = Array.from({ length: columnCount }, (_, i): Column => {
    return { name: `signal-${i}`, shape: shapes[i % shapes.length]!, direction: 0 }
  })
  const rows = new Float32Array(rowCount * columnCount)
  const labels = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    let logHazard = log(0.025)
    columns.forEach(({ shape }, i) => {
      const chance = uniform()
      const value =
        shape === 'count'
          ? Math.floor(exp(chance * 6) - 1)
          : shape === 'flag'
            ? chance < 0.15
              ? 1
              : 0
            : shape === 'share'
              ? chance
              : chance * 2 - 1
      if (i % 4 === 0) logHazard += 0.8 * (chance - 0.5)
      rows[row * columnCount + i] = uniform() < 0.05 ? Number.NaN : value
    })
    labels[row] = uniform() < probabilityOfHazard(exp(logHazard)) ? 1 : 0
  }
  return { table: { columns, rows, n: rowCount }, labels }
}

/** Processor seconds. */
const secondsOf = (work: () => unknown): number => {
  const began = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1e6
}

const { table, labels } = madeUp()
const all = rowRange(0, rowCount)
const outcomes = { labels, weights: new Float64Array(rowCount).fill(1) }
const columns = layColumns(table, all)
const design = buildDesign(table, all, columns)
const { belief } = fitByEvidence(table, columns, design, outcomes)
const artefact = fitModel({ table, labels })
const python = findPython()
const folder = mkdtempSync(join(tmpdir(), 'bench-speed-'))
const least: Record<string, number> = {}
const note = (name: string, seconds: number) => {
  least[name] = Math.min(least[name] ?? Number.POSITIVE_INFINITY, seconds)
}
try {
  writeFileSync(join(folder, 'matrix.f32'), table.rows)
  writeFileSync(join(folder, 'labels.u8'), Uint8Array.from(labels))
  for (let round = 0; round < rounds; round++) {
    note(
      'whole',
      secondsOf(() => fitModel({ table, labels })),
    )
    note(
      'untuned',
      secondsOf(() => {
        const laid = layColumns(table, all)
        fitUnder(buildDesign(table, all, laid), outcomes, belief)
      }),
    )
    // Short, and faster once the engine has seen it often.
    for (let again = 0; again < 5; again++)
      note(
        'score',
        secondsOf(() =>
          scoreParts(artefact, table).logHazards.map((value) => probabilityOfHazard(exp(value))),
        ),
      )
    if (python === undefined) continue
    const script = join(import.meta.dirname, 'model-speed.py')
    const said = execFileSync(python, [script, folder, String(columnCount)], { encoding: 'utf8' })
    for (const [name, seconds] of Object.entries(JSON.parse(said) as Record<string, number>))
      note(name, seconds)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const failed = labels.reduce((sum, label) => sum + label, 0)
const { whole, untuned, score, exact, hist, predict } = least as Record<string, number>
const beside = (seconds: number) =>
  exact === undefined
    ? ''
    : ` (${(seconds / exact).toFixed(2)} × xgboost exact, ${(seconds / hist!).toFixed(2)} × hist)`
console.log(`${rowCount} changes, ${columnCount} signals, ${failed} failures, ${design.width} coefficients`)
console.log(`  learning, shrinkage given   ${untuned!.toFixed(2)} s${beside(untuned!)}`)
console.log(`  choosing the shrinkage      ${(whole! - untuned!).toFixed(2)} s more${beside(whole!)} in all`)
if (exact === undefined)
  console.log('  xgboost                     left out: no Python has it (Debian: python3-xgboost)')
else console.log(`  xgboost, 200 trees depth 4  ${exact.toFixed(2)} s exact, ${hist!.toFixed(2)} s hist`)
const rate = (seconds: number) => `${(rowCount / seconds / 1e6).toFixed(2)} million a second`
console.log(`  probabilities               ${rate(score!)}${predict ? `; xgboost ${rate(predict)}` : ''}`)
