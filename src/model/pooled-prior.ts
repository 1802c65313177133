import { exp, log } from '../domain/numerics.ts'
import { type Artefact, rounded, sealArtefact, type Term } from './artefact.ts'
import { rowRange } from './column.ts'
import { type Parabola, posteriorOf, squared } from './common-belief.ts'
import { countedPerBelieved } from './counting.ts'
import { encodeVariances } from './covariance.ts'
import { buildDesign, type Design, type FittedColumn, layColumns } from './design.ts'
import type { Outcomes } from './likelihood.ts'
import { approximate } from './pool.ts'
import { type History, knownAt } from './prequential.ts'
import { priorBelief } from './prior-belief.ts'

/**
 * A prior for one team: what its own repositories have in common, learned upon the shipped prior.
 *
 * The shipped prior says around which curves repositories lie, and how far apart. Those of one team lie around curves of
 * their own, somewhere near: their common curve is held to the shipped one as if SHIPPED_WEIGHT repositories of the
 * team had shown exactly that. So a handful of outcomes moves next to nothing, and hundreds move what they speak of.
 * Every repository is scaled by its own past and keeps a level of its own, as in pool.ts; how far repositories lie apart
 * stays as it was shipped, for a few of them cannot tell.
 */
export interface TeamRepository {
  readonly history: Omit<History, 'prior'>
  /** Seconds: what became known before is learned from. */
  readonly until: number
}

/**
 * As if half of what repositories differ by were common to a team. Gains in nats, each part of a team foretold by the
 * others, over five histories cut into eight siblings each, and six strangers: 1 → 32 and −1.6; 2 → 27 and −0.9;
 * 4 → 20 and −0.8; 8 → 15 and −0.9 (bench/pooled-prior.ts). So little is risked with two that more would only be lost.
 */
const SHIPPED_WEIGHT = 2
/** Base rates are what teams differ by most: theirs is believed sooner than its curves. */
const SHIPPED_LEVEL_WEIGHT = 1
const ROUNDS = 3
/** Each update moves a common mean at least SHIPPED_WEIGHT of SHIPPED_WEIGHT + n of its way. */
const UPDATES = 25

interface Member {
  readonly design: Design
  readonly outcomes: Outcomes
  readonly columns: readonly FittedColumn[]
  readonly table: History['table']
  coefficients: Float64Array
}

/** What is believed of the team so far. */
interface Common {
  readonly intercept: number
  readonly interceptSd: number
  readonly slopes: ReadonlyMap<string, readonly number[]>
}

/** The shipped prior where nothing is known of any repository. The order of repositories matters to the last digits only. */
export function fitPooledPrior(repositories: readonly TeamRepository[], shipped: Artefact): Artefact {
  const members = repositories.filter(({ history }) => history.table.n > 0).map(memberOf)
  if (members.length === 0) return shipped
  let common = commonOf(shipped)
  for (let round = 0; round < ROUNDS; round++) {
    const parabolas = members.map((member) => approximate(member, beliefOf(member, shipped, common)))
    for (let update = 0; update < UPDATES; update++) common = updated(members, parabolas, shipped, common)
  }
  return describe(members, shipped, common)
}

function memberOf({ history, until }: TeamRepository): Member {
  const { table } = history
  const { labels, knownShares, rows } = knownAt(history, until, table.n)
  const columns = layColumns(table, rowRange(0, table.n))
  const design = {
    ...buildDesign(table, rows, columns),
    offsets: Float64Array.from(rows, (row) => log(knownShares[row]!)),
  }
  const outcomes = {
    labels: Float64Array.from(rows, (row) => labels[row]!),
    weights: new Float64Array(rows.length).fill(1),
  }
  return { design, outcomes, columns, table, coefficients: new Float64Array(design.width) }
}

const commonOf = (shipped: Artefact): Common => ({
  // Believed, not counted: see counting.ts.
  intercept: shipped.intercept - log(shipped.counting ?? 1),
  interceptSd: shipped.interceptSd,
  slopes: new Map(shipped.terms.map(({ name, slopes }) => [name, slopes])),
})

const beliefOf = ({ table, columns }: Member, shipped: Artefact, common: Common) => ({
  ...priorBelief(table, columns, {
    ...shipped,
    terms: shipped.terms.map((term) => ({ ...term, slopes: common.slopes.get(term.name)! })),
  }),
  interceptMean: common.intercept,
  interceptSd: common.interceptSd,
})

