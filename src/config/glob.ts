import { expandBraces } from './glob-braces.ts'
import { matchesSegment, readSegment, type SegmentToken } from './glob-segment.ts'
import { type Reading, type Refusal, read, wanted } from './reading.ts'
import { type Meaning, matchesSequence } from './wildcard-sequence.ts'

/**
 * Globs over paths of a repository: `*` and `?` inside one folder name, `**` for any depth, `[a-z]` and `[!a-z]`,
 * `{a,b}`, and `\` before a character that means itself. Names that begin with a dot are names like any other.
 *
 * Paths come from whoever opens a pull request, so matching must not be slow for any of them. Translating to a regular
 * expression backtracks: `*a*a*a*b` against 4,096 times "a" ran for over ten minutes. Here a star only ever resumes at
 * the last star before it, which bounds the work by length of pattern times length of path.
 */
export type PathTest = (path: string) => boolean

type Segment = '**' | readonly SegmentToken[]

const longestPattern = 300

/** Reads a glob and answers it unchanged, or says which construct is not one of ours and what to write instead. */
export const readGlob = (input: unknown): Reading<string> => {
  if (typeof input !== 'string' || input.trim() === '') return wanted('a glob like "services/payments/**"')
  const pattern = input
  if (pattern.length > longestPattern) return wanted(`a glob of at most ${longestPattern} characters`)
  const refusal = refuse(pattern)
  if (refusal !== undefined) return refusal
  const expanded = expandBraces(pattern)
  if (!expanded.ok) return expanded
  for (const segment of expanded.value.flatMap((alternative) => alternative.split('/'))) {
    const reading = readSegment(segment)
    if (!reading.ok) return reading
  }
  return read(pattern)
}

const refuse = (pattern: string): Refusal | undefined => {
  if (/\p{Cc}/u.test(pattern)) return wanted('a glob without control characters')
  if (pattern.startsWith('!'))
    return wanted('a glob that says what is meant, not what is not', `"${pattern.slice(1)}"`)
  if (/^\.?\//.test(pattern)) {
    return wanted('a glob that begins at the root of the repository', `"${pattern.replace(/^\.?\/+/, '')}"`)
  }
  if (pattern.endsWith('/')) return wanted('a glob that matches files', `"${pattern}**"`)
  if (/\/\/|(^|\/)\.\.?(\/|$)/.test(pattern)) return wanted('a glob without empty, "." or ".." folders')
  if (/(?<!\\)[@+*?!]\(/.test(pattern))
    return wanted('a glob without @(…), +(…), *(…), ?(…) or !(…)', 'braces like {a,b}')
  return undefined
}

/** Turns globs into one question: does any of them match this path? Patterns that `readGlob` refuses match nothing. */
export const compileGlobs = (patterns: readonly string[]): PathTest => {
  const alternatives = patterns.flatMap(compile)
  return (path) => {
    const names = path.split('/').map((name) => [...name])
    return alternatives.some((segments) => matchesPath(segments, names))
  }
}

/** The first of the globs that matches the path. */
export const findGlob = (patterns: readonly string[], path: string): string | undefined =>
  patterns.find((pattern) => compileGlobs([pattern])(path))

/** A glob that matches exactly this path. */
export const globOfPath = (path: string): string =>
  path.replace(/[\\*?[\]{}]/g, (character) => `\\${character}`)

const compile = (pattern: string): readonly (readonly Segment[])[] => {
  const expanded = expandBraces(pattern)
  if (!expanded.ok) return []
  return expanded.value.flatMap((alternative) => {
    const segments = alternative.split('/').map((text): Segment | undefined => {
      const reading = readSegment(text)
      return text === '**' ? '**' : reading.ok ? reading.value : undefined
    })
    return segments.every((segment) => segment !== undefined) ? [segments] : []
  })
}

const meaning: Meaning<Segment, readonly string[]> = {
  isWildcard: (segment) => segment === '**',
  fits: (segment, name) => segment !== '**' && matchesSegment(segment, name),
}

const matchesPath = (segments: readonly Segment[], names: readonly (readonly string[])[]): boolean =>
  matchesSequence(segments, names, meaning)
