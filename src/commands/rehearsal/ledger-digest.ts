/** What enforcing would have meant, as far as a ledger alone can tell: for the digest, which has no clone to ask. */
import { isoMoment } from '../../domain/moment.ts'
import { type OutcomeCause, outcomeCauses } from '../../domain/outcome.ts'
import type { RehearsedPart } from '../../domain/rehearsal.ts'
import { isCounted } from '../../history/told-outcomes.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { sayPolicyDigest } from '../../report/policy-digest.ts'
import { recordedTold } from '../gate/told.ts'
import { recordedDigest } from './recorded.ts'

type Failure = NonNullable<RehearsedPart['failure']>

const causeOf = (value: unknown): OutcomeCause | null =>
  outcomeCauses.find((cause) => cause === value) ?? null

/**
 * Parts that are known to have failed, by SHA: those that something was tied to, and the only part of a deployment that
 * failed. Of several parts a ledger does not tell which a revert took back; a clone does.
 */
const failuresIn = async (ledger: Ledger, environment: string): Promise<ReadonlyMap<string, Failure>> => {
  const { labels, cleared } = await recordedTold(ledger, environment)
  const failures = new Map<string, Failure>()
  for await (const { at, body, environment: place } of ledger.read({
    stream: 'outcomes',
    kinds: ['outcome'],
  })) {
    if (place !== environment || body['parts'] !== 1 || typeof body['sha'] !== 'string') continue
    // The newest record of a deployment holds.
    if (body['state'] === 'failed' || body['state'] === 'rolled-back')
      failures.set(body['sha'], { at, cause: causeOf(body['cause']) })
    else failures.delete(body['sha'])
  }
  for (const label of labels)
    if (isCounted(label)) failures.set(label.sha, { at: isoMoment(label.at), cause: label.cause })
  for (const { sha } of cleared) failures.delete(sha)
  return failures
}

/** Decisions that are read: each costs a request on a branch. */
const mostDecisions = 60

export interface LedgerDigestRequest {
  readonly ledger: Ledger
  readonly environment: string
  readonly now: Date
  readonly days: number
  readonly maturitySeconds: number
}

/** Two sentences; null where nothing was decided there lately. Throws SourceError where the ledger cannot be read. */
export const ledgerDigest = async (request: LedgerDigestRequest): Promise<string | null> => {
  const { ledger, environment, now, days, maturitySeconds } = request
  const failures = await failuresIn(ledger, environment)
  const digest = await recordedDigest({
    ledger,
    environment,
    from: new Date(now.getTime() - days * 86_400_000).toISOString(),
    to: now.toISOString(),
    maturitySeconds,
    most: mostDecisions,
    failureOf: (sha) => failures.get(sha) ?? null,
  })
  return digest === null ? null : sayPolicyDigest(digest)
}
