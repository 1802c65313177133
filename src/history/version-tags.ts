/**
 * What names of version tags say: which of two is newer, which is a pre-release, which are moved from commit to commit.
 * The numbers of a name in their order are its version, whatever stands between them: `v1.12.0`, `release_1_12`,
 * `deploy-2026-08-18-at-16-12`. Only names that begin alike can be compared.
 */

const preReleaseWord =
  /(?<![a-z])(?:alpha|beta|rc|pre|preview|dev|development|snapshot|nightly|canary|next|milestone|insiders?|experimental)(?![a-z])/i
/** `1.0a2`, `2.3b1`: a letter behind a number, as Python writes it. */
const preReleaseLetter = /(?<=\d)(?:a|b|c)(?=\d+$)/i

const preReleaseAt = (tag: string): number => {
  const at = tag.search(preReleaseWord)
  return at >= 0 ? at : tag.search(preReleaseLetter)
}

export const isPreRelease = (tag: string): boolean => preReleaseAt(tag) >= 0

interface Version {
  /** What stands before the first number, without the `v` of a version. */
  readonly family: string
  readonly numbers: readonly string[]
  /** Of a pre-release: the numbers behind its word. Null: none. */
  readonly before: readonly string[] | null
}

/** Numbers of any length, without the zeros they begin with. */
const numbersIn = (text: string): readonly string[] =>
  (text.match(/\d+/g) ?? []).map((digits) => digits.replace(/^0+(?=\d)/, ''))

const versionOf = (tag: string): Version => {
  const cut = preReleaseAt(tag)
  const whole = cut >= 0 && /\d/.test(tag.slice(0, cut)) ? tag.slice(0, cut) : tag
  return {
    family: whole
      .slice(0, Math.max(0, whole.search(/\d/)))
      .toLowerCase()
      .replace(/(?<![a-z])v$/, ''),
    numbers: numbersIn(whole),
    before: cut >= 0 ? numbersIn(tag.slice(whole.length)) : null,
  }
}

const compareNumbers = (one: readonly string[], other: readonly string[]): number => {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const [left, right] = [one[at] ?? '0', other[at] ?? '0']
    if (left.length !== right.length) return left.length - right.length
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

/** Below 0 where `one` is the older version, above 0 where it is the newer; null where their names begin differently. */
export const compareVersions = (one: string, other: string): number | null => {
  const [left, right] = [versionOf(one), versionOf(other)]
  if (left.family !== right.family || left.numbers.length === 0 || right.numbers.length === 0) return null
  const difference = compareNumbers(left.numbers, right.numbers)
  if (difference !== 0) return difference
  if (left.before === null || right.before === null)
    return left.before === right.before ? 0 : left.before === null ? 1 : -1
  return compareNumbers(left.before, right.before)
}

/** A first number from here on is a year or a count, and what follows it no promise of what a release brings. */
const firstYear = 1000

/**
 * Whether a newer version may be a patch of an older one by its name: 1.12.1 of 1.12.0 and of 1.12, and never 1.13.0.
 * Dates and counts promise nothing: any newer one may be.
 */
export const mayPatch = (older: string, newer: string): boolean => {
  if (!((compareVersions(older, newer) ?? 0) < 0)) return false
  const [before, after] = [versionOf(older).numbers, versionOf(newer).numbers]
  if (Number(after[0]) >= firstYear || after.length < 2) return true
  return after.length > 2 && compareNumbers(before.slice(0, 2), after.slice(0, 2)) === 0
}

/**
 * Tells of each name whether its tag is moved from commit to commit: without a number (`latest`, `production`), called
 * after what is newest (`nightly-2`), or the first number alone where versions go on behind it (`v1` beside `v1.4.2`).
 */
export const movedAmong = (tags: readonly string[]): ((tag: string) => boolean) => {
  const firsts = new Set(tags.flatMap((tag) => /^(\D*\d+)\.\d/.exec(tag)?.[1] ?? []))
  return (tag) => !/\d/.test(tag) || /(?:^|[-/])(?:latest|current)(?:$|[-/])/i.test(tag) || firsts.has(tag)
}
