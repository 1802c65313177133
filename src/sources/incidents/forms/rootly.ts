/** Rootly: incidents of its JSON:API, with the fullest set of times any tool keeps. */
import { at, holds, textAt, textsAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

export const rootly: RecordForm = {
  name: 'rootly',
  recognises: (record) =>
    holds(record, 'title', 'started_at', 'mitigated_at') &&
    (holds(record, 'sequential_id') || holds(record, 'in_triage_at') || holds(record, 'cancelled_at')),
  read: (record) => ({
    id: textAt(record, 'sequential_id', 'slug', 'id'),
    title: textAt(record, 'title'),
    url: textAt(record, 'url', 'short_url'),
    kind: at(record, 'kind') === 'scheduled' ? 'maintenance' : 'incident',
    severity: textAt(record, 'severity.data.attributes.name', 'severity.name', 'severity'),
    times: {
      startedAt: textAt(record, 'started_at', 'created_at'),
      detectedAt: textAt(record, 'detected_at'),
      acknowledgedAt: textAt(record, 'acknowledged_at'),
      mitigatedAt: textAt(record, 'mitigated_at'),
      resolvedAt: textAt(record, 'resolved_at'),
      closedAt: textAt(record, 'closed_at'),
    },
    environment: textsAt(record, 'environments', 'name', 'attributes.name')[0],
    components: [
      ...textsAt(record, 'services', 'name', 'attributes.name', 'data.attributes.name'),
      ...textsAt(record, 'services.data', 'attributes.name'),
    ],
    causes: textsAt(record, 'causes', 'name', 'attributes.name'),
    text: [
      textAt(record, 'summary'),
      textAt(record, 'mitigation_message'),
      textAt(record, 'resolution_message'),
    ]
      .filter((text) => text !== undefined)
      .join('\n\n'),
  }),
}
