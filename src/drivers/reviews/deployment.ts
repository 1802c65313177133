import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import { text } from '../../clients/github/shapes.ts'
import type { Effect } from '../driver.ts'
import { itemsOf } from './reading.ts'
import { cut, told } from './refusal.ts'

export interface MirroredDecision {
  readonly deploymentId: number
  /** Never one that says how the deployment went: a decision is not a deployment, and only these tell what is live. */
  readonly state: 'queued' | 'pending' | 'failure'
  /** Cut at 140 characters, as GitHub demands. */
  readonly description: string
  readonly logUrl: string
}

const what = 'deployment'
const listRoute = 'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses'

/**
 * Mirrors the decision on a deployment that waits for it. Once its deployer has said anything, it is left alone: a
 * word of ours on top would hide what is live. Requests: 1 when there is nothing to say, else 2.
 */
export const mirrorDecision = (
  github: GitHub,
  repository: RepositoryName,
  { deploymentId, state, description, logUrl }: MirroredDecision,
): Promise<Effect> =>
  told(what, { permission: 'deployments: write' }, async () => {
    const place = { ...repository, deployment_id: deploymentId }
    const wanted = { state, description: cut(description, 140), log_url: logUrl }
    const { items } = await github.list(listRoute, { ...place, per_page: 1 }, 1)
    const latest = itemsOf(listRoute, items)[0]
    const stands = latest?.text('state')
    if (stands !== undefined && stands !== 'queued' && stands !== 'pending')
      return { what, outcome: 'unchanged', why: `Deployment ${deploymentId} is ${stands} already.` }
    if (latest && Object.entries(wanted).every(([name, value]) => latest.optional(name, text) === value))
      return { what, outcome: 'unchanged', why: `Deployment ${deploymentId} says so already.` }
    await github.request(
      'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses',
      { ...place, ...wanted, auto_inactive: false },
      { repeatable: true },
    )
    return { what, outcome: 'done', why: `Deployment ${deploymentId} is ${state}: ${wanted.description}` }
  })
