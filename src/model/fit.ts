import { exp, log } from '../domain/numerics.ts'
import type { Artefact, Term } from './artefact.ts'
import { rounded, sealArtefact } from './artefact.ts'
import type { Table } from './column.ts'
import { rowRange } from './column.ts'
import { countedPerBelieved } from './counting.ts'
import { encodeCovariance } from './covariance.ts'
import type { FittedColumn } from './design.ts'
import { buildDesign, layColumns, logHazards } from './design.ts'
import { fitByEvidence, fitUnder } from './evidence.ts'
import { USUAL_FRAILTY } from './frailty.ts'
import { levelVariance, recentLevel } from './level.ts'
import type { Outcomes } from './likelihood.ts'
import { leanOf, posteriorCovariance } from './posterior.ts'
import { priorBelief } from './prior-belief.ts'
import { halfLifeFor, levelMemory, retained, slopeMemory } from './recency.ts'
import { mostTelling } from './screening.ts'
import { worn } from './wear.ts'

/**
 * Learning: from a table and its outcomes to an artefact.
 *
 * ln hazard = intercept + Σ curve(answer); the most probable curves given the outcomes and a belief held before
 * (a shipped prior, or "nothing matters much" with its strength chosen by evidence). With no outcome at all the prior
 * is returned, scaled to this repository; with one, the level moves first; with hundreds, the prior hardly shows.
 * That is partial pooling (Gelman & Hill 2007, ch. 12), and it has no switch where "cold start" would end.
 */
export interface FitRequest {
  readonly table: Table
  /** Per table row: confidence 0 … 1 that the part failed. Rows not in `rows` are never read. */
  readonly labels: ArrayLike<number>
  /** Per table row: how much the outcome counts; 1 where absent. */
  readonly weights?: ArrayLike<number>
  /** Per table row: seconds before now. With it old outcomes fade (recency.ts) and the level is that of today. */
  readonly ages?: ArrayLike<number>
  /** Per table row: share of the truth already known about it (maturing.ts); 1 where absent. */
  readonly knownShares?: ArrayLike<number>
  /** Rows whose outcome is known; all where absent. */
  readonly rows?: ArrayLike<number>
  /** Rows that say what is usual here, outcome known or not; `rows` where absent. */
  readonly scalingRows?: ArrayLike<number>
  readonly prior?: Artefact
  /** k of frailty.ts; that of the prior, or the usual one, where absent. */
  readonly frailty?: number
}

/** Beyond this many outcomes only the newest are learned from: the coefficients have long settled. */
const MOST_ROWS = 100_000

/** An artefact used as prior elsewhere is less sure there than it is at home: at least this much per slope. */
const SMALLEST_SPREAD = 0.05

export function fitModel(request: FitRequest): Artefact {
  const { table, prior } = request
  const known = request.rows ?? rowRange(0, table.n)
  const rows = known.length > MOST_ROWS ? Array.prototype.slice.call(known, known.length - MOST_ROWS) : known
  const { longRun, recent } = outcomesOf(request, rows)
  const columns = mostTelling(table, layColumns(table, request.scalingRows ?? known), rows, longRun)
  const built = buildDesign(table, rows, columns)
  const { knownShares } = request
  const offsets = knownShares && Float64Array.from(rows, (row) => log(knownShares[row]!))
  const design = offsets ? { ...built, offsets } : built
  const fitted = prior
    ? fitUnder(design, longRun, priorBelief(table, columns, prior))
    : fitByEvidence(table, columns, design, longRun)
  const eta = new Float64Array(design.n)
  logHazards(design, fitted.summit.coefficients, eta)
  const { information, luck } = levelVariance(eta, longRun)
  const found = posteriorCovariance(fitted, information > 0 ? luck / information : 1)
  const lean = leanOf(fitted, found, information)
  const tomorrow = worn(
    { coefficients: fitted.summit.coefficients, covariance: found, eta },
    longRun,
    offsets,
  )
  const { shift, doubt } = recent ? recentLevel(tomorrow.eta, longRun, recent) : NO_SHIFT
  const { coefficients, covariance } = tomorrow
  const counting = countedPerBelieved(longRun, prior)
  const raised = shift + log(counting)
  coefficients[0]! += raised
  covariance[0]! += doubt
  const averageHazard = averageOf(tomorrow.eta, offsets, raised)
  return describe(request, longRun, columns, { coefficients, covariance, lean, counting, averageHazard })
}

