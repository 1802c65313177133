/** What a post-mortem wants done: lists and tables under the headings people use for it. */
import type { Action } from '../../../domain/incident.ts'
import { cellsOf, type Document, plain, sectionsUnder } from './document.ts'

const actionHeading =
  /action items?|corrective actions?|review actions?|remediation|follow[- ]?ups?|next steps/i
const referenceIn = /(?:[\w.-]+\/[\w.-]+)?#\d+|https?:\/\/[^\s)>\]]+|\b[A-Z][A-Z0-9]+-\d+\b/

const actionOf = (raw: string, text: string): readonly Action[] => {
  if (text === '') return []
  const reference = referenceIn.exec(raw)?.[0]
  const done =
    /^\s*[-*+]\s+\[x\]/i.test(raw) ||
    raw.includes('~~') ||
    /\b(?:done|completed|closed|fixed)\b[\s|.)\]*]*$/i.test(raw)
  return [{ text, done, ...(reference === undefined ? {} : { reference }) }]
}

export const actionsOf = (document: Document): readonly Action[] =>
  sectionsUnder(document, actionHeading).flatMap(({ lines }) =>
    lines.flatMap((line, at) => {
      const cells = cellsOf(line)
      if (cells !== null) {
        // The line over the ruler names the columns.
        const isHeader = /^[\s|:-]+$/.test(lines[at + 1] ?? '') && (lines[at + 1] ?? '').includes('-')
        return isHeader ? [] : actionOf(line.replace(/\|\s*$/, ''), cells.find((cell) => cell !== '') ?? '')
      }
      const item = /^\s*(?:[-*+]|\d+\.)\s+(?:\[[ x]\]\s*)?(.+)$/i.exec(line)
      return item ? actionOf(line, plain(item[1]!)) : []
    }),
  )
