/** Jira: the CSV of a search, all fields; columns that repeat (labels, links) hold lists. */
import type { ChangeReference } from '../../../domain/incident.ts'
import { type Fields, holds, textAt, textsAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

const custom = (record: Fields, name: string): readonly string[] => [
  ...textsAt(record, name),
  ...textsAt(record, `Custom field (${name})`),
]

/** "is caused by" is the inward side of Jira's link types; the other side says what this incident brought about. */
const causedBy = (record: Fields): readonly ChangeReference[] =>
  Object.keys(record)
    .filter((name) => /^inward issue link \((?:problem\/incident|caus\w*)\)$/i.test(name))
    .flatMap((name) => textsAt(record, name))
    .map((reference) => ({ reference, relation: 'caused-by' as const, quote: `is caused by ${reference}` }))

const split = (values: readonly string[]): readonly string[] =>
  values.flatMap((value) => value.split(/\s*[;,]\s*/))

export const jira: RecordForm = {
  name: 'jira',
  recognises: (record) => holds(record, 'Issue key', 'Summary'),
  read: (record) => ({
    id: textAt(record, 'Issue key'),
    title: textAt(record, 'Summary'),
    kind: /maintenance/i.test(textAt(record, 'Issue Type') ?? '') ? 'maintenance' : undefined,
    severity: custom(record, 'Severity')[0] ?? textAt(record, 'Priority'),
    // Jira writes "12/Mar/24 9:05 AM" on the clock of whoever exports, and does not say whose.
    times: {
      startedAt: custom(record, 'Incident start')[0] ?? textAt(record, 'Created'),
      resolvedAt: custom(record, 'Incident end')[0] ?? textAt(record, 'Resolved'),
    },
    components: [
      ...split(custom(record, 'Affected services')),
      ...split(textsAt(record, 'Component/s')),
      ...split(textsAt(record, 'Components')),
    ],
    causes: custom(record, 'Root cause'),
    changes: causedBy(record),
    text: textAt(record, 'Description'),
  }),
}
