/** From what a form says to the canonical incident: one crossing, where every doubt is found. */
import {
  type Action,
  type ChangeReference,
  type Doubt,
  doubtMeanings,
  type Incident,
  type IncidentTime,
  incidentTimes,
  triggers,
} from '../../domain/incident.ts'
import { type Day, type MomentContext, readMoment } from './moment.ts'
import { severityOf } from './severity.ts'
import { zoneOf } from './zone.ts'

/** What a form tells, in its own words. Everything may be missing. */
export interface Draft {
  readonly id?: string | undefined
  readonly title?: string | undefined
  readonly url?: string | undefined
  readonly kind?: Incident['kind'] | undefined
  readonly severity?: string | undefined
  readonly environment?: string | undefined
  readonly times?: Readonly<Partial<Record<IncidentTime, string | number | undefined>>>
  /** Zone of times that name none, as written; `Z` where the form is known to mean UTC. */
  readonly zone?: string | undefined
  readonly dayFirst?: boolean | undefined
  /** Of times without a date. */
  readonly day?: Day | null | undefined
  /** A day that its name tells: times far from it are doubtful. */
  readonly filedUnder?: Day | null | undefined
  readonly reopened?: number | undefined
  readonly components?: readonly string[] | undefined
  readonly customers?: readonly string[] | undefined
  readonly impact?: Incident['impact'] | undefined
  readonly trigger?: string | undefined
  readonly causes?: readonly string[] | undefined
  readonly detectedBy?: Incident['detectedBy'] | undefined
  readonly postMortem?: Incident['postMortem']
  readonly actions?: readonly Action[] | undefined
  readonly changes?: readonly ChangeReference[] | undefined
  readonly text?: string | undefined
  readonly doubts?: readonly Doubt[] | undefined
}

/** How tools write that they do not know. */
const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  /^\s*(?:\?|-|n\/?a|none|null|unknown|tbd|tbc)?\s*$/i.test(String(value))

const clean = (value: string | undefined): string | undefined =>
  isBlank(value) ? undefined : value!.replaceAll(/\s+/g, ' ').trim()

const daySeconds = 86_400
/** Months apart are no incident but a slip of the pen; the longest real ones took some weeks. */
const farSeconds = 120 * daySeconds

