import { UsageError } from '../domain/errors.ts'
import type { Artefact, Term } from './artefact.ts'
import { rounded, sealArtefact } from './artefact.ts'
import type { Belief } from './belief.ts'
import { penaltyOf } from './belief.ts'
import { factorInPlace, inverse, solveInPlace } from './cholesky.ts'
import type { Column, Table } from './column.ts'
import { rowRange } from './column.ts'
import { encodeVariances } from './covariance.ts'
import type { Design, FittedColumn } from './design.ts'
import { buildDesign, layColumns } from './design.ts'
import { USUAL_FRAILTY } from './frailty.ts'
import type { Outcomes } from './likelihood.ts'
import { exp, log } from './numerics.ts'
import { flatBelief } from './prior-belief.ts'
import { findSummit } from './summit.ts'

/**
 * Pooling: what many repositories have in common, and how much they differ.
 *
 * Each repository has its own coefficients; those of one column are drawn around a common mean with a common spread
 * (a hierarchical model; Gelman & Hill 2007, ch. 12). Mean and spread are found by empirical Bayes: given them, fit
 * each repository; given the fits and how sure each is, update mean and spread; repeat (EM; Dempster, Laird & Rubin
 * 1977). A column that points everywhere the same way gets a firm mean and a small spread; one that changes its sign
 * from place to place gets a mean near 0 and stays free.
 *
 * Every repository is scaled by its own past and keeps its own intercept, so a huge one teaches slopes, not its rate.
 */
export interface PooledRepository {
  readonly name: string
  readonly licence: string
  readonly commit: string
  readonly table: Table
  /** Per row: 1 failed, 0 succeeded, or the confidence between. */
  readonly labels: ArrayLike<number>
  /** Rows with a known outcome; all where absent. */
  readonly rows?: ArrayLike<number>
}

export interface PoolOptions {
  /** k of frailty.ts for repositories that start with this prior. */
  readonly frailty?: number
  /** Context terms to carry along. */
  readonly context?: readonly Term[]
}

interface Member {
  readonly design: Design
  readonly outcomes: Outcomes
  readonly columns: readonly FittedColumn[]
  readonly table: Table
  coefficients: Float64Array
}

/** One repository near its summit: likelihood ≈ −½·bᵀ·information·b + linearᵀ·b + constant. */
interface Parabola {
  readonly information: Float64Array
  readonly linear: Float64Array
}

/** What is believed about one column everywhere. */
interface Pooled {
  readonly column: Column
  readonly knots: readonly number[]
  means: number[]
  level: number
  bend: number
}

const ROUNDS = 4
const UPDATES = 15
const START_SPREAD = 0.1
/** The common means themselves are drawn around 0: a column seen in one repository only proves little. */
const MEAN_SD = 0.3
/** Weight, in repositories, of the spread typical of all columns against that of the one. */
const TYPICAL_WEIGHT = 4
/** Added to every spread: a new repository may differ in ways these did not. */
const EXTRA_SPREAD = 0.02
const SMALLEST_INTERCEPT_SD = 0.5

/**
 * A prior from public repositories: an artefact of kind `prior`, whose `level` and `bend` are the spreads.
 * @throws UsageError without repositories
 */
export function fitPrior(repositories: readonly PooledRepository[], options: PoolOptions = {}): Artefact {
  if (repositories.length === 0)
    throw new UsageError('prior: no repository was given to learn from; name at least one')
  const members = repositories.map(memberOf)
  const pooled = poolColumns(members)
  const intercept = { mean: log(0.02), sd: 1 }
  for (let round = 0; round < ROUNDS; round++) {
    const parabolas = members.map((member) => approximate(member, beliefFor(member, pooled, intercept)))
    for (let update = 0; update < UPDATES; update++) updateBelief(members, parabolas, pooled, intercept)
  }
  return describe(repositories, members, [...pooled.values()], intercept, options)
}

function memberOf({ table, labels, rows = rowRange(0, table.n) }: PooledRepository): Member {
  const columns = layColumns(table, rowRange(0, table.n))
  const design = buildDesign(table, rows, columns)
  const outcomes = {
    labels: Float64Array.from(rows, (row) => labels[row]!),
    weights: new Float64Array(rows.length).fill(1),
  }
  return { design, outcomes, columns, table, coefficients: new Float64Array(design.width) }
}

