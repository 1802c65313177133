/** Which of several published versions a change follows: the nearest that its head builds upon. */
import type { Repository } from '../../clients/git/repository.ts'
import type { ReleasesSource } from '../../config/configuration.ts'
import type { BaseSource } from '../../domain/change.ts'
import { isoMoment } from '../../domain/moment.ts'
import {
  countingVersions,
  likeliestLive,
  onePerCommit,
  type PublishedVersion,
  readVersionTags,
} from '../../sources/version-tags.ts'

/** Versions of the clone's tags that may be what runs; the head's own is what is asked about. Throws SourceError. */
export const taggedVersions = async (
  { git }: Repository,
  sources: readonly ReleasesSource[],
  head: string,
): Promise<readonly PublishedVersion[]> => {
  if (sources.length === 0) return []
  const tags = await readVersionTags(git)
  return sources.flatMap((source) =>
    likeliestLive(onePerCommit(countingVersions(tags, source)).filter(({ commit }) => commit !== head)),
  )
}

interface VersionBase {
  readonly sha: string
  readonly source: BaseSource
  /** Seconds: when it was published. */
  readonly time: number
}

/**
 * The version that shares most with the head: 1.4.6 for the head of a 1.x branch, whatever 2.0.0 is. One that was cut on
 * a branch stands for the commit at which it left the line. Null where none shares anything.
 */
export const nearestVersion = async (
  { git }: Pick<Repository, 'git'>,
  head: string,
  versions: readonly PublishedVersion[],
): Promise<VersionBase | null> => {
  const shared = await Promise.all(
    versions.map(async ({ commit }) => {
      const { status, output } = await git.attempt(['merge-base', commit, head])
      return status === 0 ? output.trim() : null
    }),
  )
  const bases = [...new Set(shared.filter((sha) => sha !== null))]
  if (bases.length === 0) return null
  // Those that no other builds upon: one, unless lines were merged.
  const { output } = await git.attempt(['merge-base', '--independent', ...bases])
  const nearest = new Set(output.trim().split('\n'))
  // Of several that left the line at one commit the head builds on one itself, or they are patches of one version.
  const fitting = versions.filter((_, at) => nearest.has(shared[at] ?? ''))
  const chosen = fitting.find(({ commit }) => nearest.has(commit)) ?? fitting[0]
  if (chosen === undefined) return null
  return {
    sha: shared[versions.indexOf(chosen)]!,
    source: { from: 'deployment', at: isoMoment(chosen.at), tag: chosen.name },
    time: chosen.at,
  }
}
