/** Which environments `learn` speaks of, and under which names. */
import type { Configuration } from '../../config/configuration.ts'
import type { DeploymentOutcome } from '../../history/deployment-outcomes.ts'

/** Under our names of the environments, where others have theirs. */
export const named =
  ({ environments }: Configuration) =>
  <Placed extends { readonly environment: string }>(placed: Placed): Placed => ({
    ...placed,
    environment:
      environments.find(({ githubEnvironments }) => githubEnvironments.includes(placed.environment))?.name ??
      placed.environment,
  })

/** Those that were deployed to, and those that a policy names: a word on a change counts in each. */
export const environmentsOf = (
  { environments }: Pick<Configuration, 'environments'>,
  outcomes: readonly DeploymentOutcome[],
): readonly string[] => {
  const seen = new Set(outcomes.map(({ deployment }) => deployment.environment))
  for (const { name } of environments) seen.add(name)
  if (environments.length === 0) seen.add('production')
  return [...seen].sort()
}
