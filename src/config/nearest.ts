/**
 * The known word somebody probably meant, or undefined when none is near: at most a third of the letters may differ.
 * A word that begins another counts as near, too ("prod" → "production").
 */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  const allowed = Math.max(1, Math.floor(word.length / 3))
  const beginsWith = (name: string) => name.toLowerCase().startsWith(word.toLowerCase())
  return within(allowed, word, known) ?? (word.length < 3 ? undefined : known.find(beginsWith))
}

/**
 * The known word that this one misspells by a single slip of the pen. Names that differ in their digits alone
 * ("shard-1" and "shard-2") are two names.
 */
export const findMisspelt = (word: string, known: readonly string[]): string | undefined => {
  const meant = within(1, word, known)
  const withoutDigits = (text: string) => text.replace(/\d/g, '')
  return meant !== undefined && withoutDigits(meant) !== withoutDigits(word) ? meant : undefined
}

const within = (allowed: number, word: string, known: readonly string[]): string | undefined => {
  if (word.length > 100) return undefined
  const written = word.toLowerCase()
  let best: { readonly name: string; readonly edits: number } | undefined
  for (const name of known) {
    if (Math.abs(name.length - written.length) > allowed) continue
    const edits = countEdits(written, name.toLowerCase())
    if (edits <= allowed && (best === undefined || edits < best.edits)) best = { name, edits }
  }
  return best?.name
}

/** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
const countEdits = (from: string, to: string): number => {
  let beforeLast: number[] = []
  let last = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = last[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1)
      let edits = Math.min(last[column]! + 1, current[column - 1]! + 1, replaced)
      const swapped =
        row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      if (swapped) edits = Math.min(edits, beforeLast[column - 2]! + 1)
      current.push(edits)
    }
    beforeLast = last
    last = current
  }
  return last[to.length]!
}
