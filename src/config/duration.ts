import type { Duration } from './configuration.ts'
import { type Reading, read, wanted } from './reading.ts'

/** Longest first: the order in which units may follow each other. A year has 365.25 days, a month a twelfth of it. */
const secondsByUnit = { y: 31_557_600, mo: 2_629_800, w: 604_800, d: 86_400, h: 3600, m: 60, s: 1 } as const
export type DurationUnit = keyof typeof secondsByUnit
const units = Object.keys(secondsByUnit) as readonly DurationUnit[]

/** Each unit at most once, longest first: `4h30m`, never `30m4h` or `1h1h`. */
const shape = new RegExp(`^${units.map((unit) => `(?:(\\d{1,6})${unit})?`).join('')}$`)
const longestSeconds = 100 * secondsByUnit.y

/**
 * Reads a length of time: `72h`, `14d`, `24mo`, `4h30m`; at least a second, at most a hundred years.
 * A bare number is refused; `usualUnit` only shapes the question that is asked back.
 */
export const readDuration = (input: unknown, usualUnit: DurationUnit = 'h'): Reading<Duration> => {
  const asked = `a length of time above zero, with its unit, like 30m, 72h, 14d or 24mo`
  const match = typeof input === 'string' && input !== '' ? shape.exec(input) : null
  if (match === null) return wanted(asked, guess(input, usualUnit))
  const seconds = units.reduce((sum, unit, at) => sum + Number(match[at + 1] ?? 0) * secondsByUnit[unit], 0)
  if (seconds === 0) return wanted(asked)
  return seconds > longestSeconds
    ? wanted('a length of time of at most 100 years')
    : read({ seconds, text: match[0] })
}

const wordsOfUnit: Readonly<Record<string, DurationUnit>> = {
  year: 'y',
  yr: 'y',
  month: 'mo',
  mon: 'mo',
  mo: 'mo',
  week: 'w',
  wk: 'w',
  day: 'd',
  hour: 'h',
  hr: 'h',
  minute: 'm',
  min: 'm',
  second: 's',
  sec: 's',
  y: 'y',
  w: 'w',
  d: 'd',
  h: 'h',
  m: 'm',
  s: 's',
}

/** What somebody probably meant: 72 → 72h, "3 days" → 3d, "14D" → 14d. */
const guess = (input: unknown, usualUnit: DurationUnit): string | undefined => {
  const text = typeof input === 'number' ? `${input}` : typeof input === 'string' ? input.trim() : ''
  const match = /^(\d{1,6}) ?([a-z]{0,8})$/i.exec(text)
  if (match === null || Number(match[1]) === 0) return undefined
  const word = (match[2] ?? '').toLowerCase()
  const unit = word === '' ? usualUnit : (wordsOfUnit[word] ?? wordsOfUnit[word.replace(/s$/, '')])
  return unit === undefined ? undefined : `${Number(match[1])}${unit}`
}
