/** A rollout as GitHub shows it: one deployment of the environment, and its statuses. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { Effect } from '../driver.ts'
import { itemsOf } from '../reviews/reading.ts'
import { cut, told } from '../reviews/refusal.ts'

export interface DeployedRollout {
  /** Service and number: web/7. Makes it the same deployment for every job that goes on with it. */
  readonly id: string
  readonly sha: string
  readonly environment: string
  readonly state: 'in_progress' | 'success' | 'failure' | 'error'
  /** Cut at 140 characters, as GitHub demands. */
  readonly description: string
  readonly logUrl: string
}

const what = 'deployment'
/** Tells ours from those that jobs with an `environment` make by themselves. */
const taskOf = (id: string): string => `rollout:${id}`
const listRoute = 'GET /repos/{owner}/{repo}/deployments'
const createRoute = 'POST /repos/{owner}/{repo}/deployments'

/**
 * Says how a rollout stands on its deployment, which is made where there is none. Requests: 2, or 3 the first time. Of
 * two jobs that make one at the same time both stand; the newest tells what is live.
 */
export const tellDeployment = (
  github: GitHub,
  repository: RepositoryName,
  { id, sha, environment, state, description, logUrl }: DeployedRollout,
): Promise<Effect> =>
  told(what, { permission: 'deployments: write' }, async () => {
    const task = taskOf(id)
    const { items } = await github.list(listRoute, { ...repository, environment, task, per_page: 1 }, 1)
    const known = itemsOf(listRoute, items)[0]?.integer('id')
    const deployment_id = known ?? (await create(github, repository, { sha, environment, task, id }))
    await github.request(
      'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      { ...repository, deployment_id, state, description: cut(description, 140), log_url: logUrl },
      { repeatable: true },
    )
    return { what, outcome: 'done', why: `Deployment ${deployment_id} of ${environment} is ${state}.` }
  })

const create = async (
  github: GitHub,
  repository: RepositoryName,
  about: { readonly sha: string; readonly environment: string; readonly task: string; readonly id: string },
): Promise<number> => {
  const { sha, environment, task, id } = about
  const made: unknown = await github.request(createRoute, {
    ...repository,
    ref: sha,
    environment,
    task,
    description: `rollout ${id}`,
    // Exactly this commit, whatever its branch has become; the gate has looked at the checks.
    auto_merge: false,
    required_contexts: [],
  })
  return itemsOf(createRoute, [made])[0]!.integer('id')
}