/** One step of expectation and maximisation (common-belief.ts), the shipped prior counting as repositories of its own. */
function updated(
  members: readonly Member[],
  parabolas: readonly Parabola[],
  shipped: Artefact,
  common: Common,
): Common {
  const sums = new Map(
    shipped.terms.map(({ name, slopes }) => [
      name,
      { weight: SHIPPED_WEIGHT, slopes: slopes.map((slope) => SHIPPED_WEIGHT * slope) },
    ]),
  )
  const terms = new Map(shipped.terms.map((term) => [term.name, term]))
  const levels: { readonly mean: number; readonly variance: number }[] = []
  members.forEach((member, m) => {
    const { mean, covariance } = posteriorOf(parabolas[m]!, beliefOf(member, shipped, common))
    levels.push({ mean: mean[0]!, variance: covariance[0]! })
    for (const { index, first, knots } of member.columns) {
      const column = member.table.columns[index]!
      const term = terms.get(column.name)
      if (term?.shape !== column.shape || term.knots.join() !== knots.join()) continue
      const sum = sums.get(column.name)!
      sum.weight += 1
      for (let k = 0; k < sum.slopes.length; k++) sum.slopes[k]! += mean[first + k]!
    }
  })
  return {
    ...levelOf(levels, commonOf(shipped)),
    slopes: new Map(
      [...sums].map(([name, { weight, slopes }]) => [
        name,
        // A parabola knows no signs; a curve that must not fall stays level at worst.
        slopes.map((slope) => (slope * terms.get(name)!.direction < 0 ? 0 : slope / weight)),
      ]),
    ),
  }
}

/** Where levels lie, and how far apart; a team's own spread is never believed to be less than half of the shipped one. */
function levelOf(
  levels: readonly { readonly mean: number; readonly variance: number }[],
  shipped: Common,
): Pick<Common, 'intercept' | 'interceptSd'> {
  const weight = levels.length + SHIPPED_LEVEL_WEIGHT
  const centre =
    levels.reduce((sum, { mean }) => sum + mean, SHIPPED_LEVEL_WEIGHT * shipped.intercept) / weight
  const spread = levels.reduce(
    (sum, { mean, variance }) => sum + squared(mean - centre) + variance,
    SHIPPED_WEIGHT * squared(shipped.interceptSd),
  )
  return {
    intercept: centre,
    interceptSd: Math.max(shipped.interceptSd / 2, Math.sqrt(spread / (levels.length + SHIPPED_WEIGHT))),
  }
}

function describe(members: readonly Member[], shipped: Artefact, common: Common): Artefact {
  const counting = exp(
    members.reduce((sum, { outcomes }) => sum + log(countedPerBelieved(outcomes, shipped)), 0) /
      members.length,
  )
  const intercept = rounded(common.intercept + log(counting))
  const interceptSd = rounded(common.interceptSd)
  const terms = shipped.terms.map(
    (term): Term => ({
      ...term,
      ...averageScaling(members, term),
      slopes: common.slopes.get(term.name)!.map(rounded),
    }),
  )
  const variances = [squared(interceptSd)]
  for (const { slopes, level, bend } of terms)
    for (const _ of slopes) variances.push(level * level + (slopes.length > 1 ? (bend * bend) / 2 : 0))
  const trainedOn = {
    parts: members.reduce((sum, { design }) => sum + design.n, 0),
    failures: rounded(
      members.reduce((sum, { outcomes }) => sum + outcomes.labels.reduce((own, label) => own + label, 0), 0),
    ),
    repositories: members.length,
  }
  const { id: upon, schema: _, engine: __, lean: ___, ...rest } = shipped
  return sealArtefact({
    ...rest,
    kind: 'prior',
    trainedOn,
    intercept,
    interceptSd,
    counting: rounded(counting),
    usualHazard: rounded(exp(intercept)),
    averageHazard: rounded(exp(intercept)),
    terms,
    covariance: encodeVariances(variances),
    pooled: { ...trainedOn, upon },
  })
}

/** The scaling of the average repository, the shipped one counting as some: for scoring where nothing local is known. */
function averageScaling(members: readonly Member[], term: Term): Pick<Term, 'mean' | 'sd' | 'usual'> {
  const scalings = members.flatMap(({ columns, table }) =>
    columns.filter(({ index }) => table.columns[index]!.name === term.name).map(({ scaling }) => scaling),
  )
  const average = (pick: (scaling: Pick<Term, 'mean' | 'sd' | 'usual'>) => number): number =>
    rounded(
      scalings.reduce((sum, scaling) => sum + pick(scaling), SHIPPED_WEIGHT * pick(term)) /
        (scalings.length + SHIPPED_WEIGHT),
    )
  return {
    mean: average(({ mean }) => mean),
    sd: average(({ sd }) => sd),
    usual: average(({ usual }) => usual),
  }
}
