/** A deployment as somebody reported it: what was asked to run where, and how that went, moment by moment. */

/**
 * `succeeded` says that a job went through and nothing more; `inactive` that something else took its place, or that it
 * was taken down; `cancelled` that nobody learned anything.
 */
export const reportedStates = ['waiting', 'succeeded', 'failed', 'inactive', 'cancelled'] as const
export type ReportedState = (typeof reportedStates)[number]

export interface Report {
  readonly state: ReportedState
  /** Seconds. */
  readonly at: number
}

/** What there is to say of a deployment that was a version being published. */
export interface Publication {
  readonly tag: string
  /** It was marked as one when it was learned of. */
  readonly preRelease?: true
  /** The newest commit of the line that it holds, where its own is not on the line: it was cut on a branch. */
  readonly holds?: string
  /** The release that it mends, as far as anybody can tell who reads it: it followed quickly, with fixes. */
  readonly mends?: { readonly tag: string /** And with nothing else. */; readonly only: boolean }
}

export interface Deployment {
  readonly environment: string
  readonly sha: string
  /** Seconds. */
  readonly startedAt: number
  /** By time; empty where nobody said how it went. */
  readonly reports: readonly Report[]
  readonly url?: string
  /** How often it was tried until it ended so, where that is more than once. */
  readonly attempts?: number
  readonly release?: Publication
}

/** Deployments as a source tells them. */
export interface ToldDeployments {
  readonly deployments: readonly Deployment[]
  /** What could not be asked, or was asked in vain: whole sentences without a full stop. */
  readonly notes: readonly string[]
}

/** Its place on the line is that of this commit. */
export const lineCommit = ({ sha, release }: Pick<Deployment, 'sha' | 'release'>): string =>
  release?.holds ?? sha

/** When it first went through, in seconds; null where it never did. */
export const succeededAt = ({ reports }: Deployment): number | null =>
  reports.find(({ state }) => state === 'succeeded')?.at ?? null

/** When it was first said to have failed, in seconds; null where it never was. */
export const failedAt = ({ reports }: Deployment): number | null =>
  reports.find(({ state }) => state === 'failed')?.at ?? null

/** The same deployment told twice, in two lines or by two sources, is one; its name is that of where, what and when. */
export const deploymentName = ({ environment, sha, startedAt }: Deployment): string =>
  `${environment} ${sha} ${new Date(startedAt * 1000).toISOString()}`
