/** Which of several published versions a change follows: the nearest that its head builds upon. */
import type { Git } from '../../clients/git/process.ts'
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

/**
 * Versions of the clone's tags that may be what runs, as of a moment; the head's own, which is asked about, does not take
 * the place of one. Throws SourceError.
 */
export const taggedVersions = async (
  { git }: Repository,
  sources: readonly ReleasesSource[],
  { head, now }: { readonly head: string; readonly now: Date },
): Promise<readonly PublishedVersion[]> => {
  if (sources.length === 0) return []
  const tags = await readVersionTags(git)
  const until = now.getTime() / 1000
  return sources.flatMap((source) =>
    likeliestLive(
      onePerCommit(countingVersions(tags, source)).filter(({ commit, at }) => commit !== head && at <= until),
    ),
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
 * a branch stands for the commit at which it left the line. A head that the newest version that holds it went through
 * itself, and not by merging a branch, is an older state: what runs is that version. Null where none shares anything.
 */
export const nearestVersion = async (
  { git }: Pick<Repository, 'git'>,
  head: string,
  versions: readonly PublishedVersion[],
): Promise<VersionBase | null> => {
  const shared = await Promise.all(
    versions.map(async (version): Promise<Shared> => {
      const { status, output } = await git.attempt(['merge-base', version.commit, head])
      return { version, base: status === 0 ? output.trim() : null }
    }),
  )
  const beyond = shared.find(({ base }) => base === head)
  if (beyond && (await wentThrough(git, beyond.version.commit, head)))
    return baseOf({ ...beyond, base: beyond.version.commit })
  const before = shared.filter((each): each is Shared<string> => each.base !== null && each.base !== head)
  const bases = [...new Set(before.map(({ base }) => base))]
  if (bases.length === 0) return null
  // Those that no other builds upon: one, unless lines were merged.
  const { output } = await git.attempt(['merge-base', '--independent', ...bases])
  const nearest = new Set(output.trim().split('\n'))
  // Of several that left the line at one commit the head builds on one itself, or they are patches of one version.
  const fitting = before.filter(({ base }) => nearest.has(base))
  const chosen = fitting.find(({ version, base }) => version.commit === base) ?? fitting[0]
  return chosen === undefined ? null : baseOf(chosen)
}

interface Shared<Base extends string | null = string | null> {
  readonly version: PublishedVersion
  /** The newest commit that it has in common with the head. */
  readonly base: Base
}

const baseOf = ({ version: { at, name }, base }: Shared<string>): VersionBase => ({
  sha: base,
  source: { from: 'deployment', at: isoMoment(at), tag: name },
  time: at,
})

/** Whether an earlier commit stands on the line that led to a later one. */
const wentThrough = async (git: Git, later: string, earlier: string): Promise<boolean> => {
  const { output } = await git.attempt(['rev-list', '--first-parent', '--parents', later, `^${earlier}`])
  return output.trim().split('\n').at(-1)?.split(' ')[1] === earlier
}
