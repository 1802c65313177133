/** Incidents that `learn` told, as the ledger keeps them: one record that names one blob, for all environments. */
import { SourceError } from '../../domain/errors.ts'
import { type KnownIncident, readKnownIncidents } from '../../history/known-incidents.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { NewRecord } from '../../ledger/record.ts'
import type { Failure } from './request.ts'

/** A stream of its own: the newest record holds, and is found without reading another. */
export const incidentStream = 'incidents'

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}

/** What the newest record says, oldest first; none where there is none. Throws SourceError for one that cannot be read. */
export const recordedIncidents = async (ledger: Ledger): Promise<readonly KnownIncident[]> => {
  const record = await ledger.latest({ kind: 'incident', stream: incidentStream })
  if (record === undefined) return []
  const hash = record.body['incidentsBlob']
  const known = typeof hash === 'string' ? readKnownIncidents(parsed(await ledger.getBlob(hash))) : null
  if (known === null)
    throw new SourceError(
      `${ledger.url}: record ${record.id.slice(0, 12)} names no incidents that this release can read; run learn again with this one`,
    )
  return known
}

/** As far as the ledger can say: where it cannot, that is a source that failed, and the answer is review. */
export const knownIncidents = async (
  ledger: Ledger,
  failures: Failure[],
): Promise<readonly KnownIncident[]> => {
  try {
    return await recordedIncidents(ledger)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const isTold = failures.some(({ why }) => why === error.message)
    if (!isTold) failures.push({ source: 'incidents', why: error.message })
    return []
  }
}

/** The record of what is known now; its blob is kept at once. Null where the newest one says the same. */
export const incidentsRecord = async (
  ledger: Ledger,
  incidents: readonly KnownIncident[],
  common: Pick<NewRecord, 'at' | 'repository' | 'tool'>,
): Promise<NewRecord | null> => {
  const before = await ledger.latest({ kind: 'incident', stream: incidentStream })
  if (before === undefined && incidents.length === 0) return null
  const incidentsBlob = await ledger.putBlob(Buffer.from(JSON.stringify(incidents), 'utf8'))
  if (before?.body['incidentsBlob'] === incidentsBlob) return null
  return {
    ...common,
    stream: incidentStream,
    kind: 'incident',
    // What was told once may be told again after something else was.
    key: { incidentsBlob, after: before?.id ?? null },
    actor: 'learn',
    body: { incidentsBlob, incidents: incidents.length },
  }
}
