import { UsageError } from '../domain/errors.ts'
import { canonicalJson, canonicalText, isSha256, isTooDeep, plainJson, sha256 } from './canonical.ts'

/**
 * A record: one thing that happened, as one line of RFC 8785 JSON, chained to the record before it in its stream.
 * Validation is by hand because every gate run pays for what is imported here.
 */

/** A closed list: add, never rename. */
export const recordKinds = [
  'decision',
  'approval',
  'override',
  'freeze',
  'deployment',
  'outcome',
  'incident',
  'link',
  'correction',
  'model',
  'policy',
  'certificate',
  'alarm',
  'rollout',
  'audit',
] as const
export type RecordKind = (typeof recordKinds)[number]

/** What wrote the record; `engine` where an engine had a say in its body. */
export interface Tool {
  readonly name: string
  readonly version: string
  readonly engine?: number
}

/** What a caller hands in; the ledger adds its place in the chain. */
export interface NewRecord {
  /** `decisions`, `rollouts/<id>`, … */
  readonly stream: string
  readonly kind: RecordKind
  /** What makes it the same thing when told twice: any JSON value, unique within its kind. */
  readonly key: unknown
  /** ISO 8601, UTC. */
  readonly at: string
  readonly repository: string
  readonly environment?: string | undefined
  readonly actor: string
  readonly tool: Tool
  readonly body: object
}

export interface LedgerRecord {
  readonly schema: 1
  readonly stream: string
  /** Place in its stream, from 0. */
  readonly seq: number
  /** SHA-256 of kind and natural key. */
  readonly id: string
  readonly kind: RecordKind
  readonly at: string
  readonly repository: string
  readonly environment?: string
  readonly actor: string
  readonly tool: Tool
  readonly body: Readonly<Record<string, unknown>>
  /** `hash` of the record before it in its stream; null for the first. */
  readonly prev: string | null
  /** SHA-256 over the canonical JSON of everything else. */
  readonly hash: string
}

/** Last record of a stream: what the next one is chained to. */
export interface Tip {
  readonly seq: number
  readonly hash: string
}

export type ParsedLine =
  | { readonly outcome: 'record'; readonly record: LedgerRecord }
  | { readonly outcome: 'invalid'; readonly why: string }

/** The identity of a natural key within its kind, so that telling the same thing twice is harmless. */
export const recordId = (kind: RecordKind, key: unknown): string => sha256(canonicalJson({ kind, key }))

/** SHA-256 over the canonical JSON of all but `hash`. */
export const hashRecord = (record: Omit<LedgerRecord, 'hash'> | LedgerRecord): string =>
  sha256(canonicalTexts(record).unsealed)

/** Canonical text of a record, and of the same without its `hash`, for the price of one. */
export const canonicalTexts = (record: object): { readonly line: string; readonly unsealed: string } => {
  const members = Object.entries(record)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => ({ key, text: `${JSON.stringify(key)}:${canonicalText(value)}` }))
  const braced = (chosen: typeof members) => `{${chosen.map(({ text }) => text).join(',')}}`
  return { line: braced(members), unsealed: braced(members.filter(({ key }) => key !== 'hash')) }
}

/**
 * Chains a new record to the tip of its stream. `line` is what is stored (without the newline); `record` is exactly
 * what reading that line gives. Throws UsageError for a record that may not be written.
 */
export const sealRecord = (
  entry: NewRecord,
  tip: Tip | undefined,
): { record: LedgerRecord; line: string } => {
  const { key, ...told } = entry
  const draft = plainJson({
    ...told,
    schema: 1,
    id: recordId(entry.kind, key),
    seq: tip ? tip.seq + 1 : 0,
    prev: tip?.hash ?? null,
  }) as Omit<LedgerRecord, 'hash'>
  const record = { ...draft, hash: hashRecord(draft) }
  const why = objection(record)
  if (why) throw new UsageError(`ledger: a ${entry.kind} record cannot be written: ${why}`)
  return { record, line: canonicalTexts(record).line }
}

/** Reads one stored line (without its newline); says what is wrong with one that is no record. */
export const parseRecordLine = (line: string): ParsedLine => {
  try {
    const value: unknown = JSON.parse(line)
    const why = objection(value) ?? (isTooDeep(value) ? 'it is nested too deep' : undefined)
    return why ? { outcome: 'invalid', why } : { outcome: 'record', record: value as LedgerRecord }
  } catch {
    return { outcome: 'invalid', why: 'it is not JSON' }
  }
}

const kinds: ReadonlySet<unknown> = new Set(recordKinds)
const streamShape = /^[a-z][a-z0-9-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/
const momentShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z$/

export const isStreamName = (name: unknown): name is string =>
  typeof name === 'string' && name.length <= 200 && streamShape.test(name)

const isMember = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): boolean => typeof value === 'string' && value !== ''
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0
/** ISO 8601 in UTC, to the minute or finer. */
export const isMoment = (value: unknown): value is string =>
  typeof value === 'string' && momentShape.test(value) && !Number.isNaN(Date.parse(value))
const isTool = (value: unknown): boolean =>
  isMember(value) &&
  isText(value['name']) &&
  isText(value['version']) &&
  (!('engine' in value) || isCount(value['engine']))

/** Field by field: what is wanted, and whether a value is that. */
const wanted: readonly (readonly [keyof LedgerRecord, string, (value: unknown) => boolean])[] = [
  ['schema', '1 (a higher one needs a newer release)', (value) => value === 1],
  [
    'stream',
    'a name like decisions or rollouts/7 (letters, digits, . _ - between slashes, 200 at most)',
    isStreamName,
  ],
  ['seq', 'a whole number from 0', isCount],
  ['id', 'a SHA-256', isSha256],
  ['kind', `one of ${recordKinds.join(', ')}`, (value) => kinds.has(value)],
  ['at', 'a moment like 2026-03-10T09:30:00Z', isMoment],
  ['repository', 'a text', isText],
  ['environment', 'a text, or absent', (value) => value === undefined || isText(value)],
  ['actor', 'a text', isText],
  ['tool', '{ name, version, engine? }', isTool],
  ['body', 'an object', isMember],
  ['prev', 'a SHA-256, or null', (value) => value === null || isSha256(value)],
  ['hash', 'a SHA-256', isSha256],
]

/** Why a value is no record; undefined when it is one. Members it does not know are left alone: the hash covers them. */
const objection = (value: unknown): string | undefined => {
  if (!isMember(value)) return 'it is not a JSON object'
  const failed = wanted.find(([field, , accepts]) => !accepts(value[field]))
  if (!failed) return undefined
  const [field, wish] = failed
  const got = JSON.stringify(value[field]) ?? 'nothing'
  return `${field} must be ${wish}; got ${got.length > 80 ? `${got.slice(0, 80)}…` : got}`
}
