import type { Artefact, Term } from './artefact.ts'
import { sealArtefact } from './artefact.ts'
import type { Belief, ColumnBelief, Penalty } from './belief.ts'
import { penaltyOf } from './belief.ts'
import { factorInPlace, inverse, logDeterminant } from './cholesky.ts'
import type { Table } from './column.ts'
import { rowRange } from './column.ts'
import { knotsOf } from './curve.ts'
import type { Design, FittedColumn } from './design.ts'
import { buildDesign, logHazards } from './design.ts'
import type { Outcomes } from './likelihood.ts'
import { exp, log } from './numerics.ts'
import { scalingOf } from './scaling.ts'
import type { Summit } from './summit.ts'
import { findSummit, posteriorPrecision } from './summit.ts'

export const tuning: any = { spreads: [0.02, 0.04, 0.08, 0.15, 0.3], bendRatio: 1, flagRatio: 1, temper: 1 }

export interface FitRequest {
  readonly table: Table
  /** Per table row: confidence 0 … 1 that the part failed. Rows not listed in `rows` are never read. */
  readonly labels: ArrayLike<number>
  /** Per table row: how much the row counts; 1 where absent. */
  readonly weights?: ArrayLike<number>
  /** Rows whose outcome is known; all where absent. */
  readonly rows?: ArrayLike<number>
  /** Rows that say what is usual here, outcome known or not; `rows` where absent. */
  readonly scalingRows?: ArrayLike<number>
  readonly prior?: Artefact
  readonly frailty?: number
}

const BASE = 0.05

export function layout(table: Table, scalingRows: ArrayLike<number>): FittedColumn[] {
  const columns: FittedColumn[] = []
  let first = 1
  for (let index = 0; index < table.columns.length; index++) {
    const { shape } = table.columns[index]!
    const scaling = scalingOf(table, index, scalingRows)
    if (!scaling) continue
    const knots = (tuning.knots?.[shape] as number[]) ?? knotsOf(shape)
    columns.push({ index, shape, scaling, knots, first })
    first += knots.length + 1
  }
  return columns
}

export function fitModel(request: FitRequest): Artefact {
  const { table, labels, weights, prior } = request
  const rows = request.rows ?? rowRange(0, table.n)
  const columns = layout(table, request.scalingRows ?? rows)
  const design = buildDesign(table, rows, columns)
  const outcomes = {
    labels: Float64Array.from({ length: rows.length }, (_, i) => labels[rows[i]!]!),
    weights: Float64Array.from({ length: rows.length }, (_, i) => weights?.[rows[i]!] ?? 1),
  }
  const { belief, summit } = prior
    ? fitUnder(design, outcomes, priorBelief(table, columns, prior))
    : fitBySpread(table, columns, design, outcomes)
  return describe(request, rows, columns, design, outcomes, belief, summit)
}

interface Fitted { belief: Belief; summit: Summit; evidence?: number }

function fitUnder(design: Design, outcomes: Outcomes, belief: Belief, start?: Float64Array): Fitted {
  const penalty = penaltyOf(belief, design.width)
  const summit = findSummit(design, outcomes, penalty, start ?? penalty.mean)
  return { belief, summit, evidence: evidenceOf(summit, penalty) }
}

function evidenceOf(summit: Summit, penalty: Penalty): number {
  const { size, precision } = penalty
  const posterior = posteriorPrecision(summit.information, precision, summit.held, size)
  const before = posteriorPrecision(new Float64Array(size * size), precision, summit.held, size)
  factorInPlace(posterior, size)
  factorInPlace(before, size)
  return summit.value + 0.5 * (logDeterminant(before, size, log) - logDeterminant(posterior, size, log))
}

function flatBelief(table: Table, columns: readonly FittedColumn[], spread: number): Belief {
  return {
    interceptMean: log(BASE),
    interceptSd: 1,
    columns: columns.map(({ first, knots, index, shape }) => ({
      first,
      means: [0, ...knots.map(() => 0)],
      level: shape === 'flag' ? spread * tuning.flagRatio : spread,
      bend: spread * tuning.bendRatio,
      direction: table.columns[index]!.direction,
    })),
  }
}

function fitBySpread(table: Table, columns: readonly FittedColumn[], design: Design, outcomes: Outcomes): Fitted {
  let best: Fitted | undefined
  let start: Float64Array | undefined
  for (const spread of tuning.spreads) {
    const fitted = fitUnder(design, outcomes, flatBelief(table, columns, spread), start)
    if (tuning.log) console.log(spread, fitted.evidence, fitted.summit.steps)
    if (best && fitted.evidence! < best.evidence!) break
    best = fitted
    start = fitted.summit.coefficients
  }
  return best!
}

function priorBelief(table: Table, columns: readonly FittedColumn[], prior: Artefact): Belief {
  const terms = new Map(prior.terms.map((term) => [term.column, term]))
  return {
    interceptMean: prior.intercept,
    interceptSd: prior.interceptSd,
    columns: columns.map(({ first, knots, index, shape }): ColumnBelief => {
      const term = terms.get(table.columns[index]!.name)
      return {
        first,
        means: term ? term.slopes : [0, ...knots.map(() => 0)],
        level: term ? term.level * tuning.temper : 0.05,
        bend: term ? term.bend * tuning.temper : 0.05,
        direction: table.columns[index]!.direction,
      }
    }),
  }
}

function describe(
  { table, frailty, prior }: FitRequest,
  rows: ArrayLike<number>,
  columns: readonly FittedColumn[],
  design: Design,
  outcomes: Outcomes,
  belief: Belief,
  summit: Summit,
): Artefact {
  const size = design.width
  const posterior = posteriorPrecision(summit.information, penaltyOf(belief, size).precision, summit.held, size)
  factorInPlace(posterior, size)
  const covariance = inverse(posterior, size)
  const terms = columns.map(({ index, shape, scaling, knots, first }, i): Term => {
    const c = table.columns[index]!
    return {
      column: c.name, shape, direction: c.direction, ...scaling, knots,
      slopes: Array.from(summit.coefficients.subarray(first, first + knots.length + 1)),
      level: belief.columns[i]!.level, bend: belief.columns[i]!.bend,
    }
  })
  const eta = new Float64Array(design.n)
  logHazards(design, summit.coefficients, eta)
  let failures = 0
  for (const l of outcomes.labels) failures += l
  return sealArtefact({
    schema: 1, engine: 1, kind: 'learned',
    trainedOn: { parts: rows.length, failures, repositories: 1 + (prior?.trainedOn.repositories ?? 0) },
    intercept: summit.coefficients[0]!, interceptSd: Math.sqrt(covariance[0]!),
    usualHazard: exp(summit.coefficients[0]!),
    frailty: frailty ?? 5, terms, context: [], covariance: '',
  } as any)
}
