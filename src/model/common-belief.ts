import type { Belief } from './belief.ts'
import { penaltyOf } from './belief.ts'
import { factorInPlace, inverse, solveInPlace } from './cholesky.ts'
import type { Column, Table } from './column.ts'
import type { Design, FittedColumn } from './design.ts'
import type { Outcomes } from './likelihood.ts'

/**
 * One step of pooling (pool.ts): from what each repository says to what they have in common.
 *
 * Near its summit the likelihood of a repository is a parabola, so its posterior under the common belief is a Gaussian
 * in closed form (expectation); mean and spread of these Gaussians over the repositories are the next common belief
 * (maximisation). Average slope and bends of a column are treated as independent, as in belief.ts.
 */

/** A repository among the pooled ones, ready to be fitted again and again. */
export interface Member {
  readonly design: Design
  readonly outcomes: Outcomes
  readonly columns: readonly FittedColumn[]
  readonly table: Table
  coefficients: Float64Array
}

/** Where the intercepts of repositories lie: base rates are what differs most between them. */
export interface CommonIntercept {
  mean: number
  sd: number
}

/** One repository near its summit: likelihood ≈ −½·bᵀ·information·b + linearᵀ·b + constant. */
export interface Parabola {
  readonly information: Float64Array
  readonly linear: Float64Array
}

/** What is believed about one column everywhere. */
export interface Pooled {
  readonly column: Column
  readonly knots: readonly number[]
  means: number[]
  level: number
  bend: number
}

/** The common means themselves are drawn around 0: a column seen in one repository only proves little. */
const MEAN_SD = 0.3
/** Weight, in repositories, of the spread typical of all columns against that of the one. */
const TYPICAL_WEIGHT = 4
const SMALLEST_INTERCEPT_SD = 0.5

export function beliefFor(
  member: Member,
  pooled: ReadonlyMap<string, Pooled>,
  intercept: CommonIntercept,
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

/** What each repository, given the common belief, says about one average slope or one bend. */
interface Say {
  readonly mean: number
  readonly variance: number
}

export function updateBelief(
  members: readonly Member[],
  parabolas: readonly Parabola[],
  pooled: ReadonlyMap<string, Pooled>,
  intercept: CommonIntercept,
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

/** A repository's coefficients as it and the belief see them, as long as it is a parabola. */
export function posteriorOf({ information, linear }: Parabola, belief: Belief) {
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

export const squared = (value: number): number => value * value

function append<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
