/** Jira: the CSV of a search, all fields, with lists where columns repeat; and the issues its API answers. */
import type { ChangeReference } from '../../../domain/incident.ts'
import { type Fields, holds, recordsAt, textAt, textsAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

const custom = (record: Fields, name: string): readonly string[] => [
  ...textsAt(record, name),
  ...textsAt(record, `Custom field (${name})`),
]

/** "is caused by" is the inward side of Jira's link types; the other side says what this incident brought about. */
const causedBy = (record: Fields): readonly ChangeReference[] => {
  const columns = Object.keys(record)
    .filter((name) => /^inward issue link \((?:problem\/incident|caus\w*)\)$/i.test(name))
    .flatMap((name) => textsAt(record, name))
  const links = recordsAt(record, 'fields.issuelinks')
    .filter((link) => /^is caused by$/i.test(textAt(link, 'type.inward') ?? ''))
    .flatMap((link) => textAt(link, 'inwardIssue.key') ?? [])
  return [...columns, ...links].map((reference) => ({
    reference,
    relation: 'caused-by' as const,
    quote: `is caused by ${reference}`,
  }))
}

const split = (values: readonly string[]): readonly string[] =>
  values.flatMap((value) => value.split(/\s*[;,]\s*/))

export const jira: RecordForm = {
  name: 'jira',
  recognises: (record) =>
    holds(record, 'Issue key', 'Summary') ||
    (holds(record, 'key', 'fields') && textAt(record, 'fields.summary') !== undefined),
  read: (record) => ({
    id: textAt(record, 'Issue key', 'key'),
    title: textAt(record, 'Summary', 'fields.summary'),
    kind: /maintenance/i.test(textAt(record, 'Issue Type', 'fields.issuetype.name') ?? '')
      ? 'maintenance'
      : undefined,
    severity: custom(record, 'Severity')[0] ?? textAt(record, 'Priority', 'fields.priority.name'),
    // Jira writes "12/Mar/24 9:05 AM" on the clock of whoever exports, and does not say whose.
    times: {
      startedAt: custom(record, 'Incident start')[0] ?? textAt(record, 'Created', 'fields.created'),
      resolvedAt: custom(record, 'Incident end')[0] ?? textAt(record, 'Resolved', 'fields.resolutiondate'),
    },
    components: [
      ...split(custom(record, 'Affected services')),
      ...split(textsAt(record, 'Component/s')),
      ...split(textsAt(record, 'Components')),
      ...textsAt(record, 'fields.components', 'name'),
    ],
    causes: custom(record, 'Root cause'),
    changes: causedBy(record),
    text: textAt(record, 'Description', 'fields.description'),
  }),
}
