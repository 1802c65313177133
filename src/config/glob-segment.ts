import { type Reading, read, wanted } from './reading.ts'
import { type Meaning, matchesSequence } from './wildcard-sequence.ts'

/** One character of a path's segment, or a star for any number of them. */
export type SegmentToken =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'any' }
  | {
      readonly kind: 'set'
      readonly negated: boolean
      readonly ranges: readonly (readonly [string, string])[]
    }
  | { readonly kind: 'star' }

/** Reads the glob of one folder or file name (no slash, no braces). */
export const readSegment = (text: string): Reading<readonly SegmentToken[]> => {
  const characters = [...text]
  const tokens: SegmentToken[] = []
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!
    if (character === '*') {
      const isDouble = characters[at + 1] === '*'
      if (isDouble && text !== '**') return wanted('** alone between slashes, like **/migrations/**')
      tokens.push({ kind: 'star' })
    } else if (character === '?') tokens.push({ kind: 'any' })
    else if (character === '\\') {
      const escaped = characters[++at]
      if (escaped === undefined) return wanted('a character after the last \\ of the glob')
      tokens.push({ kind: 'character', character: escaped })
    } else if (character === '[') {
      const end = endOfSet(characters, at)
      if (end === undefined) return wanted('a ] for every [ of the glob, or \\[ where it means itself')
      tokens.push(readSet(characters.slice(at + 1, end)))
      at = end
    } else tokens.push({ kind: 'character', character })
  }
  return read(tokens)
}

/** Where the set that opens at `start` ends; a `]` that comes first belongs to the set. */
const endOfSet = (characters: readonly string[], start: number): number | undefined => {
  const negation = characters[start + 1] === '!' || characters[start + 1] === '^' ? 1 : 0
  for (let at = start + negation + 2; at < characters.length; at++) {
    if (characters[at] === ']') return at
  }
  return undefined
}

const readSet = (inside: readonly string[]): SegmentToken => {
  const negated = inside[0] === '!' || inside[0] === '^'
  const members = negated ? inside.slice(1) : inside
  const ranges: (readonly [string, string])[] = []
  for (let at = 0; at < members.length; at++) {
    const first = members[at]!
    const last = members[at + 1] === '-' ? members[at + 2] : undefined
    ranges.push([first, last ?? first])
    if (last !== undefined) at += 2
  }
  return { kind: 'set', negated, ranges }
}

const matchesCharacter = (token: SegmentToken, character: string): boolean => {
  if (token.kind === 'any') return true
  if (token.kind === 'character') return token.character === character
  if (token.kind === 'star') return false
  return token.negated !== token.ranges.some(([first, last]) => first <= character && character <= last)
}

const meaning: Meaning<SegmentToken, string> = {
  isWildcard: (token) => token.kind === 'star',
  fits: matchesCharacter,
}

/** Whether the whole name matches, given as its characters. */
export const matchesSegment = (tokens: readonly SegmentToken[], name: readonly string[]): boolean =>
  matchesSequence(tokens, name, meaning)
