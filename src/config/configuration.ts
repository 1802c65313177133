import type { Band, Mode } from '../domain/decision.ts'
import type { PriorReference } from './prior-reference.ts'

export const commentSettings = ['always', 'on-review', 'never'] as const
export type CommentSetting = (typeof commentSettings)[number]

/** What the gate may approve with its own name. */
export const actsOn = ['pull-requests', 'deployments'] as const
export type ActsOn = (typeof actsOn)[number]

/**
 * What the team asked for, typed and complete: every default is filled in, so readers never ask twice.
 * Shares are 0..1 (10% in the file is 0.1 here); lists keep the order of the file.
 */
export interface Configuration {
  readonly version: 1
  readonly mode: Mode
  readonly components: readonly Component[]
  /** Those who have windows of their own. */
  readonly customers: readonly Customer[]
  readonly environments: readonly Environment[]
  readonly deployments: readonly DeploymentSource[]
  readonly incidents: readonly IncidentSource[]
  readonly outcome: { readonly soak: Duration; readonly maturity: Duration }
  readonly history: { readonly lookback: Duration }
  /** Ledger URL as written; null where the file names none (the command line and the Action have their own default). */
  readonly ledger: string | null
  /** What is believed before this repository has outcomes of its own; null: what the release ships. */
  readonly prior: PriorReference | null
  /** Whether signals may count how often somebody worked on a file before. */
  readonly experience: boolean
  readonly comment: CommentSetting
  /** Where it is written who is on call. */
  readonly onCall: string
  readonly emergency: Emergency
}

/** Who may let something out against everything else, and by when somebody reviews it afterwards. */
export interface Emergency {
  /** Nobody where it is empty. */
  readonly by: readonly NamedReviewer[]
  readonly reviewWithin: Duration
}

/** A length of time, and how the file spells it. A month is a twelfth of a year of 365.25 days. */
export interface Duration {
  readonly seconds: number
  readonly text: string
}

/** Objective 0..1 over a rolling window. */
export interface Slo {
  readonly objective: number
  readonly window: Duration
  /** What a second of an incident takes of the budget, 0..1, by what it did. */
  readonly counts: { readonly degraded: number; readonly unknown: number }
  /** Shares of the budget, 0..1: below the first what is left tightens the limit, below the second only fixes flow. */
  readonly tightenBelow: number
  readonly fixesBelow: number
  /** Queries that count instead of incidents, with `$window` for the length of time. */
  readonly prometheus: { readonly errors: string; readonly total: string } | null
}

export interface Component {
  readonly name: string
  readonly paths: readonly string[]
  /** Names of other components, or of things outside the repository (a database). */
  readonly dependsOn: readonly string[]
  readonly customers: readonly string[]
  /** Whom to ask about it, beside CODEOWNERS. */
  readonly owners: readonly NamedReviewer[]
  readonly slo: Slo | null
  readonly windows: readonly ScopedWindow[]
}

export interface Customer {
  readonly name: string
  readonly windows: readonly ScopedWindow[]
}

export interface Environment extends EnvironmentSettings {
  readonly name: string
}

export interface EnvironmentSettings {
  /** Of the environment, else of the file. */
  readonly mode: Mode
  /** GitHub environments whose deployments belong to this one; never empty. */
  readonly githubEnvironments: readonly string[]
  /** Only parts that touch these, or what they depend on, are deployed here; empty means all. */
  readonly components: readonly string[]
  readonly soakedIn: { readonly environment: string; readonly for: Duration } | null
  readonly autoApprove: AutoApprove
  readonly review: readonly ReviewRequest[]
  /** Whether a review of an earlier commit of a pull request counts for its newest. */
  readonly allowStale: boolean
  readonly neverAutoApprove: readonly string[]
  readonly slo: Slo | null
  readonly windows: readonly Window[]
  /** When somebody further is asked, because nobody has answered; null: nobody ever is. */
  readonly escalate: Escalation | null
}

/** Whom a question goes to when those who were asked have not answered in so much working time. */
export interface Escalation {
  readonly after: Duration
  /** `drivers`: the next one who knows what drives the risk. */
  readonly to: NamedReviewer | { readonly kind: 'drivers' } | { readonly kind: 'on-call' }
  readonly hours: WorkingHours
  readonly timeZone: string
}

/** Days of the week (0 is Sunday), and from when to when on each, `HH:MM` on the wall; `24:00` ends a day. */
export interface WorkingHours {
  readonly days: readonly number[]
  readonly from: string
  readonly to: string
}

