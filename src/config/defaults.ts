import type { Configuration, EnvironmentSettings } from './configuration.ts'
import { readDuration } from './duration.ts'
import { mustRead } from './reading.ts'
import { readShare } from './share.ts'

/** What holds where the file is silent, spelled as the file would; the schema, the docs and the code all read it here. */
export const defaults = {
  mode: 'observe',
  reviewRiskiest: '10%',
  confidence: '90%',
  audit: '2%',
  reviewAtLeast: 'low',
  reviewFrom: 'drivers',
  approvals: 1,
  shared: false,
  allowStale: false,
  timeZone: 'UTC',
  incidentCreators: ['collaborators'],
  preReleases: 'none',
  degraded: '30%',
  unknownImpact: '100%',
  tightenBelow: '50%',
  fixesBelow: '10%',
  escalateAfter: '4h',
  workingHours: 'Mon-Fri 09:00-18:00',
  soak: '72h',
  maturity: '14d',
  lookback: '24mo',
  experience: 'on',
  comment: 'on-review',
  reviewWithin: '2d',
  onCall: '.github/on-call.yml',
} as const

/**
 * Who states a failure budget wants to know what goes out unreviewed, and pays for it with one look in fifty: at 1,000
 * changes a year twenty, enough to notice a review that finds something in one of ten. Who states none is not asked for
 * more than the share of the riskiest.
 */
export const usualAudit = (statesBudget: boolean): number =>
  statesBudget ? mustRead(readShare(defaults.audit)) : 0

/** Settings of an environment the file says nothing about. `name` is its GitHub environment, too. */
export const defaultEnvironment = (
  name: string,
  mode: Configuration['mode'] = defaults.mode,
): EnvironmentSettings => ({
  mode,
  githubEnvironments: [name],
  components: [],
  soakedIn: null,
  autoApprove: {
    reviewRiskiest: mustRead(readShare(defaults.reviewRiskiest)),
    failureRate: null,
    confidence: mustRead(readShare(defaults.confidence)),
    audit: usualAudit(false),
    actsOn: [],
  },
  review: [
    {
      atLeast: defaults.reviewAtLeast,
      from: { kind: 'drivers' },
      approvals: defaults.approvals,
      shared: defaults.shared,
    },
  ],
  allowStale: defaults.allowStale,
  neverAutoApprove: [],
  slo: null,
  windows: [],
  escalate: null,
})

/** What holds without any file. Loads no library: most runs of the gate have no configuration. */
export const defaultConfiguration = (): Configuration => ({
  version: 1,
  mode: defaults.mode,
  components: [],
  customers: [],
  environments: [],
  deployments: [{ kind: 'github-deployments' }],
  incidents: [],
  outcome: {
    soak: mustRead(readDuration(defaults.soak)),
    maturity: mustRead(readDuration(defaults.maturity)),
  },
  history: { lookback: mustRead(readDuration(defaults.lookback)) },
  ledger: null,
  prior: null,
  experience: true,
  comment: defaults.comment,
  emergency: { by: [], reviewWithin: mustRead(readDuration(defaults.reviewWithin)) },
  onCall: defaults.onCall,
})
