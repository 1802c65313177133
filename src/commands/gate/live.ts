/** What runs in an environment now: the base of a change. */
import type { Repository } from '../../clients/git/repository.ts'
import type { Configuration, ReleasesSource } from '../../config/configuration.ts'
import { deploymentSourcesOf } from '../../config/deployment-sources.ts'
import type { ChosenEnvironment } from '../../config/environment.ts'
import type { BaseSource } from '../../domain/change.ts'
import { SourceError } from '../../domain/errors.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { HistoryIndex } from '../../history/index.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import { liveRelease, recentParts, type TaggedPart } from '../../sources/base.ts'
import type { History } from '../../sources/history.ts'
import type { PublishedVersion } from '../../sources/version-tags.ts'
import type { LiveCommit, Outside } from './outside.ts'
import type { Failure } from './request.ts'

export interface Base {
  readonly sha: string | null
  readonly source: BaseSource
  readonly time: number | null
}

/**
 * Whether a deployment went well, as far as its record says: one without a state is told after the fact. One that was
 * told late, after a newer one, is of the past and not what is live.
 */
const hasSucceeded = (record: LedgerRecord): boolean => wentWell(record) && record.body['late'] !== true

const wentWell = ({ body }: LedgerRecord): boolean =>
  typeof body['sha'] === 'string' &&
  (body['state'] === undefined || body['state'] === 'success' || body['state'] === 'succeeded')

/** The newest deployment of an environment that succeeded: nearly always the newest of all, which is found at once. */
const newestSuccess = async (ledger: Ledger, environment: string): Promise<LedgerRecord | undefined> => {
  const newest = await ledger.latest({ kind: 'deployment', environment })
  if (!newest || hasSucceeded(newest)) return newest
  let found: LedgerRecord | undefined
  for await (const record of ledger.read({ kinds: ['deployment'] }))
    if (record.environment === environment && hasSucceeded(record)) found = record
  return found
}

/** Whether a commit was deployed there with success, as the ledger remembers. */
export const ranBefore = async (ledger: Ledger, environment: string, sha: string): Promise<boolean> => {
  for await (const record of ledger.read({ kinds: ['deployment'] }))
    if (record.environment === environment && record.body['sha'] === sha && wentWell(record)) return true
  return false
}

interface LiveRequest {
  readonly repository: Repository
  readonly ledger: Ledger
  readonly environment: ChosenEnvironment
  readonly configuration: Configuration
  /** What is asked to run; null where there is no commit yet. */
  readonly head: string | null
  readonly now: Date
  readonly outside: Outside | undefined
  readonly failures: Failure[]
}

const holds = async ({ objects }: Repository, sha: string): Promise<boolean> =>
  (await objects.read(`${sha}^{commit}`)) !== null

/** What GitHub says is live; else, where nobody else can be asked, what the ledger remembers, or the tags of the clone. */
const told = async (request: LiveRequest): Promise<LiveCommit | null> => {
  const { ledger, environment, configuration, outside } = request
  const sources = deploymentSourcesOf(configuration, environment.name)
  if (outside) {
    const live = await outside.liveIn({ environments: environment.settings.githubEnvironments, sources })
    return (
      live ??
      tagged(
        request,
        sources.releases.filter(({ kind }) => kind === 'tags'),
      )
    )
  }
  const record = await newestSuccess(ledger, environment.name)
  // Which version a change follows depends on its head: the ledger knows only which was the last.
  if (record === undefined || record.body['release'] !== undefined) {
    const live = await tagged(request, sources.releases)
    if (live !== null) return live
  }
  return record ? { sha: String(record.body['sha']), at: record.at } : null
}

const tagged = async (
  { repository, head, now }: LiveRequest,
  sources: readonly ReleasesSource[],
): Promise<LiveCommit | null> => {
  if (head === null || sources.length === 0) return null
  // Few deploy by versions: who does not does not load this.
  const { taggedVersions } = await import('./live-version.ts')
  const versions = await taggedVersions(repository, sources, { head, now })
  const [newest] = versions
  return newest === undefined ? null : { sha: newest.commit, at: isoMoment(newest.at), versions }
}

