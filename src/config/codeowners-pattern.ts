import { matchesSegment, type SegmentToken } from './glob-segment.ts'
import { type Reading, read, wanted } from './reading.ts'
import { type Meaning, matchesSequence } from './wildcard-sequence.ts'

/**
 * A pattern of CODEOWNERS as steps down a path. Every rule of the format is said by the steps themselves:
 * `/docs` is docs, any depth; `docs/` any depth, docs, any depth, any name; `docs/*` docs, any name.
 *
 * Patterns are those of gitignore but for what GitHub leaves out (`!`, `[ ]`, a leading `\#`) and for `docs/*`, which
 * does not reach below docs. Source: "About code owners" of GitHub's documentation.
 */
export type CodeOwnersPattern = readonly Step[]

type Step =
  /** Any number of folders, none included. */
  | { readonly kind: 'depth' }
  | { readonly kind: 'name'; readonly name: string }
  /** `starts` and `ends` hold the characters around the first and last wildcard: most names fail there, and fast. */
  | {
      readonly kind: 'glob'
      readonly tokens: readonly SegmentToken[]
      readonly starts: string
      readonly ends: string
    }

/** One folder or file name of a path, with its characters, so that thousands of rules need not take it apart again. */
export interface PathName {
  readonly name: string
  readonly characters: readonly string[]
}

const depth: Step = { kind: 'depth' }
const anyName: Step = { kind: 'glob', tokens: [{ kind: 'star' }], starts: '', ends: '' }

/** Reads a pattern, or says what GitHub would not accept of it and what to write instead. */
export const readCodeOwnersPattern = (text: string): Reading<CodeOwnersPattern> => {
  if (/\p{Cc}/u.test(text)) return wanted('a pattern without control characters')
  if (text.startsWith('!')) {
    return wanted(
      'a pattern without !, which means nothing here: a line with a pattern alone takes its owners away',
    )
  }
  if (text.startsWith('\\#')) {
    return wanted('a pattern that begins with no #, which cannot be escaped here', `"?${text.slice(2)}"`)
  }
  if (text === '/') return wanted('a pattern that can match a file', '"*"')
  const isAnchored = text.startsWith('/')
  const isDirectory = text.endsWith('/')
  const steps: Step[] = []
  for (const name of text.slice(isAnchored ? 1 : 0, isDirectory ? -1 : undefined).split('/')) {
    const step = readStep(name)
    if (!step.ok) return step
    steps.push(step.value)
  }
  // A slash at the end says nothing about where the folder stands, any other ties the pattern to the root.
  const isFloating = !isAnchored && steps.length === 1
  return read([...(isFloating ? [depth] : []), ...steps, ...below(steps.at(-1)!, isDirectory, isFloating)])
}

/** What of the tree under its last step a pattern takes in. */
const below = (last: Step, isDirectory: boolean, isFloating: boolean): readonly Step[] => {
  if (last === depth) return [anyName]
  if (isDirectory) return [depth, anyName]
  // The one place where GitHub is narrower than gitignore: `docs/*` and `/*` stop at the files directly inside.
  return last === anyName && !isFloating ? [] : [depth]
}

/** Reads one folder or file name; `**` alone is any depth, beside other characters no more than `*`. */
const readStep = (text: string): Reading<Step> => {
  if (text === '') return wanted('a pattern without empty folder names')
  if (text === '**') return read(depth)
  if (text === '*') return read(anyName)
  const characters = [...text]
  const tokens: SegmentToken[] = []
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at]!
    if (character === '\\') {
      const escaped = characters[++at]
      if (escaped === undefined) return wanted('a character other than / after every \\ of the pattern')
      tokens.push({ kind: 'character', character: escaped })
    } else if (character === '[' || character === ']') return wanted('\\[ and \\] for [ and ] in a name')
    else if (character === '?') tokens.push({ kind: 'any' })
    else if (character !== '*') tokens.push({ kind: 'character', character })
    else if (characters[at + 1] === '*' && characters[at + 2] === '*') return wanted('at most two * in a row')
    else if (tokens.at(-1)?.kind !== 'star') tokens.push({ kind: 'star' })
  }
  const isWild = (token: SegmentToken) => token.kind !== 'character'
  const first = tokens.findIndex(isWild)
  if (first < 0) return read({ kind: 'name', name: spell(tokens) })
  const ends = spell(tokens.slice(tokens.findLastIndex(isWild) + 1))
  return read({ kind: 'glob', tokens, starts: spell(tokens.slice(0, first)), ends })
}

const spell = (tokens: readonly SegmentToken[]): string =>
  tokens.map((token) => (token.kind === 'character' ? token.character : '')).join('')

export const namesOf = (path: string): readonly PathName[] =>
  path.split('/').map((name) => ({ name, characters: [...name] }))

const matchesStep = (step: Step, { name, characters }: PathName): boolean => {
  if (step.kind === 'depth') return false
  if (step.kind === 'name') return step.name === name
  return name.startsWith(step.starts) && name.endsWith(step.ends) && matchesSegment(step.tokens, characters)
}

const meaning: Meaning<Step, PathName> = {
  isWildcard: (step) => step.kind === 'depth',
  fits: matchesStep,
}

/** Whether the whole path matches; `namesOf` takes it apart. */
export const matchesCodeOwnersPattern = (pattern: CodeOwnersPattern, names: readonly PathName[]): boolean =>
  matchesSequence(pattern, names, meaning)
