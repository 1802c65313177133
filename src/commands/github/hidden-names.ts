/** Names of others in the hidden lines of our comments. */

/** As in an address, and without what could end the HTML comment it stands in. */
export const spellName = (name: string): string =>
  encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\uFFFD')).replace(
    /[!'()*~]|-(?=-|$)/g,
    (found) => `%${found.codePointAt(0)!.toString(16).toUpperCase()}`,
  )

/** Empty, a name that nobody has, where no line of ours says so. */
export const unspellName = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}

/** One word for a list, which may be empty. */
export const spellNames = (names: readonly string[]): string =>
  names.length === 0 ? '-' : names.map(spellName).join(',')

export const unspellNames = (text: string): readonly string[] =>
  text === '-'
    ? []
    : text
        .split(',')
        .map(unspellName)
        .filter((name) => name !== '')
