/**
 * The records that a decision rests on: words on its parts, an override, freezes. The decision names each with its hash;
 * made again, it asks the ledger for them, and for what they said.
 */
import { SourceError } from '../../domain/errors.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import type { ApprovedBand } from '../../policy/approved-band.ts'
import type { DecisionInputs, Said } from '../../policy/decision-inputs.ts'
import type { RecordName } from '../../policy/eligibility.ts'
import { freezeIn, overrideIn } from './in-force.ts'

/** A record, what the decision took from it, and whether the record says that. */
interface Ground extends RecordName {
  readonly says: (record: LedgerRecord) => boolean
}

const sameFacts = (one: object | null, other: object): boolean =>
  one !== null && Object.entries(one).every(([key, value]) => Reflect.get(other, key) === value)

type Members = Readonly<Record<string, unknown>>

/** What a record tells, and what was counted together with it. */
const toldBeside = (body: Members): readonly Members[] => {
  const { beside } = body
  return [body, ...(Array.isArray(beside) ? (beside as readonly Members[]) : [])]
}

/** The band of a word, where this is about it. */
const tellsBand = ({ review, of, band }: Members, { kind, id }: Said['source']): unknown =>
  (kind === 'review' ? review : of) === id ? band : undefined

/** The record that tells at which band a review approved, or a word that was given before the band was known. */
const bandGround = ({ source, band, bandSource }: Said & ApprovedBand): readonly Ground[] =>
  bandSource === undefined
    ? []
    : [
        {
          ...bandSource,
          says: ({ kind, body }) =>
            kind === 'approval' && toldBeside(body).some((told) => tellsBand(told, source) === band),
        },
      ]

const wordGround = (
  { source, head, band, bandSource }: Said & ApprovedBand,
  word: 'approve' | 'reject',
  said?: string,
): readonly Ground[] =>
  source.kind === 'review'
    ? []
    : [
        {
          id: source.id,
          hash: source.hash,
          says: ({ kind, body }) =>
            kind === 'approval' &&
            body['word'] === word &&
            body['head'] === head &&
            (band === undefined || bandSource !== undefined || body['band'] === band) &&
            (said === undefined || (body['reason'] ?? '') === said),
        },
      ]

const groundsIn = (
  { parts, override, freezes = [] }: DecisionInputs,
  about: { readonly sha: string; readonly environment: string; readonly now: Date },
): readonly Ground[] => [
  ...parts.flatMap(({ approvals = [], rejections = [] }) => [
    ...approvals.flatMap((word) => [...wordGround(word, 'approve'), ...bandGround(word)]),
    ...rejections.flatMap((word) => wordGround(word, 'reject', word.said)),
  ]),
  ...(override
    ? [{ ...override.source, says: (record: LedgerRecord) => sameFacts(overrideIn(record, about), override) }]
    : []),
  ...freezes.map(({ source, ...facts }) => ({
    ...source,
    says: (record: LedgerRecord) => sameFacts(freezeIn(record, about), facts),
  })),
]

/** The names of the records that a decision rests on, each once. */
export const recordsBehind = (inputs: DecisionInputs): readonly RecordName[] => {
  const all = groundsIn(inputs, { sha: '', environment: '', now: new Date(0) })
  return [...new Map(all.map(({ id, hash }) => [id, { id, hash }])).values()]
}

/** Throws SourceError naming the first record that a decision rests on and that is not there, or says otherwise. */
export const requireGrounds = async (
  decision: LedgerRecord,
  inputs: DecisionInputs,
  find: (id: string) => Promise<LedgerRecord | undefined>,
): Promise<void> => {
  const { change } = decision.body
  const sha = String((change as { readonly head?: unknown } | undefined)?.head)
  const about = { sha, environment: decision.environment ?? '', now: new Date(decision.at) }
  for (const { id, hash, says } of groundsIn(inputs, about)) {
    const record = await find(id)
    const name = `record ${id.slice(0, 12)}, which it rests on,`
    if (record === undefined) throw new SourceError(`${name} is not there`)
    if (record.hash !== hash) throw new SourceError(`${name} is not what it was`)
    if (!says(record)) throw new SourceError(`${name} does not say what was decided by`)
  }
}
