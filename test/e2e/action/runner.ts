/**
 * One job of a workflow, as GitHub's runner would run it: the event in a file, the inputs and the runner's facts in an
 * environment that holds nothing else, files for outputs and summary that are read as the runner reads them.
 *
 *   const { code, outputs } = await runAction({ github, repository, event: 'push', payload })   dist/index.js, spawned
 *   const { code, outputs } = await runInProcess({ … })                                         the same, from src, at the state's clock
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll } from 'vitest'
import { runAction as runOfSource } from '../../../src/main/action/running.ts'
import { refsOf } from '../../github/git.ts'
import type { RequestRecord } from '../../github/pipeline.ts'
import type { LoopbackGitHub } from '../../github/serve.ts'
import { fullName, type Repository } from '../../github/state.ts'
import { parseOutputs } from '../../main/action/runner-environment.ts'
import { findNode, type NodeVersion } from '../cli.ts'
import { isolatedEnvironment } from '../git.ts'

const dist = resolve(import.meta.dirname, '../../../dist')

export interface ActionRun {
  readonly github: LoopbackGitHub
  readonly repository: Repository
  readonly event: string
  /** A string is written as it is, for payloads that are none. */
  readonly payload: Readonly<Record<string, unknown>> | string
  /** By their names in action.yml. `github-token` is `workflow-token` unless told. */
  readonly inputs?: Readonly<Record<string, string>>
  /** Over what the runner says; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** GITHUB_SHA and GITHUB_REF; by the event and its payload unless told. */
  readonly sha?: string
  readonly ref?: string
  readonly runId?: number
  readonly attempt?: number
  readonly job?: string
  /** RUNNER_TEMP of an earlier job whose files were kept (index, records); a new folder unless told. */
  readonly temporary?: string
  /** GITHUB_WORKSPACE; a folder that holds nothing unless told. */
  readonly workspace?: string
  /** A server in a company: REST under /api/v3, GraphQL under /api/graphql. */
  readonly enterprise?: boolean
  /** Of a spawned run: which Node, and which program of dist. */
  readonly node?: NodeVersion
  readonly program?: 'index' | 'learn' | 'ledger' | 'rollout'
  /** True: the list of requests goes on, and faults count on; for runs at the same time. */
  readonly keepRequests?: boolean
  /** Milliseconds after which a spawned run counts as hanging. */
  readonly timeout?: number
}

export interface InProcessRun extends Omit<ActionRun, 'node' | 'program' | 'timeout'> {
  /** What waits for a retry or a free ledger; at once unless told. */
  readonly sleep?: (milliseconds: number) => Promise<void>
  /** 0 to 1; always a half unless told. */
  readonly random?: () => number
}

export interface Annotated {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly message: string
}

export interface ActionResult {
  readonly code: number
  readonly outputs: Readonly<Record<string, string>>
  /** Markdown of the job summary; empty where there is none. */
  readonly summary: string
  /** Standard output as it was written, workflow commands among it. */
  readonly log: string
  /** Nothing ever writes there but a crash. */
  readonly stderr: string
  readonly annotations: readonly Annotated[]
  /** What GitHub was asked during the run, git's own requests aside. */
  readonly requests: readonly RequestRecord[]
  /** RUNNER_TEMP, to be handed to a later job, or looked into. */
  readonly temporary: string
  readonly milliseconds: number
}

const place = mkdtempSync(join(tmpdir(), 'runner-'))
afterAll(() => rmSync(place, { recursive: true, force: true }))

/** A folder that is gone after the tests of the file. */
export const newFolder = (name = 'folder'): string => mkdtempSync(join(place, `${name}-`))

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )

/** What the runner would say of the commit and the ref of a run. */
const placeOf = ({ event, payload, repository }: ActionRun): { sha: string; ref: string } => {
  const branch = `refs/heads/${repository.defaultBranch}`
  const refs = repository.frozenRefs ?? refsOf(repository)
  const usual = { sha: refs[branch] ?? '0'.repeat(40), ref: branch }
  const text = (...path: readonly string[]): string => String(at(payload, ...path) ?? '')
  switch (event) {
    case 'pull_request':
    case 'pull_request_review':
      // Of the merge that GitHub tries, which no test makes; nothing of ours may rest on it.
      return {
        sha: 'e'.repeat(40),
        ref: `refs/pull/${text('number') || text('pull_request', 'number')}/merge`,
      }
    case 'push':
      return { sha: text('after') || usual.sha, ref: text('ref') || branch }
    case 'merge_group':
      return {
        sha: text('merge_group', 'head_sha') || usual.sha,
        ref: text('merge_group', 'head_ref') || branch,
      }
    case 'deployment':
    case 'deployment_status':
      return { sha: text('deployment', 'sha') || usual.sha, ref: '' }
    default:
      return usual
  }
}

interface Prepared {
  readonly environment: Record<string, string>
  readonly temporary: string
  readonly outputFile: string
  readonly summaryFile: string
}

let count = 0

