import type { Deployment, DeploymentStatus, Repository } from '../state.ts'
import { type Context, connection, nodeId, type Paging } from './context.ts'

import { actorNode, commitNode, refNode } from './nodes.ts'

const statusNode = (context: Context, deployment: Deployment, status: DeploymentStatus) => ({
  __typename: 'DeploymentStatus',
  id: nodeId('DeploymentStatus', status.id),
  state: status.state.toUpperCase(),
  description: status.description,
  environment: deployment.environment,
  logUrl: status.logUrl || null,
  createdAt: status.createdAt,
  updatedAt: status.createdAt,
  creator: actorNode(context, status.creator),
})

/** Before its first status a deployment is pending; a successful one that the newest is called active. */
const deploymentState = ({ statuses }: Deployment): string => {
  const latest = statuses.at(-1)?.state
  return latest === undefined ? 'PENDING' : latest === 'success' ? 'ACTIVE' : latest.toUpperCase()
}

export const deploymentNode = (context: Context, repository: Repository, deployment: Deployment) => {
  const newest = deployment.statuses.at(-1)
  return {
    __typename: 'Deployment',
    id: nodeId('Deployment', deployment.id),
    databaseId: deployment.id,
    environment: deployment.environment,
    originalEnvironment: deployment.environment,
    latestEnvironment: deployment.environment,
    task: deployment.task,
    description: deployment.description,
    payload: typeof deployment.payload === 'string' ? deployment.payload : JSON.stringify(deployment.payload),
    state: deploymentState(deployment),
    commitOid: deployment.sha,
    commit: () => commitNode(context, repository, deployment.sha),
    ref: () => refNode(context, repository, `refs/heads/${deployment.ref}`),
    createdAt: deployment.createdAt,
    updatedAt: deployment.updatedAt,
    creator: actorNode(context, deployment.creator),
    latestStatus: newest === undefined ? null : statusNode(context, deployment, newest),
    statuses: (paging: Paging) =>
      connection(
        [...deployment.statuses].reverse(),
        paging,
        (each) => statusNode(context, deployment, each),
        'statuses',
      ),
  }
}
