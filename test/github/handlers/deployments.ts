/** Deployments, their statuses, and environments. */
import { type Answer, created, found, invalid, ok, Refusal } from '../answer.ts'
import { countCommits, git, moveRef, refsOf, resolveCommit, writeCommit } from '../git.ts'
import { personOf } from '../people.ts'
import { addDeployment, newStatus } from '../releases.ts'
import { userOf } from '../represent.ts'
import { type Call, inRepository, page, type RepositoryCall, read, write } from '../route.ts'
import { type Deployment, type DeploymentStatus, fullName, type Repository } from '../state.ts'

type Place = Pick<Call<unknown>, 'state' | 'origin'>

export const deploymentOf = (place: Place, repository: Repository, deployment: Deployment) => {
  const url = `${place.origin.api}/repos/${fullName(repository)}/deployments/${deployment.id}`
  return {
    id: deployment.id,
    url,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: userOf(place, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${url}/statuses`,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
  }
}

/** The newest first. */
const list = inRepository('GET /repos/{owner}/{repo}/deployments', read('deployments'), (call) => {
  const { sha = 'none', ref = 'none', task = 'none', environment = 'none' } = call.parameters
  const fits = (wanted: string | null, is: string) => wanted === 'none' || wanted === is
  const chosen = call.repository.deployments.filter(
    (each) =>
      fits(sha, each.sha) &&
      fits(ref, each.ref) &&
      fits(task, each.task) &&
      fits(environment, each.environment),
  )
  chosen.sort((one, other) =>
    one.createdAt < other.createdAt ? 1 : one.createdAt > other.createdAt ? -1 : other.id - one.id,
  )
  return page(call, chosen, (each) => deploymentOf(call, call.repository, each))
})

const deploymentAt = ({ repository, parameters }: RepositoryCall<{ deployment_id: number }>): Deployment =>
  found(repository.deployments.find((each) => each.id === parameters.deployment_id))

const get = inRepository(
  'GET /repos/{owner}/{repo}/deployments/{deployment_id}',
  read('deployments'),
  (call) => ok(deploymentOf(call, call.repository, deploymentAt(call))),
)

/** Unless told which contexts matter, every one that ever spoke about the commit must be a success. */
const demandContexts = (
  { repository }: RepositoryCall<unknown>,
  ref: string,
  sha: string,
  wanted?: readonly string[],
) => {
  const latest = new Map<string, boolean>()
  for (const status of repository.statuses)
    if (status.sha === sha) latest.set(status.context, status.state === 'success')
  for (const run of repository.checkRuns)
    if (run.sha === sha) latest.set(run.name, run.conclusion === 'success')
  const contexts = wanted ?? [...latest.keys()]
  if (contexts.every((context) => latest.get(context) === true)) return
  throw new Refusal(409, `Conflict: Commit status checks failed for ${ref}.`, {
    errors: contexts.map((context) => ({
      contexts: [context],
      resource: 'Deployment',
      field: 'required_contexts',
      code: 'invalid',
    })),
  })
}

/** `auto_merge` is on unless turned off: a branch that lacks commits of the default branch gets them, and nothing is deployed. */
const mergeInto = (call: RepositoryCall<unknown>, ref: string, sha: string): Answer | null => {
  const { repository } = call
  const branch = `refs/heads/${ref}`
  const main = resolveCommit(repository, repository.defaultBranch)
  if (refsOf(repository)[branch] === undefined || main === null || countCommits(repository, sha, main) === 0)
    return null
  const tree = git(repository, ['merge-tree', '--write-tree', sha, main]).split('\n')[0] ?? ''
  const who = personOf(call.state, call.caller.login, call.now)
  const message = `Auto-merged ${repository.defaultBranch} into ${ref} on deployment.`
  const merged = writeCommit(repository, { tree, parents: [sha, main], message, author: who, committer: who })
  moveRef(repository, branch, { from: sha, to: merged })
  return { status: 202, body: { message } }
}

const create = inRepository('POST /repos/{owner}/{repo}/deployments', write('deployments'), (call) => {
  const {
    ref,
    environment = 'production',
    payload = {},
    description = null,
    task = 'deploy',
  } = call.parameters
  const sha = resolveCommit(call.repository, ref)
  if (sha === null) throw invalid(`No ref found for: ${ref}`)
  const merged = (call.parameters.auto_merge ?? true) ? mergeInto(call, ref, sha) : null
  if (merged !== null) return merged
  demandContexts(call, ref, sha, call.parameters.required_contexts)
  const deployment = addDeployment(call.state, call.repository, {
    sha,
    ref,
    environment,
    payload,
    description,
    task,
    creator: call.caller.login,
    production: call.parameters.production_environment ?? environment === 'production',
    transient: call.parameters.transient_environment ?? false,
    states: [],
  })
  return created(deploymentOf(call, call.repository, deployment))
})

export const statusOf = (
  place: Place,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
) => {
  const url = `${place.origin.api}/repos/${fullName(repository)}/deployments/${deployment.id}`
  return {
    id: status.id,
    url: `${url}/statuses/${status.id}`,
    deployment_url: url,
    repository_url: `${place.origin.api}/repos/${fullName(repository)}`,
    state: status.state,
    description: status.description,
    environment: status.environment,
    // GitHub itself says '' where there is none; its description allows only whole addresses.
    ...(status.logUrl === '' ? {} : { log_url: status.logUrl, target_url: status.logUrl }),
    creator: userOf(place, status.creator),
    created_at: status.createdAt,
    updated_at: status.createdAt,
  }
}

const listStatuses = inRepository(
  'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
  read('deployments'),
  (call) => {
    const deployment = deploymentAt(call)
    return page(call, [...deployment.statuses].reverse(), (each) =>
      statusOf(call, call.repository, deployment, each),
    )
  },
)

/** A success makes earlier ones of the environment inactive, but neither in production nor in passing ones. */
const retire = (call: RepositoryCall<unknown>, current: Deployment): void => {
  const earlier = call.repository.deployments.filter(
    (each) =>
      each !== current &&
      each.environment === current.environment &&
      each.statuses.at(-1)?.state === 'success',
  )
  for (const each of earlier.filter(({ production, transient }) => !production && !transient)) {
    each.statuses.push(newStatus(call.state, each, { state: 'inactive', createdAt: call.now }))
  }
}

const createStatus = inRepository(
  'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
  write('deployments'),
  (call) => {
    const deployment = deploymentAt(call)
    const { state: word, description = '', log_url: logUrl, target_url: targetUrl = '' } = call.parameters
    if (description.length > 140)
      throw invalid('Validation Failed', [
        {
          resource: 'DeploymentStatus',
          code: 'custom',
          field: 'description',
          message: 'description is too long (maximum is 140 characters)',
        },
      ])
    if (word === 'success' && (call.parameters.auto_inactive ?? true)) retire(call, deployment)
    const status = newStatus(call.state, deployment, {
      state: word,
      description,
      logUrl: logUrl ?? targetUrl,
      environment: call.parameters.environment ?? deployment.environment,
      creator: call.caller.login,
      createdAt: call.now,
    })
    deployment.statuses.push(status)
    deployment.updatedAt = call.now
    return created(statusOf(call, call.repository, deployment, status))
  },
)

export const deploymentRoutes = [list, get, create, listStatuses, createStatus]
