/** Our own names, spelled in any manner (`startedAt`, `started_at`, `Started at`), and the commonest other words for them. */
import {
  type ChangeReference,
  detectors,
  type IncidentTime,
  impacts,
  incidentKinds,
  incidentTimes,
  relations,
} from '../../../domain/incident.ts'
import { type Fields, isFields, textAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

/** By our name: other names for the same, already without case and separators. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  id: ['incidentid', 'key', 'number', 'reference'],
  title: ['name', 'summary', 'subject', 'headline'],
  url: ['htmlurl', 'link', 'permalink'],
  severity: ['severityraw', 'severitywritten', 'priority', 'impact'],
  startedAt: [
    'start',
    'starttime',
    'begin',
    'beganat',
    'createdat',
    'created',
    'openedat',
    'occurredat',
    'date',
  ],
  detectedAt: ['identifiedat', 'symptomat'],
  acknowledgedAt: ['ackat', 'ackedat'],
  declaredAt: ['reportedat'],
  mitigatedAt: ['repairedat', 'monitoringat', 'fixedat'],
  resolvedAt: ['end', 'endtime', 'endedat', 'finishedat', 'recoveredat', 'resolved'],
  closedAt: ['closed'],
  components: ['component', 'services', 'service', 'affected', 'affectedservices'],
  customers: ['customer'],
  causes: ['cause', 'rootcause', 'category', 'categoryraw'],
  changes: ['changerefs', 'changereferences'],
  text: ['description', 'body', 'notes'],
  kind: [],
  environment: ['env'],
  trigger: [],
  detectedBy: [],
  zone: ['timezone', 'tz'],
  causedBy: ['culprit', 'causingchange'],
}

const bare = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '')

const valueNamed = (record: Fields, name: string): unknown => {
  const keys = Object.keys(record)
  for (const wanted of [bare(name), ...(otherNames[name] ?? [])]) {
    const key = keys.find((each) => bare(each) === wanted && record[each] !== '' && record[each] !== null)
    if (key !== undefined) return record[key]
  }
  return undefined
}

const text = (record: Fields, name: string): string | undefined => {
  const value = valueNamed(record, name)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

const texts = (record: Fields, name: string): readonly string[] => {
  const value = valueNamed(record, name)
  if (typeof value === 'string') return value.split(/\s*[;|\n]\s*|,\s+/)
  if (!Array.isArray(value)) return []
  return value.flatMap((each) =>
    typeof each === 'string' ? [each] : isFields(each) ? (textAt(each, 'name') ?? []) : [],
  )
}

const oneOf = <Word extends string>(words: readonly Word[], written: string | undefined): Word | undefined =>
  words.find((word) => word === written?.trim().toLowerCase())

const changesIn = (record: Fields): readonly ChangeReference[] => {
  const named = texts(record, 'causedBy').map((reference) => ({
    reference,
    relation: 'caused-by' as const,
    quote: `caused by: ${reference}`,
  }))
  const value = valueNamed(record, 'changes')
  const listed = Array.isArray(value) ? value.filter(isFields) : []
  return [
    ...named,
    ...listed.flatMap((each) => {
      const reference = textAt(each, 'reference', 'ref')
      const relation = oneOf(relations, textAt(each, 'relation')?.replaceAll('_', '-')) ?? 'related'
      return reference === undefined
        ? []
        : [{ reference, relation, quote: textAt(each, 'quote') ?? `${relation}: ${reference}` }]
    }),
  ]
}

const times = (record: Fields): Partial<Record<IncidentTime, string>> =>
  Object.fromEntries(
    incidentTimes.flatMap((name) => {
      const value = text(record, name)
      return value === undefined ? [] : [[name, value]]
    }),
  )

export const canonical: RecordForm = {
  name: 'canonical',
  recognises: (record) => {
    const named = text(record, 'id') !== undefined || text(record, 'title') !== undefined
    return named && Object.keys(times(record)).length > 0
  },
  read: (record) => ({
    id: text(record, 'id'),
    title: text(record, 'title'),
    url: text(record, 'url'),
    // A kind somebody only guessed, `incident(heuristic)`, is none.
    kind: oneOf(incidentKinds, text(record, 'kind')),
    severity: text(record, 'severity'),
    environment: text(record, 'environment'),
    zone: text(record, 'zone'),
    times: times(record),
    components: texts(record, 'components'),
    customers: texts(record, 'customers'),
    impact: oneOf(impacts, text(record, 'impact')),
    trigger: text(record, 'trigger'),
    causes: texts(record, 'causes'),
    detectedBy: oneOf(detectors, text(record, 'detectedBy')),
    changes: changesIn(record),
    text: text(record, 'text'),
  }),
}
