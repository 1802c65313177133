/** Version tags of the clone with the time they were made; and which versions count for an environment. */
import type { Git } from '../clients/git/process.ts'
import type { ReleasesSource } from '../config/configuration.ts'
import { compileGlobs } from '../config/glob.ts'
import { compareVersions, isPreRelease, movedAmong } from '../history/version-tags.ts'
import { tagsFor } from './base.ts'

/** A version as it was published. */
export interface PublishedVersion {
  /** Of the tag. */
  readonly name: string
  readonly commit: string
  /** Seconds: of a release when it was published, of a tag when it was made, or the commit where the tag does not say. */
  readonly at: number
  readonly url?: string
  /** Whether it is marked as a pre-release; absent where its name alone can tell. */
  readonly preRelease?: boolean
}

const fields = [
  'refname:strip=2',
  'objecttype',
  'objectname',
  '*objecttype',
  '*objectname',
  'creatordate:unix',
]

/** Tags of commits, annotated ones followed. Throws SourceError. */
export const readVersionTags = async (git: Git): Promise<readonly PublishedVersion[]> => {
  const output = await git.run([
    'for-each-ref',
    `--format=${fields.map((field) => `%(${field})`).join('%09')}`,
    'refs/tags',
  ])
  return output.split('\n').flatMap((line): readonly PublishedVersion[] => {
    const [name = '', type, object = '', within, peeled = '', at = ''] = line.split('\t')
    const commit = type === 'commit' ? object : within === 'commit' ? peeled : null
    return commit === null || !/^\d+$/.test(at) ? [] : [{ name, commit, at: Number(at) }]
  })
}

type Choosing = Pick<ReleasesSource, 'environment' | 'tags' | 'preReleases'>

/** Those that count, in the order given. */
export const countingVersions = <Version extends Pick<PublishedVersion, 'name' | 'preRelease'>>(
  versions: readonly Version[],
  { environment, tags, preReleases }: Choosing,
): readonly Version[] => {
  const isMoved = movedAmong(versions.map(({ name }) => name))
  const lasting = versions.filter(({ name }) => !isMoved(name))
  const isNamed = compileGlobs(tags)
  const named = tags.length > 0 ? lasting.filter(({ name }) => isNamed(name)) : tagsFor(lasting, environment)
  return named.filter(({ name, preRelease }) => {
    const isEarly = preRelease === true || isPreRelease(name)
    return preReleases === 'also' || isEarly === (preReleases === 'only')
  })
}

/** Of each commit its newest version, oldest publication first. */
export const onePerCommit = (versions: readonly PublishedVersion[]): readonly PublishedVersion[] => {
  const byCommit = new Map<string, PublishedVersion>()
  for (const version of versions) {
    const known = byCommit.get(version.commit)
    if (known === undefined || (compareVersions(known.name, version.name) ?? 0) < 0)
      byCommit.set(version.commit, version)
  }
  return [...byCommit.values()].toSorted(
    (one, other) => one.at - other.at || (one.name < other.name ? -1 : 1),
  )
}

/** Versions that are looked at to find what runs. */
const mostLive = 10

/** The newest version first, then those published last, of whatever series: one of them a change follows. */
export const likeliestLive = <Version extends Pick<PublishedVersion, 'name' | 'at'>>(
  versions: readonly Version[],
): readonly Version[] => {
  const latest = versions.toSorted((one, other) => other.at - one.at).slice(0, mostLive)
  const newest = versions.reduce<Version | undefined>(
    (most, version) =>
      most === undefined || (compareVersions(most.name, version.name) ?? most.at - version.at) < 0
        ? version
        : most,
    undefined,
  )
  return newest === undefined ? [] : [newest, ...latest.filter((version) => version !== newest)]
}
