/**
 * What stands behind a verb that takes options: `[name] *( --option value )`. A value is a word without quotation marks,
 * or a text between straight ones, which cannot hold one itself. Each option at most once, in any order.
 */
export interface Options {
  /** What stands before the first option; null where nothing does. */
  readonly name: string | null
  readonly values: ReadonlyMap<string, string>
}

const token = /^(?:"([^"]*)"|([^\s"]+))(?:[ \t]+|$)/

/** The options, or a sentence that says what is wrong. `known` are the names that are taken, without their dashes. */
export const readOptions = (rest: string, known: readonly string[]): Options | string => {
  let left = rest
  const next = (): string | null => {
    const [whole, quoted, word] = token.exec(left) ?? []
    if (whole === undefined) return null
    left = left.slice(whole.length)
    return quoted ?? word ?? ''
  }
  const values = new Map<string, string>()
  let name: string | null = null
  while (left !== '') {
    const [, option] = /^--([a-z]+)(?:[ \t]+|$)/.exec(left) ?? []
    if (option === undefined) {
      if (name !== null || values.size > 0 || left.startsWith('-')) return sayKnown(known)
      name = next()
      if (name === null || name === '') return sayKnown(known)
      continue
    }
    if (!known.includes(option)) return sayKnown(known)
    if (values.has(option)) return `takes --${option} once`
    next()
    const value = left.startsWith('--') ? null : next()
    if (value === null || value.trim() === '')
      return `wants something behind --${option}, between straight quotation marks where it has blanks`
    values.set(option, value.trim())
  }
  return { name, values }
}

const sayKnown = (known: readonly string[]): string =>
  `takes ${known.map((name) => `--${name}`).join(', ')}, each once, and texts with blanks between straight quotation marks`
