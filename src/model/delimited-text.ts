/**
 * Comma-separated text, piece by piece (RFC 4180): quoted fields may hold commas, line ends and doubled quotes; lines
 * end in LF or CRLF. Pieces may be cut anywhere. Fields are handed over line by line and nothing else is kept, so a
 * file of any size is read in the memory of its longest line.
 */
export interface LineReader {
  /** Takes the next piece of the text. */
  readonly write: (text: string) => void
  /** Takes the end: a last line without line end counts. */
  readonly end: () => void
}

const QUOTE = 34
const COMMA = 44
const LF = 10
const CR = 13

/** @param onLine called with the fields of each line that is not empty, and its 1-based number of first line */
export function readLines(onLine: (fields: string[], line: number) => void): LineReader {
  let rest = ''
  let line = 1

  /** Consumes all whole lines of `rest`; with `last`, what remains too. */
  const consume = (last: boolean) => {
    let at = 0
    while (at < rest.length) {
      const parsed = parseLine(rest, at, last)
      if (!parsed) break
      if (parsed.fields.length > 1 || parsed.fields[0] !== '') onLine(parsed.fields, line)
      line += parsed.lineEnds
      at = parsed.next
    }
    rest = rest.slice(at)
  }

  return {
    write: (text) => {
      // A byte order mark, as spreadsheets write it, is no part of the first name.
      rest += line === 1 && rest === '' && text.startsWith('\uFEFF') ? text.slice(1) : text
      consume(false)
    },
    end: () => consume(true),
  }
}

/** The line that starts at `from`; undefined if its end is not there yet. */
function parseLine(text: string, from: number, last: boolean) {
  const fields: string[] = []
  let lineEnds = 0
  let at = from
  for (;;) {
    let field: string
    if (text.charCodeAt(at) === QUOTE) {
      const close = closingQuote(text, at + 1)
      if (close < 0 || (close + 1 === text.length && !last)) {
        if (!last) return undefined
        // The quote never closes: the rest of the text is the field, and the reader of the table will refuse the row.
        fields.push(text.slice(at + 1))
        return { fields, lineEnds: lineEnds + 1, next: text.length }
      }
      const raw = text.slice(at + 1, close)
      lineEnds += raw.split('\n').length - 1
      field = raw.replaceAll('""', '"')
      at = close + 1
    } else field = ''
    const start = at
    while (at < text.length) {
      const code = text.charCodeAt(at)
      if (code === COMMA || code === LF) break
      at++
    }
    if (at === text.length && !last) return undefined
    const stop = text.charCodeAt(at) !== COMMA && at > start && text.charCodeAt(at - 1) === CR ? at - 1 : at
    if (stop > start) field += text.slice(start, stop)
    fields.push(field)
    if (text.charCodeAt(at) !== COMMA) return { fields, lineEnds: lineEnds + 1, next: at + 1 }
    at++
  }
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2)
  return at
}
