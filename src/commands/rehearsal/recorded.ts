/** The decisions that a ledger holds of an environment, and what they would have meant, enforced. */
import { SourceError } from '../../domain/errors.ts'
import type { Rehearsal } from '../../domain/rehearsal.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import type { Artefact } from '../../model/artefact.ts'
import { readArtefact } from '../../model/artefact-reading.ts'
import type { DecisionInputs } from '../../policy/decision-inputs.ts'
import { type DigestRequest, policyDigest, type RecordedDecision } from '../../policy/digest.ts'
import { judge } from '../../policy/engine.ts'
import { approvedAmong } from '../../policy/part-approval.ts'

type Members = Readonly<Record<string, unknown>>
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null
const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null)

type ModelOf = (hash: unknown) => Promise<Artefact>

const readJson = async (ledger: Ledger, hash: string): Promise<unknown> =>
  JSON.parse(Buffer.from(await ledger.getBlob(hash)).toString('utf8'))

/** Models of a ledger, each read once: one stands for a week of decisions. */
const modelsOf = (ledger: Ledger): ModelOf => {
  const known = new Map<string, Artefact>()
  return async (hash) => {
    if (typeof hash !== 'string') throw new SourceError('a decision names no model that it was made with')
    const model = known.get(hash) ?? readArtefact(await readJson(ledger, hash))
    known.set(hash, model)
    return model
  }
}

/** The parts that had the approvals they wanted, by the engine itself; where nobody said yes no model is read for it. */
const approvedIn = async (
  inputs: DecisionInputs,
  model: () => Promise<Artefact>,
): Promise<ReadonlySet<string>> =>
  inputs.parts.some(({ approved }) => approved)
    ? approvedAmong(judge(inputs, await model()).parts)
    : new Set()

/**
 * What a record says of a change that moves something; null of any other. Throws SourceError where its inputs or its
 * model are gone.
 */
const decisionIn = async (
  ledger: Ledger,
  modelOf: ModelOf,
  { at, body }: LedgerRecord,
): Promise<RecordedDecision | null> => {
  const { change, inputsBlob, mode, modelBlob, result } = body
  if (mode === 'off' || !isMembers(change) || change['kind'] !== 'forward' || !isMembers(result)) return null
  if (typeof change['head'] !== 'string' || typeof inputsBlob !== 'string') return null
  const inputs = (await readJson(ledger, inputsBlob)) as DecisionInputs
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
    approved: await approvedIn(inputs, () => modelOf(modelBlob)),
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
  const modelOf = modelsOf(ledger)
  const decisions: RecordedDecision[] = []
  for (const record of read) {
    const decision = await decisionIn(ledger, modelOf, record)
    if (decision !== null) decisions.push(decision)
  }
  const from = read.length < records.length ? read[0]!.at : request.from
  return decisions.length === 0 ? null : policyDigest({ ...request, from, decisions })
}
