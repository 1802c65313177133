/** What every post-mortem tells alike; each form adds what is its own. */
import type { IncidentTime } from '../../../domain/incident.ts'
import type { Draft } from '../draft.ts'
import { type Day, readDay } from '../moment.ts'
import { zoneOf } from '../zone.ts'
import { actionsOf } from './actions.ts'
import { type Document, frontText, plain } from './document.ts'
import {
  causedByIn,
  causesIn,
  componentsIn,
  customersIn,
  dateIn,
  detectedByIn,
  labelledTimes,
  severityIn,
  stateIn,
} from './labelled.ts'
import { statedZone, timelineOf, timesTold } from './timeline.ts'

/** The day a post-mortem is filed under: by its front matter, its label, its title or its file. */
export const filedUnderOf = (document: Document): Day | null => {
  const context = { zone: null, day: null, dayFirst: null }
  for (const words of [frontText(document, 'date'), dateIn(document), document.title ?? '', document.name]) {
    const day = words === undefined ? null : readDay(words, context)
    if (day !== null) return day
  }
  return null
}

/** `Incident on 2020-10-06 - Brief outages`, `2017-09-27, Hub 403`: the date is told elsewhere. */
const bareTitle = (title: string): string => {
  const bare = title
    .replace(/^(?:incident )?(?:report )?(?:on |of |for )?\d{4,5}[-/]\d{1,2}[-/]\d{1,2}\s*[-–—:,]*\s*/i, '')
    .replace(/^(?:post-?mortem|incident(?: report)?)\s*[:–—-]\s*/i, '')
    .trim()
  return bare === '' ? title : bare
}

/** Times found behind labels win over those that a timeline only tells in words. */
export const readPostMortem = (
  document: Document,
  more: {
    readonly times?: Partial<Record<IncidentTime, string | undefined>>
    readonly zone?: string | undefined
  } = {},
): Draft => {
  const filedUnder = filedUnderOf(document)
  const stated = statedZone(document.text)
  const words = stated?.words ?? more.zone
  const timeline = timelineOf(document, zoneOf(words ?? ''), filedUnder)
  const written = { ...labelledTimes(document), ...more.times }
  const labelled = Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined))
  const told = timesTold(timeline)
  // Where labels tell the span, the timeline's first entry is often the deploy or a look back, and its last a follow-up.
  const spanned = labelled['startedAt'] !== undefined || labelled['detectedAt'] !== undefined
  const { startedAt, resolvedAt, ...between } = told
  const times = {
    ...(spanned ? {} : { startedAt }),
    ...(labelled['resolvedAt'] === undefined ? { resolvedAt } : {}),
    ...between,
    ...labelled,
  }
  const untimed = Object.values(times).every((value) => value === undefined)
  const doubts = new Set(timeline.flatMap(({ moment }) => moment.doubts))
  return {
    id: document.name,
    title: document.title === null ? undefined : bareTitle(plain(document.title)),
    severity: frontText(document, 'severity') ?? severityIn(document),
    zone: words,
    times: untimed ? { startedAt: frontText(document, 'date') ?? dateIn(document) ?? document.name } : times,
    filedUnder,
    components: componentsIn(document),
    customers: customersIn(document),
    causes: causesIn(document),
    detectedBy: detectedByIn(document),
    changes: causedByIn(document),
    postMortem: { state: stateIn(document), path: document.name, actions: actionsOf(document) },
    text: document.text,
    doubts: Object.keys(told).length > 0 ? [...doubts] : [],
  }
}
