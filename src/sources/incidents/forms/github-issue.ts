/**
 * GitHub issues: REST, and `gh issue list --json`. Labels tell what they are about, as Four Keys (`Incident`, and
 * `root cause: SHA` in the body), Upptime (`status` and the name of the site) and GitLab's own records use them.
 */
import { at, type Fields, holds, textAt, textsAt } from '../fields.ts'
import type { RecordForm } from '../form.ts'

const scoped = (labels: readonly string[], name: RegExp): string | undefined =>
  labels.map((label) => name.exec(label)?.[1]).find((value) => value !== undefined)

const isUpptime = (labels: readonly string[], title: string): boolean =>
  labels.includes('status') && /\b(?:is down|degraded performance)\b/i.test(title)

const componentsOf = (labels: readonly string[], upptime: boolean): readonly string[] =>
  upptime
    ? labels.filter((label) => label !== 'status' && label !== 'maintenance')
    : labels.flatMap(
        (label) => /^(?:service|component|area|affected)(?:::?|\/| )\s*(.+)$/i.exec(label)?.[1] ?? [],
      )

const changesOf = (labels: readonly string[]) =>
  labels.flatMap((label) => {
    const reference = /^caused[- _]by\s*[:=]\s*(\S+)$/i.exec(label)?.[1]
    return reference === undefined
      ? []
      : [{ reference, relation: 'caused-by' as const, quote: `label ${label}` }]
  })

const triggerOf = (labels: readonly string[]): string | undefined => {
  const cause = scoped(labels, /^root[- ]?cause(?:::?|\/)\s*(.+)$/i)
  if (cause === undefined) return undefined
  if (/config/i.test(cause)) return 'configuration'
  return /software|code|deploy|release|change/i.test(cause) ? 'change' : undefined
}

const timesOf = (record: Fields) => ({
  startedAt: textAt(record, 'created_at', 'createdAt'),
  resolvedAt: textAt(record, 'closed_at', 'closedAt'),
})

export const githubIssue: RecordForm = {
  name: 'github-issues',
  recognises: (record) =>
    holds(record, 'number', 'title', 'labels') && (holds(record, 'created_at') || holds(record, 'createdAt')),
  read: (record) => {
    const labels = textsAt(record, 'labels', 'name')
    const title = textAt(record, 'title') ?? ''
    const upptime = isUpptime(labels, title)
    return {
      id: `#${textAt(record, 'number')}`,
      title: title.replace(/^(?:🛑|⚠️|🟥|🟨)\s*/u, ''),
      url: textAt(record, 'html_url', 'url'),
      kind: labels.some((label) => /^(?:maintenance|scheduled)$/i.test(label)) ? 'maintenance' : undefined,
      severity: upptime
        ? /is down/i.test(title)
          ? 'down'
          : 'degraded'
        : (scoped(labels, /^((?:sev(?:erity)?|p(?:riority)?)[-: _/]*\d)$/i) ??
          scoped(labels, /^(?:severity|priority)(?:::?|\/| )\s*(.+)$/i)),
      environment: scoped(labels, /^env(?:ironment)?(?:::?|\/| )\s*(.+)$/i),
      times: timesOf(record),
      components: componentsOf(labels, upptime),
      trigger: triggerOf(labels),
      causes: labels.flatMap((label) => /^root[- ]?cause(?:::?|\/)\s*(.+)$/i.exec(label)?.[1] ?? []),
      detectedBy: upptime ? 'alert' : 'unknown',
      changes: changesOf(labels),
      text: textAt(record, 'body'),
      reopened: at(record, 'state_reason') === 'reopened' ? 1 : 0,
    }
  },
}
