/** The model as the gate will want it, fitted on what was just learned. */
import type { EnvironmentSettings } from '../../config/configuration.ts'
import { chooseEnvironment } from '../../config/environment.ts'
import type { KnownIncident } from '../../history/known-incidents.ts'
import type { ToldOutcomes } from '../../history/told-outcomes.ts'
import { findStanding } from '../gate/kept-standing.ts'
import { toldIncidents } from '../gate/remembered-incidents.ts'
import type { Standing } from '../gate/standing.ts'
import type { Ground } from './ground.ts'

export interface StandingFor {
  readonly standing: Standing
  readonly environment: string
  readonly settings: EnvironmentSettings
}

/** Fits as the gate would, and keeps it where the gate looks: of the environment that is meant when nobody names one. */
export const refit = async (
  { history, repository, configuration, indexDirectory, prior }: Ground,
  labels: ReadonlyMap<string, ToldOutcomes>,
  incidents: readonly KnownIncident[],
): Promise<StandingFor | null> => {
  if (history.head < 0) return null
  const [name = 'production'] = [...['production'].filter((usual) => labels.has(usual)), ...labels.keys()]
  const isConfigured = configuration.environments.some((environment) => environment.name === name)
  const { settings } = chooseEnvironment(
    isConfigured || configuration.environments.length === 0
      ? configuration
      : { ...configuration, environments: [] },
    name,
  )
  const told = labels.get(name)!
  const standing = await findStanding(
    indexDirectory,
    {
      index: history.index,
      head: history.head,
      configuration,
      prior,
      told,
      ...(incidents.length === 0
        ? {}
        : {
            incidents: toldIncidents({
              ...{ repository, history, configuration, incidents, told },
              environment: name,
            }),
          }),
    },
    settings.autoApprove.reviewRiskiest,
  )
  return { standing, environment: name, settings }
}
