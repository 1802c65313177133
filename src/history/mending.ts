/**
 * Which releases mend the one before them. A version that follows quickly, by its name a patch of what came just before,
 * and that brings fixes of what this had touched: nobody would have published it so soon had the other been well. Quick
 * is what is quick here.
 */
import { fileKind } from './file-kind.ts'
import { purposes, understandMessage } from './message.ts'
import { compareVersions, familyOf, mayPatch } from './version-names.ts'

const day = 86_400
/** After this long a fix is the next release, and not an answer to the last. */
const longest = 3 * day
/** Of the usual time between releases: a team that releases daily mends within hours. */
const shareOfUsual = 1 / 4
/** Until so many times between releases are known, quick is what even those who release daily would call so. */
const fewestGaps = 5
const quickAnywhere = day / 2
const rememberedGaps = 20
/** A release of more than this is none that mends. */
export const mostCommits = 50

export interface TimedVersion {
  readonly name: string
  /** Seconds: when it was published. */
  readonly at: number
}

export interface QuickRelease<Version extends TimedVersion> {
  readonly release: Version
  readonly before: Version
  /** What came before that, of the same family. */
  readonly base: Version
}

/** Releases that came so soon after the version before theirs that one has to look what they bring. */
export const quickReleases = <Version extends TimedVersion>(
  versions: readonly Version[],
): readonly QuickRelease<Version>[] => {
  const quick: QuickRelease<Version>[] = []
  /** By version, those that are known so far; of each family of names its own. */
  const families = new Map<string, Version[]>()
  const gaps: number[] = []
  for (const release of versions.toSorted((one, other) => one.at - other.at)) {
    const family = familyOf(release.name)
    const own = families.get(family) ?? []
    families.set(family, own)
    const place = own.findLastIndex(({ name }) => (compareVersions(name, release.name) ?? 0) < 0) + 1
    const [base, before] = [own[place - 2], own[place - 1]]
    own.splice(place, 0, release)
    if (before === undefined) continue
    const gap = release.at - before.at
    if (base && gap > 0 && gap <= quickSeconds(gaps) && mayPatch(before.name, release.name))
      quick.push({ release, before, base })
    gaps.push(gap)
    if (gaps.length > rememberedGaps) gaps.shift()
  }
  return quick
}

const quickSeconds = (gaps: readonly number[]): number => {
  if (gaps.length < fewestGaps) return quickAnywhere
  const usual = gaps.toSorted((one, other) => one - other)[Math.floor(gaps.length / 2)]!
  return Math.min(longest, usual * shareOfUsual)
}

/** Kinds of files that every release touches, or that mend nothing. */
const besideThePoint = new Set(['documentation', 'test', 'generated', 'dependencies'])

/** Whether one release touches what another had touched, by the paths of both. */
export const touchesSame = (before: readonly string[], release: readonly string[]): boolean => {
  const touched = new Set(before)
  return release.some((path) => touched.has(path) && !besideThePoint.has(fileKind(path)))
}

const fixing = purposes.fix | purposes.revert | purposes.hotfix
/** What every release brings, whatever it is for. */
const clerical = purposes.release | purposes.documentation | purposes.dependencyBump
const versionTitle =
  /^\W*(?:(?:bump|prepare|set|update|cut|tag|publish)\b(?:.*\bversion\b|.*?\bv?\d+\.\d)|v?\d+\.\d)/i

/**
 * What commits say of a release that came quickly: it mends with nothing but fixes, it mends and brings other things, or
 * (null) it does not mend. Messages are those of the line it was made on, merges as one.
 */
export const mendingOf = (messages: readonly string[]): 'only' | 'partly' | null => {
  if (messages.length > mostCommits) return null
  const purposesOf = messages
    .map((message) => understandMessage(message))
    .filter(
      ({ title, purpose }) =>
        (purpose & fixing) !== 0 || ((purpose & clerical) === 0 && !versionTitle.test(title)),
    )
    .map(({ purpose }) => purpose)
  const fixes = purposesOf.filter((purpose) => (purpose & fixing) !== 0).length
  if (fixes === 0) return null
  if (fixes === purposesOf.length) return 'only'
  return fixes * 2 >= purposesOf.length ? 'partly' : null
}
