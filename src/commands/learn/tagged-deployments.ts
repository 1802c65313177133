/** Version tags of the clone as deployments: where no release is published, and where nobody can ask GitHub for them. */
import type { Configuration, ReleasesSource } from '../../config/configuration.ts'
import { releaseSourcesIn } from '../../config/deployment-sources.ts'
import type { Deployment, ToldDeployments } from '../../domain/deployment.ts'
import { deploymentsOfVersions, type PlacedRequest } from '../../sources/published-versions.ts'
import { countingVersions, onePerCommit, readVersionTags } from '../../sources/version-tags.ts'

export interface TaggedRequest extends PlacedRequest {
  readonly source: ReleasesSource
  /** What the ledger holds. */
  readonly known: readonly Deployment[]
  /** Seconds; nothing older counts. */
  readonly lookback: number
}

/** Throws SourceError. */
export const deploymentsByTags = async (request: TaggedRequest): Promise<ToldDeployments> => {
  const { source, known, lookback } = request
  const tags = await readVersionTags(request.repository.git)
  const versions = onePerCommit(countingVersions(tags, source))
  const deployments = await deploymentsOfVersions({
    ...request,
    environment: source.environment,
    known: known.filter(({ environment }) => environment === source.environment),
    versions,
    from: lookback,
  })
  return { deployments, notes: versions.length === 0 ? [nothingCounts(source, tags.length)] : [] }
}

const nothingCounts = ({ environment, tags, preReleases }: ReleasesSource, all: number): string => {
  if (all === 0)
    return `the clone has no tags, so no version of ${environment} is known; bring them: git fetch --tags, in a job fetch-depth: 0 at actions/checkout`
  const named = tags.length === 0 ? 'is a version' : `matches ${tags.join(', ')}`
  const early = { none: ' and no pre-release', also: '', only: ' and a pre-release' }[preReleases]
  return `of ${all} tags of the clone none ${named}${early}, so no version of ${environment} is known; name those that count under tags`
}

/** All that the clone alone can tell, for a command that asks nobody else. */
export const deploymentsInClone = async (
  clone: PlacedRequest,
  configuration: Pick<Configuration, 'deployments'>,
  known: readonly Deployment[],
  lookback: number,
): Promise<ToldDeployments> => {
  const deployments: Deployment[] = []
  const notes: string[] = []
  for (const source of releaseSourcesIn(configuration)) {
    const told = await deploymentsByTags({ ...clone, source, known, lookback })
    deployments.push(...told.deployments)
    notes.push(...told.notes)
  }
  return { deployments, notes }
}
