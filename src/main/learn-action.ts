/** The action that learns: what became of deployments, from GitHub and from files. Started as `dist/learn.js`. */
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Repository } from '../clients/git/repository.ts'
import type { GitHub, RepositoryName } from '../clients/github/github.ts'
import { defaultLedger } from '../commands/github/ledger.ts'
import type { Ground } from '../commands/learn/ground.ts'
import { readIncidents } from '../commands/learn/incident-sources.ts'
import { learn } from '../commands/learn/learn.ts'
import { deploymentsToldBy } from '../commands/learn/told-deployments.ts'
import type { Configuration } from '../config/configuration.ts'
import { defaultConfiguration } from '../config/defaults.ts'
import { parseConfiguration } from '../config/load.ts'
import type { Deployment, ToldDeployments } from '../domain/deployment.ts'
import { isOurs, UsageError } from '../domain/errors.ts'
import type { Learned } from '../domain/learned.ts'
import { renderLearned } from '../report/learned.ts'
import { type Clone, prepareClone } from '../sources/clone.ts'
import { readDeploymentLines } from '../sources/deployment-lines.ts'
import { incidentIssues } from '../sources/github/incident-issues.ts'
import { policyAt } from '../sources/policy-file.ts'
import type { TextFile } from '../sources/post-mortems.ts'
import { textContent } from '../sources/text-content.ts'
import type { LearnOutputName } from './action/contract.ts'
import { defaultBranchOf, otherBranchOf } from './action/default-branch.ts'
import { type LearnInputs, readLearnInputs, readTokens, secretsOf } from './action/inputs.ts'
import { openJobGitHub, openLedgerOf } from './action/job-ledger.ts'
import { readPayload } from './action/payload.ts'
import { type Runner, readRunner } from './action/runner.ts'
import { openToolkit, type Toolkit } from './action/toolkit.ts'
import { shippedPrior } from './prior.ts'
import { toolName, version } from './version.ts'
import { writeWhole } from './whole-file.ts'

/** The policy at the commit of the run; on a pull request it would be the author's. */
const configurationOf =
  (sha: string) =>
  async (repository: Repository): Promise<Configuration> => {
    const file = await policyAt(repository, sha)
    return file === null ? defaultConfiguration() : parseConfiguration(file.text, file.path)
  }

const filesOf = (paths: readonly string[], input: string, workspace: string): Promise<readonly TextFile[]> =>
  Promise.all(
    paths.map(async (name) => {
      try {
        return { name, content: textContent(await readFile(resolve(workspace, name))) }
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause)
        throw new UsageError(`input ${input}: ${name} cannot be read (${why}); name files of the checkout`, {
          cause,
        })
      }
    }),
  )

interface World {
  readonly toolkit: Toolkit
  readonly github: GitHub
  readonly repository: RepositoryName
  readonly inputs: LearnInputs
  readonly runner: Runner
  readonly defaultBranch: string
  readonly clone: Clone
  readonly now: Date
}

const deploymentsOf =
  ({ toolkit, github, repository, inputs, runner, defaultBranch, now, clone }: World) =>
  async (known: readonly Deployment[], ground: Ground): Promise<ToldDeployments> => {
    const { configuration, history } = ground
    const files = await filesOf(inputs.deployments, 'deployments', runner.workspace)
    const named = configuration.environments.flatMap(({ name, githubEnvironments }) =>
      githubEnvironments.length > 0 ? githubEnvironments : [name],
    )
    const { deployments, notes } = await deploymentsToldBy(github, repository, {
      sources: configuration.deployments,
      environments: named.length > 0 ? named : ['production'],
      defaultBranch,
      known,
      now: now.getTime() / 1000,
      lookbackSeconds: configuration.history.lookback.seconds,
      maturitySeconds: configuration.outcome.maturity.seconds,
      clone: {
        repository: ground.repository,
        index: history.index,
        fetch: (commits) => clone.fetch(...commits),
      },
    })
    for (const message of notes) toolkit.annotate({ level: 'warning', title: 'learn', message })
    const given = files.flatMap(({ name, content }) => readDeploymentLines(content, name))
    return { deployments: [...given, ...deployments], notes: [] }
  }

