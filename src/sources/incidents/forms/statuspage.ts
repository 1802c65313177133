/** Statuspage: `incidents.json` of any status page, scheduled maintenances included. */
import { at, type Fields, holds, recordsAt, textAt, textsAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

const said = (record: Fields): string =>
  recordsAt(record, 'incident_updates')
    .map((update) => textAt(update, 'body') ?? '')
    .reverse()
    .join('\n\n')

/** When the updates say it was identified or watched, for pages that keep no time of their own for it. */
const updateAt = (record: Fields, status: string): string | undefined => {
  const first = recordsAt(record, 'incident_updates').findLast((update) => at(update, 'status') === status)
  return first === undefined ? undefined : textAt(first, 'display_at', 'created_at')
}

export const statuspage: RecordForm = {
  name: 'statuspage',
  recognises: (record) => holds(record, 'name', 'impact', 'incident_updates'),
  read: (record) => ({
    id: textAt(record, 'id'),
    title: textAt(record, 'name'),
    url: textAt(record, 'shortlink'),
    kind:
      at(record, 'impact') === 'maintenance' ||
      (holds(record, 'scheduled_for') && at(record, 'scheduled_for') !== null)
        ? 'maintenance'
        : 'incident',
    severity: textAt(record, 'impact'),
    times: {
      startedAt: textAt(record, 'started_at', 'scheduled_for', 'created_at'),
      declaredAt: textAt(record, 'created_at'),
      mitigatedAt: textAt(record, 'monitoring_at') ?? updateAt(record, 'monitoring'),
      resolvedAt: textAt(record, 'resolved_at') ?? updateAt(record, 'resolved'),
    },
    components: textsAt(record, 'components', 'name'),
    text: [said(record), textAt(record, 'postmortem_body') ?? ''].join('\n\n'),
  }),
}
