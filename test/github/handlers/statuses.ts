/** Commit statuses and check runs. */
import { created, found, invalid, ok, Refusal } from '../answer.ts'
import { resolveCommit } from '../git.ts'
import { repositoryOf, userOf } from '../represent.ts'
import { type Call, inRepository, page, type RepositoryCall, read, write } from '../route.ts'
import { accountOf, type CheckRun, fullName, nextId, type Repository, type Status } from '../state.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

const statusOf = (place: Place, repository: Repository, status: Status) => ({
  id: status.id,
  url: `${place.origin.api}/repos/${fullName(repository)}/statuses/${status.sha}`,
  state: status.state,
  context: status.context,
  description: status.description,
  target_url: status.targetUrl,
  avatar_url: null,
  created_at: status.createdAt,
  updated_at: status.createdAt,
})

const commitAt = ({ repository }: RepositoryCall<unknown>, ref: string): string => {
  const sha = resolveCommit(repository, ref)
  if (sha === null) throw invalid(`No commit found for SHA: ${ref}`)
  return sha
}

const create = inRepository('POST /repos/{owner}/{repo}/statuses/{sha}', write('statuses'), (call) => {
  const {
    state: word,
    context = 'default',
    description = null,
    target_url: targetUrl = null,
  } = call.parameters
  const sha = commitAt(call, call.parameters.sha)
  if ((description?.length ?? 0) > 140)
    throw invalid('Validation Failed', [
      {
        resource: 'Status',
        code: 'custom',
        field: 'description',
        message: 'description is too long (maximum is 140 characters)',
      },
    ])
  const same = (each: Status) => each.sha === sha && each.context.toLowerCase() === context.toLowerCase()
  if (call.repository.statuses.filter(same).length >= 1000)
    throw invalid('Validation Failed', [
      {
        resource: 'Status',
        code: 'custom',
        message: 'This SHA and context has reached the maximum number of statuses.',
      },
    ])
  const status: Status = {
    id: nextId(call.state),
    sha,
    context,
    state: word,
    description,
    targetUrl,
    creator: call.caller.login,
    createdAt: call.now,
  }
  call.repository.statuses.push(status)
  return created({ ...statusOf(call, call.repository, status), creator: userOf(call, status.creator) })
})

const newestFirst = (repository: Repository, sha: string): Status[] =>
  repository.statuses.filter((each) => each.sha === sha).reverse()

const list = inRepository('GET /repos/{owner}/{repo}/commits/{ref}/statuses', read('statuses'), (call) =>
  page(call, newestFirst(call.repository, commitAt(call, call.parameters.ref)), (status) => ({
    ...statusOf(call, call.repository, status),
    creator: userOf(call, status.creator),
  })),
)

/** The newest of each context; contexts differ by more than case. */
const combined = inRepository('GET /repos/{owner}/{repo}/commits/{ref}/status', read('statuses'), (call) => {
  const sha = commitAt(call, call.parameters.ref)
  const latest = new Map<string, Status>()
  for (const status of newestFirst(call.repository, sha)) {
    const key = status.context.toLowerCase()
    if (!latest.has(key)) latest.set(key, status)
  }
  const states = [...latest.values()].map((status) => status.state)
  const failed = states.some((state) => state === 'error' || state === 'failure')
  const all = states.length > 0 && states.every((state) => state === 'success')
  return page(
    call,
    [...latest.values()],
    (status) => statusOf(call, call.repository, status),
    (statuses, count) => ({
      sha,
      state: failed ? 'failure' : all ? 'success' : 'pending',
      total_count: count,
      statuses,
      repository: repositoryOf(call, call.repository),
    }),
  )
})

const appOf = (place: Place, slug: string, at: string) => ({
  id: accountOf(place.state, `${slug}[bot]`).id,
  slug,
  name: slug,
  owner: userOf(place, 'github'),
  description: '',
  external_url: 'https://github.com',
  html_url: `${place.origin.html}/apps/${slug}`,
  created_at: at,
  updated_at: at,
  permissions: {},
  events: [],
})

const checkRunOf = (place: Place, repository: Repository, run: CheckRun) => ({
  id: run.id,
  name: run.name,
  head_sha: run.sha,
  external_id: run.externalId,
  url: `${place.origin.api}/repos/${fullName(repository)}/check-runs/${run.id}`,
  html_url: `${place.origin.html}/${fullName(repository)}/runs/${run.id}`,
  details_url: run.detailsUrl,
  status: run.status,
  conclusion: run.conclusion,
  started_at: run.startedAt,
  completed_at: run.completedAt,
  output: { ...run.output, annotations_count: run.annotations.length },
  check_suite: null,
  app: appOf(place, run.app, run.startedAt),
  pull_requests: [],
})

