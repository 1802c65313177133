/** An organisation's policy over a repository's: what the repository says counts where it is at least as strict. */
import { type Mode, modes } from '../domain/decision.ts'
import type {
  AutoApprove,
  Component,
  Configuration,
  Emergency,
  Environment,
  EnvironmentSettings,
  ScopedWindow,
  Slo,
  Window,
} from './configuration.ts'
import { defaultEnvironment } from './defaults.ts'
import { formatReviewer } from './reviewer.ts'

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
  audit: Math.max(one.audit, other.audit),
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
  allowStale: organisation.allowStale && own.allowStale,
  neverAutoApprove: both(organisation.neverAutoApprove, own.neverAutoApprove),
  slo: stricterSlo(organisation.slo, own.slo),
  windows: bothWindows(organisation.windows, own.windows),
  escalate: own.escalate ?? organisation.escalate,
})

/** What both name is made of both; the others stay as they are, the repository's first. */
const byName = <Named extends { readonly name: string }>(
  organisation: readonly Named[],
  own: readonly Named[],
  join: (organisation: Named, own: Named) => Named,
): readonly Named[] => [
  ...own.map((each) => {
    const above = organisation.find(({ name }) => name === each.name)
    return above === undefined ? each : join(above, each)
  }),
  ...organisation.filter(({ name }) => own.every((each) => each.name !== name)),
]

/** A repository has a catalogue of its own; of the organisation's, what makes anything stricter stays. */
const bothComponents = (
  organisation: readonly Component[],
  own: readonly Component[],
): readonly Component[] => {
  const strict = organisation.filter(
    ({ windows, customers, slo }) => windows.length > 0 || customers.length > 0 || slo !== null,
  )
  return byName(own.length > 0 ? strict : organisation, own, (one, other) => ({
    ...other,
    paths: both(other.paths, one.paths),
    dependsOn: both(other.dependsOn, one.dependsOn),
    customers: both(other.customers, one.customers),
    slo: stricterSlo(one.slo, other.slo),
    windows: both(one.windows.map(scopedOfOrganisation), other.windows),
  }))
}

/** Objectives over windows that differ cannot be compared: then the organisation's holds as it is. */
const stricterSlo = (organisation: Slo | null, own: Slo | null): Slo | null => {
  if (organisation === null || own === null) return organisation ?? own
  if (own.window.seconds !== organisation.window.seconds) return organisation
  return {
    ...organisation,
    objective: Math.max(organisation.objective, own.objective),
    counts: {
      degraded: Math.max(organisation.counts.degraded, own.counts.degraded),
      unknown: Math.max(organisation.counts.unknown, own.counts.unknown),
    },
    tightenBelow: Math.max(organisation.tightenBelow, own.tightenBelow),
    fixesBelow: Math.max(organisation.fixesBelow, own.fixesBelow),
  }
}

/** Hours that a repository allows must not open those that its organisation does: both have to. */
const ofOrganisation = (window: Window): Window =>
  window.effect.kind === 'allow' ? { ...window, effect: { kind: 'allow', by: 'organisation' } } : window

const bothWindows = (organisation: readonly Window[], own: readonly Window[]): readonly Window[] =>
  both(organisation.map(ofOrganisation), own)

const scopedOfOrganisation = (scoped: ScopedWindow): ScopedWindow => ({
  ...scoped,
  window: ofOrganisation(scoped.window),
})

/** Where both name somebody, only those whom both name. */
const stricterEmergency = (one: Emergency, other: Emergency): Emergency => {
  const names = new Set(other.by.map(formatReviewer))
  return {
    by:
      one.by.length === 0
        ? other.by
        : other.by.length === 0
          ? one.by
          : one.by.filter((each) => names.has(formatReviewer(each))),
    reviewWithin:
      one.reviewWithin.seconds <= other.reviewWithin.seconds ? one.reviewWithin : other.reviewWithin,
  }
}

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
    components: bothComponents(organisation.components, own.components),
    customers: byName(organisation.customers, own.customers, (one, other) => ({
      ...other,
      windows: both(one.windows.map(scopedOfOrganisation), other.windows),
    })),
    environments,
    incidents: both(own.incidents, organisation.incidents),
    ledger: organisation.ledger ?? own.ledger,
    prior: organisation.prior ?? own.prior,
    emergency: stricterEmergency(organisation.emergency, own.emergency),
  }
}
