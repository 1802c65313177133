/** An organisation's policy over a repository's: what the repository says counts where it is at least as strict. */
import { type Mode, modes } from '../domain/decision.ts'
import type { AutoApprove, Configuration, Environment, EnvironmentSettings } from './configuration.ts'
import { defaultEnvironment } from './defaults.ts'

const stricterMode = (one: Mode, other: Mode): Mode =>
  modes.indexOf(one) >= modes.indexOf(other) ? one : other

const both = <Item>(one: readonly Item[], other: readonly Item[]): readonly Item[] => {
  const seen = new Set<string>()
  return [...one, ...other].filter((item) => {
    const text = JSON.stringify(item)
    return !seen.has(text) && seen.add(text)
  })
}

const lower = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other)

const stricterApproval = (one: AutoApprove, other: AutoApprove): AutoApprove => ({
  reviewRiskiest: Math.max(one.reviewRiskiest, other.reviewRiskiest),
  failureRate: lower(one.failureRate, other.failureRate),
  confidence: Math.max(one.confidence, other.confidence),
  actsOn: one.actsOn.filter((act) => other.actsOn.includes(act)),
})

const stricter = (organisation: EnvironmentSettings, own: EnvironmentSettings): EnvironmentSettings => ({
  mode: stricterMode(organisation.mode, own.mode),
  // What belongs to an environment is the repository's to say; it makes nothing laxer.
  githubEnvironments: both(own.githubEnvironments, organisation.githubEnvironments),
  components: own.components,
  soakedIn: own.soakedIn ?? organisation.soakedIn,
  autoApprove: stricterApproval(organisation.autoApprove, own.autoApprove),
  review: both(organisation.review, own.review),
  neverAutoApprove: both(organisation.neverAutoApprove, own.neverAutoApprove),
  slo: own.slo ?? organisation.slo,
  windows: both(organisation.windows, own.windows),
})

/**
 * The repository's policy, held to the organisation's. An environment that only one of them names gets the strictness
 * of the other's file as a whole.
 */
export const tighten = (organisation: Configuration, own: Configuration): Configuration => {
  const settingsIn = ({ environments, mode }: Configuration, name: string): EnvironmentSettings =>
    environments.find((environment) => environment.name === name) ?? defaultEnvironment(name, mode)
  const names = both(
    own.environments.map(({ name }) => name),
    organisation.environments.map(({ name }) => name),
  )
  const environments: readonly Environment[] = names.map((name) => ({
    name,
    ...stricter(settingsIn(organisation, name), settingsIn(own, name)),
  }))
  return {
    ...own,
    mode: stricterMode(organisation.mode, own.mode),
    components: own.components.length > 0 ? own.components : organisation.components,
    environments,
    incidents: both(own.incidents, organisation.incidents),
    ledger: organisation.ledger ?? own.ledger,
  }
}
