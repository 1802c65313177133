/** Datadog: incidents of its JSON:API, and the failures its DORA metrics take. */
import { at, type Fields, holds, textAt, textsAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

const field = (record: Fields, name: string): readonly string[] => textsAt(record, `fields.${name}.value`)

/** DORA failures count in nanoseconds. */
const nanoseconds = (value: string | undefined): string | undefined =>
  value !== undefined && /^\d{19}$/.test(value) ? value.slice(0, 13) : value

export const datadog: RecordForm = {
  name: 'datadog',
  recognises: (record) =>
    holds(record, 'public_id', 'title') ||
    holds(record, 'customer_impacted') ||
    (holds(record, 'started_at') &&
      holds(record, 'git') &&
      (holds(record, 'services') || holds(record, 'team'))),
  read: (record) => ({
    id: textAt(record, 'public_id', 'id'),
    title: textAt(record, 'title', 'name'),
    severity: textAt(record, 'severity') ?? field(record, 'severity')[0],
    environment: textAt(record, 'env'),
    times: {
      startedAt: nanoseconds(textAt(record, 'customer_impact_start', 'started_at', 'created')),
      detectedAt: textAt(record, 'detected'),
      mitigatedAt: textAt(record, 'customer_impact_end'),
      resolvedAt: nanoseconds(textAt(record, 'resolved', 'finished_at')),
    },
    components: [...field(record, 'services'), ...textsAt(record, 'services')],
    impact: at(record, 'customer_impacted') === false ? 'none' : undefined,
    causes: field(record, 'root_cause_category'),
    detectedBy: /monitor|alert/i.test(field(record, 'detection_method')[0] ?? '') ? 'alert' : 'unknown',
    // What ran when it failed, not what is to blame.
    changes: textsAt(record, 'git', 'commit_sha').map((reference) => ({
      reference,
      relation: 'related' as const,
      quote: `git.commit_sha: ${reference}`,
    })),
    text: [
      ...field(record, 'summary'),
      ...field(record, 'root_cause'),
      textAt(record, 'customer_impact_scope'),
    ]
      .filter((text) => text !== undefined)
      .join('\n\n'),
  }),
}
