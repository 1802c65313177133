/** How good the model would have been: a clone's own past, or any table of changes, replayed without looking ahead. */
import { join } from 'node:path'
import { openRepository, resolveCommit } from '../clients/git/repository.ts'
import { chooseEnvironment } from '../config/environment.ts'
import { parseConfiguration } from '../config/load.ts'
import type { Track } from '../domain/assessment.ts'
import { SourceError, UsageError } from '../domain/errors.ts'
import type { Artefact } from '../model/artefact.ts'
import { type Backtest, type BacktestReport, backtest } from '../model/backtest.ts'
import { type PartsTable, partsTable } from '../model/parts-table.ts'
import { trackOf } from '../model/track.ts'
import { measurer } from '../signals/measure.ts'
import { mendingIndex, openHistory } from '../sources/history.ts'
import { indexDirectory } from '../sources/index-place.ts'
import { policyIn } from '../sources/policy-file.ts'

export interface ReplayOptions {
  readonly trainFraction?: number
  readonly blocks?: number
  readonly prior?: Artefact
  readonly maturitySeconds: number
  readonly clock: () => number
}

export interface RepositoryRequest extends ReplayOptions {
  readonly directory: string
  readonly lookbackSeconds: number
  /** A policy whose review share is tried on the scored rows, over the last `periodSeconds` of them. */
  readonly policy?: string
  readonly environment?: string
  readonly periodSeconds?: number
  readonly processEnvironment: NodeJS.ProcessEnv
  readonly progress: (what: string, done: number, total: number) => void
}

/** A prediction under the name its row has for the one who asked: its SHA, or its place in the file. */
export interface NamedPrediction {
  readonly row: string
  readonly time: number
  readonly label: number
  readonly risk: number
}

export interface BacktestAnswer {
  readonly report: BacktestReport & { readonly policy?: Track }
  readonly predictions: readonly NamedPrediction[]
  readonly notes: readonly string[]
}

/**
 * Rows whose outcome is settled at the end of the history. Failures of younger ones are known already, but to judge by
 * these alone, without the successes beside them, would make the last days look worse than they were.
 */
const matureRows = ({ times, table }: PartsTable, until: number): readonly number[] =>
  Array.from({ length: table.n }, (_, row) => row).filter((row) => times[row]! <= until)

const select = (past: PartsTable, rows: readonly number[]): PartsTable => {
  const width = past.table.columns.length
  const values = new Float32Array(rows.length * width)
  for (const [at, row] of rows.entries())
    values.set(past.table.rows.subarray(row * width, (row + 1) * width), at * width)
  return {
    ...past,
    table: { ...past.table, rows: values, n: rows.length },
    times: Float64Array.from(rows, (row) => past.times[row]!),
    failedAt: Float64Array.from(rows, (row) => past.failedAt[row]!),
  }
}

const enforced = async (
  request: RepositoryRequest,
  past: PartsTable,
  { predictions }: Backtest,
): Promise<{ policy?: Track }> => {
  if (request.policy === undefined) return {}
  const file = policyIn(request.policy, 40, '--policy')
  const configuration = await parseConfiguration(file.text, file.path)
  const { settings } = chooseEnvironment(configuration, request.environment)
  const risks = new Float64Array(past.table.n).fill(Number.NaN)
  for (const { row, risk } of predictions) risks[row] = risk
  const until = past.times[past.table.n - 1]!
  return {
    policy: trackOf({
      risks,
      times: past.times,
      failedAt: past.failedAt,
      reviewRiskiest: settings.autoApprove.reviewRiskiest,
      since: request.periodSeconds === undefined ? Number.NEGATIVE_INFINITY : until - request.periodSeconds,
      until,
    }),
  }
}

/** Replays a clone's own history. */
export const backtestRepository = (request: RepositoryRequest): Promise<BacktestAnswer> =>
  mendingIndex((damage) => backtestWith(request, damage))

const backtestWith = async (request: RepositoryRequest, damage: string | null): Promise<BacktestAnswer> => {
  const { clock, maturitySeconds } = request
  const began = clock()
  const repository = await openRepository(request.directory, request.processEnvironment)
  const head = await resolveCommit(repository.git, 'HEAD', 'HEAD')
  if (head === null)
    throw new UsageError('backtest: the branch has no commit yet, so there is no past to replay')
  const place = indexDirectory(repository, request.processEnvironment)
  const history = await openHistory({
    repository,
    head,
    measurer,
    lookbackSeconds: request.lookbackSeconds,
    // Apart from the index of the gate, which looks back less far.
    directory: place === null ? null : join(place, 'backtest'),
    damage,
    progress: (done, total) => request.progress('reading history', done, total),
  })
  const { index } = history
  if (index.length === 0)
    throw new SourceError('backtest: this clone holds no history to replay; git fetch --unshallow gives it')
  const all = partsTable(index, { experience: true, maturitySeconds, from: 0, to: index.length })
  const rows = matureRows(all, all.times[index.length - 1]! - maturitySeconds)
  const past = select(all, rows)
  const featureSeconds = (clock() - began) / 1000
  const result = backtest({
    table: past.table,
    times: past.times,
    labels: Float64Array.from(past.failedAt, (at) => (Number.isFinite(at) ? 1 : 0)),
    labelKnownTimes: past.failedAt,
    confidences: past.confidence,
    ...replayOptions(request),
    featureSeconds,
  })
  return {
    report: { ...result.report, ...(await enforced(request, past, result)) },
    predictions: result.predictions.map(({ row, ...rest }) => ({ row: index.sha(rows[row]!), ...rest })),
    notes: history.notes,
  }
}

export const replayOptions = ({ trainFraction, blocks, prior, maturitySeconds, clock }: ReplayOptions) => ({
  ...(trainFraction === undefined ? {} : { trainFraction }),
  ...(blocks === undefined ? {} : { blocks }),
  ...(prior === undefined ? {} : { prior }),
  maturitySeconds,
  clock: () => clock() / 1000,
})
