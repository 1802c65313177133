import { sha256 } from './canonical.ts'
import { canonicalTexts, type LedgerRecord, parseRecordLine, type Tip } from './record.ts'

/**
 * Whether raw lines are the lines that were once written. Every byte counts: a line must equal the canonical form of
 * what it says, its hash must be the hash of that, and it must follow the record before it in its stream.
 */

/** The first place where a ledger is not what it was. */
export interface Difference {
  /** Relative to the ledger's directory; the witness by its own path. */
  readonly file: string
  /** From 1; 0 where the whole file is meant. */
  readonly line: number
  /** `id` of the record, where it can be told. */
  readonly record?: string
  readonly what: string
  readonly mend: string
}

/** One line as it is stored, without its newline. */
export interface RawLine {
  readonly file: string
  readonly line: number
  readonly bytes: Uint8Array
  /** False for last bytes that no newline ends. */
  readonly ended: boolean
}

/** What is known after the lines read so far. */
export interface Chain {
  readonly tips: Map<string, Tip>
  readonly ids: Set<string>
}

export const newChain = (tips: Iterable<readonly [string, Tip]> = []): Chain => ({
  tips: new Map(tips),
  ids: new Set(),
})

export type CheckedLine =
  | { readonly outcome: 'sound'; readonly record: LedgerRecord }
  | { readonly outcome: 'different'; readonly difference: Difference }

/** Checks the next line against the chain, and makes it the chain's new tip when it is sound. */
export const extendChain = (chain: Chain, raw: RawLine): CheckedLine => {
  const alone = checkLine(raw)
  if (alone.outcome === 'different') return alone
  const { record } = alone
  const what = misplaced(chain, record)
  if (what) return different(raw, record, what)
  chain.tips.set(record.stream, { seq: record.seq, hash: record.hash })
  chain.ids.add(record.id)
  return alone
}

/** Checks a line for itself, wherever it stands: spelling, shape and hash. */
export const checkLine = (raw: RawLine): CheckedLine => {
  const text = Buffer.from(raw.bytes.buffer, raw.bytes.byteOffset, raw.bytes.byteLength).toString('utf8')
  const parsed = raw.ended
    ? parseRecordLine(text)
    : ({ outcome: 'invalid', why: 'no newline ends it' } as const)
  if (parsed.outcome === 'invalid') return different(raw, undefined, `the line is no record: ${parsed.why}`)
  const { record } = parsed
  const what = altered(record, text, raw.bytes)
  return what ? different(raw, record, what) : { outcome: 'sound', record }
}

const altered = (record: LedgerRecord, text: string, bytes: Uint8Array): string | undefined => {
  const { line, unsealed } = canonicalTexts(record)
  // The text alone will not do: bytes that are no UTF-8 all read as U+FFFD.
  if (line !== text || !Buffer.from(line).equals(bytes))
    return 'the line is not spelt as it was written (RFC 8785)'
  const hash = sha256(unsealed)
  return hash === record.hash
    ? undefined
    : `its content hashes to ${short(hash)}, its hash says ${short(record.hash)}`
}

/** Why a record cannot stand here; undefined when it can. */
const misplaced = (chain: Chain, { stream, seq, prev, id }: LedgerRecord): string | undefined => {
  const tip = chain.tips.get(stream)
  const next = tip ? tip.seq + 1 : 0
  if (seq !== next) return `stream ${stream} goes on with record ${next} here, found record ${seq}`
  const before = tip?.hash ?? null
  if (prev !== before)
    return `it follows ${short(prev)}, but the record before it in ${stream} is ${short(before)}`
  return chain.ids.has(id) ? 'another record before it has the same id' : undefined
}

/** Checks lines in order up to the first that differs. */
export const verifyChain = (
  lines: Iterable<RawLine>,
): {
  readonly records: number
  readonly tips: ReadonlyMap<string, Tip>
  readonly difference?: Difference
} => {
  const chain = newChain()
  let records = 0
  for (const line of lines) {
    const checked = extendChain(chain, line)
    if (checked.outcome === 'different') return { records, tips: chain.tips, difference: checked.difference }
    records += 1
  }
  return { records, tips: chain.tips }
}

const short = (hash: string | null): string => (hash === null ? 'nothing' : `${hash.slice(0, 12)}…`)

const different = (raw: RawLine, record: LedgerRecord | undefined, what: string): CheckedLine => ({
  outcome: 'different',
  difference: {
    file: raw.file,
    line: raw.line,
    ...(record ? { record: record.id } : {}),
    what,
    mend: 'restore this file from a backup or another copy of the ledger',
  },
})

/** One line for an error message. */
export const describeDifference = ({ file, line, record, what, mend }: Difference): string =>
  `${file}${line > 0 ? `:${line}` : ''}${record ? ` (record ${record.slice(0, 12)})` : ''}: ${what}; ${mend}`
