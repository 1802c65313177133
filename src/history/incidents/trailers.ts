/** What a commit message says of incidents in its trailers: `Fixes-incident: INC-212`, `Caused-by: 8b1e77a1`. */
import { type Reference, readReference } from './references.ts'

export interface Trailers {
  /** Incidents that the change mends. */
  readonly incidents: readonly string[]
  /** Changes that made it necessary. */
  readonly causedBy: readonly Reference[]
}

const mends = /^(?:Fixes|Resolves|Mitigates|Closes)-Incident:\s*(\S+)\s*$|^Incident:\s*(\S+)\s*$/i
const blames = /^(?:Caused-By|Root-Cause|Culprit):\s*(.+?)\s*$/i

/** Null where a message says nothing of incidents, as most do. */
export const trailersIn = (message: string): Trailers | null => {
  const incidents: string[] = []
  const causedBy: Reference[] = []
  for (const line of message.split('\n').slice(1)) {
    const incident = mends.exec(line)
    if (incident) incidents.push(incident[1] ?? incident[2]!)
    const cause = blames.exec(line)
    const reference = cause ? readReference(cause[1]!) : null
    if (reference !== null) causedBy.push(reference)
  }
  return incidents.length === 0 && causedBy.length === 0 ? null : { incidents, causedBy }
}
