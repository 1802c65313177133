/** FireHydrant: incidents of its API, with milestones and the change events people tied to them. */
import type { Relation } from '../../../domain/incident.ts'
import { type Fields, holds, recordsAt, textAt, textsAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

const milestone = (record: Fields, type: string): string | undefined => {
  const found = recordsAt(record, 'milestones').find((each) => textAt(each, 'type', 'slug') === type)
  return found === undefined ? undefined : textAt(found, 'occurred_at')
}

const relationOf: Readonly<Record<string, Relation>> = {
  caused: 'caused-by',
  fixed: 'fixed-by',
  suspect: 'suspected',
  dismissed: 'related',
}

export const firehydrant: RecordForm = {
  name: 'firehydrant',
  recognises: (record) =>
    holds(record, 'name') && (holds(record, 'milestones') || holds(record, 'current_milestone')),
  read: (record) => ({
    id: textAt(record, 'number', 'id'),
    title: textAt(record, 'name'),
    url: textAt(record, 'incident_url'),
    severity: textAt(record, 'severity', 'priority'),
    times: {
      startedAt: milestone(record, 'started') ?? textAt(record, 'started_at', 'created_at'),
      detectedAt: milestone(record, 'detected'),
      acknowledgedAt: milestone(record, 'acknowledged'),
      mitigatedAt: milestone(record, 'mitigated'),
      resolvedAt: milestone(record, 'resolved'),
      closedAt: milestone(record, 'closed'),
    },
    environment: textsAt(record, 'environments', 'name')[0],
    components: [...textsAt(record, 'services', 'name'), ...textsAt(record, 'functionalities', 'name')],
    customers: textsAt(record, 'customers', 'name'),
    changes: recordsAt(record, 'change_events').flatMap((event) => {
      const reference = textAt(event, 'external_id', 'summary')
      const type = textAt(event, 'type', 'relation') ?? ''
      return reference === undefined
        ? []
        : [
            {
              reference,
              relation: relationOf[type] ?? 'related',
              quote: `change event (${type}): ${reference}`,
            },
          ]
    }),
    text: [textAt(record, 'description'), textAt(record, 'customer_impact_summary')]
      .filter((text) => text !== undefined)
      .join('\n\n'),
  }),
}
