/**
 * Moments as people and tools write them: ISO 8601, seconds since 1970, `29-02-2016 01:16`, `12/Mar/24 9:05 AM`,
 * `Oct 16 at 21:26` under a date that has a year, `9:06a`, `11.50`, `ca. 18:30`, `~13:30-13:45` (its begin).
 */
import type { Doubt } from '../../domain/incident.ts'
import { utc, type Zone, zoneOf } from './zone.ts'

export interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

export interface MomentContext {
  /** Of times that name none; null when nothing around them does. */
  readonly zone: Zone | null
  /** Of times without a date, and of dates without a year. */
  readonly day: Day | null
  /** `03/04/2024` is the third of April; unknown where the source does not say. */
  readonly dayFirst: boolean | null
}

export interface Moment {
  /** Seconds since the epoch. */
  readonly seconds: number
  readonly day: Day
  readonly doubts: readonly Doubt[]
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const monthName =
  '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\\.?'
const monthOf = (name: string): number => months.indexOf(name.slice(0, 3).toLowerCase()) + 1

interface FoundDay {
  readonly day: Day
  readonly rest: string
  readonly doubts: readonly Doubt[]
}

/** `22025` has one digit too many: the year that is left when a doubled one is taken out. */
const yearOf = (digits: string): number =>
  digits.length <= 4 ? Number(digits) : Number(digits.replace(/(\d)\1/, '$1').slice(0, 4))

const century = (digits: string): number => (digits.length === 2 ? 2000 + Number(digits) : Number(digits))

const exists = ({ year, month, day }: Day): boolean => {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1990 && year < 2100 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}

type Reader = (
  match: RegExpExecArray,
  context: MomentContext,
) => { day: Day; doubts?: readonly Doubt[] } | null

const dayReaders: readonly { readonly pattern: RegExp; readonly read: Reader }[] = [
  {
    pattern: /(\d{4,5})[-/](\d{1,2})[-/](\d{1,2})(?!\d)/,
    read: ([, year = '', month, day]) => ({
      day: { year: yearOf(year), month: Number(month), day: Number(day) },
      doubts: year.length > 4 ? ['wrong-year'] : [],
    }),
  },
  {
    pattern: /(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)/,
    read: ([, one, , other, year = ''], { dayFirst }) => {
      const [left, right] = [Number(one), Number(other)]
      const swapped = right > 12 || (left <= 12 && dayFirst === false)
      return {
        day: { year: century(year), month: swapped ? left : right, day: swapped ? right : left },
        doubts: left <= 12 && right <= 12 && left !== right && dayFirst === null ? ['ambiguous-date'] : [],
      }
    },
  },
  {
    pattern: new RegExp(
      `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?[ /-](?:of )?${monthName}(?:,?[ /-](\\d{4}|\\d{2}(?![:.]?\\d)))?`,
      'i',
    ),
    read: ([, day, month = '', year], { day: around }) => {
      const known = year === undefined ? around?.year : century(year)
      return known === undefined ? null : { day: { year: known, month: monthOf(month), day: Number(day) } }
    },
  },
  {
    pattern: new RegExp(`\\b${monthName} (\\d{1,2})(?:st|nd|rd|th)?\\b(?:,? (\\d{4}))?(?![:.]\\d)`, 'i'),
    read: ([, month = '', day, year], { day: around }) => {
      const known = year === undefined ? around?.year : Number(year)
      return known === undefined ? null : { day: { year: known, month: monthOf(month), day: Number(day) } }
    },
  },
]

const findDay = (text: string, context: MomentContext): FoundDay | 'impossible' | null => {
  for (const { pattern, read } of dayReaders) {
    const match = pattern.exec(text)
    if (!match) continue
    const found = read(match, context)
    if (found === null) continue
    if (!exists(found.day)) return 'impossible'
    return { day: found.day, rest: text.slice(match.index + match[0].length), doubts: found.doubts ?? [] }
  }
  return null
}

const clock = /(?<![\d.])(\d{1,2})[:.h](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?:\s*([ap])\.?(?:m\b\.?|\b))?/i
const wholeHour = /(?<![\d.:])(\d{1,2})\s*([ap])\.?m\b/i

/** Seconds since midnight, and the words after; null where no time of day is written. */
const findClock = (
  text: string,
): { readonly seconds: number; readonly rest: string } | 'impossible' | null => {
  const match = clock.exec(text) ?? wholeHour.exec(text)
  if (!match) return null
  const whole = match.length === 3
  const half = (whole ? match[2] : match[4])?.toLowerCase()
  let hour = Number(match[1])
  if (half === 'p' && hour < 12) hour += 12
  if (half === 'a' && hour === 12) hour = 0
  const minute = whole ? 0 : Number(match[2])
  const second = whole ? 0 : Number(match[3] ?? 0)
  if (hour > 24 || minute > 59 || second > 60) return 'impossible'
  return {
    seconds: hour * 3600 + minute * 60 + second,
    rest: text.slice(match.index + match[0].length),
  }
}

/** A zone right after an ISO time: `-05:00` there is no end of a range. */
const isoZone = /^\d{4,5}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)? ?(Z|[+-]\d{2}(?::?\d{2})?)$/

/** Largest plausible time in seconds (the year 5138); beyond it milliseconds are counted. */
const latestSeconds = 1e11
const midnightOf = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day) / 1000
const dayOf = (seconds: number): Day => {
  const date = new Date(seconds * 1000)
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() }
}

/** Reads a moment; null when the words hold none that exists. Fractions of a second are dropped. */
export const readMoment = (written: string | number, context: MomentContext): Moment | null => {
  const text = String(written).trim()
  if (/^\d{9,13}(?:\.\d+)?$/.test(text)) {
    const value = Number(text)
    const seconds = Math.floor(value > latestSeconds ? value / 1000 : value)
    return { seconds, day: dayOf(seconds), doubts: [] }
  }
  const date = findDay(text, context)
  if (date === 'impossible') return null
  const day = date?.day ?? context.day
  if (day === null) return null
  const time = findClock(date?.rest ?? text)
  if (time === 'impossible' || (time === null && date === null)) return null
  const zoneHere = time === null ? null : zoneOf(isoZone.exec(text)?.[1] ?? zoneWords(time.rest))
  const zone = zoneHere ?? context.zone
  const wallSeconds = midnightOf(day) + (time?.seconds ?? 0)
  const doubts: Doubt[] = [...(date?.doubts ?? [])]
  if (time === null) doubts.push('date-only')
  else if (zone === null) doubts.push('no-zone')
  else if (zone.guessed) doubts.push('guessed-zone')
  return { seconds: wallSeconds - (zone ?? utc).minutesAt(wallSeconds) * 60, day, doubts }
}

/** What follows a time of day may be its zone; a range's end and prose are not. */
const zoneWords = (rest: string): string => {
  const range = /^\s*(?:-|–|—|to)\s*\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m?\.?)?/i.exec(rest)
  const after = rest.slice(range?.[0].length ?? 0)
  return (
    /^\s*(?:Z\b|[+-]\d{2}(?::?\d{2})?\b|\(?(?:UTC|GMT)[^\s)]*(?:\s*[+-]\s*\d{1,2})?|\(?[A-Z]{2,4}\b(?:\s*\(UTC[^)]*\))?|\(?[A-Z][a-z]+\/[A-Z]\w+)/.exec(
      after,
    )?.[0] ?? ''
  ).replace(/^\s*\(/, '')
}

/** The first day written in a text, for times that stand under it. */
export const readDay = (text: string, context: MomentContext): Day | null => {
  const found = findDay(text, context)
  return found === null || found === 'impossible' ? null : found.day
}
