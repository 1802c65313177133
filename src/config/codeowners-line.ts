import { type CodeOwnersPattern, readCodeOwnersPattern } from './codeowners-pattern.ts'
import { describe } from './problems.ts'
import { type Reading, read, wanted } from './reading.ts'

/** Who owns: a login, `organisation/team`, or the address of an account. */
export interface Owner {
  readonly kind: 'user' | 'team' | 'email'
  /** As the file spells it, without the `@` in front. */
  readonly name: string
}

export interface CodeOwnersLine {
  /** As the file spells it. */
  readonly pattern: string
  readonly steps: CodeOwnersPattern
  /** Empty: whoever owned these files before owns them no more. */
  readonly owners: readonly Owner[]
}

/**
 * Reads one line: a pattern, then its owners, then perhaps a comment. Null for a line that says nothing. One thing that
 * GitHub does not accept makes the whole line void, its other owners too.
 */
export const readCodeOwnersLine = (line: string): Reading<CodeOwnersLine | null> => {
  const text = line.replace(/^[ \t]+/, '')
  if (text === '' || text.startsWith('#')) return read(null)
  const end = endOfPattern(text)
  const pattern = text.slice(0, end)
  const steps = readCodeOwnersPattern(pattern)
  if (!steps.ok) return steps
  const owners = readOwners(text.slice(end))
  return owners.ok ? read({ pattern, steps: steps.value, owners: owners.value }) : owners
}

/** A pattern ends at the first space or tab that no `\` stands before. */
const endOfPattern = (text: string): number => {
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === ' ' || text[at] === '\t') return at
  }
  return text.length
}

const readOwners = (text: string): Reading<readonly Owner[]> => {
  const comment = text.indexOf('#')
  const words = (comment < 0 ? text : text.slice(0, comment)).split(/[ \t]+/).filter((word) => word !== '')
  const owners = new Map<string, Owner>()
  for (const word of words) {
    const owner = readOwner(word)
    if (!owner.ok) return owner
    const key = word.toLowerCase()
    if (!owners.has(key)) owners.set(key, owner.value)
  }
  return read([...owners.values()])
}

/** Logins may hold `_`, as those of managed users do (`mona_acme`). */
const readOwner = (word: string): Reading<Owner> => {
  if (/^@[A-Za-z0-9][\w-]{0,99}$/.test(word)) return read({ kind: 'user', name: word.slice(1) })
  if (/^@[A-Za-z0-9][\w-]{0,99}\/[A-Za-z0-9._-]{1,255}$/.test(word))
    return read({ kind: 'team', name: word.slice(1) })
  if (isAddress(word)) return read({ kind: 'email', name: word })
  return wanted(
    `owners like @user, @organisation/team or user@example.com, got ${describe(word)}`,
    /^[A-Za-z0-9][\w-]{0,99}(\/[A-Za-z0-9._-]{1,255})?$/.test(word) ? `"@${word}"` : undefined,
  )
}

const isAddress = (word: string): boolean => {
  const at = word.indexOf('@')
  if (at < 1 || word.length > 254) return false
  return (
    /^[\w.%+-]+$/.test(word.slice(0, at)) && /^(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/.test(word.slice(at + 1))
  )
}
