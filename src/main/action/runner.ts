/** What the runner tells by its environment, read once into one value. */
import { UsageError } from '../../domain/errors.ts'
import type { RunFacts } from '../../sources/github/door.ts'

export type Environment = Readonly<Record<string, string | undefined>>

export interface Runner extends RunFacts {
  readonly owner: string
  readonly repositoryName: string
  readonly eventPath: string
  readonly workspace: string
  readonly runId: number
  readonly job: string
  /** The commit the workflow file was read at; empty where the runner does not tell. */
  readonly workflowSha: string
  /** Who started it first, and who started it again. */
  readonly actor: string
  readonly triggeringActor: string
  /** A folder of this job alone. */
  readonly temporaryFolder: string
  /** Files that commands are written to; null where the runner offers none. */
  readonly outputFile: string | null
  readonly summaryFile: string | null
  /** Without a slash at the end. */
  readonly apiUrl: string
  readonly graphqlUrl: string
  readonly serverUrl: string
  /** Somebody asked for debug logging. */
  readonly debug: boolean
}

const missing = (name: string): never => {
  throw new UsageError(
    `${name} is not set: this is the Action, which GitHub's runner starts; in a clone run "change-risk-gate gate"`,
  )
}

const wrong = (name: string, wanted: string): never => {
  throw new UsageError(
    `${name} is not ${wanted}: the runner sets it; remove what sets it in the workflow, or update the runner`,
  )
}

const webAddress = /^https?:\/\/[^\s/?#@]+(?:\/[^\s?#]*)?$/

/** Reads the environment of a job. Throws UsageError naming the variable that is missing or not what a runner sets. */
export const readRunner = (environment: Environment): Runner => {
  const given = (name: string): string => environment[name]?.trim() ?? ''
  const must = (name: string): string => given(name) || missing(name)
  const matching = (name: string, shape: RegExp, wanted: string): string =>
    shape.test(must(name)) ? given(name) : wrong(name, wanted)
  const count = (name: string, value = must(name)): number =>
    /^[1-9]\d{0,15}$/.test(value) && Number.isSafeInteger(Number(value))
      ? Number(value)
      : wrong(name, 'a number')
  const address = (name: string, usual: string): string => {
    const url = (given(name) || usual).replace(/\/+$/, '')
    return webAddress.test(url) ? url : wrong(name, 'a web address')
  }
  const repository = matching('GITHUB_REPOSITORY', /^[\w.-]+\/[\w.-]+$/, 'OWNER/NAME')
  const [owner = '', repositoryName = ''] = repository.split('/')
  const serverUrl = address('GITHUB_SERVER_URL', 'https://github.com')
  const apiUrl = address('GITHUB_API_URL', 'https://api.github.com')
  return {
    repository,
    owner,
    repositoryName,
    eventName: must('GITHUB_EVENT_NAME'),
    eventPath: must('GITHUB_EVENT_PATH'),
    sha: matching('GITHUB_SHA', /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'the full name of a commit'),
    ref: given('GITHUB_REF'),
    workspace: must('GITHUB_WORKSPACE'),
    runId: count('GITHUB_RUN_ID'),
    runAttempt: count('GITHUB_RUN_ATTEMPT', given('GITHUB_RUN_ATTEMPT') || '1'),
    job: given('GITHUB_JOB'),
    workflowRef: given('GITHUB_WORKFLOW_REF'),
    workflowSha: given('GITHUB_WORKFLOW_SHA'),
    actor: given('GITHUB_ACTOR'),
    triggeringActor: given('GITHUB_TRIGGERING_ACTOR') || given('GITHUB_ACTOR'),
    temporaryFolder: must('RUNNER_TEMP'),
    outputFile: given('GITHUB_OUTPUT') || null,
    summaryFile: given('GITHUB_STEP_SUMMARY') || null,
    apiUrl,
    // A server tells both; where an older one tells the first alone, the second lies beside it.
    graphqlUrl: address('GITHUB_GRAPHQL_URL', `${apiUrl.replace(/\/v3$/, '')}/graphql`),
    serverUrl,
    debug: given('RUNNER_DEBUG') === '1',
  }
}
