/** Deployments that GitHub tells of, by all the sources a configuration names: only what the ledger does not hold yet. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { DeploymentSource, ReleasesSource, WorkflowRunsSource } from '../../config/configuration.ts'
import type { Deployment, ToldDeployments } from '../../domain/deployment.ts'
import { deploymentsSince } from '../../sources/github/deployments-since.ts'
import { deploymentsByRuns } from '../../sources/github/run-deployments.ts'
import type { PlacedRequest } from '../../sources/published-versions.ts'
import { askSince } from './since.ts'

/** Each tells of a hundred; a first run with more of them learns from the newest. */
const mostPages = 10

export interface ToldRequest {
  readonly sources: readonly DeploymentSource[]
  /** GitHub's names of the environments. */
  readonly environments: readonly string[]
  readonly defaultBranch: string
  /** What the ledger holds. */
  readonly known: readonly Deployment[]
  /** Seconds. */
  readonly now: number
  readonly lookbackSeconds: number
  readonly maturitySeconds: number
  /** The clone, in which versions are placed. */
  readonly clone: PlacedRequest
}

type Told = ToldRequest & { readonly github: GitHub; readonly repository: RepositoryName }

/** Throws GitHubError. */
export const deploymentsToldBy = async (
  github: GitHub,
  repository: RepositoryName,
  request: ToldRequest,
): Promise<ToldDeployments> => {
  const deployments: Deployment[] = []
  const notes: string[] = []
  for (const source of request.sources) {
    const told = await toldBy({ ...request, github, repository }, source)
    deployments.push(...told.deployments)
    notes.push(...told.notes)
  }
  return { deployments, notes }
}

const cut = (what: string): string =>
  `GitHub holds more ${what} than were asked for; what is older than the newest ${mostPages * 100} is not known`

const toldBy = async (request: Told, source: DeploymentSource): Promise<ToldDeployments> => {
  const { github, repository, environments, known, now, lookbackSeconds } = request
  if (source.kind === 'github-deployments') {
    const since = askSince(known, now, lookbackSeconds)
    const found = await deploymentsSince(github, repository, { environments, since, mostPages })
    return { deployments: found.deployments, notes: found.complete ? [] : [cut('deployments')] }
  }
  // What is known of another environment says nothing of how far this one was asked for.
  const own = known.filter(({ environment }) => environment === source.environment)
  const reach: Reach = {
    known: own,
    since: askSince(own, now, lookbackSeconds),
    lookback: now - lookbackSeconds,
  }
  return source.kind === 'workflow-runs' ? byRuns(request, source, reach) : byVersions(request, source, reach)
}

interface Reach {
  readonly known: readonly Deployment[]
  /** Seconds. */
  readonly since: number
  readonly lookback: number
}

const byRuns = async (
  { github, repository, defaultBranch }: Told,
  source: WorkflowRunsSource,
  reach: Reach,
): Promise<ToldDeployments> => {
  const { deployments, complete, jobFound } = await deploymentsByRuns(github, repository, {
    ...{ source, defaultBranch, mostPages },
    ...reach,
  })
  const notes = complete ? [] : [cut(`runs of ${source.workflow}`)]
  if (jobFound === false)
    notes.push(
      `no run of ${source.workflow} that was looked at has a job named "${source.job}"; write the name that its runs show`,
    )
  return { deployments, notes }
}

/** Few have them: who has none does not load them. */
const byVersions = async (
  { github, repository, clone, maturitySeconds, now }: Told,
  source: ReleasesSource,
  reach: Reach,
): Promise<ToldDeployments> => {
  if (source.kind === 'tags') {
    const { deploymentsByTags } = await import('./tagged-deployments.ts')
    return deploymentsByTags({ ...clone, ...reach, source })
  }
  const { deploymentsByReleases } = await import('../../sources/github/release-deployments.ts')
  const { deployments, complete, untagged } = await deploymentsByReleases(github, repository, {
    ...{ ...clone, ...reach, source, maturitySeconds, now, mostPages },
  })
  return { deployments, notes: [...(complete ? [] : [cut('releases')]), ...sayUntagged(untagged)] }
}

const sayUntagged = (tags: readonly string[]): readonly string[] =>
  tags.length === 0
    ? []
    : [
        `${tags.length} published releases have no tag that could be found (${tags[0]}${tags.length > 1 ? ', …' : ''}), and are not counted; push the tag again, or delete the release`,
      ]
