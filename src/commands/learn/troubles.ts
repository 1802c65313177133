/** From incidents to the changes they are tied to: here those that an incident's own record names for its cause. */
import type { Incident } from '../../domain/incident.ts'
import { noticedAt } from '../../domain/incident.ts'
import { entityOf } from '../../history/hash.ts'
import { readReference } from '../../history/incidents/references.ts'
import type { HistoryIndex } from '../../history/index.ts'
import type { Trouble } from '../../history/verdicts.ts'

/** What is named plainly is confirmed; nothing is ever quite sure. */
const confidences = { 'caused-by': 0.95, contributing: 0.6 } as const

/** Place of a change that is named by its SHA, its number or the address of either; another repository's is none of ours. */
const placeOf = (index: HistoryIndex, written: string, page: string | null): number | null => {
  const reference = readReference(written)
  if (reference?.kind === 'sha') return index.positionOf(reference.sha, index.length)
  if (reference?.kind !== 'number') return null
  const isElsewhere =
    reference.repository !== null && page !== null && reference.repository !== page.toLowerCase()
  return isElsewhere ? null : index.lastNamed(entityOf('number', String(reference.number)), index.length)
}

const seconds = (moment: string | undefined): number | null =>
  moment === undefined ? null : Date.parse(moment) / 1000

/**
 * One for each change that an incident names for its cause and that this history holds; planned work is no trouble.
 * @param page `owner/name` of this repository, where known: what another's #12 is told apart by
 */
export const troublesOf = (
  index: HistoryIndex,
  incidents: readonly Incident[],
  page: string | null,
): readonly Trouble[] =>
  incidents.flatMap((incident): readonly Trouble[] => {
    const at = noticedAt(incident)
    if (incident.kind === 'maintenance' || at === null) return []
    return incident.changes.flatMap(({ reference, relation }): readonly Trouble[] => {
      if (relation !== 'caused-by' && relation !== 'contributing') return []
      const place = placeOf(index, reference, page)
      if (place === null) return []
      return [
        {
          incident: incident.id,
          sha: index.sha(place),
          state: 'confirmed',
          confidence: confidences[relation],
          severity: incident.severity,
          noticedAt: at,
          recoveredAt: seconds(incident.mitigatedAt ?? incident.resolvedAt),
          ...(incident.url === undefined ? {} : { url: incident.url }),
        },
      ]
    })
  })