const stamp = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`

interface SettledTimes {
  readonly moments: Readonly<Partial<Record<IncidentTime, string>>>
  readonly doubts: readonly Doubt[]
}

const settleTimes = (draft: Draft, zoneHere: string | undefined): SettledTimes => {
  const context: MomentContext = {
    zone: zoneOf(draft.zone ?? zoneHere ?? ''),
    day: draft.day ?? draft.filedUnder ?? null,
    dayFirst: draft.dayFirst ?? null,
  }
  const doubts = new Set<Doubt>()
  const found: { name: IncidentTime; seconds: number }[] = []
  for (const name of incidentTimes) {
    const written = draft.times?.[name]
    if (isBlank(written)) continue
    const moment = readMoment(written!, context)
    if (moment === null) doubts.add('unreadable-time')
    else {
      found.push({ name, seconds: moment.seconds })
      for (const doubt of moment.doubts) doubts.add(doubt)
    }
  }
  const at = (name: IncidentTime): number | undefined => found.find((entry) => entry.name === name)?.seconds
  const begins = at('startedAt') ?? at('detectedAt') ?? at('declaredAt') ?? at('acknowledgedAt')
  const ends = at('resolvedAt') ?? at('closedAt') ?? at('mitigatedAt')
  if (begins === undefined) doubts.add('no-start')
  if (at('resolvedAt') === undefined && at('closedAt') === undefined) doubts.add('no-resolved-time')
  if (begins !== undefined && ends !== undefined && ends < begins) doubts.add('negative-duration')
  if (
    isFarApart(
      found.map(({ seconds }) => seconds),
      draft.filedUnder ?? null,
    )
  )
    doubts.add('date-conflict')
  return {
    moments: Object.fromEntries(found.map(({ name, seconds }) => [name, stamp(seconds)])),
    doubts: [...doubts],
  }
}

const isFarApart = (times: readonly number[], filedUnder: Day | null): boolean => {
  const all =
    filedUnder === null
      ? times
      : [...times, Date.UTC(filedUnder.year, filedUnder.month - 1, filedUnder.day) / 1000]
  return all.length > 1 && Math.max(...all) - Math.min(...all) > farSeconds
}

const once = (values: readonly (string | undefined)[] | undefined): readonly string[] => [
  ...new Set((values ?? []).flatMap((value) => clean(value) ?? [])),
]

const plannedWords = /\b(?:maintenance|planned|scheduled)\b/i
const unplannedWords =
  /\bunplanned|\bunscheduled|\b(?:after|during|following) (?:\w+ )?(?:maintenance|scheduled)/i

const kindOf = (draft: Draft): Incident['kind'] => {
  if (draft.kind !== undefined) return draft.kind
  const title = draft.title ?? ''
  if (/\bnear[- ]miss\b/i.test(title)) return 'near-miss'
  return plannedWords.test(title) && !unplannedWords.test(title) ? 'maintenance' : 'incident'
}

const triggerOf = (written: string | undefined): Incident['trigger'] => {
  const word = (written ?? '').trim().toLowerCase()
  return (
    triggers.find((trigger) => trigger === word || (word === 'config' && trigger === 'configuration')) ??
    'unknown'
  )
}

const impactOf = (draft: Draft): Incident['impact'] => {
  if (draft.impact !== undefined) return draft.impact
  const written = draft.severity ?? ''
  if (/\b(?:down|critical)\b/i.test(written)) return 'down'
  if (/\b(?:disrupted|degraded|partial|minor|major)\b/i.test(written)) return 'degraded'
  return /\bnone\b/i.test(written) ? 'none' : 'unknown'
}

const given = <Key extends string, Value>(key: Key, value: Value | undefined) =>
  (value === undefined ? {} : { [key]: value }) as { readonly [Name in Key]?: Value }

/** The name a record gets where its source gives none: where it stands. */
export interface Standing {
  readonly source: string
  /** For want of an id, and of a title. */
  readonly name: string
  /** Zone of times that name none, where whoever asks knows it. */
  readonly zone?: string | undefined
}

/** The canonical incident of a draft. Never throws: whatever cannot be read becomes a doubt. */
export const settle = (draft: Draft, { source, name, zone }: Standing): Incident => {
  const { moments, doubts } = settleTimes(draft, zone)
  const title = clean(draft.title)
  // Of a severity, "none" is an answer.
  const severity = /^\s*none\s*$/i.test(draft.severity ?? '') ? 'none' : clean(draft.severity)
  const text = draft.text?.trim()
  const all = new Set<Doubt>([
    ...doubts,
    ...(draft.doubts ?? []),
    ...(title === undefined ? ['guessed-title' as const] : []),
  ])
  const actions = draft.actions ?? []
  const postMortem =
    draft.postMortem ?? (actions.length > 0 ? { state: 'published' as const, actions } : undefined)
  return {
    schema: 1,
    id: clean(draft.id) ?? name,
    source,
    ...given('url', /^https?:\/\/\S+$/.test(draft.url ?? '') ? draft.url : undefined),
    title: title ?? name,
    kind: kindOf(draft),
    severity: severity === undefined ? 'unknown' : severityOf(severity),
    ...given('severityWritten', severity),
    environment: clean(draft.environment) ?? 'production',
    ...moments,
    reopened: draft.reopened ?? 0,
    components: once(draft.components),
    customers: once(draft.customers),
    impact: impactOf(draft),
    trigger: triggerOf(draft.trigger),
    causes: once(draft.causes),
    detectedBy: draft.detectedBy ?? 'unknown',
    ...given('postMortem', postMortem),
    changes: draft.changes ?? [],
    ...given('text', text === '' ? undefined : text),
    doubts: (Object.keys(doubtMeanings) as readonly Doubt[]).filter((doubt) => all.has(doubt)),
  }
}
