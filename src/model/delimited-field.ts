/**
 * What one field of a table means. Tables come from spreadsheets, R, pandas and databases, and each writes "missing",
 * "infinite" and "yes" in its own way.
 */
const missing = new Set(['', 'na', 'nan', 'null', 'none', '-', '?'])
const infinite = new Map([
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
])

/** The number a field holds, NaN for a missing one, undefined for text. */
export function numberOf(field: string): number | undefined {
  if (field === '') return Number.NaN
  const value = Number(field)
  if (!Number.isNaN(value) && field.trim() !== '') return value
  const word = field.trim().toLowerCase()
  if (missing.has(word)) return Number.NaN
  if (word === 'true' || word === 'yes') return 1
  if (word === 'false' || word === 'no') return 0
  return infinite.get(word)
}

/** 0 or 1, NaN where unknown, undefined for anything else. */
export function labelOf(field: string): number | undefined {
  const value = numberOf(field)
  return value === undefined || Number.isNaN(value) || value === 0 || value === 1 ? value : undefined
}

/** Largest plausible time in seconds (the year 5138); beyond it the column counts milliseconds. */
const LATEST_SECONDS = 1e11

/** Seconds since 1970 from seconds, milliseconds or ISO 8601; NaN for anything else. */
export function secondsOf(field: string): number {
  const text = field.trim()
  if (text === '') return Number.NaN
  const value = Number(text)
  if (Number.isFinite(value)) return Math.abs(value) > LATEST_SECONDS ? value / 1000 : value
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return Number.NaN
  // Without a zone the time is UTC: the answer must not depend on where the backtest runs.
  const iso = text.replace(' ', 'T')
  const zoned = /(Z|[+-]\d{2}:?\d{2})$/i.test(iso) || !iso.includes('T') ? iso : `${iso}Z`
  return Date.parse(zoned) / 1000
}

const MOST_SHOWN = 40

/** A name as messages show it: short, and with nothing that a terminal would obey. */
export function inOneLine(text: string): string {
  const plain = text.slice(0, MOST_SHOWN + 1).replace(/\p{C}/gu, '\uFFFD')
  return plain.length > MOST_SHOWN ? `${plain.slice(0, MOST_SHOWN - 1)}…` : plain
}

/** The same in quotes. */
export const quoted = (text: string): string => `"${inOneLine(text)}"`
