/** One run of the Action, from the runner's words to its outputs. */

import type { GitHub } from '../../clients/github/github.ts'
import { openGitHub } from '../../clients/github/open.ts'
import { fetchThroughProxy } from '../../clients/github/proxy.ts'
import { identityOf } from '../../commands/github/identity.ts'
import type { Job } from '../../commands/github/job.ts'
import type { Judged, Walked } from '../../commands/github/walking.ts'
import type { Mode } from '../../domain/decision.ts'
import { ConfigError, isOurs, UsageError } from '../../domain/errors.ts'
import type { Effect } from '../../drivers/driver.ts'
import { type Door, doorOf } from '../../sources/github/door.ts'
import { toolName, version } from '../version.ts'
import { defaultBranchOf } from './default-branch.ts'
import { type Inputs, readInputs, readMode, readTokens, secretsOf, type Tokens } from './inputs.ts'
import type { Outputs } from './outputs.ts'
import { readPayload } from './payload.ts'
import { type Environment, type Runner, readRunner } from './runner.ts'
import { openToolkit, type Toolkit } from './toolkit.ts'

export interface World {
  readonly environment: Environment
  readonly write: (text: string) => void
  readonly now: () => Date
  /** Milliseconds, from any beginning. */
  readonly clock: () => number
  readonly random: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
}

type Payload = Readonly<Record<string, unknown>>

const field = (payload: Payload, name: string): unknown =>
  (payload['repository'] as Payload | null | undefined)?.[name]

interface Opened {
  readonly runner: Runner
  readonly inputs: Inputs
  readonly tokens: Tokens
  readonly payload: Payload
  readonly door: Door
}

const open = async (environment: Environment): Promise<Opened> => {
  const runner = readRunner(environment)
  const inputs = readInputs(environment)
  const tokens = readTokens(environment)
  const payload = await readPayload(runner.eventPath)
  return { runner, inputs, tokens, payload, door: doorOf(runner, payload, inputs) }
}

const jobOf = async (world: World, toolkit: Toolkit, opened: Opened): Promise<Job> => {
  const { runner, inputs, tokens, payload, door } = opened
  const way = await fetchThroughProxy(world.environment)
  if (way.warning !== null) toolkit.annotate({ level: 'warning', message: way.warning })
  const gitHubFor = (token: string): GitHub =>
    openGitHub({
      token,
      apiUrl: runner.apiUrl,
      graphqlUrl: runner.graphqlUrl,
      serverUrl: runner.serverUrl,
      fetch: way.fetch,
      sleep: world.sleep,
      random: world.random,
      now: world.now,
      userAgent: `${toolName}/${version}`,
    })
  const github = gitHubFor(tokens.github)
  const size = field(payload, 'size')
  if (inputs.config !== undefined && !door.workflowFromDefaultBranch)
    toolkit.annotate({
      level: 'warning',
      message:
        'input config is not honoured here: the workflow file is not the one on the default branch, so whoever wrote the change may have written it; start the workflow from the default branch to have it counted',
    })
  if (inputs.emergencyReason !== undefined && (!door.workflowFromDefaultBranch || door.door !== 'deploy'))
    toolkit.annotate({
      level: 'warning',
      message: `input emergency is not honoured here: ${door.door === 'deploy' ? 'the workflow file is not the one on the default branch' : 'it is for a deployment, and this run judges none; on a pull request an override is said in a comment'}`,
    })
  return {
    repository: { owner: runner.owner, repo: runner.repositoryName },
    webUrl: `${runner.serverUrl}/${runner.repository}`,
    github,
    reviewer: tokens.reviewer === undefined ? null : gitHubFor(tokens.reviewer),
    app: tokens.app === undefined ? null : gitHubFor(tokens.app),
    repositoryKilobytes: typeof size === 'number' ? size : null,
    // Where nobody tells, anybody may read along.
    publicRepository: field(payload, 'private') !== true,
    defaultBranch: defaultBranchOf(payload, runner),
    token: tokens.github,
    privileged: !['pull_request', 'pull_request_review'].includes(runner.eventName),
    ...identityOf(github, tokens.github),
    asked: {
      ...(inputs.mode === undefined ? {} : { mode: inputs.mode }),
      ...(inputs.environment === undefined ? {} : { environment: inputs.environment }),
      ...(inputs.configFile === undefined ? {} : { configFile: inputs.configFile }),
      ...(inputs.config === undefined || !door.workflowFromDefaultBranch
        ? {}
        : { organisationPolicy: inputs.config }),
      ...(inputs.commandPrefix === undefined ? {} : { commandPrefix: inputs.commandPrefix }),
      ...(inputs.baseRef === undefined ? {} : { baseRef: inputs.baseRef }),
      ...(inputs.ledger === undefined ? {} : { ledger: inputs.ledger }),
      ...(inputs.emergencyReason === undefined || !door.workflowFromDefaultBranch
        ? {}
        : { emergency: { actor: runner.triggeringActor, reason: inputs.emergencyReason } }),
      dryRun: inputs.dryRun,
    },
    run: {
      id: runner.runId,
      attempt: runner.runAttempt,
      job: runner.job,
      sha: runner.sha,
      url: `${runner.serverUrl}/${runner.repository}/actions/runs/${runner.runId}`,
    },
    workspace: runner.workspace,
    temporary: runner.temporaryFolder,
    processEnvironment: { ...world.environment },
    now: world.now(),
    clock: world.clock,
    random: world.random,
    sleep: world.sleep,
    prior: async () => (await import('../prior.ts')).shippedPrior(),
    version,
    log: toolkit.log,
  }
}

