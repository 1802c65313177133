/** Remembering a decision, and making it again. */
import type { Assessment } from '../../domain/assessment.ts'
import { SourceError, UsageError } from '../../domain/errors.ts'
import { laneOf } from '../../domain/lane.ts'
import type { NewRecord } from '../../ledger/record.ts'
import type { Engine } from '../../ledger/replay.ts'
import type { Artefact } from '../../model/artefact.ts'
import { readArtefact } from '../../model/artefact-reading.ts'
import type { DecisionInputs } from '../../policy/decision-inputs.ts'
import { engine } from '../../policy/decision-inputs.ts'
import { type Judgement, judge, resultOf } from '../../policy/engine.ts'
import { recordsBehind, requireGrounds } from './grounds.ts'
import type { Situation } from './situation.ts'

export interface RememberRequest {
  readonly situation: Situation
  readonly inputs: DecisionInputs
  readonly model: Artefact
  readonly judgement: Judgement
  readonly now: Date
  readonly version: string
  /** Records to write with the decision. */
  readonly beside: readonly NewRecord[]
}

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value), 'utf8')

/**
 * Appends the decision to the ledger. What cannot be written is said, never fatal: the decision stands, but without
 * memory (`enforce` then does not approve; the caller sees to that).
 */
export const remember = async (
  request: RememberRequest,
): Promise<{ ledger: Assessment['ledger'] | null; notes: readonly string[] }> => {
  const { situation, inputs, model, judgement, now, version, beside } = request
  const { ledger, environment, repository, base, head, policy, prior } = situation
  const behind = recordsBehind(inputs)
  try {
    const [inputsBlob, modelBlob] = await Promise.all([
      ledger.putBlob(bytes(inputs)),
      ledger.putBlob(bytes(model)),
      ...(prior === null ? [] : [ledger.putBlob(prior.bytes)]),
    ])
    const [appended] = await ledger.append([
      {
        stream: 'decisions',
        kind: 'decision',
        key: { environment: environment.name, base, head, inputs: inputsBlob, model: modelBlob },
        at: now.toISOString(),
        repository: repository.name,
        environment: environment.name,
        actor: situation.flag === '--base' ? 'command-line' : 'github-actions',
        tool: { name: 'change-risk-gate', version },
        body: {
          engine,
          mode: inputs.mode,
          change: { kind: situation.change.kind, base, head },
          policy: policy.file ? { path: policy.file.path, blob: policy.file.blob } : {},
          inputsBlob,
          modelBlob,
          // Its own SHA-256, as the policy names it: what the model was fitted upon can be found here.
          ...(prior === null
            ? {}
            : { prior: { path: prior.reference.path, priorBlob: prior.reference.sha256 } }),
          ...(behind.length === 0 ? {} : { restsOn: behind }),
          lane: laneOfDecision(inputs, judgement),
          ...approvedIn(inputs),
          result: resultOf(judgement),
        },
      },
      ...beside,
    ])
    const { record } = appended!
    return { ledger: { record: record.id.slice(0, 12), hash: record.hash }, notes: ledger.notes }
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof UsageError)) throw error
    return { ledger: null, notes: [`not remembered: ${error.message}`] }
  }
}

const laneOfDecision = ({ mode, parts }: DecisionInputs, { audited = [], decision }: Judgement) =>
  laneOf({
    mode,
    verdict: decision.verdict,
    rule: decision.rule,
    audited: audited.length,
    approved: parts.filter(({ approved }) => approved).length,
    unapproved: parts.filter(({ approved, cancelled }) => !approved && !cancelled).length,
  })

/** Parts that a person let go: what becomes of them says nothing about what nobody looks at. */
const approvedIn = ({ parts }: DecisionInputs): { readonly approved?: readonly string[] } => {
  const approved = parts.filter((part) => part.approved).map(({ sha }) => sha)
  return approved.length === 0 ? {} : { approved }
}

const json = async (read: (hash: string) => Promise<Uint8Array>, hash: unknown): Promise<unknown> => {
  if (typeof hash !== 'string') throw new SourceError('the record names no blob to make the decision from')
  return JSON.parse(Buffer.from(await read(hash)).toString('utf8'))
}

/** Every engine this build carries: a released one stays for as long as ledgers hold its decisions. */
export const engines: Readonly<Record<number, Engine>> = {
  [engine]: async (record, readBlob, findRecord) => {
    const inputs = (await json(readBlob, record.body['inputsBlob'])) as DecisionInputs
    await requireGrounds(record, inputs, findRecord)
    const model = readArtefact(await json(readBlob, record.body['modelBlob']))
    return resultOf(judge(inputs, model))
  },
}