/** One entry per column name, in the order of first appearance. */
function poolColumns(members: readonly Member[]): Map<string, Pooled> {
  const pooled = new Map<string, Pooled>()
  for (const { columns, table } of members) {
    const flat = flatBelief(table, columns, START_SPREAD)
    columns.forEach(({ index, knots }, i) => {
      const column = table.columns[index]!
      const { level, bend, means } = flat.columns[i]!
      const known = pooled.get(column.name)
      if (!known) pooled.set(column.name, { column, knots, means: [...means], level, bend })
      else if (known.column.shape !== column.shape || known.column.direction !== column.direction)
        throw new UsageError(
          `prior: column ${column.name} is a ${known.column.shape} in one repository and a ${column.shape} in another (or differs in direction); measure all with the same signals`,
        )
    })
  }
  return pooled
}

function beliefFor(
  member: Member,
  pooled: ReadonlyMap<string, Pooled>,
  intercept: { mean: number; sd: number },
): Belief {
  return {
    interceptMean: intercept.mean,
    interceptSd: intercept.sd,
    columns: member.columns.map(({ index, first }) => {
      const { column, means, level, bend } = pooled.get(member.table.columns[index]!.name)!
      return { first, means, level, bend, direction: column.direction }
    }),
  }
}

function approximate(member: Member, belief: Belief): Parabola {
  const { design, outcomes } = member
  const size = design.width
  const { coefficients, information, gradient } = findSummit(
    design,
    outcomes,
    penaltyOf(belief, size),
    member.coefficients,
    1e-3,
  )
  member.coefficients = coefficients
  const linear = Float64Array.from(gradient)
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const entry = row >= column ? information[row * size + column]! : information[column * size + row]!
      linear[row]! += entry * coefficients[column]!
    }
  return { information, linear }
}

/** What each repository, given the common belief, says about one average slope or one bend. */
interface Say {
  readonly mean: number
  readonly variance: number
}

function updateBelief(
  members: readonly Member[],
  parabolas: readonly Parabola[],
  pooled: ReadonlyMap<string, Pooled>,
  intercept: { mean: number; sd: number },
): void {
  const levels = new Map<string, Say[]>()
  const bends = new Map<string, Say[][]>()
  const intercepts: Say[] = []
  members.forEach((member, m) => {
    const { mean, covariance, size } = posteriorOf(parabolas[m]!, beliefFor(member, pooled, intercept))
    intercepts.push({ mean: mean[0]!, variance: covariance[0]! })
    for (const { index, first, knots } of member.columns) {
      const { name } = member.table.columns[index]!
      const weights = new Float64Array(knots.length + 1).fill(1 / (knots.length + 1))
      append(levels, name, along(mean, covariance, size, first, weights))
      const steps = knots.map((_, k) => {
        const step = new Float64Array(knots.length + 1)
        step[k] = -1
        step[k + 1] = 1
        return along(mean, covariance, size, first, step)
      })
      append(bends, name, steps)
    }
  })
  updateSpreads(pooled, levels, bends)
  const centre = intercepts.reduce((sum, say) => sum + say.mean, 0) / intercepts.length
  const spread = intercepts.reduce((sum, say) => sum + squared(say.mean - centre) + say.variance, 0)
  intercept.mean = centre
  // As if two more repositories one unit away had been seen: a handful cannot vouch for all others.
  intercept.sd = Math.max(SMALLEST_INTERCEPT_SD, Math.sqrt((spread + 2) / (intercepts.length + 2)))
}

function posteriorOf({ information, linear }: Parabola, belief: Belief) {
  const size = linear.length
  const { precision, mean: centre } = penaltyOf(belief, size)
  const matrix = information.map((value, i) => value + precision[i]!)
  factorInPlace(matrix, size)
  const mean = Float64Array.from(linear)
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++)
      mean[row]! += precision[row * size + column]! * centre[column]!
  solveInPlace(matrix, size, mean)
  return { mean, covariance: inverse(matrix, size), size }
}

/** Mean and variance of a weighted sum of the slopes of one column. */
function along(
  mean: Float64Array,
  covariance: Float64Array,
  size: number,
  first: number,
  weights: Float64Array,
): Say {
  let value = 0
  let variance = 0
  for (let a = 0; a < weights.length; a++) {
    value += weights[a]! * mean[first + a]!
    for (let b = 0; b < weights.length; b++)
      variance += weights[a]! * weights[b]! * covariance[(first + a) * size + first + b]!
  }
  return { mean: value, variance }
}

