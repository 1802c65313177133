/** Deployments in the ledger: what was told once need not be told again. */

import type { Deployment, Publication, ReportedState } from '../../domain/deployment.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { LedgerRecord, NewRecord } from '../../ledger/record.ts'
import { mergeDeployments, momentSeconds, reportedState } from '../../sources/deployment-lines.ts'

/** As GitHub spells them, for those who read the records of rollouts as well. */
const spelt: Readonly<Record<ReportedState, string>> = {
  succeeded: 'success',
  failed: 'failure',
  waiting: 'pending',
  inactive: 'inactive',
  cancelled: 'cancelled',
}

const isSha = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const publicationIn = (value: unknown): Publication | null => {
  if (!isRecord(value) || typeof value['tag'] !== 'string') return null
  const { tag, preRelease, holds, mends } = value
  return {
    tag,
    ...(preRelease === true ? { preRelease } : {}),
    ...(isSha(holds) ? { holds } : {}),
    ...(isRecord(mends) && typeof mends['tag'] === 'string'
      ? { mends: { tag: mends['tag'], only: mends['only'] === true } }
      : {}),
  }
}

/** The commit that places a recorded deployment on the line; null where the record names none. */
export const recordedCommit = ({ body }: Pick<LedgerRecord, 'body'>): string | null =>
  publicationIn(body['release'])?.holds ?? (isSha(body['sha']) ? body['sha'] : null)

/** What a record says; null for one that names no commit. One without a state was written after the fact. */
const deploymentIn = ({ at, body, environment }: LedgerRecord): Deployment | null => {
  const { sha, startedAt, finishedAt, state, url, attempts } = body
  if (environment === undefined || !isSha(sha)) return null
  const finished = momentSeconds(finishedAt) ?? Date.parse(at) / 1000
  const release = publicationIn(body['release'])
  const reported = state === undefined ? 'succeeded' : reportedState(String(state))
  return {
    environment,
    sha,
    startedAt: momentSeconds(startedAt) ?? finished,
    reports: reported === null ? [] : [{ state: reported, at: finished }],
    ...(typeof url === 'string' ? { url } : {}),
    ...(typeof attempts === 'number' && attempts > 1 ? { attempts } : {}),
    ...(release === null ? {} : { release }),
  }
}

export const deploymentsIn = (records: readonly LedgerRecord[]): readonly Deployment[] =>
  mergeDeployments(records.flatMap((record) => deploymentIn(record) ?? []))

/** Records of deployments that a ledger may not know yet, one for each report; those it knows are harmless. */
export const deploymentRecords = (
  deployments: readonly Deployment[],
  common: Pick<NewRecord, 'repository' | 'tool'>,
  /** Seconds of the newest deployment that is known, by environment. */
  newest: ReadonlyMap<string, number>,
): readonly NewRecord[] =>
  deployments
    .flatMap(({ environment, sha, startedAt, reports, url, attempts, release }) =>
      reports.map(({ state, at }): NewRecord => {
        const started = isoMoment(startedAt)
        return {
          ...common,
          stream: 'deployments',
          kind: 'deployment',
          key: {
            repository: common.repository,
            environment,
            sha,
            startedAt: started,
            state,
            at: isoMoment(at),
          },
          at: isoMoment(at),
          environment,
          actor: 'learn',
          body: {
            sha,
            state: spelt[state],
            startedAt: started,
            finishedAt: isoMoment(at),
            ...(url === undefined ? {} : { url }),
            ...(attempts === undefined ? {} : { attempts }),
            ...(release === undefined ? {} : { release }),
            // What is told late is none of what is live: that was told before.
            ...(at < (newest.get(environment) ?? Number.NEGATIVE_INFINITY) ? { late: true } : {}),
          },
        }
      }),
    )
    .toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))

/** When the newest report of each environment was made, in seconds. */
export const newestReports = (deployments: readonly Deployment[]): ReadonlyMap<string, number> => {
  const newest = new Map<string, number>()
  for (const { environment, reports } of deployments)
    for (const { at } of reports) newest.set(environment, Math.max(at, newest.get(environment) ?? at))
  return newest
}