/** What runs, of the versions that may; those that the clone lacks are brought first. */
const versionOf = async (
  { repository, environment, head, outside, failures }: LiveRequest,
  published: readonly PublishedVersion[],
): Promise<Base | null> => {
  // A version of that very commit is what is asked about: its release may be what started the job.
  const versions = published.filter(({ commit }) => commit !== head)
  if (head === null || versions.length === 0) return null
  const absent: string[] = []
  for (const { commit } of versions) if (!(await holds(repository, commit))) absent.push(commit)
  if (outside && absent.length > 0) await outside.fetch(...absent)
  const { nearestVersion } = await import('./live-version.ts')
  const nearest = await nearestVersion(repository, head, versions)
  if (nearest === null)
    failures.push({
      source: 'deployments',
      why: `${environment.name} runs ${versions[0]!.name} or an older version, and this clone holds no history that any of them shares with what is asked to run; fetch it (git fetch --unshallow --tags), or name what runs with ${outside ? 'base-ref' : '--base'}`,
    })
  return nearest
}

/** What runs in an environment, if there is a deployment that succeeded, of a commit that this clone holds or can get. */
export const lastDeployment = async (request: LiveRequest): Promise<Base | null> => {
  const { repository, environment, outside, failures } = request
  try {
    const live = await told(request)
    if (!live) return null
    if (live.versions) return await versionOf(request, live.versions)
    if (outside && !(await holds(repository, live.sha))) await outside.fetch(live.sha)
    if (await holds(repository, live.sha))
      return { sha: live.sha, source: { from: 'deployment', at: live.at }, time: Date.parse(live.at) / 1000 }
    failures.push({
      source: 'deployments',
      why: `${environment.name} runs ${live.sha.slice(0, 8)}, which this clone does not hold; fetch it, or name what runs with ${outside ? 'base-ref' : '--base'}`,
    })
    return null
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    failures.push({ source: outside ? 'deployments' : 'ledger', why: error.message })
    return null
  }
}

/** How long exactly this commit has run in the environment it has to soak in. */
export const soakedHours = async (
  {
    ledger,
    configuration,
    outside,
    failures,
  }: Pick<LiveRequest, 'ledger' | 'configuration' | 'outside' | 'failures'>,
  { settings }: ChosenEnvironment,
  head: string,
  now: Date,
): Promise<number | null> => {
  if (settings.soakedIn === null) return null
  const { environment } = settings.soakedIn
  try {
    if (outside)
      return await outside.hoursIn(
        { environments: [environment], sources: deploymentSourcesOf(configuration, environment) },
        head,
      )
    const record = await newestSuccess(ledger, environment)
    if (record?.body['sha'] !== head) return null
    return Math.max(0, now.getTime() - Date.parse(record.at)) / 3_600_000
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    failures.push({ source: outside ? 'deployments' : 'ledger', why: error.message })
    return null
  }
}

export const positionTime = (index: HistoryIndex, sha: string): number | null => {
  const position = index.positionOf(sha)
  return position === null ? null : index.parts.time.get(position)
}

/** A base that nobody named: the newest release near the head, else the point twenty parts back. */
export const assumedBase = (history: History, releases: readonly TaggedPart[]): Base => {
  const { index, head } = history
  const release = head < 0 ? null : liveRelease(index, head, releases)
  if (release)
    return {
      sha: index.sha(release.position),
      source: { from: 'tag', tag: release.tag },
      time: index.parts.time.get(release.position),
    }
  const parts = Math.min(recentParts, head + 1)
  const from = head - parts
  return {
    sha: from < 0 ? null : index.sha(from),
    source: parts > 0 ? { from: 'recent', parts } : { from: 'none' },
    time: null,
  }
}
