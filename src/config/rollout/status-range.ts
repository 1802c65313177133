import { type Reading, read, wanted } from '../reading.ts'

/** Statuses of HTTP, both ends included. */
export interface StatusRange {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** Reads `200` or `2xx`. Informational answers come before the real one, and are none. */
export const readStatusRange = (input: unknown): Reading<StatusRange> => {
  const asked = 'a status like 204, or a class of them like 2xx'
  const text = typeof input === 'number' ? String(input) : typeof input === 'string' ? input : ''
  const kind = /^([2-5])xx$/.exec(text)?.[1]
  if (kind !== undefined) return read({ from: Number(kind) * 100, to: Number(kind) * 100 + 99, text })
  if (/^[2-5]\d\d$/.test(text)) return read({ from: Number(text), to: Number(text), text })
  return wanted(asked, /^[2-5](?:XX|\*\*|\*)$/.test(text) ? `${text.charAt(0)}xx` : undefined)
}
