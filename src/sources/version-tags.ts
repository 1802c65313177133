/** Version tags of the clone with the time they were made; and which versions count for an environment. */
import type { Git } from '../clients/git/process.ts'
import type { ReleasesSource } from '../config/configuration.ts'
import { compileGlobs } from '../config/glob.ts'
import { compareVersions, isPreRelease, momentNamed, movedAmong } from '../history/version-names.ts'
import { tagsFor } from './base.ts'

/** A version as it was published. */
export interface PublishedVersion {
  /** Of the tag. */
  readonly name: string
  readonly commit: string
  /** Seconds: of a release when it was published, of a tag when it was made, else what it is called after, else its commit. */
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
    if (commit === null || !/^\d+$/.test(at)) return []
    // A tag that is no object of its own knows the time of its commit alone, unless it is called after its own.
    const named = type === 'commit' ? (momentNamed(name) ?? 0) : 0
    return [{ name, commit, at: Math.max(Number(at), named) }]
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

/** Tags put on one commit within this time are one publication; later it goes out once more. */
const oneTime = 3600

/** Of each publication of a commit its newest version, oldest first. */
export const onePerCommit = (versions: readonly PublishedVersion[]): readonly PublishedVersion[] => {
  const kept: PublishedVersion[] = []
  const places = new Map<string, number>()
  const inTime = versions.toSorted((one, other) => one.at - other.at || (one.name < other.name ? -1 : 1))
  for (const version of inTime) {
    const place = places.get(version.commit)
    const known = place === undefined ? undefined : kept[place]
    if (place === undefined || known === undefined || version.at - known.at > oneTime) {
      places.set(version.commit, kept.length)
      kept.push(version)
    } else if ((compareVersions(known.name, version.name) ?? 0) < 0) kept[place] = version
  }
  return kept.toSorted((one, other) => one.at - other.at || (one.name < other.name ? -1 : 1))
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