const NO_SHIFT = { shift: 0, doubt: 0 } as const

/** Labels and weights of the chosen rows; `recent` weighs them for today's level, where ages are known. */
function outcomesOf({ labels, weights, ages }: FitRequest, rows: ArrayLike<number>) {
  const pick = (from: ArrayLike<number> | undefined, otherwise: number) =>
    Float64Array.from({ length: rows.length }, (_, i) => from?.[rows[i]!] ?? otherwise)
  const longRun: Outcomes = { labels: pick(labels, 0), weights: pick(weights, 1) }
  if (!ages) return { longRun, recent: undefined }
  const age = pick(ages, 0)
  const faded = (memory: typeof slopeMemory | typeof levelMemory): Outcomes => {
    const halfLife = halfLifeFor(age, longRun.labels, memory)
    return {
      labels: longRun.labels,
      weights: longRun.weights.map((weight, i) => weight * retained(age[i]!, halfLife)),
    }
  }
  return { longRun: faded(slopeMemory), recent: faded(levelMemory) }
}

/** Mean hazard of the rows learned from, at today's level and counting failures still to come. */
function averageOf(eta: Float64Array, offsets: Float64Array | undefined, shift: number): number | undefined {
  if (eta.length === 0) return undefined
  return (
    eta.reduce((sum, value, i) => sum + exp(Math.min(30, value + shift - (offsets?.[i] ?? 0))), 0) /
    eta.length
  )
}

/** The coefficients, how sure they are, and what follows for today. */
interface Found {
  readonly coefficients: Float64Array
  readonly covariance: Float64Array
  readonly lean: number
  readonly counting: number
  readonly averageHazard: number | undefined
}

function describe(
  { table, prior, frailty }: FitRequest,
  outcomes: Outcomes,
  columns: readonly FittedColumn[],
  { coefficients, covariance, lean, counting, averageHazard }: Found,
): Artefact {
  const size = coefficients.length
  const intercept = rounded(coefficients[0]!)
  return sealArtefact({
    kind: prior && outcomes.labels.length === 0 ? 'prior' : 'learned',
    trainedOn: {
      parts: outcomes.labels.length,
      failures: rounded(outcomes.labels.reduce((sum, label) => sum + label, 0)),
      repositories: prior?.trainedOn.repositories ?? 0,
    },
    intercept,
    interceptSd: rounded(Math.sqrt(covariance[0]!)),
    lean: rounded(lean),
    ...(counting === 1 ? {} : { counting: rounded(counting) }),
    usualHazard: rounded(exp(intercept)),
    averageHazard: rounded(averageHazard ?? exp(intercept)),
    frailty: rounded(frailty ?? prior?.frailty ?? USUAL_FRAILTY),
    terms: columns.map((column) => describeTerm(table, column, coefficients, covariance, size)),
    context: prior?.context ?? [],
    covariance: encodeCovariance(covariance, size),
    ...(prior?.sources ? { sources: prior.sources } : {}),
  })
}

function describeTerm(
  table: Table,
  { index, scaling, knots, first }: FittedColumn,
  coefficients: Float64Array,
  covariance: Float64Array,
  size: number,
): Term {
  const count = knots.length + 1
  const at = (a: number, b: number) => covariance[(first + a) * size + first + b]!
  let level = 0
  let bend = 0
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) level += at(a, b) / (count * count)
    if (a + 1 < count) bend += (at(a, a) + at(a + 1, a + 1) - 2 * at(a, a + 1)) / (count - 1)
  }
  const spread = (variance: number) => rounded(Math.sqrt(variance + SMALLEST_SPREAD * SMALLEST_SPREAD))
  const { fixed: _, ...named } = table.columns[index]!
  return {
    ...named,
    mean: rounded(scaling.mean),
    sd: rounded(scaling.sd),
    usual: rounded(scaling.usual),
    knots,
    slopes: Array.from(coefficients.subarray(first, first + count), rounded),
    level: spread(level),
    bend: spread(bend),
  }
}
