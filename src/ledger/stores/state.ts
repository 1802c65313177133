import { join } from 'node:path'
import { sha256 } from '../canonical.ts'
import type { LatestQuery } from '../ledger.ts'
import type { LedgerRecord, RecordKind, Tip } from '../record.ts'
import { readIfPresent, replaceFile } from './files.ts'
import { isLater, type Place } from './segments.ts'

/**
 * `state.json`: what an append and a question for the newest record need to know, so that neither reads the history.
 * A cache: it carries its own check sum, and where it is absent or damaged it is made again from the events.
 */
export interface State {
  /** Records of the whole ledger. */
  readonly records: number
  /** The newest record and its hash; absent in an empty ledger. */
  readonly last?: Place & { readonly hash: string }
  readonly index: IndexSeal
  readonly streams: ReadonlyMap<string, StreamState>
}

/** How long the id index is and what it hashes to. */
export interface IndexSeal {
  readonly bytes: number
  readonly sha256: string
}

export interface StreamState extends Tip {
  /** Of each kind and environment in this stream, where its newest record lies. */
  readonly latest: readonly (Place & { readonly kind: RecordKind; readonly environment?: string })[]
}

export const emptyState: State = { records: 0, index: { bytes: 0, sha256: sha256('') }, streams: new Map() }

/** Where the next record will begin in the newest segment. */
export const endOf = ({ offset, length }: Place): number => offset + length + 1

export const tipsOf = (state: State): readonly (readonly [string, Tip])[] =>
  [...state.streams].map(([name, { seq, hash }]) => [name, { seq, hash }])

/** The state after more records, in their order. */
export const advance = (state: State, added: readonly { record: LedgerRecord; place: Place }[]): State => {
  const streams = new Map(state.streams)
  for (const { record, place } of added) {
    const { kind, environment, seq, hash } = record
    const others = streams
      .get(record.stream)
      ?.latest.filter((entry) => entry.kind !== kind || entry.environment !== environment)
    const entry = { ...place, kind, ...(environment === undefined ? {} : { environment }) }
    streams.set(record.stream, { seq, hash, latest: [...(others ?? []), entry] })
  }
  const newest = added.at(-1)
  return {
    ...state,
    records: state.records + added.length,
    ...(newest ? { last: { ...newest.place, hash: newest.record.hash } } : {}),
    streams,
  }
}

/** Where the newest record that matches lies. */
export const latestPlace = (state: State, { kind, environment, stream }: LatestQuery): Place | undefined =>
  [...state.streams]
    .filter(([name]) => stream === undefined || name === stream)
    .flatMap(([, { latest }]) => latest)
    .filter(
      (entry) => entry.kind === kind && (environment === undefined || entry.environment === environment),
    )
    .reduce<Place | undefined>(
      (newest, entry) => (!newest || isLater(entry, newest) ? entry : newest),
      undefined,
    )

const pathOf = (root: string): string => join(root, 'state.json')

/** The state as it was last written; `damaged` when it is not as it was written, undefined when there is none. */
export const readState = (root: string): State | 'damaged' | undefined => {
  const bytes = readIfPresent(pathOf(root))
  return bytes && parseState(bytes)
}

/** What the bytes of a state file say; members this build does not know are kept. */
export const parseState = (bytes: Buffer): State | 'damaged' => {
  try {
    const told = JSON.parse(bytes.toString('utf8'))
    if (told.schema !== 1 || told.check !== sha256(JSON.stringify(told.state))) return 'damaged'
    return { ...told.state, streams: new Map(told.state.streams) }
  } catch {
    return 'damaged'
  }
}

export const formatState = (state: State): Buffer => {
  const plain = { ...state, streams: [...state.streams] }
  const text = JSON.stringify({ schema: 1, check: sha256(JSON.stringify(plain)), state: plain })
  return Buffer.from(`${text}\n`)
}

/** Only the holder of the lock writes it, so one temporary name will do. */
export const writeState = (root: string, state: State): void =>
  replaceFile(pathOf(root), join(root, 'state.json.tmp'), formatState(state), false)
