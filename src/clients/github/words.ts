/** Strangers' words in our messages: one line, no control characters, no token, never much of them. */

/** Longest run of GitHub's own words in a message, and of an answer that is not GitHub's at all. */
export const mostWords = 200
export const mostRubbish = 80

/** What one could not see, or what would move the cursor: controls, formats (bidi, zero width), lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const lineEnd = /[\r\n\u2028\u2029]+/

/** The first line that says anything, at most `most` characters of it. */
export const firstLine = (text: string, most: number): string => {
  // Nobody's first line is longer than this; what follows is not worth walking through.
  const lines = text.slice(0, 4_000).split(lineEnd)
  const clean = lines.map((line) => line.replace(/\t/g, ' ').replace(unseen, '').trim())
  const characters = [...(clean.find((line) => line !== '') ?? '')]
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : characters.join('')
}

/** Takes a secret out of a text, however often it stands there. */
export type Hide = (text: string) => string

export const hiding =
  (secret: string): Hide =>
  (text) =>
    text.replaceAll(secret, '***')
