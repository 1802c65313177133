/** What GitHub's deployments say of environments. One GraphQL request; REST where a server or token has none of that. */
import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf } from '../../clients/github/shapes.ts'
import { accountAt, actorAt } from './account.ts'
import {
  type DeploymentFacts,
  type DeploymentState,
  deploymentStates,
  type EnvironmentHistory,
  environmentHistory,
  type StatusFacts,
} from './deployment-history.ts'
import { answersOf, name, recordOrNull, rubbish } from './reading.ts'

const listRoute = 'GET /repos/{owner}/{repo}/deployments'
const statusesRoute = `${listRoute}/{deployment_id}/statuses` as const
const queryRoute = 'POST /graphql'

/** Newest deployments that are looked at, over all names an environment goes by. */
const mostDeployments = 50
/** Statuses of one deployment; a healthy one has three or four. */
const mostStatuses = 50
/** Over REST each costs a request, so that only the newest few of each name are looked at. */
const fewDeployments = 5

export const deploymentsQuery = `query Deployments($owner: String!, $repo: String!, $environments: [String!]!) {
  repository(owner: $owner, name: $repo) {
    deployments(environments: $environments, first: ${mostDeployments}, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage }
      nodes {
        databaseId
        commitOid
        environment
        createdAt
        creator { __typename login }
        latestStatus { state createdAt creator { __typename login } }
        statuses(first: ${mostStatuses}) {
          pageInfo { hasNextPage }
          nodes { state createdAt creator { __typename login } }
        }
      }
    }
  }
}`

export interface DeploymentsOptions {
  /** Logins whose deployments and statuses count, apps with their `[bot]`; absent, everybody's do. */
  readonly trustedCreators?: readonly string[]
}

interface Reading {
  readonly deployments: readonly DeploymentFacts[]
  readonly complete: boolean
}

/** GraphQL shouts what REST says quietly. */
const loud = deploymentStates.map((state) => state.toUpperCase() as Uppercase<DeploymentState>)

const graphqlStatus = (answer: Answer): StatusFacts => ({
  state: answer.oneOf('state', loud).toLowerCase() as DeploymentState,
  at: answer.moment('createdAt'),
  creator: actorAt(answer, 'creator'),
})

const graphqlDeployment = (answer: Answer): DeploymentFacts => {
  const listed = answer.list('statuses.nodes').map(graphqlStatus)
  const latestStatus = recordOrNull(answer, 'latestStatus')
  const latest = latestStatus ? [graphqlStatus(latestStatus)] : []
  return {
    id: answer.integer('databaseId'),
    sha: answer.commitName('commitOid'),
    environment: answer.is('environment', name),
    createdAt: answer.moment('createdAt'),
    creator: actorAt(answer, 'creator'),
    // The latest goes first, to win over others of the same second and over a list that is cut.
    statuses: [...latest, ...listed],
  }
}

const readByGraphql = async (
  github: GitHub,
  repository: RepositoryName,
  environments: readonly string[],
): Promise<Reading | null> => {
  const data = await github.graphql<unknown>(
    deploymentsQuery,
    { ...repository, environments },
    { repeatable: true },
  )
  const answer = answerOf(queryRoute, data)
  const deployments = recordOrNull(answer, 'repository') && recordOrNull(answer, 'repository.deployments')
  if (!deployments) return null
  const nodes = deployments.list('nodes')
  const cut = nodes.some((node) => node.flag('statuses.pageInfo.hasNextPage'))
  return {
    deployments: nodes.map(graphqlDeployment),
    complete: !cut && !deployments.flag('pageInfo.hasNextPage'),
  }
}

const readStatuses = async (github: GitHub, repository: RepositoryName, id: number) => {
  const { items, complete } = await github.list(
    statusesRoute,
    { ...repository, deployment_id: id, per_page: 100 },
    mostStatuses,
  )
  const statuses = answersOf(statusesRoute, items).map(
    (status): StatusFacts => ({
      state: status.oneOf('state', deploymentStates),
      at: status.moment('created_at'),
      creator: accountAt(status, 'creator'),
    }),
  )
  return { statuses, complete }
}

const readEnvironmentByRest = async (
  github: GitHub,
  repository: RepositoryName,
  environment: string,
): Promise<Reading> => {
  const { items, complete } = await github.list(
    listRoute,
    { ...repository, environment, per_page: fewDeployments },
    fewDeployments,
  )
  const answers = answersOf(listRoute, items)
  const statuses = await Promise.all(
    answers.map((deployment) => readStatuses(github, repository, deployment.integer('id'))),
  )
  const deployments = answers.map(
    (deployment, at): DeploymentFacts => ({
      id: deployment.integer('id'),
      sha: deployment.commitName('sha'),
      environment: deployment.is('environment', name),
      createdAt: deployment.moment('created_at'),
      creator: accountAt(deployment, 'creator'),
      statuses: statuses[at]!.statuses,
    }),
  )
  return { deployments, complete: complete && statuses.every((read) => read.complete) }
}

const readByRest = async (
  github: GitHub,
  repository: RepositoryName,
  environments: readonly string[],
): Promise<Reading> => {
  const readings: Reading[] = []
  for (const environment of environments)
    readings.push(await readEnvironmentByRest(github, repository, environment))
  return {
    deployments: readings.flatMap(({ deployments }) => deployments),
    complete: readings.every(({ complete }) => complete),
  }
}

/** No GraphQL on this server or with this token, or an older one: REST says the same, or says what the token lacks. */
const isUnavailable = (error: unknown): boolean =>
  error instanceof GitHubError && ['forbidden', 'not-found', 'invalid'].includes(error.failure)

const read = async (
  github: GitHub,
  repository: RepositoryName,
  environments: readonly string[],
): Promise<Reading> => {
  try {
    const reading = await readByGraphql(github, repository, environments)
    if (reading) return reading
  } catch (error) {
    if (!isUnavailable(error)) throw error
  }
  return readByRest(github, repository, environments)
}

/**
 * What runs in an environment that goes by these names on GitHub, what is on its way there, and what was there lately.
 * Needs `deployments: read`. Throws GitHubError.
 */
export const liveIn = async (
  github: GitHub,
  repository: RepositoryName,
  environments: readonly string[],
  { trustedCreators }: DeploymentsOptions = {},
): Promise<EnvironmentHistory> => {
  // Without a name GitHub would tell of every environment there is.
  if (environments.length === 0) return environmentHistory([], true)
  const { deployments, complete } = await read(github, repository, environments)
  const elsewhere = deployments.find(
    ({ environment }) => !environments.some((name) => name.toLowerCase() === environment.toLowerCase()),
  )
  if (elsewhere)
    throw rubbish(listRoute, `deployment ${elsewhere.id} went to another environment than asked for`)
  return environmentHistory(deployments, complete, trustedCreators)
}
