/** Words of people that hold a commit or an environment as a whole: overrides and freezes, as the ledger remembers them. */
import { SourceError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import type { RecordName } from '../../policy/eligibility.ts'
import type { FreezeFacts, OverrideFacts } from '../../policy/facts.ts'
import type { Failure } from './request.ts'

/** The newest record of a stream holds, so that none but it is read. */
export const overrideStream = (sha: string): string => `overrides/${sha}`
/** Of all environments; of a single one, by the record's environment. */
export const freezeStreams = { all: 'freezes', one: 'freezes/environment' } as const

export interface InForce {
  readonly override: (OverrideFacts & { readonly source: RecordName }) | null
  readonly freezes: readonly (FreezeFacts & { readonly source: RecordName })[]
  /** What was said and holds nothing, and why. */
  readonly notes: readonly string[]
}

export const nothingInForce: InForce = { override: null, freezes: [], notes: [] }

const nameOf = ({ id, hash }: LedgerRecord): RecordName => ({ id, hash })
const moment = (value: unknown): string | null =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : null

/** What a record of an override says of a commit in an environment at a moment; null where it says nothing there. */
export const overrideIn = (
  record: LedgerRecord,
  about: { readonly sha: string; readonly environment: string; readonly now: Date },
): OverrideFacts | null => {
  const { body, environment, at, kind } = record
  const until = moment(body['until'])
  const reviewBy = moment(body['reviewBy'])
  const holds =
    kind === 'override' &&
    body['what'] === 'given' &&
    body['sha'] === about.sha &&
    environment === about.environment &&
    until !== null &&
    reviewBy !== null &&
    Date.parse(at) <= about.now.getTime() &&
    about.now.getTime() < Date.parse(until)
  return holds ? { until, reviewBy } : null
}

/** What a record of a freeze says of an environment at a moment; null where it holds nothing there. */
export const freezeIn = (
  record: LedgerRecord,
  about: { readonly environment: string; readonly now: Date },
): FreezeFacts | null => {
  const { body, environment = null, kind } = record
  if (kind !== 'freeze' || body['state'] !== 'frozen') return null
  if (environment !== null && environment !== about.environment) return null
  const until = moment(body['until'])
  // An end that nobody can read is none.
  if (until !== null && about.now.getTime() >= Date.parse(until)) return null
  return { environment, until, said: typeof body['reason'] === 'string' ? body['reason'] : '' }
}

/** The newest record on the freezing of an environment, or of all of them (null). Throws SourceError. */
export const newestFreeze = (ledger: Ledger, environment: string | null): Promise<LedgerRecord | undefined> =>
  ledger.latest(
    environment === null
      ? { kind: 'freeze', stream: freezeStreams.all }
      : { kind: 'freeze', stream: freezeStreams.one, environment },
  )

export interface InForceRequest {
  readonly ledger: Ledger
  readonly environment: string
  /** The commit that is asked to run. */
  readonly sha: string
  readonly now: Date
  /** Whom the policy that decides names for emergencies, as it spells them. */
  readonly emergencyBy: readonly string[]
  readonly failures: Failure[]
}

/** Whether the policy that decides knows whom an override was given under: nobody may name themselves in the same change. */
const isNamed = ({ body }: LedgerRecord, emergencyBy: readonly string[]): boolean =>
  emergencyBy.some((name) => name.toLowerCase() === String(body['under']).toLowerCase())

const unnamed =
  'an emergency override stands that counts for nothing here: whoever gave it is named by emergency.by on the default branch, and not yet in the policy that decides, which is the one of what runs now'

/** What holds now. Where the ledger cannot say, that is a source that failed, and nothing is let out by an override. */
export const wordsInForce = async (request: InForceRequest): Promise<InForce> => {
  const { ledger, environment, sha, now, emergencyBy, failures } = request
  try {
    const given = await ledger.latest({ kind: 'override', stream: overrideStream(sha), environment })
    const override = given && overrideIn(given, { sha, environment, now })
    const counts = given !== undefined && isNamed(given, emergencyBy)
    const newest = [await newestFreeze(ledger, null), await newestFreeze(ledger, environment)]
    return {
      override: given && override && counts ? { ...override, source: nameOf(given) } : null,
      notes: override && !counts ? [unnamed] : [],
      freezes: newest.flatMap((record) => {
        const freeze = record && freezeIn(record, { environment, now })
        return record && freeze ? [{ ...freeze, source: nameOf(record) }] : []
      }),
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    if (!failures.some(({ why }) => why === error.message))
      failures.push({ source: 'ledger', why: error.message })
    return nothingInForce
  }
}
