/** What workflow runs say of an environment: what runs there, and what was there lately. */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { WorkflowRunsSource } from '../../config/configuration.ts'
import {
  type DeploymentFacts,
  type DeploymentState,
  type EnvironmentHistory,
  environmentHistory,
} from './deployment-history.ts'
import { attemptsOfJob } from './run-jobs.ts'
import { type Attempt, type RunState, type WorkflowRun, workflowRuns } from './workflow-runs.ts'

const states: Readonly<Record<RunState, DeploymentState>> = {
  waiting: 'in_progress',
  succeeded: 'success',
  failed: 'failure',
  idle: 'error',
  unknown: 'error',
}

const isoMoment = (seconds: number): string => new Date(seconds * 1000).toISOString()

const factsOf = (
  environment: string,
  { id, sha, createdAt }: WorkflowRun,
  attempts: readonly Attempt[],
): DeploymentFacts => {
  const statuses = attempts.map(({ state, startedAt, endedAt }) => ({
    state: states[state],
    at: isoMoment(state === 'waiting' ? startedAt : endedAt),
    creator: null,
  }))
  // What went through once runs, also where a later attempt did not begin, or has not ended yet.
  const through = statuses.filter(({ state }) => state === 'success')
  return {
    ...{ id, sha, environment, creator: null },
    createdAt: isoMoment(createdAt),
    statuses: through.length > 0 && statuses.at(-1)?.state === 'error' ? through : statuses,
  }
}

/**
 * The newest hundred runs of each workflow. Needs `actions: read`; of a job `checks: read`. A run that was started again
 * and failed is told by that alone, unless a job is named: what ran before it is then said to be live, and the change
 * is only ever larger for it. Throws GitHubError.
 */
export const liveByRuns = async (
  github: GitHub,
  repository: RepositoryName,
  sources: readonly WorkflowRunsSource[],
  defaultBranch: string,
): Promise<EnvironmentHistory> => {
  const facts: DeploymentFacts[] = []
  let whole = true
  for (const source of sources) {
    const { runs, complete } = await workflowRuns(github, repository, {
      ...source,
      defaultBranch,
      isEnough: () => false,
      mostPages: 1,
    })
    const attempts = source.job === null ? null : await attemptsOfJob(github, runs, source.job)
    for (const run of runs)
      facts.push(factsOf(source.environment, run, attempts === null ? [run] : (attempts.get(run.id) ?? [])))
    whole &&= complete
  }
  return environmentHistory(facts, whole)
}
