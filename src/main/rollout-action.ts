/** The rollout's action: the verbs of the command line in a job. Started as `dist/rollout.js`. */
import { defaultLedger } from '../commands/github/ledger.ts'
import { readGivenRisk } from '../commands/rollout/given-risk.ts'
import { type PlanFile, readPlans } from '../commands/rollout/plan-files.ts'
import type { ServiceEnd } from '../commands/rollout/running.ts'
import { isOurs } from '../domain/errors.ts'
import { renderRolloutSummary } from '../report/rollout-summary.ts'
import type { RolloutOutputName } from './action/contract.ts'
import { readRolloutInputs, secretsOf } from './action/inputs.ts'
import { openDeployments } from './action/rollout-deployments.ts'
import { openRolloutJob } from './action/rollout-job.ts'
import { openRolloutScreen } from './action/rollout-screen.ts'
import { readRunner } from './action/runner.ts'
import { openToolkit, type Toolkit } from './action/toolkit.ts'
import { resultDocument } from './rollout-result.ts'
import { realClock } from './rollout-setting.ts'
import { performVerb } from './rollout-verbs.ts'
import { toolName } from './version.ts'

/** A job that is cancelled has 7.5 s between the first signal and the last. */
const graceSeconds = 6

const perform = async (toolkit: Toolkit): Promise<number> => {
  const inputs = readRolloutInputs(process.env)
  const runner = readRunner(process.env)
  const { github, repository, place } = await openRolloutJob(toolkit, runner, inputs.ledger ?? defaultLedger)
  const environment = inputs.environment ?? 'production'
  const logUrl = `${runner.serverUrl}/${runner.repository}/actions/runs/${runner.runId}`
  const deployments = openDeployments(github, repository, { environment, logUrl })
  const files = await readPlans(inputs.plans, runner.workspace)
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  const { exitCode, ends } = await performVerb({
    verb: inputs.command,
    files,
    place,
    environment,
    to: inputs.to ?? null,
    risk: inputs.risk === undefined ? null : await readGivenRisk(inputs.risk, runner.workspace),
    instances: inputs.instances,
    reason: inputs.reason,
    isEmergency: inputs.isEmergency,
    // A job on a schedule wakes what is parked; where nothing is, there is nothing to do.
    whenIdle: 'rest',
    by: runner.triggeringActor,
    format: inputs.command === 'plan' ? 'markdown' : 'text',
    world: {
      clock: realClock,
      directory: runner.workspace,
      environment: withoutInputs(process.env),
      fetch: globalThis.fetch,
      random: Math.random,
    },
    patience: { longestWaitSeconds: 1800, busyWaitSeconds: 900, graceSeconds },
    now: new Date(),
    screen: openRolloutScreen(toolkit, Date.now),
    watch: deployments.watch,
    signal: stop.signal,
  })
  const refusal = (await deployments.settle()).find(({ outcome }) => outcome === 'refused')
  if (refusal)
    toolkit.annotate({ level: 'warning', title: 'deployment', message: `not told to GitHub: ${refusal.why}` })
  await tell(toolkit, ends, files)
  if (exitCode !== 0 && exitCode !== 75) for (const end of ends) annotateEnd(toolkit, end)
  // Parked is a green job: `outcome` and `wake-at` tell it.
  return exitCode === 75 ? 0 : exitCode
}

/** What a plan's commands inherit: the job's environment, but none of our inputs, for one of them is a token. */
const withoutInputs = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('INPUT_')))

const tell = async (
  toolkit: Toolkit,
  ends: readonly ServiceEnd[],
  files: readonly PlanFile[],
): Promise<void> => {
  if (ends.length === 0) return
  const document = resultDocument(ends, Date.now())
  const numbers = (key: string): number =>
    document.services.reduce((sum, service) => sum + Number(service[key] ?? 0), 0)
  const texts = (key: string): readonly string[] =>
    document.services.flatMap((service) => (typeof service[key] === 'string' ? [service[key]] : []))
  const outputs: Readonly<Record<RolloutOutputName, string>> = {
    outcome: document.outcome,
    'rollout-id': texts('id').join(','),
    wave: String(Math.max(0, ...document.services.map((service) => Number(service['wave'] ?? 0)))),
    updated: String(numbers('updated')),
    remaining: String(numbers('remaining')),
    'failed-instances': JSON.stringify(document.services.flatMap((service) => service['failed'] ?? [])),
    'wake-at': texts('until').toSorted()[0] ?? '',
    result: JSON.stringify(document),
  }
  await toolkit.setOutputs(outputs)
  for (const end of ends) {
    if (end.outcome !== 'ran') continue
    const path = files.find(({ plan }) => plan.service === end.service)?.path ?? ''
    await toolkit.addSummary(renderRolloutSummary(end.events, { id: end.id, planOption: `--plan ${path}` }))
  }
}

/** On the page of the run, where nobody has opened a log yet. */
const annotateEnd = (toolkit: Toolkit, end: ServiceEnd): void => {
  const annotate = (title: string, message: string): void =>
    toolkit.annotate({ level: 'error', title, message })
  if (end.outcome === 'refused') annotate(end.service, `cannot be rolled out: ${end.why}`)
  if (end.outcome !== 'ran') return
  if (end.end.outcome === 'rolled-back') annotate(end.id, `rolled back: ${end.end.why}`)
  if (end.end.outcome === 'frozen') annotate(end.id, `frozen, a person must look: ${end.end.why}`)
}

const toolkit = openToolkit({
  outputFile: process.env['GITHUB_OUTPUT'] ?? null,
  summaryFile: process.env['GITHUB_STEP_SUMMARY'] ?? null,
  temporaryFolder: process.env['RUNNER_TEMP'] ?? '.',
  write: (text) => process.stdout.write(text),
})
toolkit.mask(secretsOf(process.env))
try {
  process.exitCode = await perform(toolkit)
} catch (error) {
  const why = isOurs(error)
    ? (error as Error).message
    : `${toolName} failed and should not have (${String(error)}); please report it`
  // What went wrong must not be folded away with the wave in which it did.
  toolkit.fold(null)
  toolkit.annotate({ level: 'error', title: 'rollout', message: why })
  process.exitCode = 1
}