/** Files and environment of a job: nothing of this machine but the PATH. */
const prepare = (run: ActionRun): Prepared => {
  const { github, repository, event, payload, inputs = {}, enterprise = false } = run
  const files = join(place, `job-${++count}`)
  const temporary = run.temporary ?? join(files, 'temp')
  for (const folder of [files, temporary, join(files, 'workspace')]) mkdirSync(folder, { recursive: true })
  const outputFile = join(files, 'output')
  const summaryFile = join(files, 'summary')
  // The runner makes both, empty.
  for (const file of [outputFile, summaryFile]) writeFileSync(file, '')
  writeFileSync(join(files, 'event.json'), typeof payload === 'string' ? payload : JSON.stringify(payload))
  const usual = placeOf(run)
  const ref = run.ref ?? usual.ref
  const workflowRef = ref === '' ? `refs/heads/${repository.defaultBranch}` : ref
  const given = { 'github-token': 'workflow-token', ...inputs }
  const said: Record<string, string | undefined> = {
    ...isolatedEnvironment,
    HOME: files,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: fullName(repository),
    GITHUB_REPOSITORY_OWNER: repository.owner,
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: join(files, 'event.json'),
    GITHUB_SHA: run.sha ?? usual.sha,
    GITHUB_REF: ref,
    GITHUB_WORKSPACE: run.workspace ?? join(files, 'workspace'),
    GITHUB_RUN_ID: String(run.runId ?? 77),
    GITHUB_RUN_ATTEMPT: String(run.attempt ?? 1),
    GITHUB_JOB: run.job ?? 'gate',
    GITHUB_WORKFLOW_REF: `${fullName(repository)}/.github/workflows/gate.yml@${workflowRef}`,
    GITHUB_ACTOR: 'mira',
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    GITHUB_API_URL: enterprise ? `${github.url}/api/v3` : github.url,
    GITHUB_GRAPHQL_URL: enterprise ? `${github.url}/api/graphql` : `${github.url}/graphql`,
    GITHUB_SERVER_URL: github.url,
    RUNNER_TEMP: temporary,
    // As the runner hands inputs down: all of them, empty where the workflow says nothing.
    ...Object.fromEntries(
      Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
    ...run.env,
  }
  const environment = Object.fromEntries(
    Object.entries(said).filter((each): each is [string, string] => each[1] !== undefined),
  )
  return { environment, temporary, outputFile, summaryFile }
}

const asMeant = (text: string): string =>
  text
    .replaceAll('%2C', ',')
    .replaceAll('%3A', ':')
    .replaceAll('%0A', '\n')
    .replaceAll('%0D', '\r')
    .replaceAll('%25', '%')

/** Errors, warnings and notices as GitHub shows them. */
const annotationsIn = (log: string): readonly Annotated[] =>
  log.split('\n').flatMap((line) => {
    const found = /^::(error|warning|notice)(?: (.*?))?::(.*)$/.exec(line)
    if (!found) return []
    const [, level = '', properties = '', message = ''] = found
    const title = /(?:^|,)title=([^,]*)/.exec(properties)?.[1] ?? ''
    return [{ level: level as Annotated['level'], title: asMeant(title), message: asMeant(message) }]
  })

const resultOf = (
  run: Pick<ActionRun, 'github'>,
  { outputFile, summaryFile, temporary }: Prepared,
  said: { code: number; log: string; stderr: string; milliseconds: number },
): ActionResult => ({
  ...said,
  outputs: existsSync(outputFile) ? parseOutputs(readFileSync(outputFile, 'utf8')) : {},
  summary: existsSync(summaryFile) ? readFileSync(summaryFile, 'utf8') : '',
  annotations: annotationsIn(said.log),
  requests: [...run.github.requests],
  temporary,
})

const usualTimeout = 60_000

/** The committed program, spawned with Node 24. Throws when it hangs or dies by a signal; any exit code is an answer. */
export const runAction = async (run: ActionRun): Promise<ActionResult> => {
  const { node = '24', program = 'index', timeout = usualTimeout } = run
  const prepared = prepare(run)
  if (!run.keepRequests) run.github.requests.length = 0
  const executable = findNode(node)
  if (executable === undefined) throw new Error(`this test needs Node ${node} on the PATH`)
  const began = performance.now()
  const child = spawn(executable, [join(dist, `${program}.js`)], {
    cwd: prepared.environment['GITHUB_WORKSPACE'],
    env: prepared.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
  })
  const texts = { log: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    texts.log += chunk
  })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    texts.stderr += chunk
  })
  const code = await new Promise<number>((answer, fail) => {
    child.on('error', fail)
    child.on('close', (ended, signal) => {
      if (ended !== null) answer(ended)
      else
        fail(
          new Error(`${program}.js ended by ${signal} (limit ${timeout} ms):\n${texts.log}${texts.stderr}`),
        )
    })
  })
  return resultOf(run, prepared, { code, ...texts, milliseconds: performance.now() - began })
}

/** The same run without a process of its own: from src, at the clock of the state, never waiting. */
export const runInProcess = async (run: InProcessRun): Promise<ActionResult> => {
  const prepared = prepare(run)
  if (!run.keepRequests) run.github.requests.length = 0
  let log = ''
  const began = performance.now()
  const code = await runOfSource({
    environment: prepared.environment,
    write: (text) => {
      log += text
    },
    now: run.github.state.clock,
    clock: () => performance.now(),
    random: run.random ?? (() => 0.5),
    // Other runs in this process must get their turn.
    sleep: run.sleep ?? (() => setTimeout(0)),
  })
  return resultOf(run, prepared, { code, log, stderr: '', milliseconds: performance.now() - began })
}
