/** A file taken apart into what may be incidents: records, or one document; each with the place it stands at. */
import { type Fields, isFields, textAt } from './fields.ts'
import { type Document, documentOf } from './markdown/document.ts'
import { rowsOf } from './rows.ts'

export type Piece =
  | { readonly kind: 'record'; readonly where: string; readonly name: string; readonly record: Fields }
  | { readonly kind: 'document'; readonly where: string; readonly document: Document }
  | { readonly kind: 'unreadable'; readonly where: string; readonly why: string }

/** Under which answers of tools keep their lists. */
const envelopes = [
  'incidents',
  'data',
  'result',
  'results',
  'issues',
  'items',
  'scheduled_maintenances',
  'incident',
]

/** JSON:API keeps what matters under `attributes`. */
const flat = (record: Fields): Fields => {
  const attributes = record['attributes']
  return isFields(attributes)
    ? { ...attributes, id: record['id'] ?? attributes['id'], type: record['type'] }
    : record
}

const unwrapped = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value
  if (!isFields(value)) return [value]
  for (const key of envelopes) {
    const inner = value[key]
    if (Array.isArray(inner)) return inner
    if (isFields(inner)) return [inner]
  }
  return [value]
}

/** A line that carries a whole document: `{"incident_id": …, "text": "# …"}`. */
const documentIn = (record: Fields): Document | null => {
  const text = textAt(record, 'text')
  if (text === undefined || !text.includes('\n')) return null
  if (Object.keys(record).some((key) => /(?:_at|At|_on|date|title|name)$/.test(key))) return null
  const name = textAt(record, 'incident_id', 'id', 'path', 'file')
  return name === undefined ? null : documentOf(name, text)
}

const pieceOf = (value: unknown, where: string, name: string): Piece => {
  if (!isFields(value)) {
    const got = JSON.stringify(value)?.slice(0, 40) ?? 'nothing'
    return { kind: 'unreadable', where, why: `an incident must be an object of fields, got ${got}` }
  }
  const document = documentIn(value)
  return document === null
    ? { kind: 'record', where, name, record: flat(value) }
    : { kind: 'document', where, document }
}

const parsed = (text: string): { readonly value: unknown } | { readonly why: string } => {
  try {
    return { value: JSON.parse(text) }
  } catch (cause) {
    return { why: cause instanceof Error ? cause.message : String(cause) }
  }
}

const stem = (file: string): string =>
  file
    .slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1)
    .replace(/(?:\.[a-z]{1,8}){1,2}$/i, '')

const jsonPieces = (file: string, text: string): readonly Piece[] => {
  const whole = parsed(text)
  if ('value' in whole)
    return unwrapped(whole.value).map((value, at) =>
      pieceOf(value, `${file}: record ${at + 1}`, `${stem(file)}-${at + 1}`),
    )
  const lines = text.split(/\r?\n/)
  const isLines = lines.filter((line) => line.trim() !== '').length > 1 && 'value' in parsed(lines[0]!)
  if (!isLines)
    return [
      {
        kind: 'unreadable',
        where: file,
        why: `begins like JSON and is none (${whole.why}); mend the file or export it again`,
      },
    ]
  return lines.flatMap((line, at) => {
    if (line.trim() === '') return []
    const where = `${file}:${at + 1}`
    const one = parsed(line)
    return 'value' in one
      ? [pieceOf(one.value, where, `${stem(file)}-${at + 1}`)]
      : [{ kind: 'unreadable' as const, where, why: `is no line of JSON (${one.why}); mend the line` }]
  })
}

const looksLikeTable = (file: string, text: string): boolean =>
  /\.(?:csv|tsv)(?:\.gz)?$/i.test(file) ||
  (!/\.(?:md|markdown|qmd|txt)$/i.test(file) &&
    /^"?[\w ()/.-]+"?(?:[,;\t]"?[\w ()/.-]+"?){2,}\r?\n/.test(text))

/** The pieces of a file, by what it holds; its name only helps where content leaves it open. */
export const piecesOf = (file: string, content: string): readonly Piece[] => {
  const text = content.replace(/^\uFEFF/, '')
  if (text.trim() === '') return [{ kind: 'unreadable', where: file, why: 'is empty; export it again' }]
  if (/^\s*[[{]/.test(text) && !/^\s*\[[^\]]*\]\(/.test(text)) return jsonPieces(file, text)
  if (looksLikeTable(file, text))
    return rowsOf(text).map(({ fields, line, fault }) => {
      const where = `${file}:${line}`
      return fault === null
        ? { kind: 'record', where, name: `${stem(file)}-${line}`, record: fields }
        : { kind: 'unreadable', where, why: fault }
    })
  return [{ kind: 'document', where: file, document: documentOf(file, text) }]
}
