/** Labels that post-mortems put before a value, whatever the template: which of ours each means. */
import type { ChangeReference, Incident, IncidentTime } from '../../../domain/incident.ts'
import { type Document, plain } from './document.ts'

const timeLabels: readonly (readonly [IncidentTime, RegExp])[] = [
  [
    'startedAt',
    /^(?:incident |impact |outage )?(?:start(?:ed)?|began|begin)(?: time| at| date)?$|^fault (?:occurs|occurred|began)$/,
  ],
  ['detectedAt', /^(?:first |time )?(?:detect(?:ed)?|identified|noticed)(?: time| at)?$/],
  ['acknowledgedAt', /^ack(?:nowledged)?(?: time| at)?$/],
  ['declaredAt', /^(?:incident )?(?:declared|reported|status)(?: time| at)?$/],
  ['mitigatedAt', /^(?:mitigated|repaired|service restored|fixed)(?: time| at)?$/],
  [
    'resolvedAt',
    /^(?:incident |impact |outage )?(?:end(?:ed)?|resolved|recovered|all clear)(?: time| at| date)?$/,
  ],
]

/** Times that stand behind a label; prose under a heading like "Detection" holds no time and is left alone. */
export const labelledTimes = (document: Document): Partial<Record<IncidentTime, string>> => {
  const times: Partial<Record<IncidentTime, string>> = {}
  for (const [label, value] of document.labels)
    for (const [name, pattern] of timeLabels)
      if (times[name] === undefined && pattern.test(label) && /\d/.test(value) && value.length < 60)
        times[name] = value
  return times
}

const labelText = ({ labels }: Document, pattern: RegExp): string | undefined =>
  [...labels].find(([label]) => pattern.test(label))?.[1]

const names = (value: string | undefined): readonly string[] =>
  value === undefined || value.length > 200 ? [] : value.split(/\s*[;,]\s*/)

export const severityIn = (document: Document): string | undefined =>
  labelText(document, /^(?:incident )?(?:severity|priority|sev)(?: level)?$/)

export const componentsIn = (document: Document): readonly string[] =>
  names(
    labelText(
      document,
      /^(?:affected )?(?:services?|components?|systems?)(?: affected| impacted)?$|^affected$/,
    ),
  )

export const customersIn = (document: Document): readonly string[] =>
  names(labelText(document, /^(?:affected )?customers?(?: affected| impacted)?$/))

export const causesIn = (document: Document): readonly string[] =>
  names(labelText(document, /^(?:root[- ])?cause(?: category)?$|^category$/))

export const dateIn = (document: Document): string | undefined =>
  labelText(document, /^(?:incident )?date(?: of incident)?$|^when$/)

export const causedByIn = (document: Document): readonly ChangeReference[] => {
  const front = document.front['caused_by'] ?? document.front['caused-by']
  const written = typeof front === 'string' ? [front] : (front ?? [])
  const labelled = labelText(document, /^(?:caused[- ]by|culprit|causing change)$/)
  return [...written, ...(labelled === undefined ? [] : [labelled])].flatMap((each) =>
    each === ''
      ? []
      : [{ reference: plain(each), relation: 'caused-by' as const, quote: `caused by: ${plain(each)}` }],
  )
}

type PostMortemState = NonNullable<Incident['postMortem']>['state']

export const stateIn = (document: Document): PostMortemState => {
  const written = labelText(document, /^(?:post-?mortem )?status$/) ?? ''
  if (/draft|in progress|wip/i.test(written)) return 'draft'
  return /review/i.test(written) ? 'reviewed' : 'published'
}

export const detectedByIn = (document: Document): Incident['detectedBy'] => {
  const written = labelText(document, /^(?:identified|detection|detected by|how (?:was it )?detected)$/) ?? ''
  if (/pingdom|alert|monitor|page|alarm/i.test(written)) return 'alert'
  if (/user|customer|client/i.test(written)) return 'customer'
  return /engineer|team|staff|developer/i.test(written) ? 'staff' : 'unknown'
}