/** Only Apps write check runs, and GITHUB_TOKEN counts as one. */
const demandApp = ({ caller }: Call<unknown>): string => {
  if (caller.kind === 'user') throw new Refusal(403, 'You must authenticate via a GitHub App.')
  return caller.login.replace('[bot]', '')
}
const longestText = 65_535
interface Output {
  readonly title?: string
  readonly summary?: string
  readonly text?: string
  readonly annotations?: readonly unknown[]
}
const writeOutput = (run: CheckRun, output: Output | undefined): void => {
  if (output === undefined) return
  const { title, summary, text, annotations = [] } = output
  if ([title, summary, text].some((each) => (each?.length ?? 0) > longestText))
    throw invalid('Invalid request.\n\nOnly 65535 characters are allowed; an output field is too long.')
  if (annotations.length > 50)
    throw invalid('Invalid request.\n\nNo more than 50 items are allowed in "annotations".')
  run.output = {
    title: title ?? run.output.title,
    summary: summary ?? run.output.summary,
    text: text ?? run.output.text,
  }
  run.annotations.push(...(annotations as Record<string, unknown>[]))
}

type CheckFields = {
  readonly status?: string
  readonly conclusion?: string
  readonly completed_at?: string
  readonly details_url?: string
  readonly external_id?: string
  readonly output?: Output
}
/** A conclusion completes the run. */
const writeFields = (run: CheckRun, fields: CheckFields, now: string): void => {
  writeOutput(run, fields.output)
  const { conclusion, status } = fields
  if (status === 'completed' && conclusion === undefined && run.conclusion === null)
    throw invalid('Invalid request.\n\nMissing required key: conclusion.')
  run.conclusion = conclusion ?? run.conclusion
  run.status = conclusion !== undefined ? 'completed' : ((status ?? run.status) as CheckRun['status'])
  run.completedAt = run.status === 'completed' ? (fields.completed_at ?? run.completedAt ?? now) : null
  run.detailsUrl = fields.details_url ?? run.detailsUrl
  run.externalId = fields.external_id ?? run.externalId
}

const createCheck = inRepository('POST /repos/{owner}/{repo}/check-runs', write('checks'), (call) => {
  const { name, head_sha: sha, started_at: startedAt = call.now } = call.parameters
  const run: CheckRun = {
    id: nextId(call.state),
    app: demandApp(call),
    sha: commitAt(call, sha),
    name,
    status: 'queued',
    conclusion: null,
    externalId: '',
    detailsUrl: null,
    startedAt,
    completedAt: null,
    output: { title: null, summary: null, text: null },
    annotations: [],
  }
  writeFields(run, call.parameters as CheckFields, call.now)
  call.repository.checkRuns.push(run)
  return created(checkRunOf(call, call.repository, run))
})

const updateCheck = inRepository(
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
  write('checks'),
  (call) => {
    const app = demandApp(call)
    const run = found(call.repository.checkRuns.find((each) => each.id === call.parameters.check_run_id))
    if (run.app !== app)
      throw new Refusal(
        403,
        'Invalid app_id `1` - check run can only be modified by the GitHub App that created it.',
      )
    writeFields(run, call.parameters as CheckFields, call.now)
    return ok(checkRunOf(call, call.repository, run))
  },
)

/** The latest of each name and App unless all are asked for. */
const listChecks = inRepository(
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
  read('checks'),
  (call) => {
    const sha = commitAt(call, call.parameters.ref)
    const { check_name: name, status, filter = 'latest' } = call.parameters
    const newest = call.repository.checkRuns
      .filter((run) => run.sha === sha && (name === undefined || run.name === name))
      .filter((run) => status === undefined || run.status === status)
      .reverse()
    const isLatest = (run: CheckRun) =>
      newest.find((each) => each.name === run.name && each.app === run.app) === run
    return page(
      call,
      newest.filter((run) => filter === 'all' || isLatest(run)),
      (run) => checkRunOf(call, call.repository, run),
      (runs, count) => ({ total_count: count, check_runs: runs }),
    )
  },
)

export const statusRoutes = [create, list, combined, createCheck, updateCheck, listChecks]
