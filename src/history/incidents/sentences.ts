/** A text cut into sentences, as post-mortems are written: wrapped lines, list items, headings, cells, quoted programs. */

const abbreviation = /\b(?:e\.g|i\.e|etc|vs|approx|ca|cf|resp|no|St|Mr|Ms|Dr)\.$/i

const split = (paragraph: string): readonly string[] => {
  const sentences: string[] = []
  let begun = 0
  for (const match of paragraph.matchAll(/[.!?](?=["”')\]]*\s+["“'([]*[A-Z#`*‹\d[])/g)) {
    const end = match.index + 1
    const sentence = paragraph.slice(begun, end)
    if (abbreviation.test(sentence)) continue
    sentences.push(sentence.trim())
    begun = end
  }
  sentences.push(paragraph.slice(begun).trim())
  return sentences.filter((sentence) => sentence !== '')
}

const opensItem = /^\s*(?:[-*+]\s+|\d+[.)]\s+|#{1,6}\s|>\s?|\|)/

/** Longest text that is looked at: what is longer holds logs. */
const readableCharacters = 200_000

export const sentencesOf = (text: string): readonly string[] => {
  const paragraphs: string[] = []
  let open = ''
  let fenced = false
  const close = (): void => {
    if (open.trim() !== '') paragraphs.push(open.trim())
    open = ''
  }
  for (const line of text.slice(0, readableCharacters).split(/\r?\n/)) {
    if (/^\s*(?:```|~~~)/.test(line)) {
      fenced = !fenced
      close()
    }
    // What a program printed blames nobody.
    else if (!fenced) {
      if (line.trim() === '' || opensItem.test(line)) close()
      open += ` ${line.replace(opensItem, '').replaceAll(/\*\*|__|`/g, '')}`
      if (/^\s*#{1,6}\s/.test(line)) close()
    }
  }
  close()
  return paragraphs.flatMap(split)
}
