/** What `learn` says of the incidents it was given, beside how many: their forms, their years, and what was doubted. */
import { type Doubt, doubtMeanings, type Incident } from '../../domain/incident.ts'
import type { ImportedCounts } from '../../domain/learned.ts'

/** Of each doubt, enough to find one and mend what wrote it. */
const mostNamed = 3

export const importedCounts = (incidents: readonly Incident[], superseded: number): ImportedCounts => {
  const forms = new Map<string, number>()
  for (const { source } of incidents) forms.set(source, (forms.get(source) ?? 0) + 1)
  const times = incidents
    .flatMap(({ startedAt, detectedAt, declaredAt }) => startedAt ?? detectedAt ?? declaredAt ?? [])
    .sort()
  return {
    forms: Object.fromEntries([...forms].toSorted(([, one], [, other]) => other - one)),
    superseded,
    from: times[0] ?? null,
    to: times.at(-1) ?? null,
    doubts: (Object.keys(doubtMeanings) as readonly Doubt[]).flatMap((doubt) => {
      const doubted = incidents.filter(({ doubts }) => doubts.includes(doubt))
      const named = doubted.slice(0, mostNamed).map(({ id }) => id)
      return doubted.length === 0 ? [] : [{ doubt, count: doubted.length, incidents: named }]
    }),
  }
}
