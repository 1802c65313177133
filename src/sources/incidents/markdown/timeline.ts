/** What happened when, as post-mortems tell it: headings with a time, rows of a table, lines that begin with one. */
import type { IncidentTime } from '../../../domain/incident.ts'
import { type Day, type Moment, readDay, readMoment } from '../moment.ts'
import { type Zone, zoneOf } from '../zone.ts'
import { cellsOf, type Document, plain, sectionsUnder } from './document.ts'

export interface TimelineEntry {
  readonly written: string
  readonly moment: Moment
  readonly says: string
}

const timelineHeading = /timeline|chronology|sequence of events|what happened/i
const clockAhead =
  /^\s*(?:[-*+]\s+|\d+\.\s+)?(?:\*\*|__|`|\[)?((?:~|ca\.?|approx\.?)?\s*(?:\d{4,5}[-/]\d\d?[-/]\d\d?|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,?(?: \d{4},?)?|\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?(?: \d{4})?)?[T ,]*(?:at )?\d{1,2}[:.h]\d{2}(?::\d{2})?\s*(?:[ap]\.?m?\.?\b)?\s*(?:\(?[A-Z]{3,4}\)?)?)/
const dayWords = /\d{4,5}-\d\d?-\d\d?|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/i

const zoneSaid = [
  /\b(?:all )?times? (?:are |below |listed |given |shown |here )*(?:in\s+)?([^\n.*_)]{2,40})/gi,
  /\btime ?zone\s*:?\s*([^\n.*_)]{2,40})/gi,
]

/** The zone that a document says all its times are in. */
export const statedZone = (text: string): { readonly words: string; readonly zone: Zone } | null => {
  for (const pattern of zoneSaid)
    for (const [, words = ''] of text.matchAll(pattern)) {
      const zone = zoneOf(words)
      if (zone !== null) return { words, zone }
    }
  return null
}

interface Written {
  readonly time: string
  readonly says: string
}

const headingTimes = (document: Document): readonly Written[] =>
  document.sections.flatMap(({ heading, lines }) =>
    /\d{1,2}[:.]\d{2}|\d\s*[ap]m\b/i.test(heading) && clockAhead.test(heading)
      ? [{ time: heading, says: lines.join(' ') }]
      : dayWords.test(heading) && /\d/.test(heading) && heading.length < 40
        ? [{ time: heading, says: '' }]
        : [],
  )

const lineTimes = (document: Document): readonly Written[] =>
  sectionsUnder(document, timelineHeading).flatMap(({ lines }) =>
    lines.flatMap((line) => {
      const cells = cellsOf(line)
      if (cells !== null)
        return cells.length > 1 && /\d[:.]\d\d/.test(cells[0]!)
          ? [{ time: cells[0]!, says: cells.slice(1).join(' ') }]
          : []
      const match = clockAhead.exec(line)
      return match ? [{ time: match[1]!, says: plain(line.slice(match[0].length)) }] : []
    }),
  )

/** Every entry with a time that can be read, in the order they are written; a date counts for those below it. */
export const timelineOf = (
  document: Document,
  zone: Zone | null,
  filedUnder: Day | null,
): readonly TimelineEntry[] => {
  const fromLines = lineTimes(document)
  const written = fromLines.length > 1 ? fromLines : [...headingTimes(document), ...fromLines]
  let day = filedUnder
  const entries: TimelineEntry[] = []
  for (const { time, says } of written) {
    const context = { zone, day, dayFirst: true }
    if (dayWords.test(time)) day = readDay(time, context) ?? day
    const moment = readMoment(time, context)
    if (moment !== null && !moment.doubts.includes('date-only')) entries.push({ written: time, moment, says })
  }
  return entries
}

const telling: readonly (readonly [IncidentTime, RegExp, 'first' | 'last'])[] = [
  [
    'detectedAt',
    /\b(?:alert(?:s|ed)?|detect(?:s|ed)?|paged|notic(?:es|ed)|reports? (?:of|in|from)|reported)\b/i,
    'first',
  ],
  ['declaredAt', /\bincident (?:is |was )?(?:declared|opened)\b/i, 'first'],
  ['mitigatedAt', /\b(?:mitigated|service (?:is |was )?restored|users? can .{0,20}again)\b/i, 'first'],
  [
    'resolvedAt',
    /\b(?:resolved|recovered|back to normal|all clear|fully restored|outage (?:is |was )?over)\b/i,
    'last',
  ],
]

/** Moments of the incident by the words of its timeline; its first and last entry are where it begins and ends. */
export const timesTold = (entries: readonly TimelineEntry[]): Partial<Record<IncidentTime, number>> => {
  const first = entries[0]
  if (first === undefined) return {}
  const times: Partial<Record<IncidentTime, number>> = { startedAt: first.moment.seconds }
  for (const [name, words, which] of telling) {
    const found =
      which === 'first'
        ? entries.find(({ says }) => words.test(says))
        : entries.findLast(({ says }) => words.test(says))
    if (found !== undefined) times[name] = found.moment.seconds
  }
  if (times.resolvedAt === undefined && entries.length > 1) times.resolvedAt = entries.at(-1)!.moment.seconds
  return times
}
