/** incident.io: incidents of its API, version 2. */
import { at, type Fields, holds, recordsAt, textAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

/** A timestamp by what the account calls it: "Reported at", "Fixed at". */
const timeNamed = (record: Fields, name: RegExp): string | undefined => {
  const entry = recordsAt(record, 'incident_timestamp_values').find((value) =>
    name.test(textAt(value, 'incident_timestamp.name') ?? ''),
  )
  return entry === undefined ? undefined : textAt(entry, 'value.value', 'value')
}

const customField = (record: Fields, name: RegExp): readonly string[] =>
  recordsAt(record, 'custom_field_entries')
    .filter((entry) => name.test(textAt(entry, 'custom_field.name') ?? ''))
    .flatMap((entry) =>
      recordsAt(entry, 'values').flatMap(
        (value) =>
          textAt(value, 'value_option.value', 'value_catalog_entry.name', 'value_text', 'value_link') ?? [],
      ),
    )

export const incidentIo: RecordForm = {
  name: 'incident.io',
  recognises: (record) =>
    holds(record, 'reference') &&
    (holds(record, 'incident_timestamp_values') || holds(record, 'incident_status')),
  read: (record) => ({
    id: textAt(record, 'reference', 'id'),
    title: textAt(record, 'name'),
    url: textAt(record, 'permalink'),
    kind: at(record, 'mode') === 'retrospective' ? 'incident' : undefined,
    severity: textAt(record, 'severity.name'),
    times: {
      startedAt: timeNamed(record, /impact started|^started/i) ?? textAt(record, 'created_at'),
      detectedAt: timeNamed(record, /identified|detected/i),
      acknowledgedAt: timeNamed(record, /accepted|acknowledged/i),
      declaredAt: timeNamed(record, /reported|declared/i),
      mitigatedAt: timeNamed(record, /fixed|mitigated/i),
      resolvedAt: timeNamed(record, /resolved/i),
      closedAt: timeNamed(record, /closed/i),
    },
    components: customField(record, /service|component|product|affected/i),
    customers: customField(record, /customer/i),
    causes: customField(record, /cause/i),
    changes: customField(record, /caused by|cause.* change|culprit/i).map((reference) => ({
      reference,
      relation: 'caused-by' as const,
      quote: `custom field: ${reference}`,
    })),
    text: textAt(record, 'summary'),
  }),
}
