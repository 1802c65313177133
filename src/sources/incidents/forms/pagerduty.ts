/** PagerDuty: the answer of `GET /incidents`, one record an incident. */
import { at, holds, recordsAt, textAt, textsAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

export const pagerduty: RecordForm = {
  name: 'pagerduty',
  recognises: (record) => holds(record, 'incident_number', 'urgency'),
  read: (record) => ({
    id: textAt(record, 'id', 'incident_number'),
    title: textAt(record, 'title', 'summary', 'description'),
    url: textAt(record, 'html_url'),
    // Urgency only says how loudly somebody was called; a priority, where there is one, was judged.
    severity: textAt(record, 'priority.summary', 'priority.name', 'urgency'),
    times: {
      startedAt: textAt(record, 'created_at'),
      acknowledgedAt:
        textAt(record, 'acknowledged_at') ?? textAt(recordsAt(record, 'acknowledgements')[0] ?? {}, 'at'),
      resolvedAt:
        textAt(record, 'resolved_at') ??
        (at(record, 'status') === 'resolved' ? textAt(record, 'last_status_change_at') : undefined),
    },
    components: [
      ...textsAt(record, 'service', 'summary', 'name'),
      ...textsAt(record, 'impacted_services', 'summary'),
    ],
    detectedBy: Number(textAt(record, 'alert_counts.all') ?? 0) > 0 ? 'alert' : 'unknown',
    text: textAt(record, 'body.details', 'description'),
  }),
}
