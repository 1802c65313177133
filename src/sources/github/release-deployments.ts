/**
 * Published releases as deployments. Nothing known is asked twice, except whether what was published lately still stands:
 * a release that is deleted, made a draft again, marked as a pre-release or called withdrawn in its title was taken back.
 */
import type { GitHub, RepositoryName } from '../../clients/github/github.ts'
import type { ReleasesSource } from '../../config/configuration.ts'
import { type Deployment, failedAt, succeededAt } from '../../domain/deployment.ts'
import { deploymentsOfVersions, type PlacedRequest } from '../published-versions.ts'
import { countingVersions, onePerCommit, type PublishedVersion } from '../version-tags.ts'
import { commitsOfTags, isPublished, type PublishedRelease, publishedReleases } from './releases.ts'

const day = 86_400
/** The commit of a release may be so much older than its publication, and GitHub lists by the commit. */
const longestPreparation = 30 * day
/** Releases that are asked for one by one, since the list does not tell of them. */
const mostAsked = 5

export interface ReleasesSinceRequest extends PlacedRequest {
  readonly source: ReleasesSource
  /** What is known of the environment already. */
  readonly known: readonly Deployment[]
  /** Seconds; what is older was asked for before. */
  readonly since: number
  /** Seconds; nothing older counts. */
  readonly lookback: number
  /** Seconds: how long after it was published it matters whether a release still stands. */
  readonly maturitySeconds: number
  /** Seconds. */
  readonly now: number
  readonly mostPages: number
}

export interface DeploymentsOfReleases {
  readonly deployments: readonly Deployment[]
  /** False where there are more releases than could be asked for: the oldest are missing. */
  readonly complete: boolean
  /** Tags of releases that point at no commit any more. */
  readonly untagged: readonly string[]
}

/** Needs `contents: read`. Throws GitHubError, or SourceError where git cannot read. */
export const deploymentsByReleases = async (
  github: GitHub,
  repository: RepositoryName,
  request: ReleasesSinceRequest,
): Promise<DeploymentsOfReleases> => {
  const { source, known, since, lookback, mostPages } = request
  const { releases, complete } = await publishedReleases(github, repository, {
    isEnough: (oldest) => oldest < Math.max(lookback, since - longestPreparation),
    mostPages,
  })
  const counting = countingVersions(releases, source).filter(({ at }) => at >= lookback)
  const commits = new Map(known.flatMap(({ sha, release }) => (release ? [[release.tag, sha] as const] : [])))
  // What was published before was asked for before: a second tag of a commit is never learned of, and is no news.
  const unknown = counting.filter(({ at, name }) => at >= since && !commits.has(name)).map(({ name }) => name)
  for (const [tag, sha] of await commitsOfTags(github, repository, unknown, mostPages)) commits.set(tag, sha)
  const versions = onePerCommit([
    ...counting.flatMap(({ name, at, url, preRelease }): readonly PublishedVersion[] => {
      const commit = commits.get(name)
      return commit === undefined ? [] : [{ name, commit, at, url, preRelease }]
    }),
    // What came just before may be known and beyond the page that was read.
    ...known.flatMap(({ sha, startedAt, release }) =>
      release ? [{ name: release.tag, commit: sha, at: startedAt }] : [],
    ),
  ])
  return {
    deployments: [
      ...(await deploymentsOfVersions({
        ...request,
        environment: source.environment,
        versions,
        from: lookback,
      })),
      ...(await withdrawnOf(github, repository, request, releases)),
    ],
    complete,
    untagged: unknown.filter((tag) => !commits.has(tag)),
  }
}

/** Known releases that were taken back since, with the report that says so. */
const withdrawnOf = async (
  github: GitHub,
  repository: RepositoryName,
  { known, maturitySeconds, now }: ReleasesSinceRequest,
  releases: readonly PublishedRelease[],
): Promise<readonly Deployment[]> => {
  const listed = new Map(releases.map((release) => [release.name, release]))
  const recent = known.filter(
    (deployment) =>
      deployment.release !== undefined &&
      deployment.url !== undefined &&
      deployment.startedAt >= now - maturitySeconds &&
      succeededAt(deployment) !== null &&
      failedAt(deployment) === null,
  )
  const withdrawn: Deployment[] = []
  let asked = 0
  for (const deployment of recent) {
    const { tag, preRelease } = deployment.release!
    const found = listed.get(tag)
    if (found === undefined && asked === mostAsked) continue
    if (found === undefined) asked += 1
    const stands =
      found === undefined
        ? await isPublished(github, repository, tag)
        : !found.withdrawn && (preRelease === true || !found.preRelease)
    if (!stands) withdrawn.push({ ...deployment, reports: [{ state: 'failed', at: Math.floor(now) }] })
  }
  return withdrawn
}
