/** Who tells what was deployed to one environment. */
import type { Configuration, ReleasesSource, WorkflowRunsSource } from './configuration.ts'

export interface DeploymentSources {
  /** Whether GitHub's own deployments count. */
  readonly githubDeployments: boolean
  readonly runs: readonly WorkflowRunsSource[]
  readonly releases: readonly ReleasesSource[]
}

export const deploymentSourcesOf = (
  { deployments }: Pick<Configuration, 'deployments'>,
  environment: string,
): DeploymentSources => ({
  githubDeployments: deployments.some(({ kind }) => kind === 'github-deployments'),
  runs: workflowRunsIn({ deployments }).filter((source) => source.environment === environment),
  releases: releaseSourcesIn({ deployments }).filter((source) => source.environment === environment),
})

export const workflowRunsIn = ({
  deployments,
}: Pick<Configuration, 'deployments'>): readonly WorkflowRunsSource[] =>
  deployments.filter((source) => source.kind === 'workflow-runs')

export const releaseSourcesIn = ({
  deployments,
}: Pick<Configuration, 'deployments'>): readonly ReleasesSource[] =>
  deployments.filter(
    (source): source is ReleasesSource => source.kind === 'releases' || source.kind === 'tags',
  )
