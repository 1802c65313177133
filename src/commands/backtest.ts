/** How good the model would have been: a clone's own past, or any table of changes, replayed without looking ahead. */
import { join } from 'node:path'
import { openRepository, type Repository, resolveCommit } from '../clients/git/repository.ts'
import type { Configuration } from '../config/configuration.ts'
import { parseConfiguration } from '../config/load.ts'
import { SourceError, UsageError } from '../domain/errors.ts'
import type { Rehearsal } from '../domain/rehearsal.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Artefact } from '../model/artefact.ts'
import { type Backtest, type BacktestReport, backtest, unjudged } from '../model/backtest.ts'
import { type PartsTable, partsTable } from '../model/parts-table.ts'
import { measurer } from '../signals/measure.ts'
import { type History, mendingIndex, openHistory } from '../sources/history.ts'
import { indexDirectory } from '../sources/index-place.ts'
import { type PolicyText, policyAt, policyIn } from '../sources/policy-file.ts'

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
  /** Policies that are rehearsed over the last `periodSeconds`. */
  readonly policies: readonly string[]
  readonly environment?: string
  readonly now: Date
  readonly periodSeconds: number
  /** Hours that a review takes, where somebody states them. */
  readonly reviewHours?: number
  readonly withPeople: boolean
  readonly ledger: (repository: Repository, configuration: Configuration) => Ledger
  /** What a gate starts from, whatever the replay does. */
  readonly shippedPrior: () => Artefact
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
  readonly report: BacktestReport & {
    readonly policy?: Rehearsal
    /** Of the other policies named, in their order. */
    readonly policies?: readonly Rehearsal[]
    /** Of the policy at the head, where it is none of these. */
    readonly presentPolicy?: Rehearsal
    /** What the decisions in the ledger would have meant, enforced; absent where it holds none of that time. */
    readonly recorded?: Rehearsal
  }
  /** What people call the repository, or the table. */
  readonly name: string
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

/** What the policies named would have done, and what the one that stands would have. */
const rehearsed = async (
  request: RepositoryRequest,
  repository: Repository,
  history: History,
): Promise<Pick<BacktestAnswer['report'], 'policy' | 'policies' | 'presentPolicy' | 'recorded'>> => {
  const { environment, ledger, periodSeconds, policies, prior, reviewHours, withPeople } = request
  if (policies.length === 0) return {}
  const [{ policyToRehearse }, { rehearse, rehearseRecorded }] = await Promise.all([
    import('./rehearsal/ground.ts'),
    import('./rehearsal/rehearsal.ts'),
  ])
  const read = async (file: PolicyText) =>
    policyToRehearse(await parseConfiguration(file.text, file.path), file, environment)
  const files = policies.map((path) => policyIn(path, repository.shaDigits, '--policy'))
  const named = await Promise.all(files.map(read))
  const standing = await policyAt(repository, 'HEAD')
  const present =
    standing === null || files.some(({ blob }) => blob === standing.blob) ? [] : [await read(standing)]
  const ground = {
    repository,
    history,
    ledger: ledger(repository, named[0]!.configuration),
    prior: prior ?? request.shippedPrior(),
    periodSeconds,
    withPeople,
    ...(reviewHours === undefined ? {} : { reviewHours }),
    progress: request.progress,
  }
  const [first, ...others] = await rehearse(ground, [...named, ...present])
  const recorded = await rehearseRecorded(ground, named[0]!, request.now)
  const presentPolicy = present.length === 0 ? undefined : others.at(-1)
  const beside = presentPolicy === undefined ? others : others.slice(0, -1)
  return {
    ...(first === undefined ? {} : { policy: first }),
    ...(beside.length === 0 ? {} : { policies: beside }),
    ...(presentPolicy === undefined ? {} : { presentPolicy }),
    ...(recorded === null ? {} : { recorded }),
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
  const { index, head: last } = history
  if (last < 0)
    throw new SourceError('backtest: this clone holds no history to replay; git fetch --unshallow gives it')
  // The index may know a longer line, of which this head is a part.
  const all = partsTable(index, {
    experience: true,
    maturitySeconds,
    from: 0,
    to: last + 1,
    before: last + 1,
  })
  const rows = matureRows(all, all.times[last]! - maturitySeconds)
  const past = select(all, rows)
  const { report, predictions, why } = judged(request, past, (clock() - began) / 1000)
  return {
    name: repository.name,
    report: { ...report, ...(await rehearsed(request, repository, history)) },
    predictions: predictions.map(({ row, ...rest }) => ({ row: index.sha(rows[row]!), ...rest })),
    notes: [...history.notes, ...(why === null ? [] : [why])],
  }
}

/** How good the model would have been; where nobody can tell, `why`, as long as a policy is asked about as well. */
const judged = (
  request: RepositoryRequest,
  past: PartsTable,
  featureSeconds: number,
): Pick<Backtest, 'report' | 'predictions'> & { readonly why: string | null } => {
  try {
    const result = backtest({
      table: past.table,
      times: past.times,
      labels: Float64Array.from(past.failedAt, (at) => (Number.isFinite(at) ? 1 : 0)),
      labelKnownTimes: past.failedAt,
      confidences: past.confidence,
      ...replayOptions(request),
      featureSeconds,
    })
    return { ...result, why: null }
  } catch (error) {
    if (!(error instanceof SourceError) || request.policies.length === 0) throw error
    const prior = request.prior ?? request.shippedPrior()
    return { report: unjudged(past.table.n, prior), predictions: [], why: error.message }
  }
}

export const replayOptions = ({ trainFraction, blocks, prior, maturitySeconds, clock }: ReplayOptions) => ({
  ...(trainFraction === undefined ? {} : { trainFraction }),
  ...(blocks === undefined ? {} : { blocks }),
  ...(prior === undefined ? {} : { prior }),
  maturitySeconds,
  clock: () => clock() / 1000,
})
