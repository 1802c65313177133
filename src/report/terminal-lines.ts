/** Lines of the terminal screen: pieces of text with a style, laid out the same with and without colour. */
import { displayWidth, padEnd, truncate, wrap } from './display-width.ts'

export type Style = 'bold' | 'dim' | 'red' | 'yellow' | 'green'
/** SGR parameters; nothing else of a terminal is used. */
const codes: Readonly<Record<Style, number>> = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 }

export type Segment = string | readonly [text: string, style: Style]
export type Line = readonly Segment[]

/** Spaces before everything under the head line, and columns of the label in front of a row. */
const indent = '  '
const labelColumns = 13

/** Columns left for the body of a labelled row. */
export const bodyColumns = (columns: number): number => columns - indent.length - labelColumns

const escapeCharacter = String.fromCharCode(0x1b)

/** One line of output, without trailing spaces. */
export const paint = (line: Line, colour: boolean): string =>
  line
    .map((segment) => {
      if (typeof segment === 'string') return segment
      const [text, style] = segment
      return colour ? `${escapeCharacter}[${codes[style]}m${text}${escapeCharacter}[0m` : text
    })
    .join('')
    .trimEnd()

/** Left and right of one line; what does not fit is cut on the left. */
export const spread = (left: string, right: string, columns: number, style: Style): Line => {
  const ending = truncate(right, Math.floor(columns * 0.7))
  const beginning = truncate(left, columns - displayWidth(ending) - 2)
  return [[beginning, style], ' '.repeat(columns - displayWidth(beginning) - displayWidth(ending)), ending]
}

/** A paragraph under the head line. */
export const paragraph = (text: string, columns: number, most: number): readonly Line[] =>
  wrap(text, columns - indent.length, most).map((line) => [indent + line])

/** A paragraph whose first word carries the answer. */
export const announcement = (
  word: string,
  style: Style,
  rest: string,
  columns: number,
  most: number,
): readonly Line[] =>
  wrap(word + rest, columns - indent.length, most).map((line, place) =>
    place === 0 && line.startsWith(word) ? [indent, [word, style], line.slice(word.length)] : [indent + line],
  )

/** A label and its body, hanging. */
export const row = (label: string, body: readonly string[], style: Style = 'bold'): readonly Line[] =>
  body.map((line, place) => [
    indent,
    place === 0 ? [padEnd(truncate(label, labelColumns - 1), labelColumns), style] : ' '.repeat(labelColumns),
    line,
  ])

/** A labelled sentence. */
export const labelled = (
  label: string,
  text: string | null,
  columns: number,
  most = 2,
  style: Style = 'bold',
): readonly Line[] => (text === null ? [] : row(label, wrap(text, bodyColumns(columns), most), style))

/**
 * Short texts two to a line where both fit, in their order, the second ones under each other; a long one has a line of
 * its own.
 */
export const pair = (cells: readonly string[], columns: number): readonly string[] => {
  const fits = (left: string, right: string) => displayWidth(left) + 2 + displayWidth(right) <= columns
  const lines: (readonly string[])[] = []
  for (const cell of cells) {
    const before = lines.at(-1)
    if (before?.length === 1 && fits(before[0]!, cell)) lines[lines.length - 1] = [before[0]!, cell]
    else lines.push([truncate(cell, columns)])
  }
  const pairs = lines.filter((line) => line.length === 2)
  const common = Math.max(0, ...pairs.map(([left]) => displayWidth(left!)))
  return lines.map(([left, right]) => {
    if (right === undefined) return left!
    return fits(padEnd(left!, common), right) ? `${padEnd(left!, common)}  ${right}` : `${left}  ${right}`
  })
}
