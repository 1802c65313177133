/** ServiceNow: the table `incident`, as CSV, as its API answers, or as the log of every change to it. */
import type { ChangeReference, Relation } from '../../../domain/incident.ts'
import { type Fields, holds, textAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

/** References come as text, or as `{value, display_value}`. */
const value = (record: Fields, name: string): string | undefined => {
  const found = textAt(record, `${name}.display_value`, name, `${name}.value`)
  return found === undefined || found.trim() === '?' ? undefined : found
}

const changeIn = (record: Fields, name: string, relation: Relation): readonly ChangeReference[] => {
  const reference = value(record, name)
  return reference === undefined ? [] : [{ reference, relation, quote: `${name}: ${reference}` }]
}

const count = (written: string | undefined): number =>
  written !== undefined && /^\d+$/.test(written) ? Number(written) : 0

export const servicenow: RecordForm = {
  name: 'servicenow',
  lastCounts: true,
  recognises: (record) =>
    holds(record, 'number') &&
    (holds(record, 'opened_at') || holds(record, 'sys_created_at') || holds(record, 'sys_created_on')),
  read: (record) => ({
    id: value(record, 'number'),
    title:
      value(record, 'short_description') ??
      [value(record, 'category'), value(record, 'u_symptom')].filter(Boolean).join(', '),
    severity: value(record, 'priority') ?? value(record, 'severity') ?? value(record, 'impact'),
    dayFirst: true,
    times: {
      startedAt:
        value(record, 'opened_at') ?? value(record, 'sys_created_at') ?? value(record, 'sys_created_on'),
      resolvedAt: value(record, 'resolved_at'),
      closedAt: value(record, 'closed_at'),
    },
    components: [value(record, 'cmdb_ci'), value(record, 'business_service')].flatMap((name) => name ?? []),
    reopened: count(value(record, 'reopen_count')),
    causes: [value(record, 'problem_id')].flatMap((name) => name ?? []),
    detectedBy: /event|monitor|alert/i.test(value(record, 'contact_type') ?? '') ? 'alert' : 'unknown',
    changes: [...changeIn(record, 'caused_by', 'caused-by'), ...changeIn(record, 'rfc', 'fixed-by')],
    text: [value(record, 'description'), value(record, 'close_notes')].filter(Boolean).join('\n\n'),
  }),
}
