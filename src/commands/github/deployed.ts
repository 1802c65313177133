/** What was deployed to an environment lately: by GitHub's deployments, and where they tell of nothing by workflow runs. */
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
  if (told.live !== null || sources.runs.length === 0) return told
  // Few have them: who has none does not load them.
  const { liveByRuns } = await import('../../sources/github/run-history.ts')
  return liveByRuns(job.github, job.repository, sources.runs, job.defaultBranch)
}
