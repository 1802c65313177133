/**
 * Do the intervals hold what they promise? Repositories of known truth are learned from as the gate learns, with and
 * without a prior, and new parts and changes are scored: how often does the 90 % interval hold the true risk?
 *   npm run bench:intervals -- [--trials 100] [--steady] > docs/measured/intervals.md
 * What was learned wears off (wear.ts), so the new parts are drawn from a world where signals tell 0.85 ± 0.1 of what
 * they told before; with --steady they tell the same for ever.
 * Holding is the same on every rising scale: of the risk itself, or of the risk as a multiple of the base rate.
 */
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { exp, log } from '../src/domain/numerics.ts'
import type { Artefact } from '../src/model/artefact.ts'
import { scoreChange } from '../src/model/change-score.ts'
import { rowRange } from '../src/model/column.ts'
import { fitModel } from '../src/model/fit.ts'
import { probabilityOfChange, USUAL_FRAILTY } from '../src/model/frailty.ts'
import { fitPrior } from '../src/model/pool.ts'
import { fitAsOf } from '../src/model/prequential.ts'
import {
  drawRate,
  drawSlopes,
  type Kind,
  makeKind,
  normal,
  partsOf,
  type Simulated,
  seededRandom,
  simulateRepository,
} from './simulated-repository.ts'

export const sizes = [1, 5, 20, 100] as const

/** Of the intervals asked for, how many held the truth, and how many lay above it. */
export interface Coverage {
  readonly asked: number
  readonly held: number
  readonly above: number
  /** Mean of ln(high / low). */
  readonly width: number
}

/** Changes scored in one simulated repository and size. */
const SCORED = 50
const NEW_PARTS = 2000

/** Intervals over consecutive new parts whose true hazards, and true clustering, are known. */
function coverageOf(
  artefact: Artefact,
  world: Simulated,
  from: number,
  size: number,
  frailty: number,
): Coverage {
  const total = { asked: 0, held: 0, above: 0, width: 0 }
  for (let at = from; at + size <= world.table.n && total.asked < SCORED; at += size) {
    const { low, high } = scoreChange(artefact, { parts: partsOf(world, at, at + size) })
    const hazard = world.hazards.subarray(at, at + size).reduce((sum, own) => sum + own, 0)
    const truth = probabilityOfChange(hazard, frailty)
    total.asked++
    if (low <= truth && truth <= high) total.held++
    if (truth < low) total.above++
    total.width += log(high / low)
  }
  return { ...total, width: total.width / total.asked }
}

export interface Setting {
  readonly failureRate: number
  /** Parts whose outcome is known. */
  readonly outcomes: number
  readonly kind: Kind
  /** From other repositories of the kind; without one the model knows these outcomes only. */
  readonly prior?: Artefact
  /** Whether signals tell the same for ever. */
  readonly steady?: boolean
}

/** One repository, drawn, learned from and asked; one coverage per size. */
export function trial(
  seed: number,
  { failureRate, outcomes, kind, prior, steady = false }: Setting,
  asked: readonly number[] = sizes,
): readonly Coverage[] {
  const random = seededRandom(seed)
  const world = simulateRepository(random, {
    parts: outcomes + NEW_PARTS,
    slopes: drawSlopes(random, kind),
    failureRate: prior ? drawRate(random, failureRate) : failureRate,
    wear: { from: outcomes, left: steady ? 1 : 0.85 + 0.1 * normal(random) },
  })
  // How failures cluster is known no better than the prior of frailty.ts says.
  const frailty = USUAL_FRAILTY * exp(0.7 * normal(random))
  const given = prior ? { prior } : {}
  const artefact =
    outcomes === 0
      ? fitModel({
          ...given,
          table: partsOf(world, 0, 500),
          labels: [],
          rows: [],
          scalingRows: rowRange(0, 500),
        })
      : fitAsOf(
          { ...world.history, ...given },
          outcomes,
          world.history.times[outcomes - 1]! + world.history.maturitySeconds,
        )
  return asked.map((size) => coverageOf(artefact, world, outcomes, size, frailty))
}

/** A prior from `repositories` others of a kind. */
export function priorOf(
  seed: number,
  kind: Kind,
  failureRate: number,
  { repositories, parts }: { readonly repositories: number; readonly parts: number },
): Artefact {
  const random = seededRandom(seed)
  return fitPrior(
    Array.from({ length: repositories }, (_, at) => ({
      ...simulateRepository(random, {
        parts,
        slopes: drawSlopes(random, kind),
        failureRate: drawRate(random, failureRate),
      }),
      name: `simulated/${at}`,
      licence: 'none',
      commit: '0'.repeat(40),
    })),
  )
}

/** Coverages of several trials as one. */
export const together = (all: readonly Coverage[]): Coverage => {
  const asked = all.reduce((sum, one) => sum + one.asked, 0)
  return {
    asked,
    held: all.reduce((sum, one) => sum + one.held, 0),
    above: all.reduce((sum, one) => sum + one.above, 0),
    width: all.reduce((sum, one) => sum + one.width * one.asked, 0) / asked,
  }
}

/** Trials of a repository agree with each other: the error is that of their means. */
const errorOf = (all: readonly Coverage[]): number => {
  const { asked, held } = together(all)
  const squares = all.reduce((sum, one) => sum + (one.held / one.asked - held / asked) ** 2, 0)
  return Math.sqrt(squares) / all.length
}

const percent = (share: number): string => (share * 100).toFixed(1)

/** Each setting gets its equal part of the trials. */
function sayRow(label: string, settings: readonly Setting[], trials: number): void {
  const results = Array.from({ length: trials }, (_, seed) =>
    trial(seed + 1, settings[seed % settings.length]!),
  )
  const told = sizes.map((_, at) => {
    const own = results.map((result) => result[at]!)
    const { asked, held, above, width } = together(own)
    const error = (errorOf(own) * 100).toFixed(1)
    return `${percent(held / asked)} ± ${error}, ${percent(above / asked)}, ×${exp(width).toFixed(2)}`
  })
  console.log(`| ${[label, ...told].join(' | ')} |`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({
    options: { trials: { type: 'string', default: '100' }, steady: { type: 'boolean', default: false } },
  })
  const trials = Number(values.trials)
  // A prior is one draw too, and a lucky one would flatter: several kinds of repositories, each with its prior.
  const kinds = Array.from({ length: 10 }, (_, at) => makeKind(seededRandom(70 + at)))
  console.log('### Intervals\n')
  console.log(
    `Of 90 % intervals, the percentage that held the true risk, ± its standard error over ${trials} simulated repositories; how many lay above it; and high / low; of changes of so many parts.\n`,
  )
  console.log(`| | ${sizes.join(' | ')} |\n|---|${sizes.map(() => '---|').join('')}`)
  for (const failureRate of [0.017, 0.05]) {
    const rate = `${(failureRate * 100).toFixed(1)} % fail`
    const without = kinds.map((kind) => ({ failureRate, kind, steady: values.steady }))
    for (const outcomes of [500, 2000])
      sayRow(
        `${rate}, no prior, ${outcomes} known`,
        without.map((setting) => ({ ...setting, outcomes })),
        trials,
      )
    const withPrior = without.map((setting, at) => ({
      ...setting,
      prior: priorOf(4242 + at, setting.kind, failureRate, { repositories: 12, parts: 2000 }),
    }))
    for (const outcomes of [0, 25, 100, 500, 2000])
      sayRow(
        `${rate}, prior, ${outcomes} known`,
        withPrior.map((setting) => ({ ...setting, outcomes })),
        trials,
      )
  }
}
