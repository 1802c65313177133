/** What is live, as far as this clone can tell: the base of a change when nobody names one. */
import type { Tag } from '../clients/git/repository.ts'
import type { HistoryIndex } from '../history/index.ts'

/** How far back a tag may lie to count as what is live. */
export const tagReach = { parts: 100, seconds: 90 * 86_400 } as const
/** Parts that are ranked when nothing tells what is live. */
export const recentParts = 20

/** `deploy-2026-08-18-at-16-12` → `deploy-#-#-#-at-#-#`. */
export const shapeOf = (name: string): string => name.replace(/\d+/g, '#')

/** Tags that are moved from commit to commit say where something is now, not what was deployed when. */
const isMoved = (name: string): boolean =>
  !/\d/.test(name) ||
  /^v?\d{1,2}$/.test(name) ||
  /(?:^|[-/])(?:latest|nightly|current|stable|edge|canary)(?:$|[-/])/i.test(name)

export interface TaggedPart {
  readonly position: number
  readonly tag: string
}

/** Tags on the line up to `head`, newest first, at most `parts` back; one a position. */
export const tagsOnLine = (
  index: HistoryIndex,
  head: number,
  tags: readonly Tag[],
  parts: number,
): readonly TaggedPart[] => {
  if (tags.length === 0) return []
  const positionOf = index.finder(Math.max(0, head - parts), head + 1)
  const found: TaggedPart[] = []
  for (const { name, commit } of tags) {
    const position = positionOf(commit)
    if (position !== null && !isMoved(name)) found.push({ position, tag: name })
  }
  return found.sort((one, other) => other.position - one.position)
}

/** The shape most tags have; the newest one's where several are as frequent. */
export const usualShape = (tagged: readonly TaggedPart[]): string | null => {
  const counts = new Map<string, number>()
  for (const { tag } of tagged) {
    const shape = shapeOf(tag)
    counts.set(shape, (counts.get(shape) ?? 0) + 1)
  }
  let usual: string | null = null
  for (const [shape, count] of counts) if (usual === null || count > counts.get(usual)!) usual = shape
  return usual
}

/** Names that tags give to where something went; a tag that names another place is no release to this one. */
const places = [
  'production',
  'prod',
  'live',
  'staging',
  'stage',
  'preview',
  'preprod',
  'integration',
  'test',
  'testing',
  'qa',
  'uat',
  'dev',
  'development',
  'sandbox',
  'demo',
]

const wordsIn = (tag: string): readonly string[] => tag.toLowerCase().split(/[^a-z]+/)

/**
 * The tags that can speak of an environment: those that name it, where there are any; else those that name no place.
 * Where every tag names some other place, all of them, for want of better.
 */
export const tagsFor = <Named extends Pick<Tag, 'name'>>(
  tags: readonly Named[],
  environment: string,
): readonly Named[] => {
  const wanted = environment.toLowerCase()
  const same = (place: string): boolean =>
    place === wanted || (wanted === 'production' && (place === 'prod' || place === 'live'))
  // Thousands of tags have a few shapes, and tags of one shape are made of the same words.
  const known = new Map<string, { readonly wanted: boolean; readonly place: boolean }>()
  const named = ({ name }: Named) => {
    const shape = shapeOf(name)
    let found = known.get(shape)
    if (found === undefined) {
      const words = wordsIn(shape)
      const inPlaces = words.filter((word) => places.includes(word))
      found = { wanted: words.includes(wanted) || inPlaces.some(same), place: inPlaces.length > 0 }
      known.set(shape, found)
    }
    return found
  }
  const naming = tags.filter((tag) => named(tag).wanted)
  if (naming.some(({ name }) => !isMoved(name))) return naming
  const neutral = tags.filter((tag) => !named(tag).place)
  return neutral.some(({ name }) => !isMoved(name)) ? neutral : tags
}

/** Tagged parts of the usual shape, newest first, one a position: the releases of this line. */
export const releasesOf = (
  index: HistoryIndex,
  head: number,
  tags: readonly Tag[],
  parts: number,
): readonly TaggedPart[] => {
  const tagged = tagsOnLine(index, head, tags, parts)
  // The shape is told by the releases near the head: a repository changes its habits.
  const shape =
    usualShape(tagged.filter(({ position }) => head - position <= tagReach.parts)) ?? usualShape(tagged)
  const seen = new Set<number>()
  return tagged.filter(({ position, tag }) => {
    if (shapeOf(tag) !== shape || seen.has(position)) return false
    seen.add(position)
    return true
  })
}

/** Whether a release lies near enough before another place of the line to be what ran when that was asked to run. */
export const isWithinReach = (index: HistoryIndex, release: number, position: number): boolean =>
  release < position &&
  position - release <= tagReach.parts &&
  index.parts.time.get(position) - index.parts.time.get(release) <= tagReach.seconds

/** The newest release that is not the head itself, near enough to be what is live; null when there is none. */
export const liveRelease = (
  index: HistoryIndex,
  head: number,
  releases: readonly TaggedPart[],
): TaggedPart | null => releases.find(({ position }) => isWithinReach(index, position, head)) ?? null