export interface AutoApprove {
  /** The share of parts, riskiest first, that a person looks at. */
  readonly reviewRiskiest: number
  /** Failure budget of what goes out unreviewed; null where none is stated, and the limit then stays a rank. */
  readonly failureRate: number | null
  /** How sure a certificate of that budget must be. */
  readonly confidence: number
  /** Of what would go out unreviewed, the share that is looked at all the same. */
  readonly audit: number
  readonly actsOn: readonly ActsOn[]
}

/** Who is asked from which band on. */
export interface ReviewRequest {
  readonly atLeast: Band
  readonly from: Reviewer
  readonly approvals: number
  /** Whether an approval that counts here may count for another request, too. */
  readonly shared: boolean
}

export type Reviewer =
  /** Whoever knows what drives the risk. */
  | { readonly kind: 'drivers' }
  | NamedReviewer
  /** Any of several. */
  | { readonly kind: 'any'; readonly of: readonly NamedReviewer[] }

export type NamedReviewer =
  | { readonly kind: 'team'; readonly organisation: string; readonly team: string }
  | { readonly kind: 'user'; readonly login: string }

/** An agreed time. It moves the limit, asks for a person or lets nothing out; it never touches the risk. */
export type Window = RecurringWindow | FixedWindow

/** Of a component or a customer. */
export interface ScopedWindow {
  readonly window: Window
  /** Where it holds; empty means everywhere. */
  readonly environments: readonly string[]
}

/** Times at which a window is not in force: local times in its zone, as `FixedWindow` has them. */
export interface WindowException {
  readonly from: string
  readonly to: string
}

export interface RecurringWindow {
  readonly kind: 'recurring'
  readonly name: string
  /** Five fields: minute, hour, day of month, month, day of week. */
  readonly cron: string
  /** Time that passes after each start; a clock change inside does not stretch it. */
  readonly for: Duration
  readonly timeZone: string
  readonly effect: WindowEffect
  readonly except?: readonly WindowException[]
}

export interface FixedWindow {
  readonly kind: 'fixed'
  readonly name: string
  /** Local time in the zone, `YYYY-MM-DDTHH:MM:SS`; inside from `from`, outside again at `to`. */
  readonly from: string
  readonly to: string
  readonly timeZone: string
  readonly effect: WindowEffect
  readonly except?: readonly WindowException[]
}

export type WindowEffect =
  | { readonly kind: 'review' }
  | { readonly kind: 'emergency-only' }
  /** Whoever has such windows lets changes out inside them only; the organisation's are another's than the repository's. */
  | { readonly kind: 'allow'; readonly by?: 'organisation' }
  /** The limit is multiplied by this, above 0 and at most 1. */
  | { readonly kind: 'limit'; readonly factor: number }

export type IncidentSource =
  | {
      readonly kind: 'github-issues'
      readonly labels: readonly string[]
      /** Logins whose issues count; `collaborators` stands for everybody who belongs to the repository. */
      readonly creators: readonly string[]
    }
  | {
      /** Post-mortems as they stand at the commit; files as they lie in the checkout. */
      readonly kind: 'post-mortems' | 'files'
      readonly paths: readonly string[]
      /** Of times that name none; null where nobody says. */
      readonly timeZone: string | null
    }

/** Who tells what was deployed. */
export type DeploymentSource = { readonly kind: 'github-deployments' } | WorkflowRunsSource | ReleasesSource

/** Runs of a workflow that deploys to one environment. */
export interface WorkflowRunsSource {
  readonly kind: 'workflow-runs'
  /** File name in `.github/workflows`. */
  readonly workflow: string
  /** Our name of the environment. */
  readonly environment: string
  /** The job that deploys: how it went counts, instead of the whole run; null where the run speaks for itself. */
  readonly job: string | null
  /** Globs of branches and tags whose runs count; empty means the default branch. */
  readonly refs: readonly string[]
}

/** Whether pre-releases count. */
export const preReleaseChoices = ['none', 'also', 'only'] as const
export type PreReleases = (typeof preReleaseChoices)[number]

/** What is deployed by being published: releases of GitHub, or the version tags of the clone. */
export interface ReleasesSource {
  readonly kind: 'releases' | 'tags'
  /** Our name of the environment. */
  readonly environment: string
  /** Globs of tags that count; empty means every version tag that can speak of the environment. */
  readonly tags: readonly string[]
  readonly preReleases: PreReleases
}
