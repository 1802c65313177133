import { UsageError } from '../domain/errors.ts'
import { exp, log } from '../domain/numerics.ts'
import type { Artefact, Term } from './artefact.ts'
import { rounded, sealArtefact } from './artefact.ts'
import type { Belief } from './belief.ts'
import { penaltyOf } from './belief.ts'
import type { Table } from './column.ts'
import { rowRange } from './column.ts'
import type { CommonIntercept, Member, Parabola, Pooled } from './common-belief.ts'
import { beliefFor, squared, updateBelief } from './common-belief.ts'
import { countedPerBelieved } from './counting.ts'
import { encodeVariances } from './covariance.ts'
import { buildDesign, layColumns } from './design.ts'
import { USUAL_FRAILTY } from './frailty.ts'
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

const ROUNDS = 4
const UPDATES = 15
const START_SPREAD = 0.1
/** Added to every spread: a new repository may differ in ways these did not. */
const EXTRA_SPREAD = 0.02

/**
 * A prior from public repositories: an artefact of kind `prior`, whose `level` and `bend` are the spreads.
 * @throws UsageError without repositories
 */
export function fitPrior(repositories: readonly PooledRepository[], options: PoolOptions = {}): Artefact {
  if (repositories.length === 0)
    throw new UsageError('prior: no repository was given to learn from; name at least one')
  const members = repositories.map(memberOf)
  const pooled = poolColumns(members)
  const intercept: CommonIntercept = { mean: log(0.02), sd: 1 }
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

/** A repository near its summit under a belief; its coefficients are gone on from next time. */
export function approximate(member: Member, belief: Belief): Parabola {
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

function describe(
  repositories: readonly PooledRepository[],
  members: readonly Member[],
  pooled: readonly Pooled[],
  intercept: CommonIntercept,
  { frailty = USUAL_FRAILTY, context = [] }: PoolOptions,
): Artefact {
  const counting = countedTogether(members)
  const raised = intercept.mean + log(counting)
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
    intercept: rounded(raised),
    interceptSd: rounded(intercept.sd),
    ...(counting === 1 ? {} : { counting: rounded(counting) }),
    usualHazard: rounded(exp(rounded(raised))),
    averageHazard: rounded(exp(rounded(raised))),
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

/** Counted failures per believed one in the average repository: a large one has no more say than a small. */
const countedTogether = (members: readonly Member[]): number =>
  exp(members.reduce((sum, { outcomes }) => sum + log(countedPerBelieved(outcomes)), 0) / members.length)

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
