/** How a test makes environments, deployments, published releases and workflow runs. */
import { git, readCommit } from './git.ts'
import {
  type Deployment,
  type DeploymentStatus,
  type Environment,
  fullName,
  type Job,
  nextId,
  type PublishedRelease,
  type Repository,
  type Run,
  type State,
  timeOf,
} from './state.ts'

export const addEnvironment = (
  state: State,
  repository: Repository,
  overrides: Partial<Environment> & Pick<Environment, 'name'>,
): Environment => {
  const environment: Environment = {
    id: nextId(state),
    reviewers: [],
    preventSelfReview: false,
    waitMinutes: 0,
    customRules: [],
    createdAt: timeOf(state),
    ...overrides,
  }
  repository.environments.push(environment)
  return environment
}

export interface NewRelease extends Partial<PublishedRelease> {
  readonly tag: string
  /** What the tag points at; nothing is tagged where it is absent. */
  readonly sha?: string
  /** Of an annotated tag. */
  readonly message?: string
}

/** A release as its page publishes it, which tags the commit. */
export const addRelease = (
  state: State,
  repository: Repository,
  { sha, message, ...overrides }: NewRelease,
): PublishedRelease => {
  if (sha !== undefined)
    git(repository, [
      ...['-c', 'user.name=Mira', '-c', 'user.email=mira@example.com', 'tag'],
      '--force',
      ...(message === undefined ? [] : ['--annotate', '--message', message]),
      overrides.tag,
      sha,
    ])
  const publishedAt = overrides.publishedAt === undefined ? timeOf(state) : overrides.publishedAt
  const release: PublishedRelease = {
    id: nextId(state),
    title: overrides.tag,
    draft: false,
    preRelease: false,
    author: 'github-actions[bot]',
    createdAt: publishedAt ?? timeOf(state),
    ...overrides,
    publishedAt: overrides.draft ? null : publishedAt,
  }
  repository.releases.push(release)
  return release
}

export interface NewDeployment extends Partial<Omit<Deployment, 'statuses'>> {
  readonly sha: string
  readonly environment: string
  /** What became of it, in order; `success` at once unless told. */
  readonly states?: readonly (DeploymentStatus['state'] | { state: DeploymentStatus['state']; at: string })[]
}

/** A deployment as a job's `environment:` leaves it behind. */
export const addDeployment = (
  state: State,
  repository: Repository,
  { states = ['success'], ...overrides }: NewDeployment,
): Deployment => {
  const createdAt = overrides.createdAt ?? timeOf(state)
  const deployment: Deployment = {
    id: nextId(state),
    ref: repository.defaultBranch,
    task: 'deploy',
    payload: {},
    description: null,
    creator: 'github-actions[bot]',
    production: overrides.environment === 'production',
    transient: false,
    createdAt,
    updatedAt: createdAt,
    statuses: [],
    ...overrides,
  }
  for (const each of states) {
    const { state: word, at } = typeof each === 'string' ? { state: each, at: createdAt } : each
    deployment.statuses.push(newStatus(state, deployment, { state: word, createdAt: at }))
  }
  repository.deployments.push(deployment)
  return deployment
}

export const newStatus = (
  state: State,
  { environment, creator }: Deployment,
  overrides: Partial<DeploymentStatus> & Pick<DeploymentStatus, 'state'>,
): DeploymentStatus => ({
  id: nextId(state),
  description: '',
  environment,
  logUrl: '',
  creator,
  createdAt: timeOf(state),
  ...overrides,
})

export interface NewRun extends Partial<Omit<Run, 'jobs'>> {
  readonly headSha: string
  readonly jobs?: readonly (Partial<Job> & Pick<Job, 'name'>)[]
}

/** A finished, successful run of `deploy.yml` on a push, unless told. With `pending` it waits. */
export const addRun = (state: State, repository: Repository, { jobs = [], ...overrides }: NewRun): Run => {
  const at = timeOf(state)
  const waits = (overrides.pending?.length ?? 0) > 0
  const run: Run = {
    id: nextId(state),
    name: 'deploy',
    workflow: { id: 1, path: '.github/workflows/deploy.yml' },
    event: 'push',
    status: waits ? 'waiting' : 'completed',
    conclusion: waits ? null : 'success',
    headBranch: repository.defaultBranch,
    attempt: 1,
    number: repository.runs.length + 1,
    actor: readCommit(repository, overrides.headSha).author.name,
    pulls: [],
    pending: [],
    approvals: [],
    protections: [],
    createdAt: at,
    startedAt: overrides.createdAt ?? at,
    updatedAt: overrides.createdAt ?? at,
    headRepository: fullName(repository),
    earlier: [],
    ...overrides,
    jobs: [],
  }
  run.jobs = jobs.map((job): Job => {
    const status = job.status ?? (job.conclusion === null ? 'in_progress' : 'completed')
    const done = status === 'completed'
    return {
      id: nextId(state),
      status,
      conclusion: done ? 'success' : null,
      startedAt: run.createdAt,
      completedAt: done ? run.createdAt : null,
      attempt: run.attempt,
      ...job,
    }
  })
  repository.runs.push(run)
  return run
}
