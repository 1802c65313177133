/** What somebody outside the clone knows of a change: GitHub, in the Action. The command line has nobody to ask. */

import type { EnvironmentSettings } from '../../config/configuration.ts'
import type { DeploymentSources } from '../../config/deployment-sources.ts'
import type { Band } from '../../domain/decision.ts'
import type { Ledger, WatchedLedger } from '../../ledger/ledger.ts'
import type { NewRecord } from '../../ledger/record.ts'
import type { CountedWord } from '../../policy/eligibility.ts'
import type { PolicyText } from '../../sources/policy-file.ts'
import type { Proposal } from '../../sources/proposal.ts'
import type { PublishedVersion } from '../../sources/version-tags.ts'

export interface LiveCommit {
  readonly sha: string
  /** ISO 8601: since when. */
  readonly at: string
  /** Versions of which one runs, as far as the head of a change tells; the newest first. */
  readonly versions?: readonly PublishedVersion[]
}

/** An environment, and who tells what was deployed there. */
export interface DeploymentPlace {
  /** Names it goes by at GitHub. */
  readonly environments: readonly string[]
  readonly sources: DeploymentSources
}

export interface PartName {
  readonly sha: string
  /** Of its pull request; null for a direct commit. */
  readonly number: number | null
}

/** Words on a part that count. */
export interface CountedWords {
  /** None where somebody says no. */
  readonly approvals: readonly CountedWord[]
  /** A person's no to exactly what would go out. */
  readonly rejections: readonly CountedWord[]
  /** People who want changes. */
  readonly objections: number
}

export interface GroupedWords extends CountedWords {
  readonly approvals: readonly (CountedWord & {
    /** Places of the requests of the policy that it counts for. */
    readonly groups: readonly number[]
  })[]
}

export interface PartOpinions {
  /** By SHA. */
  readonly words: ReadonlyMap<string, GroupedWords>
  /** What could not be known, or does not count, and why. */
  readonly notes: readonly string[]
  /** What may say that a person is wanted, and could not be known; absent where everything was told. */
  readonly failures?: Outside['failures']
}

/** Each answer may fail with a `SourceError`; what failed is told, and the change goes to review. */
export interface Outside {
  /** `owner/name`. */
  readonly repository: string
  /** Page of the repository. */
  readonly webUrl: string
  /** True where git could bring nothing here: only what GitHub itself tells is known. */
  readonly withoutHistory: boolean
  /** The policy at a commit; null where it has none. */
  readonly policyAt: (commit: string) => Promise<PolicyText | null>
  /** Any other file at a commit, its bytes; null where there is none. */
  readonly fileAt: (commit: string, path: string) => Promise<Uint8Array | null>
  /** Policy of the organisation, which the repository's may only tighten. */
  readonly organisationPolicy?: { readonly path: string; readonly text: string }
  /** Where the policy lies in the repository. */
  readonly policyPath: string
  /** Hours that exactly this commit has run in an environment; null when it never did. */
  readonly hoursIn: (place: DeploymentPlace, commit: string) => Promise<number | null>
  /** What runs in an environment; null when nothing ever ran there. */
  readonly liveIn: (place: DeploymentPlace) => Promise<LiveCommit | null>
  /** Brings commits and the history behind them into the clone. */
  readonly fetch: (...commits: readonly string[]) => Promise<void>
  /** What people whose word counts said of exactly these parts, under the policy of an environment. */
  readonly opinionsOn: (
    parts: readonly PartName[],
    policy: Pick<EnvironmentSettings, 'review' | 'allowStale'>,
  ) => Promise<PartOpinions>
  /** Whether the pull request of a part bears the label by which people opt out; asked after the approvals. */
  readonly optedOut?: (sha: string) => boolean
  /** Opens the ledger that a URL names; null: that of the Action. */
  readonly openLedger: (url: string | null) => WatchedLedger
  /** Folder of the index, holding nothing that the ledger does not vouch for. */
  readonly indexDirectory: (ledger: Ledger) => Promise<string>
  /** What to remember beside a decision; `bands`: of its parts, by SHA, and none where it is not enforced. */
  readonly records: (bands: ReadonlyMap<string, Band>) => readonly NewRecord[]
  /** The pull request that is asked about; absent where a deployment is. */
  readonly proposal?: Proposal
  /** What was asked before the gate began and got no answer. */
  readonly failures: readonly { readonly source: string; readonly why: string }[]
  /** Plain sentences to add: how the clone was deepened, what GitHub cut. */
  readonly notes: readonly string[]
}
