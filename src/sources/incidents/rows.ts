/**
 * Comma-separated text (RFC 4180) as records: quoted fields may hold separators, line ends and doubled quotes. A
 * semicolon or a tab separates where the first line has more of them, as spreadsheets of many countries write it.
 */
import type { Fields } from './fields.ts'

export interface Row {
  readonly fields: Fields
  /** 1-based line it begins on. */
  readonly line: number
  /** What is wrong with its shape, and the mend; then its fields stand under the wrong names. */
  readonly fault: string | null
}

interface Line {
  readonly values: readonly string[]
  readonly line: number
  readonly torn: boolean
}

const separatorOf = (firstLine: string): string => {
  const count = (separator: string): number => firstLine.split(separator).length
  return [',', ';', '\t'].reduce((best, other) => (count(other) > count(best) ? other : best))
}

const linesOf = (text: string): readonly Line[] => {
  const separator = separatorOf(text.slice(0, text.search(/\r?\n|$/)))
  const lines: Line[] = []
  let values: string[] = []
  let field = ''
  let quoted = false
  let line = 1
  let begun = 1
  const endLine = (): void => {
    values.push(field)
    if (values.some((value) => value !== '')) lines.push({ values, line: begun, torn: quoted })
    values = []
    field = ''
    begun = line
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!
    if (character === '\n') line += 1
    if (quoted) {
      if (character !== '"') field += character
      else if (text[at + 1] === '"') {
        field += '"'
        at += 1
      } else quoted = false
    } else if (character === '"' && field === '') quoted = true
    else if (character === separator) {
      values.push(field)
      field = ''
    } else if (character === '\n') endLine()
    else if (character !== '\r') field += character
  }
  if (field !== '' || values.length > 0) endLine()
  return lines
}

const faultOf = (values: number, names: number, torn: boolean): string | null => {
  if (torn) return 'opens a quote that never closes, and what follows was swallowed; close it'
  return values > names
    ? `has ${values} fields, the first line names ${names}; quote fields that hold separators`
    : null
}

/** Rows under the names of the first line. A name that stands there twice, as Jira repeats it, holds a list. */
export const rowsOf = (text: string): readonly Row[] => {
  const [header, ...rest] = linesOf(text.replace(/^\uFEFF/, ''))
  if (header === undefined) return []
  const names = header.values.map((name) => name.trim())
  return rest.map(({ values, line, torn }) => {
    const fields: Record<string, unknown> = {}
    for (const [at, name] of names.entries()) {
      const value = values[at] ?? ''
      if (name === '') continue
      if (names.indexOf(name) === at && names.lastIndexOf(name) === at) fields[name] = value
      else if (value !== '')
        fields[name] = [...((fields[name] as readonly string[] | undefined) ?? []), value]
    }
    return { fields, line, fault: faultOf(values.length, names.length, torn) }
  })
}
