/** `learn` on the command line. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Repository } from '../clients/git/repository.ts'
import { readIncidents } from '../commands/learn/incident-sources.ts'
import { learn } from '../commands/learn/learn.ts'
import type { Configuration } from '../config/configuration.ts'
import { defaultConfiguration } from '../config/defaults.ts'
import { readDuration } from '../config/duration.ts'
import { parseConfiguration } from '../config/load.ts'
import { UsageError } from '../domain/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openLedger } from '../ledger/open.ts'
import { renderLearned } from '../report/learned.ts'
import { readDeploymentLines } from '../sources/deployment-lines.ts'
import { indexDirectory } from '../sources/index-place.ts'
import { policyAt } from '../sources/policy-file.ts'
import { textContent } from '../sources/text-content.ts'
import type { Values } from './arguments.ts'
import { shippedPrior } from './prior.ts'
import type { Shell } from './shell.ts'
import { version } from './version.ts'

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
    const why = cause instanceof Error ? cause.message : String(cause)
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

const ledgersOf = (urls: readonly string[]) => (repository: Repository, configuration: Configuration) => {
  const open = (url: string | undefined): Ledger =>
    openLedger(url, {
      baseDirectory: repository.workTree ?? repository.gitDirectory,
      defaultDirectory: join(repository.commonDirectory, 'change-risk'),
      witnessFile: join(repository.commonDirectory, 'change-risk-witness.json'),
    })
  return urls.length > 0 ? urls.map(open) : [open(configuration.ledger ?? undefined)]
}

const periodOf = (values: Values): number => {
  const given = text(values, 'period') ?? '30d'
  const read = readDuration(/^\d+$/.test(given) ? `${given}d` : given)
  if (!read.ok || read.value.seconds <= 0)
    throw new UsageError(`learn --period ${given}: must be a time such as 30d or 12mo`)
  return read.value.seconds
}

export const runLearn = async (values: Values, shell: Shell): Promise<number> => {
  const periodSeconds = periodOf(values)
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
  const learned = await learn({
    directory: text(values, 'repository') ?? shell.directory,
    configuration: configurationOf,
    ledgers: ledgersOf(texts(values, 'ledger')),
    indexDirectory: async (repository) => indexDirectory(repository, shell.environment),
    deployments: async () => told,
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
  shell.print(
    values['json'] === true ? `${JSON.stringify(learned, null, 2)}\n` : `${renderLearned(learned)}\n`,
  )
  return 0
}
