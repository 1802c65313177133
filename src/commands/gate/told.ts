/** What `learn` found out about parts of an environment, as the ledger keeps it: one record that names one blob. */
import { SourceError } from '../../domain/errors.ts'
import { nothingTold, readTold, type ToldOutcomes } from '../../history/told-outcomes.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { NewRecord } from '../../ledger/record.ts'
import type { Failure } from './request.ts'

/** A stream of its own: the newest record holds, and is found without reading another. */
export const labelStream = 'labels'

/** What the newest record says; nothing where there is none. Throws SourceError for one that cannot be read. */
export const recordedTold = async (ledger: Ledger, environment: string): Promise<ToldOutcomes> => {
  const record = await ledger.latest({ kind: 'outcome', stream: labelStream, environment })
  if (record === undefined) return nothingTold
  const hash = record.body['labelsBlob']
  const told = typeof hash === 'string' ? readTold(parsed(await ledger.getBlob(hash))) : null
  if (told === null)
    throw new SourceError(
      `${ledger.url}: record ${record.id.slice(0, 12)} names no labels that this release can read; run learn again with this one`,
    )
  return told
}

const parsed = (bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    return null
  }
}

/** As far as the ledger can say: where it cannot, that is a source that failed, and the answer is review. */
export const toldOutcomes = async (
  ledger: Ledger,
  environment: string,
  failures: Failure[],
): Promise<ToldOutcomes> => {
  try {
    return await recordedTold(ledger, environment)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const isTold = failures.some(({ why }) => why === error.message)
    if (!isTold) failures.push({ source: 'outcomes', why: error.message })
    return nothingTold
  }
}

export interface TellingRequest {
  readonly ledger: Ledger
  readonly repository: string
  readonly environment: string
  readonly told: ToldOutcomes
  readonly now: Date
  readonly version: string
}

/** The record that makes the next fit obey; its blob is kept at once. Null where the newest one says the same. */
export const tellingRecord = async (request: TellingRequest): Promise<NewRecord | null> => {
  const { ledger, repository, environment, told, now, version } = request
  const labelsBlob = await ledger.putBlob(Buffer.from(JSON.stringify(told), 'utf8'))
  const before = await ledger.latest({ kind: 'outcome', stream: labelStream, environment })
  const isNothing = told.labels.length === 0 && told.cleared.length === 0 && told.repeated === undefined
  if (before?.body['labelsBlob'] === labelsBlob || (before === undefined && isNothing)) return null
  return {
    stream: labelStream,
    kind: 'outcome',
    // What was told once may be told again after something else was.
    key: { environment, labelsBlob, after: before?.id ?? null },
    at: now.toISOString(),
    repository,
    environment,
    actor: 'learn',
    tool: { name: 'change-risk-gate', version },
    body: { labelsBlob, labels: told.labels.length, cleared: told.cleared.length },
  }
}
