/** Workflow runs: reading them, running them again, starting them. */
import { parse } from 'yaml'
import { type Answer, created, found, invalid, noContent, ok, Refusal } from '../answer.ts'
import { entryAt, readBlob, readCommit, resolveCommit } from '../git.ts'
import { nodeId } from '../graphql/context.ts'
import { addRun } from '../releases.ts'
import { repositoryOf, userOf } from '../represent.ts'
import { type Call, inRepository, page, type RepositoryCall, read, write } from '../route.ts'
import { fullName, type Job, nextId, type Repository, type Run } from '../state.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

export const runOf = (place: Place, repository: Repository, run: Run) => {
  const url = `${place.origin.api}/repos/${fullName(repository)}/actions/runs/${run.id}`
  const commit = readCommit(repository, run.headSha)
  const { name, email } = commit.author
  return {
    id: run.id,
    node_id: nodeId('WorkflowRun', run.id),
    name: run.name,
    display_title: commit.message.split('\n')[0] ?? '',
    url,
    html_url: `${place.origin.html}/${fullName(repository)}/actions/runs/${run.id}`,
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.workflow.path,
    workflow_id: run.workflow.id,
    run_number: run.number,
    run_attempt: run.attempt,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    actor: userOf(place, run.actor),
    triggering_actor: userOf(place, run.actor),
    pull_requests: [],
    run_started_at: run.startedAt,
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    head_commit: {
      id: commit.sha,
      tree_id: commit.tree,
      message: commit.message,
      timestamp: commit.committer.date,
      author: { name, email },
      committer: { name: commit.committer.name, email: commit.committer.email },
    },
    repository: repositoryOf(place, repository),
    head_repository: repositoryOf(
      place,
      place.state.repositories.find((each) => fullName(each) === run.headRepository) ?? repository,
    ),
  }
}

const jobOf = (place: Place, repository: Repository, run: Run, job: Job) => ({
  id: job.id,
  run_id: run.id,
  run_attempt: job.attempt,
  url: `${place.origin.api}/repos/${fullName(repository)}/actions/jobs/${job.id}`,
  html_url: `${place.origin.html}/${fullName(repository)}/actions/runs/${run.id}/job/${job.id}`,
  workflow_name: run.name,
  head_branch: run.headBranch,
  head_sha: run.headSha,
  name: job.name,
  status: job.status,
  conclusion: job.conclusion,
  created_at: run.createdAt,
  started_at: job.startedAt,
  completed_at: job.completedAt,
  labels: ['ubuntu-latest'],
  steps: [],
  runner_id: null,
  runner_name: null,
  runner_group_id: null,
  runner_group_name: null,
})

type RunFilter = RepositoryCall<{
  branch?: string | undefined
  event?: string | undefined
  status?: string | undefined
  actor?: string | undefined
  head_sha?: string | undefined
}>

/** Newest first. */
const listed = (call: RunFilter, runs: readonly Run[]): Answer => {
  const { branch, event, status, actor, head_sha: sha } = call.parameters
  const chosen = runs
    .filter((run) => branch === undefined || run.headBranch === branch)
    .filter((run) => event === undefined || run.event === event)
    .filter((run) => status === undefined || run.status === status || run.conclusion === status)
    .filter((run) => actor === undefined || run.actor === actor)
    .filter((run) => sha === undefined || run.headSha === sha)
  return page(
    call,
    [...chosen].reverse().toSorted((one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt)),
    (run) => runOf(call, call.repository, run),
    (each, count) => ({ total_count: count, workflow_runs: each }),
  )
}

const list = inRepository('GET /repos/{owner}/{repo}/actions/runs', read('actions'), (call) =>
  listed(call, call.repository.runs),
)

const listOfWorkflow = inRepository(
  'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs',
  read('actions'),
  (call) => {
    const wanted = String(call.parameters.workflow_id)
    const isOf = ({ workflow: { id, path } }: Run): boolean =>
      String(id) === wanted || path === `.github/workflows/${wanted}`
    // A workflow that never ran is as unknown here as one that is not there.
    return listed(
      call,
      found(call.repository.runs.some(isOf) ? call.repository.runs.filter(isOf) : undefined),
    )
  },
)

export const runAt = ({ repository, parameters }: RepositoryCall<{ run_id: number }>): Run =>
  found(repository.runs.find((each) => each.id === parameters.run_id))

const get = inRepository('GET /repos/{owner}/{repo}/actions/runs/{run_id}', read('actions'), (call) =>
  ok(runOf(call, call.repository, runAt(call))),
)

const attempt = inRepository(
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
  read('actions'),
  (call) => {
    const run = runAt(call)
    const number = call.parameters.attempt_number
    if (number === run.attempt) return ok(runOf(call, call.repository, run))
    const { conclusion, createdAt: startedAt, updatedAt } = found(run.earlier[number - 1])
    const then: Run = { ...run, attempt: number, status: 'completed', conclusion, startedAt, updatedAt }
    return ok(runOf(call, call.repository, then))
  },
)

