/** From incidents to the changes they are tied to: here those that an incident's own record names for its cause. */
import type { Incident } from '../../domain/incident.ts'
import { noticedAt } from '../../domain/incident.ts'
import { entityOf } from '../../history/hash.ts'
import type { HistoryIndex } from '../../history/index.ts'
import type { Trouble } from '../../history/verdicts.ts'

/** What is named plainly is confirmed; nothing is ever quite sure. */
const confidences = { 'caused-by': 0.95, contributing: 0.6 } as const

const named = /(?:^|[/#!])(\d{1,9})$/
const hexadecimal = /(?:^|\/)([0-9a-f]{7,64})$/i

/** Place of a change as people write it: a SHA, `#12`, or the address of either. */
const placeOf = (index: HistoryIndex, reference: string, before: number): number | null => {
  const [, number] = named.exec(reference.trim()) ?? []
  if (number !== undefined) return index.lastNamed(entityOf('number', number), before)
  const [, sha] = hexadecimal.exec(reference.trim()) ?? []
  return sha === undefined ? null : index.positionOf(sha.toLowerCase(), before)
}

const seconds = (moment: string | undefined): number | null =>
  moment === undefined ? null : Date.parse(moment) / 1000

/** One for each change that an incident names for its cause and that this history holds; planned work is no trouble. */
export const troublesOf = (index: HistoryIndex, incidents: readonly Incident[]): readonly Trouble[] =>
  incidents.flatMap((incident): readonly Trouble[] => {
    const at = noticedAt(incident)
    if (incident.kind === 'maintenance' || at === null) return []
    return incident.changes.flatMap(({ reference, relation }): readonly Trouble[] => {
      if (relation !== 'caused-by' && relation !== 'contributing') return []
      const place = placeOf(index, reference, index.length)
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
