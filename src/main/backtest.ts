/** `backtest` on the command line. */
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type BacktestAnswer, backtestRepository } from '../commands/backtest.ts'
import { backtestTable } from '../commands/backtest-table.ts'
import { readDuration } from '../config/duration.ts'
import { UsageError } from '../domain/errors.ts'
import { openLedger } from '../ledger/open.ts'
import type { Artefact } from '../model/artefact.ts'
import { sayCertificate } from '../report/certificate.ts'
import { formatPlural } from '../report/numbers.ts'
import { renderComparison, renderRehearsal } from '../report/rehearsal.ts'
import type { Values } from './arguments.ts'
import { reachable } from './ledger-reach.ts'
import { priorIn, shippedPrior } from './prior.ts'
import type { Shell } from './shell.ts'

const text = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}

const texts = (values: Values, name: string): readonly string[] => {
  const value = values[name]
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
}

const number = (
  values: Values,
  name: string,
  least: number,
  most: number,
  whole: boolean,
): number | undefined => {
  const given = text(values, name)
  if (given === undefined) return undefined
  const value = Number(given)
  if (
    given.trim() === '' ||
    !Number.isFinite(value) ||
    value < least ||
    value > most ||
    (whole && !Number.isInteger(value))
  )
    throw new UsageError(
      `backtest --${name} ${given}: must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
    )
  return value
}

const seconds = (values: Values, name: string, fallback: string): number => {
  const given = text(values, name) ?? fallback
  const read = readDuration(/^\d+$/.test(given) ? `${given}d` : given)
  if (!read.ok) throw new UsageError(`backtest --${name} ${given}: must be a time such as 14d or 12mo`)
  return read.value.seconds
}

const priorOf = (values: Values, fallback: 'shipped' | 'none'): { prior?: Artefact } => {
  const wanted = text(values, 'prior') ?? fallback
  if (wanted === 'none') return {}
  return { prior: wanted === 'shipped' ? shippedPrior() : priorIn(wanted) }
}

const optional = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { [Name in Key]?: Value }

const percent = (share: number | null): string =>
  share === null ? 'unknown' : `${(share * 100).toFixed(1)} %`

const screen = (answer: BacktestAnswer, shell: Shell): string => {
  const { policies = [], policy, presentPolicy, recorded } = answer.report
  if (policy === undefined) return modelScreen(answer)
  const told = renderRehearsal(
    {
      repository: answer.name,
      rehearsal: policy,
      ...(presentPolicy === undefined ? {} : { present: presentPolicy }),
    },
    shell,
  )
  const compared =
    policies.length === 0
      ? []
      : [renderComparison([policy, ...policies, ...(presentPolicy === undefined ? [] : [presentPolicy])])]
  const digest =
    recorded === undefined ? [] : [renderRehearsal({ repository: answer.name, rehearsal: recorded }, shell)]
  const { report, notes } = answer
  const model =
    report.scored === 0
      ? notes.map((note) => `  note: ${note}`).join('\n')
      : `The model, over all of the past\n${modelScreen(answer)}`
  return [told, ...compared, ...digest, model].join('\n\n')
}

/** Fewer failures than this say nothing reliable of a model. */
const fewest = 10

const sayFew = ({ baseRate, scored }: BacktestAnswer['report']): string => {
  const failures = Math.round((baseRate ?? 0) * scored)
  return failures < fewest ? `, ${formatPlural(failures, 'change')}: too few to judge by` : ''
}

const modelScreen = ({ report, notes }: BacktestAnswer): string => {
  const { capture, autoApprovable, certificate } = report
  const decimals = (value: number | null, digits: number): string =>
    value === null ? 'unknown' : value.toFixed(digits)
  return [
    `${report.scored.toLocaleString('en-US')} changes scored before their outcome, after ${report.trained.toLocaleString('en-US')} learned from; ${percent(report.baseRate)} failed${sayFew(report)}`,
    `  caught among the riskiest    5 %: ${percent(capture['5'])} · 10 %: ${percent(capture['10'])} · 20 %: ${percent(capture['20'])} · 50 %: ${percent(capture['50'])}`,
    `  could go out unreviewed      ${percent(autoApprovable['5'])} of changes, with at most 5 % of the failures among them`,
    `  area under the curve ${decimals(report.auc, 3)} · average precision ${decimals(report.averagePrecision, 3)} · Brier skill ${decimals(report.brierSkill, 3)} · calibration error ${decimals(report.ece, 4)}`,
    `  half the usual failures      ${sayCertificate(certificate)}${sayAlarms(certificate.alarms)}`,
    `  seconds: reading ${report.seconds.features.toFixed(1)}, learning ${report.seconds.train.toFixed(1)}, scoring ${report.seconds.score.toFixed(2)}`,
    ...notes.map((note) => `  note: ${note}`),
  ].join('\n')
}

const sayAlarms = (alarms: number): string =>
  alarms === 0 ? '' : `; taken back ${alarms === 1 ? 'once' : `${alarms} times`} for a drift`

const writePredictions = (path: string, { predictions }: BacktestAnswer): void => {
  const lines = predictions.map(({ row, time, label, risk }) => `${row},${time},${label},${risk}`)
  try {
    writeFileSync(path, ['row,time,label,risk', ...lines, ''].join('\n'))
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError(`backtest --predictions ${path}: cannot be written (${why})`, { cause })
  }
}

const ofTables = ['time', 'label', 'label-time', 'ignore']
const ofPolicies = ['environment', 'period', 'review-hours', 'with-people']
const ofClones = ['policy', 'lookback', 'ledger', ...ofPolicies]

/** An option that would change nothing is a question that would not be answered. */
const demandMeaning = (values: Values): void => {
  const given = (names: readonly string[]) => names.find((name) => values[name] !== undefined)
  if (values['table'] !== undefined) {
    if (values['repository'] !== undefined)
      throw new UsageError('backtest: --table and --repository exclude each other; name one')
    const stray = given(ofClones)
    if (stray !== undefined)
      throw new UsageError(`backtest --${stray}: is asked of a clone, and a table has none; leave it out`)
    return
  }
  const ofTable = given(ofTables)
  if (ofTable !== undefined)
    throw new UsageError(`backtest --${ofTable}: is asked of a table; name it with --table FILE`)
  const ofPolicy = values['policy'] === undefined ? given(ofPolicies) : undefined
  if (ofPolicy !== undefined)
    throw new UsageError(`backtest --${ofPolicy}: is asked of a policy; name it with --policy FILE`)
}

export const runBacktest = async (values: Values, shell: Shell): Promise<number> => {
  demandMeaning(values)
  const table = text(values, 'table')
  const common = {
    ...optional('trainFraction', number(values, 'train-fraction', 0.05, 0.95, false)),
    ...optional('blocks', number(values, 'blocks', 1, 1000, true)),
    clock: () => performance.now(),
  }
  const answer =
    table === undefined
      ? await backtestRepository({
          ...common,
          ...priorOf(values, 'shipped'),
          directory: text(values, 'repository') ?? shell.directory,
          maturitySeconds: seconds(values, 'maturity', '14d'),
          lookbackSeconds: seconds(values, 'lookback', '120mo'),
          policies: texts(values, 'policy'),
          ...optional('environment', text(values, 'environment')),
          now: shell.now,
          periodSeconds: seconds(values, 'period', '90d'),
          ...optional('reviewHours', number(values, 'review-hours', 0, 10_000, false)),
          withPeople: values['with-people'] === true,
          ledger: (repository, configuration) =>
            openLedger(text(values, 'ledger') ?? reachable(configuration.ledger, shell), {
              baseDirectory: repository.workTree ?? repository.gitDirectory,
              defaultDirectory: join(repository.commonDirectory, 'change-risk'),
              witnessFile: join(repository.commonDirectory, 'change-risk-witness.json'),
            }),
          shippedPrior,
          processEnvironment: shell.environment,
          progress: shell.progress,
        })
      : await backtestTable({
          ...common,
          ...priorOf(values, 'none'),
          path: resolve(shell.directory, table),
          maturitySeconds: text(values, 'maturity') === undefined ? 0 : seconds(values, 'maturity', '14d'),
          ...optional('timeColumn', text(values, 'time')),
          ...optional('labelColumn', text(values, 'label')),
          ...optional('labelTimeColumn', text(values, 'label-time')),
          ignored: (text(values, 'ignore') ?? '').split(',').filter((name) => name !== ''),
        })
  const out = text(values, 'predictions')
  if (out !== undefined) {
    writePredictions(resolve(shell.directory, out), answer)
  }
  shell.print(
    values['json'] === true ? `${JSON.stringify(answer.report, null, 2)}\n` : `${screen(answer, shell)}\n`,
  )
  if (values['json'] === true) for (const note of answer.notes) shell.warn(note)
  return 0
}