function updateSpreads(
  pooled: ReadonlyMap<string, Pooled>,
  levels: ReadonlyMap<string, readonly Say[]>,
  bends: ReadonlyMap<string, readonly (readonly Say[])[]>,
): void {
  const entries = [...pooled.values()]
  const typical = (flag: boolean, pick: (entry: Pooled) => number) => {
    const alike = entries.filter(({ column }) => (column.shape === 'flag') === flag)
    return alike.reduce((sum, entry) => sum + squared(pick(entry)), 0) / Math.max(1, alike.length)
  }
  const typicalLevels = {
    flag: typical(true, ({ level }) => level),
    other: typical(false, ({ level }) => level),
  }
  const typicalBend = typical(false, ({ bend }) => bend)
  for (const entry of entries) {
    const says = levels.get(entry.column.name)!
    const bendSays = bends.get(entry.column.name)!
    const average = centreOf(says, entry.level)
    const steps = entry.knots.map((_, k) => {
      const own = bendSays.map((steps) => steps[k]!)
      return { centre: centreOf(own, entry.bend), own }
    })
    const kind = entry.column.shape === 'flag' ? typicalLevels.flag : typicalLevels.other
    entry.level = Math.sqrt(spreadAround(average, says, kind))
    if (steps.length > 0) {
      const spreads = steps.map(({ centre, own }) => spreadAround(centre, own, typicalBend))
      entry.bend = Math.sqrt(spreads.reduce((sum, value) => sum + value, 0) / steps.length)
    }
    entry.means = slopesFrom(
      average,
      steps.map(({ centre }) => centre),
      entry.column.direction,
    )
  }
}

/** Mean of what the repositories say, drawn to 0 as MEAN_SD asks. */
const centreOf = (says: readonly Say[], spread: number): number =>
  says.reduce((sum, { mean }) => sum + mean, 0) / (says.length + squared(spread / MEAN_SD))

const spreadAround = (centre: number, says: readonly Say[], typical: number): number =>
  (says.reduce((sum, { mean, variance }) => sum + squared(mean - centre) + variance, 0) +
    TYPICAL_WEIGHT * typical) /
  (says.length + TYPICAL_WEIGHT)

/** Slopes with this average and these steps between them; none on the side its direction forbids. */
function slopesFrom(average: number, steps: readonly number[], direction: number): number[] {
  const slopes = [0]
  for (const step of steps) slopes.push(slopes.at(-1)! + step)
  const off = average - slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length
  return slopes.map((slope) => ((slope + off) * direction < 0 ? 0 : slope + off))
}

const squared = (value: number): number => value * value

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

function describe(
  repositories: readonly PooledRepository[],
  members: readonly Member[],
  pooled: readonly Pooled[],
  intercept: { mean: number; sd: number },
  { frailty = USUAL_FRAILTY, context = [] }: PoolOptions,
): Artefact {
  const terms = pooled.map((entry): Term => {
    const level = Math.sqrt(squared(entry.level) + squared(EXTRA_SPREAD))
    const bend = Math.sqrt(squared(entry.bend) + squared(EXTRA_SPREAD))
    return {
      ...entry.column,
      ...averageScaling(members, entry.column.name),
      knots: entry.knots,
      slopes: entry.means.map(rounded),
      level: rounded(level),
      bend: rounded(bend),
    }
  })
  const variances = [squared(intercept.sd)]
  for (const { slopes, level, bend } of terms)
    for (const _ of slopes) variances.push(level * level + (slopes.length > 1 ? (bend * bend) / 2 : 0))
  const failuresOf = ({ outcomes }: Member) => rounded(outcomes.labels.reduce((sum, label) => sum + label, 0))
  return sealArtefact({
    kind: 'prior',
    trainedOn: {
      parts: members.reduce((sum, { design }) => sum + design.n, 0),
      failures: rounded(members.reduce((sum, member) => sum + failuresOf(member), 0)),
      repositories: members.length,
    },
    intercept: rounded(intercept.mean),
    interceptSd: rounded(intercept.sd),
    usualHazard: rounded(exp(rounded(intercept.mean))),
    averageHazard: rounded(exp(rounded(intercept.mean))),
    frailty: rounded(frailty),
    terms,
    context,
    covariance: encodeVariances(variances),
    sources: repositories.map(({ name, licence, commit }, i) => {
      const member = members[i]!
      return { name, licence, commit, parts: member.design.n, failures: failuresOf(member) }
    }),
  })
}

/** The scaling of the average repository, for scoring where nothing local is known at all. */
function averageScaling(members: readonly Member[], name: string) {
  const scalings = members.flatMap(({ columns, table }) =>
    columns.filter(({ index }) => table.columns[index]!.name === name).map(({ scaling }) => scaling),
  )
  const average = (pick: (scaling: (typeof scalings)[number]) => number) =>
    rounded(scalings.reduce((sum, scaling) => sum + pick(scaling), 0) / scalings.length)
  return {
    mean: average(({ mean }) => mean),
    sd: average(({ sd }) => sd),
    usual: average(({ usual }) => usual),
  }
}
