import { SourceError } from '../domain/errors.ts'
import { exp, probabilityOfHazard } from '../domain/numerics.ts'
import type { Artefact } from './artefact.ts'
import { certify, type ReplayedCertificate } from './certificate-replay.ts'
import type { Table } from './column.ts'
import * as measures from './metrics.ts'
import { replay } from './prequential.ts'

/**
 * The backtest: how good the model would have been here, had it been used.
 */
export interface BacktestRequest {
  readonly table: Table
  /** Seconds, never decreasing. */
  readonly times: ArrayLike<number>
  /** 1 failed, 0 did not: what the scores are judged by. */
  readonly labels: ArrayLike<number>
  /** Per row: how sure its failure is, 0 … 1; 1 where absent. It is learned from by it, and judged by its label alone. */
  readonly confidences?: ArrayLike<number>
  /** When each failure became known, seconds; where absent every outcome is known at once. */
  readonly labelKnownTimes?: ArrayLike<number>
  readonly maturitySeconds?: number
  readonly trainFraction?: number
  readonly blocks?: number
  readonly prior?: Artefact
  /** Asked of the certificate; half the failure rate of the training rows, to two digits, where absent. */
  readonly failureRate?: number
  /** Seconds that measuring the signals took, for the record. */
  readonly featureSeconds?: number
  /** Seconds of a running clock; without one all durations are 0. */
  readonly clock?: () => number
}

/** `backtest --json`, schema 1: keys are added, never renamed. Null where a measure cannot be had. */
export interface BacktestReport {
  readonly schema: 1
  readonly rows: number
  readonly trained: number
  readonly scored: number
  readonly baseRate: number
  readonly auc: number | null
  readonly averagePrecision: number | null
  readonly brier: number | null
  readonly brierSkill: number | null
  readonly ece: number | null
  readonly logLoss: number | null
  readonly capture: Readonly<Record<'5' | '10' | '20' | '30' | '50', number | null>>
  readonly autoApprovable: Readonly<Record<'5' | '10', number | null>>
  readonly certificate: ReplayedCertificate
  readonly seconds: { readonly features: number; readonly train: number; readonly score: number }
  readonly model: Pick<Artefact, 'id' | 'kind' | 'trainedOn'>
}

export interface Prediction {
  /** Row of the table given. */
  readonly row: number
  readonly time: number
  readonly label: number
  readonly risk: number
}

export interface Backtest {
  readonly report: BacktestReport
  readonly predictions: readonly Prediction[]
  /** The model of the last block. */
  readonly artefact: Artefact
}

const FEWEST_ROWS = 10

/** @throws SourceError where there is nothing to judge: under ten rows, or one class only */
export function backtest(request: BacktestRequest): Backtest {
  const {
    table,
    times,
    labels,
    trainFraction = 0.8,
    blocks = 1,
    maturitySeconds = 0,
    clock = () => 0,
  } = request
  refuseHopeless(request)
  const stopwatch = { train: 0, score: 0 }
  let stage: keyof typeof stopwatch = 'train'
  let since = clock()
  const turnTo = (next: keyof typeof stopwatch) => {
    const now = clock()
    stopwatch[stage] += now - since
    stage = next
    since = now
  }
  const labelKnownTimes = Float64Array.from({ length: table.n }, (_, i) =>
    labels[i]! > 0 ? (request.labelKnownTimes?.[i] ?? Number.NEGATIVE_INFINITY) : Number.POSITIVE_INFINITY,
  )
  const history = {
    table,
    times,
    labelKnownTimes,
    maturitySeconds,
    ...(request.confidences ? { confidences: request.confidences } : {}),
  }
  const replayed = replay(request.prior ? { ...history, prior: request.prior } : history, {
    trainFraction,
    blocks,
    onStage: turnTo,
  })
  turnTo('train')
  const risks = replayed.logHazards.map((value) => probabilityOfHazard(exp(value)))
  const outcomes = Float64Array.from(risks, (_, i) => (labels[replayed.from + i]! > 0 ? 1 : 0))
  const { artefact } = replayed
  const failureRate = request.failureRate ?? Math.max(Number((replayed.trainedRate / 2).toPrecision(2)), 1e-4)
  const capture = (share: number) => finite(measures.captureAt(risks, outcomes, share))
  const approvable = (share: number) => finite(measures.autoApprovable(risks, outcomes, share))
  return {
    report: {
      schema: 1,
      rows: table.n,
      trained: replayed.trained,
      scored: risks.length,
      baseRate: outcomes.reduce((sum, label) => sum + label, 0) / outcomes.length,
      auc: finite(measures.auc(risks, outcomes)),
      averagePrecision: finite(measures.averagePrecision(risks, outcomes)),
      brier: finite(measures.brier(risks, outcomes)),
      brierSkill: finite(measures.brierSkill(risks, outcomes)),
      ece: finite(measures.calibrationError(risks, outcomes)),
      logLoss: finite(measures.logLoss(risks, outcomes)),
      capture: {
        '5': capture(0.05),
        '10': capture(0.1),
        '20': capture(0.2),
        '30': capture(0.3),
        '50': capture(0.5),
      },
      autoApprovable: { '5': approvable(0.05), '10': approvable(0.1) },
      certificate: certify({
        risks,
        labels: outcomes,
        times: Array.from(risks, (_, i) => times[replayed.from + i]!),
        labelKnownTimes: labelKnownTimes.subarray(replayed.from),
        maturitySeconds,
        failureRate,
      }),
      seconds: { features: request.featureSeconds ?? 0, ...stopwatch },
      model: { id: artefact.id, kind: artefact.kind, trainedOn: artefact.trainedOn },
    },
    predictions: Array.from(risks, (risk, i) => {
      const row = replayed.from + i
      return { row, time: times[row]!, label: outcomes[i]!, risk }
    }),
    artefact,
  }
}

/** Of a past that cannot be judged by: what can be said all the same, for those who ask for more than the model. */
export function unjudged(rows: number, prior: Artefact): BacktestReport {
  return {
    schema: 1,
    rows,
    trained: 0,
    scored: 0,
    baseRate: 0,
    auc: null,
    averagePrecision: null,
    brier: null,
    brierSkill: null,
    ece: null,
    logLoss: null,
    capture: { '5': null, '10': null, '20': null, '30': null, '50': null },
    autoApprovable: { '5': null, '10': null },
    certificate: certify({ risks: [], labels: [], failureRate: 0.01 }),
    seconds: { features: 0, train: 0, score: 0 },
    model: { id: prior.id, kind: prior.kind, trainedOn: prior.trainedOn },
  }
}

function refuseHopeless({ table, labels }: BacktestRequest): void {
  if (table.n < FEWEST_ROWS)
    throw new SourceError(
      `backtest: ${table.n} rows with a known outcome are too few; give at least ${FEWEST_ROWS} (a longer history or table)`,
    )
  let failures = 0
  for (let i = 0; i < table.n; i++) if (labels[i]! > 0) failures++
  if (failures === 0 || failures === table.n)
    throw new SourceError(
      `backtest: ${failures === 0 ? 'no row failed' : 'every row failed'}, so there is nothing to tell apart; give a history with both outcomes`,
    )
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null)
