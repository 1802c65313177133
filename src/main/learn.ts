/** `learn` on the command line. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { openRepository, type Repository } from '../clients/git/repository.ts'
import { readIncidents } from '../commands/learn/incident-sources.ts'
import { learn } from '../commands/learn/learn.ts'
import { deploymentsInClone } from '../commands/learn/tagged-deployments.ts'
import type { Configuration } from '../config/configuration.ts'
import { defaultConfiguration } from '../config/defaults.ts'
import { readDuration } from '../config/duration.ts'
import { parseConfiguration } from '../config/load.ts'
import { isOurs, sayUnreadable, UsageError } from '../domain/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openLedger } from '../ledger/open.ts'
import { renderLearned } from '../report/learned.ts'
import { readDeploymentLines } from '../sources/deployment-lines.ts'
import { indexDirectory } from '../sources/index-place.ts'
import { policyAt } from '../sources/policy-file.ts'
import { textContent } from '../sources/text-content.ts'
import type { Values } from './arguments.ts'
import type { PoolOptions } from './learn-pool.ts'
import { reachable } from './ledger-reach.ts'
import { shippedPrior } from './prior.ts'
import type { Shell } from './shell.ts'
import { version } from './version.ts'
import { writeWhole } from './whole-file.ts'

const text = (values: Values, name: string): string | undefined => {
  const value = values[name]
  return typeof value === 'string' ? value : undefined
}
const texts = (values: Values, name: string): readonly string[] => {
  const value = values[name]
  return Array.isArray(value) ? value : typeof value === 'string' ? [value] : []
}

const readInput = (option: string, path: string, shell: Shell): string => {
  try {
    return textContent(readFileSync(path === '-' ? 0 : resolve(shell.directory, path)))
  } catch (cause) {
    const why = sayUnreadable(cause)
    throw new UsageError(
      `learn --${option} ${path}: cannot be read (${why}); name a file${option === 'deployments' ? ', or - for standard input' : ''}`,
      { cause },
    )
  }
}

/** The policy at the head: what is learned here is for the deployments to come. */
const configurationOf = async (repository: Repository): Promise<Configuration> => {
  const file = await policyAt(repository, 'HEAD')
  return file === null ? defaultConfiguration() : parseConfiguration(file.text, file.path)
}

type Place = Pick<Repository, 'workTree' | 'gitDirectory' | 'commonDirectory'>

const opening =
  (repository: Place) =>
  (url: string | undefined): Ledger =>
    openLedger(url, {
      baseDirectory: repository.workTree ?? repository.gitDirectory,
      defaultDirectory: join(repository.commonDirectory, 'change-risk'),
      witnessFile: join(repository.commonDirectory, 'change-risk-witness.json'),
    })

const ledgersOf =
  (urls: readonly string[], shell: Shell) => (repository: Repository, configuration: Configuration) =>
    urls.length > 0
      ? urls.map(opening(repository))
      : [opening(repository)(reachable(configuration.ledger, shell))]

/** Ledgers are read without a clone: where there is none, paths are relative to the folder. */
const placeOf = async (directory: string, shell: Shell): Promise<Place> => {
  try {
    const repository = await openRepository(directory, shell.environment)
    repository.objects.end()
    return repository
  } catch (error) {
    if (!isOurs(error)) throw error
    return { workTree: directory, gitDirectory: directory, commonDirectory: directory }
  }
}

/** The first may be new, for it is written to; another one without a record is a path misspelt. */
const demandRecords = async (ledger: Ledger, url: string): Promise<void> => {
  for await (const _ of ledger.read()) return
  throw new UsageError(`learn --ledger ${url}: no record is there; name the folder that holds events/`)
}

/** Several ledgers that tell of several repositories, or a prior that is asked for, are learned from together. */
const asPool = async (values: Values, shell: Shell): Promise<PoolOptions | null> => {
  const urls = texts(values, 'ledger')
  const writePrior = text(values, 'write-prior')
  if (urls.length < 2 && writePrior === undefined) return null
  const directory = resolve(shell.directory, text(values, 'repository') ?? '.')
  const place = await placeOf(directory, shell)
  const ledgers = (urls.length > 0 ? urls : [undefined]).map(opening(place))
  for (const [at, ledger] of ledgers.entries()) if (at > 0) await demandRecords(ledger, urls[at]!)
  if (writePrior === undefined) {
    const { countRepositories } = await import('../commands/pool/members.ts')
    if ((await countRepositories(ledgers)) < 2) return null
  }
  const alone = ['incidents', 'deployments', 'card'].find((name) => values[name] !== undefined)
  if (alone !== undefined)
    throw new UsageError(
      `learn --${alone}: tells of one repository, and these ledgers are of several; run learn in that repository with its own ledger first`,
    )
  return { ledgers, directory: place.workTree ?? directory, writePrior, json: values['json'] === true }
}

const periodOf = (values: Values): number => {
  const given = text(values, 'period') ?? '30d'
  const read = readDuration(/^\d+$/.test(given) ? `${given}d` : given)
  if (!read.ok || read.value.seconds <= 0)
    throw new UsageError(`learn --period ${given}: must be a time such as 30d or 12mo`)
  return read.value.seconds
}

const writeCard = (path: string, card: string | null, shell: Shell): void => {
  if (card === null)
    throw new UsageError(
      `learn --card ${path}: there is no model to write of, for the branch has no history; leave --card out`,
    )
  writeWhole(resolve(shell.directory, path), card, `learn --card ${path}`)
}

export const runLearn = async (values: Values, shell: Shell): Promise<number> => {
  const periodSeconds = periodOf(values)
  const pooled = await asPool(values, shell)
  if (pooled !== null) return (await import('./learn-pool.ts')).runPool(pooled, shell)
  const deployments = text(values, 'deployments')
  const told =
    deployments === undefined
      ? []
      : readDeploymentLines(
          readInput('deployments', deployments, shell),
          deployments === '-' ? 'standard input' : deployments,
        )
  const given = texts(values, 'incidents').map((name) => ({
    name,
    content: readInput('incidents', name, shell),
  }))
  const { learned, card } = await learn({
    directory: text(values, 'repository') ?? shell.directory,
    configuration: configurationOf,
    ledgers: ledgersOf(texts(values, 'ledger'), shell),
    indexDirectory: async (repository) => indexDirectory(repository, shell.environment),
    deployments: async (known, { history: { index }, repository, configuration }) => {
      const lookback = shell.now.getTime() / 1000 - configuration.history.lookback.seconds
      const tagged = await deploymentsInClone({ repository, index }, configuration, known, lookback)
      return { deployments: [...told, ...tagged.deployments], notes: tagged.notes }
    },
    incidents: (configuration, repository, head) =>
      readIncidents({
        configuration,
        repository,
        head,
        workspace: repository.workTree,
        given,
        issues: null,
        otherBranch: null,
      }),
    periodSeconds,
    prior: shippedPrior(),
    now: shell.now,
    version,
    processEnvironment: shell.environment,
    progress: shell.progress,
  })
  const cardFile = text(values, 'card')
  if (cardFile !== undefined) writeCard(cardFile, card, shell)
  shell.print(
    values['json'] === true ? `${JSON.stringify(learned, null, 2)}\n` : `${renderLearned(learned)}\n`,
  )
  return 0
}
