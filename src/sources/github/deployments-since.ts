/** Deployments of some environments since a moment, newest first, with what was reported of each: pages of GraphQL. */
import { type GitHub, GitHubError, type RepositoryName } from '../../clients/github/github.ts'
import { type Answer, answerOf, text } from '../../clients/github/shapes.ts'
import type { Deployment, Report } from '../../domain/deployment.ts'
import { reportedState } from '../deployment-lines.ts'
import { because, name, recordOrNull } from './reading.ts'

const queryRoute = 'POST /graphql'
const perPage = 100
/** A healthy deployment has three or four statuses; the newest are told. */
const mostStatuses = 20

export const deploymentsSinceQuery = `query DeploymentsSince($owner: String!, $repo: String!, $environments: [String!]!, $after: String) {
  repository(owner: $owner, name: $repo) {
    deployments(environments: $environments, first: ${perPage}, after: $after, orderBy: { field: CREATED_AT, direction: DESC }) {
      pageInfo { hasNextPage endCursor }
      nodes {
        commitOid
        environment
        createdAt
        statuses(first: ${mostStatuses}) { nodes { state createdAt logUrl } }
      }
    }
  }
}`

const seconds = (moment: string): number => Date.parse(moment) / 1000

/** What GitHub calls inactive was replaced: what it was before says how it went. */
const reportOf = (status: Answer): readonly Report[] => {
  const state = reportedState(status.text('state'))
  return state === null ? [] : [{ state, at: seconds(status.moment('createdAt')) }]
}

const deploymentOf = (node: Answer): Deployment => {
  const statuses = node.list('statuses.nodes')
  const startedAt = seconds(node.moment('createdAt'))
  const reports = statuses
    .flatMap(reportOf)
    .filter(({ state }) => state !== 'waiting' && state !== 'inactive')
    .toSorted((one, other) => one.at - other.at)
  const url = statuses
    .map((status) => status.orNull('logUrl', text))
    .find((each) => each?.startsWith('https://'))
  return {
    environment: node.is('environment', name),
    sha: node.commitName('commitOid'),
    startedAt,
    // Nothing decided yet is told too: it is asked about until it is.
    reports: reports.length > 0 ? reports : [{ state: 'waiting', at: startedAt }],
    ...(typeof url === 'string' ? { url } : {}),
  }
}

export interface SinceRequest {
  /** GitHub's names of the environments. */
  readonly environments: readonly string[]
  /** Seconds. */
  readonly since: number
  /** Requests at most; each tells of a hundred. */
  readonly mostPages: number
}

export interface DeploymentsSince {
  readonly deployments: readonly Deployment[]
  /** False where there are more than could be asked for: the oldest are missing. */
  readonly complete: boolean
}

/** GraphQL does not tell which permission a field wants. */
const askPage = async (github: GitHub, variables: Readonly<Record<string, unknown>>): Promise<unknown> => {
  try {
    return await github.graphql<unknown>(deploymentsSinceQuery, variables, { repeatable: true })
  } catch (error) {
    if (!(error instanceof GitHubError) || error.failure !== 'forbidden') throw error
    throw because(error, 'deployments: read, contents: read')
  }
}

/** Needs `deployments: read`. Throws GitHubError. */
export const deploymentsSince = async (
  github: GitHub,
  repository: RepositoryName,
  { environments, since, mostPages }: SinceRequest,
): Promise<DeploymentsSince> => {
  const deployments: Deployment[] = []
  // Without a name GitHub would tell of every environment there is.
  if (environments.length === 0) return { deployments, complete: true }
  let after: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const answer = answerOf(queryRoute, await askPage(github, { ...repository, environments, after }))
    const listed: Answer | null =
      recordOrNull(answer, 'repository') && recordOrNull(answer, 'repository.deployments')
    if (listed === null) return { deployments, complete: true }
    const read = listed.list('nodes').map(deploymentOf)
    deployments.push(...read.filter(({ startedAt }) => startedAt >= since))
    after = listed.flag('pageInfo.hasNextPage') ? listed.text('pageInfo.endCursor') : null
    if (after === null || read.some(({ startedAt }) => startedAt < since))
      return { deployments, complete: true }
  }
  return { deployments, complete: false }
}
