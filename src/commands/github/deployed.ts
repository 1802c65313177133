/** What was deployed to an environment lately: by GitHub's deployments, and where they tell of nothing by workflow runs, then by releases. */
import { type EnvironmentHistory, environmentHistory } from '../../sources/github/deployment-history.ts'
import { liveIn } from '../../sources/github/deployments.ts'
import type { DeploymentPlace } from '../gate/outside.ts'
import type { Job } from './job.ts'

/** Throws GitHubError. */
export const deployedIn = async (
  job: Job,
  { environments, sources }: DeploymentPlace,
): Promise<EnvironmentHistory> => {
  const told = sources.githubDeployments
    ? await liveIn(job.github, job.repository, environments)
    : environmentHistory([], true)
  // Few have these: who has none does not load them.
  const ran = told.live !== null || sources.runs.length === 0 ? told : await byRuns(job, sources)
  const published = sources.releases.filter(({ kind }) => kind === 'releases')
  if (ran.live !== null || !ran.complete || published.length === 0) return ran
  const { liveByReleases } = await import('../../sources/github/release-history.ts')
  return liveByReleases(job.github, job.repository, published)
}

const byRuns = async (
  job: Job,
  { runs }: Pick<DeploymentPlace['sources'], 'runs'>,
): Promise<EnvironmentHistory> => {
  const { liveByRuns } = await import('../../sources/github/run-history.ts')
  return liveByRuns(job.github, job.repository, runs, job.defaultBranch)
}