const tellEffects = (toolkit: Toolkit, effects: readonly Effect[]): void => {
  for (const { what, outcome, why } of effects) {
    toolkit.log(`${what}: ${outcome}. ${why}`)
    if (outcome === 'refused') toolkit.annotate({ level: 'warning', title: what, message: why })
  }
}

const tell = async (toolkit: Toolkit, { answers, effects, note }: Walked): Promise<void> => {
  if (note) toolkit.log(note)
  tellEffects(toolkit, effects)
  for (const answer of answers) await tellAnswer(toolkit, answer)
}

const tellAnswer = async (toolkit: Toolkit, { assessment, view }: Judged): Promise<void> => {
  // Where a source failed they say what to mend.
  const failed = assessment.rule === 'source-failed'
  for (const sentence of assessment.notes)
    if (failed) toolkit.annotate({ level: 'warning', message: sentence })
    else toolkit.log(sentence)
  if (!view) return
  const { renderJobSummary } = await import('../../report/job-summary.ts')
  await toolkit.addSummary(renderJobSummary(view))
}

/** What comes after the first question to GitHub is loaded after it. */
const words = () => import('./outputs.ts')

/** What a job sees that nothing was judged for: a held deploy stays held, any other goes on. */
const idleOutputs = async (mode: Mode, note: string): Promise<Outputs> => ({
  ...(await words()).failureOutputs({ mode, rule: 'nothing-to-deploy', why: note, sha: null }),
  decision: '',
  'reason-code': '',
  message: note,
})

/** What is said where nothing is judged. There are many comments and labels: no policy is read for one, and it lets nothing go. */
const idle = async (toolkit: Toolkit, opened: Opened, job: Job, note: string): Promise<number> => {
  const { inputs, runner } = opened
  const { standingMode } = await import('../../commands/github/policies.ts')
  const isTalk = runner.eventName === 'issue_comment' || runner.eventName === 'issues'
  const mode = isTalk ? (inputs.mode ?? 'enforce') : await standingMode(job)
  await toolkit.setOutputs(await idleOutputs(mode, note))
  return 0
}

const conclude = async (toolkit: Toolkit, walked: Walked, opened: Opened, job: Job): Promise<number> => {
  const { inputs } = opened
  const { note } = walked
  const [{ renderMessage }, { byStrictness, continues, goesOn, inShort, isFailure, outputsOf }] =
    await Promise.all([import('../../report/message.ts'), words()])
  const answers = byStrictness(walked.answers)
  await tell(toolkit, { ...walked, answers })
  const [strictest, ...rest] = answers
  if (strictest === undefined) return idle(toolkit, opened, job, note ?? '')
  const { assessment } = strictest
  const others = rest.map((answer) => answer.assessment)
  const whole =
    rest.length === 0 ? assessment : { ...assessment, answers: [assessment, ...others].map(inShort) }
  const file = await toolkit.writeResult(whole).catch((error: unknown) => {
    if (!isOurs(error)) throw error
    toolkit.annotate({ level: 'warning', message: (error as Error).message })
    return null
  })
  const message = strictest.view ? renderMessage(strictest.view, others) : assessment.reason
  const outputs = { ...outputsOf(assessment, { message, resultFile: file, others }), sha: strictest.sha }
  const problems = new Set(answers.flatMap(({ policyProblems }) => policyProblems ?? []))
  if (problems.size > 0) {
    for (const message of problems) toolkit.annotate({ level: 'error', title: 'configuration', message })
    // Nobody knows which mode it asks for: it may say enforce.
    const mode = inputs.dryRun ? 'observe' : (inputs.mode ?? 'enforce')
    const unheld = answers.filter(({ policyProblems }) => policyProblems === null)
    await toolkit.setOutputs({
      ...outputs,
      continue: String(continues(mode, 'review') && unheld.every((each) => goesOn(each.assessment))),
    })
    return 1
  }
  await toolkit.setOutputs(outputs)
  toolkit.log(outputs.message)
  return answers.some((each) => isFailure(each.assessment.decision, inputs.failOn)) ? 2 : 0
}

