/** Opsgenie: incidents of its API, `{data: […]}`. */
import { holds, textAt, textsAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

export const opsgenie: RecordForm = {
  name: 'opsgenie',
  recognises: (record) => holds(record, 'tinyId', 'message'),
  read: (record) => ({
    id: textAt(record, 'tinyId', 'id'),
    title: textAt(record, 'message'),
    url: textAt(record, 'links.web'),
    severity: textAt(record, 'priority'),
    times: {
      startedAt: textAt(record, 'impactStartDate', 'createdAt'),
      declaredAt: textAt(record, 'createdAt'),
      resolvedAt: textAt(record, 'impactEndDate', 'resolvedAt'),
    },
    components: textsAt(record, 'impactedServices', 'name', 'id'),
    environment: textAt(record, 'extraProperties.environment'),
    causes: textsAt(record, 'extraProperties.cause'),
    text: textAt(record, 'description'),
  }),
}
