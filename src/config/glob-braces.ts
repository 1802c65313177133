import { type Reading, read, wanted } from './reading.ts'

const mostAlternatives = 64
const tooMany = wanted(`a glob whose braces make at most ${mostAlternatives} alternatives`)

/** `{a,b}/c` → `a/c`, `b/c`; braces may stand inside braces. A brace inside `[…]` or after `\` means itself. */
export const expandBraces = (pattern: string): Reading<readonly string[]> => {
  const opening = findBrace(pattern, 0)
  if (opening === undefined) return read([pattern])
  if (pattern[opening] === '}') return wanted('a { for every } of the glob, or \\} where it means itself')
  const group = readGroup(pattern, opening)
  if (group === undefined) return wanted('a } for every { of the glob, or \\{ where it means itself')
  const { choices, end } = group
  if (choices.length < 2) return wanted('braces with a comma, like {a,b}, or \\{ where it means itself')
  const rest = expandBraces(pattern.slice(end + 1))
  if (!rest.ok) return rest
  const all: string[] = []
  for (const choice of choices) {
    const inner = expandBraces(choice)
    if (!inner.ok) return inner
    if (all.length + inner.value.length * rest.value.length > mostAlternatives) return tooMany
    for (const first of inner.value)
      for (const last of rest.value) all.push(pattern.slice(0, opening) + first + last)
  }
  return read(all)
}

/** The parts between the commas of the group that opens at `opening`, and where it closes. */
const readGroup = (pattern: string, opening: number) => {
  const choices: string[] = []
  let depth = 0
  let start = opening + 1
  for (let at: number | undefined = opening; at !== undefined; at = findBrace(pattern, at + 1, depth === 1)) {
    const character = pattern[at]
    if (character === '{') depth++
    else if (character === ',') {
      choices.push(pattern.slice(start, at))
      start = at + 1
    } else if (--depth === 0) {
      choices.push(pattern.slice(start, at))
      return { choices, end: at }
    }
  }
  return undefined
}

/** The next brace (or comma, when asked) that is not escaped and not inside a set. */
const findBrace = (pattern: string, from: number, orComma = false): number | undefined => {
  for (let at = from; at < pattern.length; at++) {
    const character = pattern[at]
    if (character === '\\') at++
    else if (character === '[') {
      const end = pattern.indexOf(']', at + 2)
      const slash = pattern.indexOf('/', at)
      if (end >= 0 && (slash < 0 || end < slash)) at = end
    } else if (character === '{' || character === '}' || (orComma && character === ',')) return at
  }
  return undefined
}
