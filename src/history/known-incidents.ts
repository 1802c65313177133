/**
 * Incidents as the gate knows them: moments, names of what was disturbed, and what is still to be done about it. `learn`
 * tells them, the ledger keeps them. No title and no text: the ledger of a public repository is there for all to read.
 */
import {
  type Incident,
  type IncidentTime,
  impacts,
  isTimed,
  noticedAt,
  postMortemStates,
  severities,
  triggers,
} from '../domain/incident.ts'
import { hashName } from './hash.ts'
import type { Trouble } from './verdicts.ts'

export interface KnownIncident {
  /** Its name, like INC-212. */
  readonly id: string
  readonly source: string
  readonly nearMiss: boolean
  readonly severity: Incident['severity']
  readonly environment: string
  /** Seconds since the epoch: when somebody or something noticed. Before this moment nobody knew of it. */
  readonly noticedAt: number
  /** Seconds: when it began and when users no longer felt it; null where nobody says, or the times are in doubt. */
  readonly startedAt: number | null
  readonly recoveredAt: number | null
  /** Its record is closed, or says that it is over: it is no longer open, whenever that was. */
  readonly over: boolean
  readonly components: readonly string[]
  readonly customers: readonly string[]
  readonly impact: Incident['impact']
  readonly trigger: Incident['trigger']
  /** Causes as its source names them, as hashes: they are only ever compared. */
  readonly causes: readonly number[]
  readonly actions: { readonly open: number; readonly done: number }
  readonly postMortem: 'missing' | 'draft' | 'reviewed' | 'published' | null
  readonly url?: string
  /** SHAs of the changes that are confirmed to have caused it; absent where none is. */
  readonly culprits?: readonly string[]
}

const secondsAt = (incident: Incident, names: readonly IncidentTime[]): number | null => {
  const name = names.find((each) => incident[each] !== undefined)
  return name === undefined ? null : Date.parse(incident[name]!) / 1000
}

/** Case and spaces say nothing about a cause. */
const causeOf = (cause: string): number => hashName(cause.trim().toLowerCase().replace(/\s+/g, ' '))

/** Null for planned maintenance, and for what nobody can place in time. */
export const knownIncident = (incident: Incident): KnownIncident | null => {
  const noticed = noticedAt(incident)
  if (incident.kind === 'maintenance' || noticed === null) return null
  const recovered = secondsAt(incident, ['mitigatedAt', 'resolvedAt', 'closedAt'])
  const timed = isTimed(incident)
  const { postMortem } = incident
  const done = postMortem?.actions.filter((action) => action.done).length ?? 0
  return {
    id: incident.id,
    source: incident.source,
    nearMiss: incident.kind === 'near-miss',
    severity: incident.severity,
    environment: incident.environment,
    noticedAt: noticed,
    startedAt: timed ? secondsAt(incident, ['startedAt', 'detectedAt', 'declaredAt']) : null,
    recoveredAt: timed ? recovered : null,
    over: recovered !== null,
    components: incident.components,
    customers: incident.customers,
    impact: incident.impact,
    trigger: incident.trigger,
    causes: incident.causes.map(causeOf),
    actions: { open: (postMortem?.actions.length ?? 0) - done, done },
    postMortem: postMortem?.state ?? null,
    ...(incident.url === undefined ? {} : { url: incident.url }),
  }
}

const orderOf = (one: KnownIncident, other: KnownIncident): number =>
  one.noticedAt - other.noticedAt || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)

/** Sources number their incidents each for itself. */
const nameOf = ({ source, id }: Pick<KnownIncident, 'source' | 'id'>): string => `${source} ${id}`

const isConfirmed = ({ state }: Trouble): boolean => state === 'confirmed'

const withCulprits = (
  { culprits: _, ...incident }: KnownIncident,
  troubles: readonly Trouble[],
): KnownIncident => {
  const culprits = [...new Set(troubles.filter(isConfirmed).map(({ sha }) => sha))].toSorted()
  return culprits.length === 0 ? incident : { ...incident, culprits }
}