const incidentsOf =
  ({ github, repository, inputs, runner, now }: World) =>
  async (configuration: Configuration, clone: Repository, head: string) =>
    readIncidents({
      configuration,
      repository: clone,
      head,
      workspace: runner.workspace,
      given: await filesOf(inputs.incidents, 'incidents', runner.workspace),
      issues: (sources) =>
        incidentIssues(github, repository, {
          sources,
          since: new Date(now.getTime() - configuration.history.lookback.seconds * 1000),
        }),
      otherBranch: otherBranchOf(await readPayload(runner.eventPath), runner),
    })

/** What an output has room for; the file has the rest. */
const mostListed = 50
const shortened = (learned: Learned): Learned => ({
  ...learned,
  failed: learned.failed.slice(0, mostListed),
  links: learned.links.slice(0, mostListed),
  incidents: {
    ...learned.incidents,
    unusable: learned.incidents.unusable.slice(0, mostListed),
    notCounted: learned.incidents.notCounted.slice(0, mostListed),
  },
})

const perform = async (toolkit: Toolkit): Promise<void> => {
  const inputs = readLearnInputs(process.env)
  const runner = readRunner(process.env)
  if (runner.eventName.startsWith('pull_request'))
    throw new UsageError(
      `learn: on ${runner.eventName} whoever wrote the change would say what is learned; run it on schedule, push or workflow_dispatch`,
    )
  const github = await openJobGitHub(toolkit, runner)
  const repository = { owner: runner.owner, repo: runner.repositoryName }
  const now = new Date()
  const webUrl = `${runner.serverUrl}/${runner.repository}`
  const clone = await prepareClone({
    workspace: runner.workspace,
    temporary: runner.temporaryFolder,
    remote: { url: `${webUrl}.git`, token: readTokens(process.env).github },
    webUrl,
    commits: [runner.sha],
    lookbackSeconds: defaultConfiguration().history.lookback.seconds,
    blobless: false,
    now,
    environment: process.env,
  })
  if (clone.withoutHistory) throw new UsageError(`learn: ${clone.notes.join('; ')}`)
  const defaultBranch = defaultBranchOf(await readPayload(runner.eventPath), runner)
  const world: World = { toolkit, github, repository, inputs, runner, defaultBranch, clone, now }
  const { learned, card } = await learn({
    directory: clone.directory,
    configuration: configurationOf(runner.sha),
    ledgers: (_, configuration) => [
      openLedgerOf(inputs.ledger ?? configuration.ledger ?? defaultLedger, runner, github),
    ],
    indexDirectory: async () => join(runner.temporaryFolder, 'change-risk-index'),
    deployments: deploymentsOf(world),
    incidents: incidentsOf(world),
    repository: runner.repository,
    head: runner.sha,
    periodSeconds: inputs.periodSeconds,
    prior: shippedPrior(),
    now,
    version,
    processEnvironment: process.env,
    progress: () => undefined,
  })
  const screen = renderLearned(learned)
  toolkit.log(screen)
  // Four backquotes: whatever a title holds, it does not end the block.
  const folded = card === null ? '' : `\n<details><summary>Model card</summary>\n\n${card}\n</details>\n`
  await toolkit.addSummary(
    `## Learned\n\n\`\`\`\`text\n${screen.replaceAll('````', '```')}\n\`\`\`\`\n${folded}`,
  )
  const cardFile = join(runner.temporaryFolder, 'change-risk-model-card.md')
  if (card !== null) writeWhole(cardFile, card, 'output card-file')
  const outputs: Readonly<Record<LearnOutputName, string>> = {
    failed: String(learned.failed.length),
    deployments: String(learned.environments.reduce((sum, { deployments }) => sum + deployments, 0)),
    result: JSON.stringify(shortened(learned)),
    'result-file': await toolkit.writeResult(learned),
    'card-file': card === null ? '' : cardFile,
  }
  await toolkit.setOutputs(outputs)
}

const toolkit = openToolkit({
  outputFile: process.env['GITHUB_OUTPUT'] ?? null,
  summaryFile: process.env['GITHUB_STEP_SUMMARY'] ?? null,
  temporaryFolder: process.env['RUNNER_TEMP'] ?? '.',
  write: (text) => process.stdout.write(text),
})
toolkit.mask(secretsOf(process.env))
try {
  await perform(toolkit)
} catch (error) {
  const why = isOurs(error)
    ? (error as Error).message
    : `${toolName} failed and should not have (${String(error)}); please report it`
  toolkit.annotate({ level: 'error', title: 'learn', message: why })
  process.exitCode = 1
}
