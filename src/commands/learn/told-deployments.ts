/** Deployments that GitHub tells of, by all the sources a configuration names: only what the ledger does not hold yet. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { DeploymentSource } from '../../config/configuration.ts'
import type { Deployment } from '../../domain/deployment.ts'
import { deploymentsSince } from '../../sources/github/deployments-since.ts'
import { deploymentsByRuns } from '../../sources/github/run-deployments.ts'
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
}

export interface ToldDeployments {
  readonly deployments: readonly Deployment[]
  /** What could not be asked, or was asked in vain: whole sentences without a full stop. */
  readonly notes: readonly string[]
}

/** Throws GitHubError. */
export const deploymentsToldBy = async (
  github: GitHub,
  repository: RepositoryName,
  { sources, environments, defaultBranch, known, now, lookbackSeconds }: ToldRequest,
): Promise<ToldDeployments> => {
  const deployments: Deployment[] = []
  const notes: string[] = []
  const cut = (what: string): string =>
    `GitHub holds more ${what} than were asked for; what is older than the newest ${mostPages * 100} is not known`
  for (const source of sources) {
    if (source.kind === 'github-deployments') {
      const since = askSince(known, now, lookbackSeconds)
      const found = await deploymentsSince(github, repository, { environments, since, mostPages })
      deployments.push(...found.deployments)
      if (!found.complete) notes.push(cut('deployments'))
      continue
    }
    // What is known of another environment says nothing of how far this one was asked for.
    const own = known.filter(({ environment }) => environment === source.environment)
    const found = await deploymentsByRuns(github, repository, {
      ...{ source, defaultBranch, known: own, mostPages },
      since: askSince(own, now, lookbackSeconds),
      lookback: now - lookbackSeconds,
    })
    deployments.push(...found.deployments)
    if (!found.complete) notes.push(cut(`runs of ${source.workflow}`))
    if (found.jobFound === false)
      notes.push(
        `no run of ${source.workflow} that was looked at has a job named "${source.job}"; write the name that its runs show`,
      )
  }
  return { deployments, notes }
}
