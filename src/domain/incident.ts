/**
 * An incident: a recorded disruption, in one shape whatever tool it was written down in. What a source says wrongly is
 * kept as far as it can be read and named in `doubts`; nothing doubtful enters a duration.
 */
import { faultOf, type Shape, type Shaped } from './document-shape.ts'

export const incidentKinds = ['incident', 'maintenance', 'near-miss'] as const
export const severities = ['sev1', 'sev2', 'sev3', 'sev4', 'unknown'] as const
export const triggers = [
  ...(['change', 'configuration', 'manual', 'load', 'provider'] as const),
  ...(['expiry', 'latent', 'security', 'unknown'] as const),
] as const
export const detectors = ['alert', 'customer', 'staff', 'unknown'] as const
export const impacts = ['down', 'degraded', 'none', 'unknown'] as const
export const postMortemStates = ['missing', 'draft', 'reviewed', 'published'] as const
export const relations = [
  ...(['caused-by', 'contributing', 'fixed-by', 'reverted-by'] as const),
  ...(['attempted-fix', 'follow-up', 'suspected', 'related'] as const),
] as const

/** The moments of an incident, in the order in which they follow each other. */
export const incidentTimes = [
  ...(['startedAt', 'detectedAt', 'acknowledgedAt', 'declaredAt'] as const),
  ...(['mitigatedAt', 'resolvedAt', 'closedAt'] as const),
] as const
export type IncidentTime = (typeof incidentTimes)[number]

/** Every doubt a record may carry, and what it means. */
export const doubtMeanings = {
  'negative-duration': 'it ends before it starts',
  'date-conflict': 'its times, or its times and its name, are months apart',
  'wrong-year': 'a year was mistyped and read as the nearest that makes sense',
  'ambiguous-date': 'day and month could be exchanged',
  'date-only': 'a day without a time of day',
  'unreadable-time': 'a time that nobody can read was left out',
  'no-zone': 'no time zone is named; UTC was taken',
  'guessed-zone': 'the zone is a city, or a name used for summer and winter time alike',
  'no-start': 'nothing tells when it began',
  'no-resolved-time': 'nothing tells when it ended',
  'guessed-title': 'it has no title; the name it is filed under was taken',
  duplicate: 'another record of the same source has the same id',
} as const satisfies Readonly<Record<string, string>>
export type Doubt = keyof typeof doubtMeanings
const doubts = Object.keys(doubtMeanings) as readonly Doubt[]

const text = (says: string) => ({ kind: 'text', says }) as const
const moment = (says: string) => ({ kind: 'moment', says }) as const
const choice = <const Of extends readonly (string | number)[]>(of: Of, says: string) =>
  ({ kind: 'choice', says, of }) as const
const list = <const Of extends Shape>(of: Of, says: string) => ({ kind: 'list', says, of }) as const

const changeReference = {
  kind: 'object',
  says: '',
  required: {
    reference: text('A change as it is written: a SHA, #12, owner/name#12, a URL, CHG0001.'),
    relation: choice(relations, 'What the change is to the incident.'),
    quote: text('The words it was read from.'),
  },
  optional: {},
} as const

const action = {
  kind: 'object',
  says: '',
  required: { text: text('What is to be done.'), done: { kind: 'flag', says: 'Whether it is done.' } },
  optional: { reference: text('The ticket or pull request of it.'), due: moment('Until when.') },
} as const

export const incidentShape = {
  kind: 'object',
  says: 'An incident as change-risk-gate keeps it.',
  required: {
    schema: choice([1], 'The version of this format.'),
    id: text('Its name in its source, like INC-212.'),
    source: text('The form it was read from, like pagerduty.'),
    title: text('One line.'),
    kind: choice(incidentKinds, 'Planned maintenance is no failure.'),
    severity: choice(severities, 'sev1 is the worst.'),
    environment: text('Where it was.'),
    reopened: { kind: 'count', says: 'How often it was opened again; one incident all the same.' },
    components: list(text(''), 'What was disturbed.'),
    customers: list(text(''), 'Who was disturbed.'),
    impact: choice(impacts, 'How much was disturbed.'),
    trigger: choice(triggers, 'What set it off, where its source says so.'),
    causes: list(text(''), 'Causes as its source names them.'),
    detectedBy: choice(detectors, 'Who noticed first.'),
    changes: list(changeReference, 'The changes its source names, each with what it is to the incident.'),
    doubts: list(choice(doubts, ''), 'What of it is doubtful.'),
  },
  optional: {
    url: text('Where people read it.'),
    severityWritten: text('Its severity as its source writes it.'),
    startedAt: moment('When it began, or the earliest its source tells.'),
    detectedAt: moment('When somebody or something noticed.'),
    acknowledgedAt: moment('When a person took it on.'),
    declaredAt: moment('When it was called an incident.'),
    mitigatedAt: moment('When users no longer felt it.'),
    resolvedAt: moment('When it was over.'),
    closedAt: moment('When its record was closed.'),
    postMortem: {
      kind: 'object',
      says: 'What was learned from it.',
      required: {
        state: choice(postMortemStates, 'How far it is written.'),
        actions: list(action, 'What was to be done about it.'),
      },
      optional: { path: text('Where it is.') },
    },
    text: text('What its source says in full.'),
  },
} as const

export type Incident = Shaped<typeof incidentShape>
export type ChangeReference = Shaped<typeof changeReference>
export type Action = Shaped<typeof action>
export type Relation = (typeof relations)[number]
export type Severity = (typeof severities)[number]

export type IncidentReading =
  | { readonly ok: true; readonly incident: Incident }
  | { readonly ok: false; readonly problem: string }

/** Reads an incident in exactly this shape; a problem names the field and what is wanted there. */
export const readIncident = (value: unknown): IncidentReading => {
  const problem = faultOf(incidentShape, value, 'incident')
  return problem === null ? { ok: true, incident: value as Incident } : { ok: false, problem }
}

/** Doubts that spoil how long something took; a zone that is only guessed is the same for both ends. */
const spoiling: ReadonlySet<Doubt> = new Set<Doubt>([
  ...(['negative-duration', 'date-conflict', 'wrong-year', 'ambiguous-date', 'date-only'] as const),
  ...(['unreadable-time', 'no-start', 'duplicate'] as const),
])

const secondsAt = (moment: string): number => Date.parse(moment) / 1000

/** Whether its times may be reckoned with. */
export const isTimed = ({ doubts }: Incident): boolean => !doubts.some((doubt) => spoiling.has(doubt))

/** Seconds from one moment of an incident to another; null where either is unknown or the times are in doubt. */
export const durationSeconds = (incident: Incident, from: IncidentTime, to: IncidentTime): number | null => {
  const begins = incident[from]
  const ends = incident[to]
  if (begins === undefined || ends === undefined || !isTimed(incident)) return null
  return secondsAt(ends) - secondsAt(begins)
}

/** When it was noticed, in seconds since the epoch: what its cause is sought before. Null where no time is known. */
export const noticedAt = (incident: Incident): number | null => {
  const moment = incident.detectedAt ?? incident.startedAt ?? incident.declaredAt ?? incident.acknowledgedAt
  return moment === undefined ? null : secondsAt(moment)
}
