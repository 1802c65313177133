/**
 * Does sharing the blame find the risky parts, where only deployments are known to have failed?
 *   node bench/blame-simulation.ts [SEEDS]
 *
 * A made-up team deploys 500 times, 8 parts at the median; one deployment in ten fails, through parts whose truth we
 * know. The model starts from a prior of eight other teams, as the product does from its shipped one, and is fitted on
 * the truth, on shared blame, and in two simpler ways: the same share for each part, and every part to blame. Each fit
 * ranks parts it has not seen, by whether they are at fault (area under the curve). Each seed is another team; the
 * figures are the same on every machine.
 */
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exp, log, probabilityOfHazard } from '../src/domain/numerics.ts'
import type { Column, Table } from '../src/model/column.ts'
import { fitModel } from '../src/model/fit.ts'
import { auc } from '../src/model/metrics.ts'
import { fitPrior } from '../src/model/pool.ts'
import { scoreParts } from '../src/model/score.ts'
import { type FailedBag, labelsWithBlame } from '../src/model/shared-blame.ts'
import { seededUniform } from './gate-simulation.ts'

const columns: readonly Column[] = [
  { name: 'files', shape: 'count', direction: 1 },
  { name: 'lines', shape: 'count', direction: 0 },
  { name: 'familiarity', shape: 'share', direction: -1 },
  { name: 'tests', shape: 'flag', direction: 0 },
  { name: 'noise', shape: 'number', direction: 0 },
  { name: 'weather', shape: 'number', direction: 0 },
]
const deployments = 500
const medianParts = 8
/** Hazard of a usual part; with the sizes below one deployment in ten fails. */
const usualHazard = 0.0062

/** What files, familiarity and tests do to ln hazard where they matter as usual. */
const usualEffects = [0.9, -1.6, -1] as const

export interface BlameWorld {
  readonly table: Table
  /** Per row: 1 where this very part is at fault. */
  readonly guilty: Float64Array
  /** Rows of each deployment. */
  readonly bags: readonly (readonly number[])[]
}

/** e^(σ·z) by the sum of twelve uniform numbers, near enough to a normal one. */
const logNormal = (random: () => number, sigma: number): number => {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += random()
  return exp(sigma * sum)
}

/** A team of its own: each effect is between nothing and twice the usual. */
export const effectsOf = (team: number): readonly number[] => {
  const random = seededUniform(7919 * team + 1)
  return usualEffects.map((usual) => 2 * random() * usual)
}

/** @param seed of what happened; `team` of how it comes about */
export function blameWorld(seed: number, team: number, count = deployments): BlameWorld {
  const random = seededUniform(seed)
  const [ofFiles, ofFamiliarity, ofTests] = effectsOf(team) as [number, number, number]
  const sizes = Array.from({ length: count }, () =>
    Math.max(1, Math.round(medianParts * logNormal(random, 0.7))),
  )
  const n = sizes.reduce((sum, size) => sum + size, 0)
  const rows = new Float32Array(n * columns.length)
  const guilty = new Float64Array(n)
  for (let row = 0; row < n; row++) {
    const files = Math.floor(exp(random() * 4))
    const familiarity = random()
    const tests = random() < 0.4 ? 1 : 0
    const answers = [files, Math.floor(exp(random() * 6)), familiarity, tests, random() * 2 - 1, random()]
    rows.set(answers, row * columns.length)
    const logHazard =
      log(usualHazard) + ofFiles * (log(files) - 2) + ofFamiliarity * (familiarity - 0.5) + ofTests * tests
    guilty[row] = random() < probabilityOfHazard(exp(logHazard)) ? 1 : 0
  }
  let next = 0
  const bags = sizes.map((size) => Array.from({ length: size }, () => next++))
  return { table: { columns, rows, n }, guilty, bags }
}

export const ways = ['truth', 'shared', 'equal', 'all'] as const
export type Way = (typeof ways)[number]

/** What eight other teams teach, each with outcomes of its parts: what a new team starts with. */
const prior = fitPrior(
  Array.from({ length: 8 }, (_, at) => {
    const { table, guilty } = blameWorld(900 + at, 900 + at)
    return { name: `team ${at}`, licence: 'none', commit: '', table, labels: guilty }
  }),
)

const labelsBy = (way: Way, { table, guilty, bags }: BlameWorld): Float64Array => {
  const failed = bags.filter((rows) => rows.some((row) => guilty[row] === 1))
  const labels = new Float64Array(table.n)
  if (way === 'truth') return guilty
  if (way === 'shared')
    return labelsWithBlame({
      labels,
      bags: failed.map((rows): FailedBag => ({ rows, confidence: 1, named: [] })),
      learn: (shared) => {
        const artefact = fitModel({ table, labels: shared, prior })
        return {
          hazards: scoreParts(artefact, table).logHazards.map((logHazard) => exp(logHazard)),
          frailty: artefact.frailty,
        }
      },
    })
  for (const rows of failed) for (const row of rows) labels[row] = way === 'all' ? 1 : 1 / rows.length
  return labels
}

/** Area under the curve on parts of another, equal world. */
export function rankingBy(way: Way, seed: number): number {
  const world = blameWorld(seed, seed)
  const unseen = blameWorld(seed + 1_000_003, seed, 4 * deployments)
  const artefact = fitModel({ table: world.table, labels: labelsBy(way, world), prior })
  return auc(scoreParts(artefact, unseen.table).logHazards, unseen.guilty)
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const seeds = Number(process.argv[2] ?? 50)
  const worlds = Array.from({ length: seeds }, (_, seed) => blameWorld(seed + 1, seed + 1))
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const failing = worlds.map(
    ({ bags, guilty }) => bags.filter((rows) => rows.some((row) => guilty[row] === 1)).length / bags.length,
  )
  const sizes = worlds.flatMap(({ bags }) => bags.map(({ length }) => length)).sort((a, b) => a - b)
  console.log(
    `${seeds} seeds, ${deployments} deployments each, ${sizes[sizes.length >> 1]} parts at the median, ${(100 * mean(failing)).toFixed(1)} % failing`,
  )
  const truth = worlds.map((_, seed) => rankingBy('truth', seed + 1))
  for (const way of ways) {
    const found = way === 'truth' ? truth : worlds.map((_, seed) => rankingBy(way, seed + 1))
    const gaps = found.map((value, seed) => truth[seed]! - value).sort((a, b) => a - b)
    console.log(
      `${way.padEnd(7)} area under the curve ${mean(found).toFixed(3)}, gap to the truth ${mean(gaps).toFixed(3)} (worst tenth ${gaps[Math.floor(0.9 * gaps.length)]!.toFixed(3)})`,
    )
  }
}
