/** Labels of parts in every environment: an environment has its own, for what failed in staging is no failure of production. */
import type { Configuration } from '../../config/configuration.ts'
import type { DeploymentOutcome } from '../../history/deployment-outcomes.ts'
import type { ToldOutcomes } from '../../history/told-outcomes.ts'
import { type BlameRequest, blameParts } from './blame.ts'
import { type Influence, labelBounds } from './bounds.ts'
import { environmentsOf } from './environments.ts'

export interface Labelled {
  /** By environment. */
  readonly labels: ReadonlyMap<string, ToldOutcomes>
  readonly influences: readonly Influence[]
}

/** @param request accusations of all environments, and no outcomes */
export const labelEnvironments = (
  request: Omit<BlameRequest, 'outcomes'>,
  configuration: Pick<Configuration, 'environments'>,
  outcomes: readonly DeploymentOutcome[],
): Labelled => {
  const labels = new Map<string, ToldOutcomes>()
  const influences: Influence[] = []
  const bound = labelBounds(request)
  for (const name of environmentsOf(configuration, outcomes)) {
    const bounded = bound(
      blameParts({
        ...request,
        outcomes: outcomes.filter(({ deployment }) => deployment.environment === name),
        accusations: (request.accusations ?? []).filter(({ environment = name }) => environment === name),
      }),
    )
    labels.set(name, bounded.told)
    influences.push(...bounded.influences)
  }
  return { labels, influences }
}
