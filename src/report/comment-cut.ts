/** Making text fit where GitHub takes only so much: at a word, or at a whole line. */

/** At most `most` characters on one line; what was cut ends in "…", at the end of a word where there is one near. */
export const cutAtWord = (text: string, most: number): string => {
  if (text.length <= most) return text
  const room = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')
  const space = room.lastIndexOf(' ')
  const whole = text[room.length] === ' ' || space < most / 2 ? room : room.slice(0, space)
  return `${whole.replace(/[\s,;:.(–-]+$/, '')}…`
}

/** UTF-8 bytes of a text. */
export const byteLength = (text: string): number => new TextEncoder().encode(text).length

/**
 * As many whole lines as fit, and then `farewell`, which says where the rest is. A fold or fence must not lie across
 * the cut: what is cut here is plain lines and tables.
 */
export const cutAtLine = (
  text: string,
  most: number,
  farewell: string,
  size: (text: string) => number = (each) => each.length,
): string => {
  if (size(text) <= most) return text
  let room = most - size(farewell) - 2
  const lines = text.split('\n')
  const end = lines.findIndex((line) => {
    room -= size(line) + 1
    return room < 0
  })
  return [...lines.slice(0, end), ...(end > 0 ? [''] : []), farewell].join('\n')
}
