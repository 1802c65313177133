/** The decisions that a ledger holds of an environment, and what they would have meant, enforced. */
import type { Rehearsal } from '../../domain/rehearsal.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import type { DecisionInputs } from '../../policy/decision-inputs.ts'
import { type DigestRequest, policyDigest, type RecordedDecision } from '../../policy/digest.ts'

type Members = Readonly<Record<string, unknown>>
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null
const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** What a record says of a change that moves something; null of any other. Throws SourceError where its inputs are gone. */
const decisionIn = async (ledger: Ledger, { at, body }: LedgerRecord): Promise<RecordedDecision | null> => {
  const { change, inputsBlob, mode, result } = body
  if (mode === 'off' || !isMembers(change) || change['kind'] !== 'forward' || !isMembers(result)) return null
  if (typeof change['head'] !== 'string' || typeof inputsBlob !== 'string') return null
  const inputs = JSON.parse(Buffer.from(await ledger.getBlob(inputsBlob)).toString('utf8')) as DecisionInputs
  const { decision, limit, parts, reason, rule, until } = result
  return {
    at,
    base: typeof change['base'] === 'string' ? change['base'] : null,
    head: change['head'],
    verdict: decision as RecordedDecision['verdict'],
    rule: rule as RecordedDecision['rule'],
    reason: String(reason),
    ...(typeof until === 'string' ? { until } : {}),
    limit: numberOrNull(limit),
    parts: (Array.isArray(parts) ? parts : []).flatMap((part: unknown) =>
      isMembers(part) && typeof part['sha'] === 'string'
        ? [
            {
              sha: part['sha'],
              risk: numberOrNull(part['risk']),
              percentile: numberOrNull(part['percentile']),
            },
          ]
        : [],
    ),
    inputs,
  }
}

export interface RecordedRequest extends Omit<DigestRequest, 'decisions'> {
  readonly ledger: Ledger
  /** The newest so many are read, and the time is cut to theirs: on a branch each costs a request. */
  readonly most?: number
}

/** Null where nothing was decided there in that time. Throws SourceError where the ledger cannot be read. */
export const recordedDigest = async ({
  ledger,
  most = Number.POSITIVE_INFINITY,
  ...request
}: RecordedRequest): Promise<Rehearsal | null> => {
  const records: LedgerRecord[] = []
  for await (const record of ledger.read({ stream: 'decisions', kinds: ['decision'] })) {
    if (record.environment !== request.environment) continue
    if (record.at < request.from || record.at > request.to) continue
    records.push(record)
  }
  const read = records.length > most ? records.slice(-most) : records
  const decisions: RecordedDecision[] = []
  for (const record of read) {
    const decision = await decisionIn(ledger, record)
    if (decision !== null) decisions.push(decision)
  }
  const from = read.length < records.length ? read[0]!.at : request.from
  return decisions.length === 0 ? null : policyDigest({ ...request, from, decisions })
}
