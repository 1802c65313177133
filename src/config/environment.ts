import { UsageError } from '../domain/errors.ts'
import type { Configuration, Environment, EnvironmentSettings } from './configuration.ts'
import { defaultEnvironment } from './defaults.ts'
import { nearest } from './nearest.ts'

export interface ChosenEnvironment {
  readonly name: string
  readonly settings: EnvironmentSettings
  /** True when nobody named it: neither the caller nor a file with a single environment. */
  readonly assumed: boolean
}

const usual = 'production'

/**
 * The environment a change is asked to run in: the one named (by our name or a GitHub environment's), else the only one
 * configured, else `production`.
 * @throws UsageError for a name the configuration does not know, or where several are configured and none is the usual.
 */
export const chooseEnvironment = (configuration: Configuration, name?: string): ChosenEnvironment => {
  const { environments } = configuration
  const [only] = environments
  if (only === undefined) {
    const wanted = name ?? usual
    return {
      name: wanted,
      settings: defaultEnvironment(wanted, configuration.mode),
      assumed: name === undefined,
    }
  }
  if (name === undefined && environments.length === 1) return chosen(only, false)
  const found = find(environments, name ?? usual)
  if (found !== undefined) return chosen(found, name === undefined)
  throw new UsageError(name === undefined ? sayWhich(environments) : sayUnknown(environments, name))
}

const chosen = ({ name, ...settings }: Environment, assumed: boolean): ChosenEnvironment => ({
  name,
  settings,
  assumed,
})

const find = (environments: readonly Environment[], name: string): Environment | undefined =>
  environments.find((environment) => environment.name === name) ??
  environments.find((environment) => environment.githubEnvironments.includes(name))

const sayWhich = (environments: readonly Environment[]): string =>
  `environment: several are configured and none is called ${usual}; name one of ${listNames(environments)}`

const sayUnknown = (environments: readonly Environment[], name: string): string => {
  const known = environments.flatMap((environment) => [environment.name, ...environment.githubEnvironments])
  const meant = nearest(name, known)
  return `environment ${JSON.stringify(name)} is not configured; known are ${listNames(environments)}${
    meant === undefined ? '' : ` (did you mean ${meant}?)`
  }`
}

const listNames = (environments: readonly Environment[]): string =>
  environments.map(({ name }) => name).join(', ')