const jobs = inRepository('GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs', read('actions'), (call) => {
  const run = runAt(call)
  const shown = run.jobs.filter((job) => call.parameters.filter === 'all' || job.attempt === run.attempt)
  return page(
    call,
    shown,
    (job) => jobOf(call, call.repository, run, job),
    (each, count) => ({ total_count: count, jobs: each }),
  )
})

const monthMilliseconds = 30 * 24 * 3_600_000

/** A new attempt in which some jobs run again and the others keep what they had. */
const runAgain = (call: RepositoryCall<unknown>, run: Run, again: (job: Job) => boolean): Answer => {
  if (run.status !== 'completed') throw new Refusal(403, 'This workflow is already running')
  if (call.state.clock().getTime() - Date.parse(run.createdAt) > monthMilliseconds)
    throw new Refusal(403, 'Unable to retry this workflow run because it was created over a month ago')
  const last = run.jobs.filter((job) => job.attempt === run.attempt)
  run.earlier.push({ conclusion: run.conclusion, createdAt: run.startedAt, updatedAt: run.updatedAt })
  run.attempt += 1
  Object.assign(run, { status: 'queued', conclusion: null, startedAt: call.now, updatedAt: call.now })
  for (const job of last) {
    const fresh = { status: 'queued', conclusion: null, startedAt: call.now, completedAt: null } as const
    run.jobs.push({ ...job, id: nextId(call.state), attempt: run.attempt, ...(again(job) ? fresh : {}) })
  }
  return created({})
}

const rerun = inRepository(
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun',
  write('actions'),
  (call) => runAgain(call, runAt(call), () => true),
)

const rerunFailed = inRepository(
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun-failed-jobs',
  write('actions'),
  (call) =>
    runAgain(call, runAt(call), (job) => !['success', 'skipped', 'neutral'].includes(job.conclusion ?? '')),
)

const rerunJob = inRepository(
  'POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun',
  write('actions'),
  (call) => {
    const { job_id: id } = call.parameters
    const run = found(call.repository.runs.find((each) => each.jobs.some((job) => job.id === id)))
    const wanted = found(run.jobs.find((job) => job.id === id))
    return runAgain(call, run, (job) => job.name === wanted.name)
  },
)

interface Inputs {
  readonly known: readonly string[]
  readonly required: readonly string[]
}

/** What a workflow file says of being started by hand: its inputs; null where it cannot be. */
const inputsOf = (repository: Repository, sha: string, path: string): Inputs | null => {
  const entry = entryAt(repository, sha, path)
  if (entry === null) return null
  const file: unknown = parse(readBlob(repository, entry.sha).toString())
  const at = (value: unknown, key: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  const on = at(file, 'on')
  const names = typeof on === 'string' ? [on] : Array.isArray(on) ? on : Object.keys(Object(on))
  if (!names.includes('workflow_dispatch')) return null
  const inputs = Object.entries(Object(at(at(on, 'workflow_dispatch'), 'inputs') ?? {}))
  const required = inputs.filter(([, input]) => at(input, 'required') === true)
  return { known: inputs.map(([name]) => name), required: required.map(([name]) => name) }
}

/** GITHUB_TOKEN may start this one: it is the exception to "its events start no workflow". */
const dispatch = inRepository(
  'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches',
  write('actions'),
  (call) => {
    const { workflow_id: workflow, ref, inputs = {} } = call.parameters
    const headSha = resolveCommit(call.repository, ref)
    if (headSha === null) throw invalid(`No ref found for: ${ref}`)
    const known = call.repository.runs.find(({ workflow: { id } }) => String(id) === String(workflow))
    const path = known?.workflow.path ?? `.github/workflows/${workflow}`
    const allowed = inputsOf(call.repository, headSha, path)
    if (allowed === null) throw invalid("Workflow does not have 'workflow_dispatch' trigger")
    const stray = Object.keys(inputs).filter((name) => !allowed.known.includes(name))
    if (stray.length > 0) throw invalid(`Unexpected inputs provided: ${JSON.stringify(stray)}`)
    const [missing] = allowed.required.filter((name) => !Object.hasOwn(inputs, name))
    if (missing !== undefined) throw invalid(`Required input '${missing}' not provided`)
    call.repository.dispatches.push({ workflow: String(workflow), ref, inputs, actor: call.caller.login })
    const run = addRun(call.state, call.repository, {
      headSha,
      headBranch: ref.replace('refs/heads/', ''),
      event: 'workflow_dispatch',
      workflow: { id: known?.workflow.id ?? 1, path },
      status: 'queued',
      conclusion: null,
      actor: call.caller.login,
    })
    if (call.parameters.return_run_details !== true) return noContent
    const { url, html_url } = runOf(call, call.repository, run)
    return ok({ workflow_run_id: run.id, run_url: url, html_url })
  },
)

export const runRoutes = [list, listOfWorkflow, get, attempt, jobs, rerun, rerunFailed, rerunJob, dispatch]