const shaAsked = (door: Door | null): string | null =>
  door === null ? null : door.door === 'deploy' ? door.sha : door.door === 'merge-group' ? door.head : null

/** The head as the event tells it: good enough to say there that nobody judged it. */
const headTold = (payload: Payload | null): string | null => {
  const pull = payload?.['pull_request'] as { readonly head?: { readonly sha?: unknown } } | null | undefined
  const sha = pull?.head?.sha
  return typeof sha === 'string' && /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(sha) ? sha : null
}

/** The mode that holds where the gate failed. Nobody knows what a policy that could not be read says: it may say enforce. */
const modeHere = async (mode: Mode | undefined, job: Job | null): Promise<Mode> => {
  if (mode !== undefined || job === null) return mode ?? 'enforce'
  const { standingMode } = await import('../../commands/github/policies.ts')
  return standingMode(job).catch(() => 'enforce')
}

/** When the gate itself fails: it says so where people look, and lets go only what is certainly not to be held. */
const fail = async (
  world: World,
  toolkit: Toolkit,
  error: unknown,
  known: {
    readonly mode: Mode | undefined
    readonly door: Door | null
    readonly payload: Payload | null
    readonly job: Job | null
  },
): Promise<number> => {
  const ours = isOurs(error)
  const why = ours
    ? (error as Error).message
    : `${toolName} failed and should not have (${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}); please report it`
  toolkit.annotate({ level: 'error', title: 'the gate could not judge', message: why })
  if (!ours && world.environment['RUNNER_DEBUG'] === '1' && error instanceof Error)
    toolkit.debug(error.stack ?? '')
  const mode = await modeHere(known.mode, known.job)
  const sha = shaAsked(known.door)
  const { failureOutputs } = await words()
  await toolkit.setOutputs(
    failureOutputs({
      mode,
      rule: error instanceof ConfigError ? 'configuration-unreadable' : 'source-failed',
      why,
      sha,
    }),
  )
  if (known.door !== null && known.job !== null) {
    const { tellBroken } = await import('../../commands/github/failing.ts')
    const effects = await tellBroken(known.job, {
      door: known.door,
      sha: sha ?? headTold(known.payload),
      why,
      observing: mode !== 'enforce',
    })
    tellEffects(toolkit, effects)
  }
  const misused = error instanceof UsageError || error instanceof ConfigError
  return ours && !misused ? 0 : 1
}

/** Runs the Action. Answers the exit code: 0 go on as the outputs say, 1 misuse or a fault of ours, 2 as fail-on asks. */
export const runAction = async (world: World): Promise<number> => {
  const { environment, write } = world
  const toolkit = openToolkit({
    outputFile: environment['GITHUB_OUTPUT'] ?? null,
    summaryFile: environment['GITHUB_STEP_SUMMARY'] ?? null,
    temporaryFolder: environment['RUNNER_TEMP'] ?? '.',
    write,
  })
  toolkit.mask(secretsOf(environment))
  const began = world.clock()
  let mode: Mode | undefined
  let door: Door | null = null
  let payload: Payload | null = null
  let job: Job | null = null
  try {
    mode = readMode(environment)
    if (mode === 'off') {
      await toolkit.setOutputs(await idleOutputs(mode, 'The gate is off: nothing is judged.'))
      toolkit.log('The gate is off: nothing is judged.')
      return 0
    }
    const opened = await open(environment)
    door = opened.door
    payload = opened.payload
    if (opened.inputs.dryRun) mode = 'observe'
    for (const sentence of door.notes) toolkit.annotate({ level: 'warning', message: sentence })
    job = await jobOf(world, toolkit, opened)
    if (door.door === 'nothing') {
      toolkit.log(door.why)
      return await idle(toolkit, opened, job, door.why)
    }
    const { walk } = await import('../../commands/github/walking.ts')
    const walked = await walk(job, door)
    const { requests, retries } = job.github.sent
    const seconds = ((world.clock() - began) / 1000).toFixed(1)
    toolkit.log(`${requests} requests to GitHub, ${retries} of them again; judged and told in ${seconds} s`)
    return await conclude(toolkit, walked, opened, job)
  } catch (error) {
    return fail(world, toolkit, error, { mode, door, payload, job })
  }
}
