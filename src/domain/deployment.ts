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
}

/** When it first went through, in seconds; null where it never did. */
export const succeededAt = ({ reports }: Deployment): number | null =>
  reports.find(({ state }) => state === 'succeeded')?.at ?? null

/** When it was first said to have failed, in seconds; null where it never was. */
export const failedAt = ({ reports }: Deployment): number | null =>
  reports.find(({ state }) => state === 'failed')?.at ?? null

/** The same deployment told twice, in two lines or by two sources, is one; its name is that of where, what and when. */
export const deploymentName = ({ environment, sha, startedAt }: Deployment): string =>
  `${environment} ${sha} ${new Date(startedAt * 1000).toISOString()}`