/**
 * What was known with what is told now, oldest first; an incident that is told again is as it is told now.
 * @param troubles every change that is known to have caused one of them
 */
export const mergeIncidents = (
  known: readonly KnownIncident[],
  told: readonly Incident[],
  troubles: readonly Trouble[] = [],
): readonly KnownIncident[] => {
  const ofIncident = new Map<string, Trouble[]>()
  for (const trouble of troubles) {
    const others = ofIncident.get(trouble.incident)
    if (others) others.push(trouble)
    else ofIncident.set(trouble.incident, [trouble])
  }
  const named = new Map(known.map((incident) => [nameOf(incident), incident]))
  for (const incident of told) {
    const now = knownIncident(incident)
    if (now === null) named.delete(nameOf(incident))
    else named.set(nameOf(incident), now)
  }
  return [...named.values()].map((each) => withCulprits(each, ofIncident.get(each.id) ?? [])).sort(orderOf)
}

type Members = Readonly<Record<string, unknown>>
const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isText = (value: unknown): value is string => typeof value === 'string'
const isOneOf = (value: unknown, of: readonly unknown[]): boolean => of.includes(value)
const areAll = (value: unknown, is: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(is)

const isKnown = (value: unknown): value is KnownIncident =>
  isMembers(value) &&
  isText(value['id']) &&
  isText(value['source']) &&
  isText(value['environment']) &&
  isOneOf(value['severity'], severities) &&
  isOneOf(value['impact'], impacts) &&
  isOneOf(value['trigger'], triggers) &&
  isOneOf(value['postMortem'], [...postMortemStates, null]) &&
  isNumber(value['noticedAt']) &&
  [value['startedAt'], value['recoveredAt']].every((each) => each === null || isNumber(each)) &&
  typeof value['over'] === 'boolean' &&
  typeof value['nearMiss'] === 'boolean' &&
  areAll(value['components'], isText) &&
  areAll(value['customers'], isText) &&
  areAll(value['causes'], isNumber) &&
  isMembers(value['actions']) &&
  isNumber(value['actions']['open']) &&
  isNumber(value['actions']['done']) &&
  (value['url'] === undefined || isText(value['url'])) &&
  (value['culprits'] === undefined || areAll(value['culprits'], isText))

/** Reads what was kept; null where it is not that. */
export const readKnownIncidents = (value: unknown): readonly KnownIncident[] | null =>
  Array.isArray(value) && value.every(isKnown) ? value : null

/** Those that somebody had noticed by a moment, in seconds. Oldest first, as they are kept. */
export const noticedBy = (incidents: readonly KnownIncident[], moment: number): readonly KnownIncident[] =>
  incidents.filter((incident) => incident.noticedAt <= moment)

/**
 * The same as they were known at a moment, in seconds: an end that came later had not come. What was known of it
 * otherwise is taken as it is told now; sources keep no history of that.
 */
export const knownAsOf = (incidents: readonly KnownIncident[], moment: number): readonly KnownIncident[] =>
  noticedBy(incidents, moment).map((incident) =>
    incident.recoveredAt !== null && incident.recoveredAt > moment
      ? { ...incident, recoveredAt: null, over: false }
      : incident,
  )

/** One that nobody closes: after this long somebody forgot to. */
const longestOpenSeconds = 30 * 86_400

/** Whether it was open at a moment, in seconds. Whose end cannot be placed in time, and who has a post-mortem, was not. */
export const isOpenAt = (
  { noticedAt, recoveredAt, over, postMortem }: KnownIncident,
  moment: number,
): boolean => {
  if (noticedAt > moment) return false
  if (recoveredAt !== null) return moment < recoveredAt
  const isWritten = postMortem === 'reviewed' || postMortem === 'published'
  return !over && !isWritten && moment - noticedAt < longestOpenSeconds
}

/** A near miss, one of the least severity, or one that disturbed nobody: by itself no trouble, but they accumulate. */
export const isSmall = ({ nearMiss, severity, impact }: KnownIncident): boolean =>
  nearMiss || severity === 'sev4' || impact === 'none'
