import { SourceError } from '../../domain/errors.ts'
import { type Chain, checkLine, describeDifference, extendChain, newChain } from '../chain.ts'
import type { ReadQuery } from '../ledger.ts'
import { type LedgerRecord, parseRecordLine } from '../record.ts'
import { isUnfinishedLine } from '../unfinished-line.ts'
import { unfinishedBatch } from './pending.ts'
import {
  linesOf,
  listSegments,
  type Place,
  readLineAt,
  readSegment,
  segmentFile,
  segmentSize,
} from './segments.ts'
import { advance, emptyState, endOf, readState, type State, tipsOf } from './state.ts'

/** What a look at the ledger gives before anything is built on it. */
export interface Survey {
  /** Agrees with the whole records in the events, except for the index, which `found` is not yet part of. */
  readonly state: State
  /** Records that the state file did not know, in order: all of them when there was no sound state. */
  readonly found: readonly FoundRecord[]
  readonly stateTrouble?: 'absent' | 'damaged'
  /** Last bytes that a write left unfinished. */
  readonly torn?: Torn
}

export interface FoundRecord {
  readonly record: LedgerRecord
  readonly place: Place
}

export interface Torn {
  readonly segment: string
  readonly offset: number
  readonly bytes: Buffer
}

/** A piece of a segment up to its last whole record, and what an interrupted write left behind it. */
export interface Piece {
  readonly segment: string
  readonly bytes: Buffer
  readonly torn?: Torn
}

/**
 * The events from a place on. Only the newest segment can end unfinished; anything else that does not end in a newline
 * stays in the piece, where the chain will refuse it.
 */
export const readPieces = function* (root: string, first = '', offset = 0): Generator<Piece> {
  // Half of a batch must not be taken for a smaller one.
  const batch = unfinishedBatch(root)
  const segments = listSegments(root, first)
  // A repair may leave an empty file behind, of a later day than the next record's.
  const newest = segments.findLast((segment) => segmentSize(root, segment) > 0)
  for (const segment of segments) {
    const from = segment === first ? offset : 0
    const all = readSegment(root, segment, from)
    const isBatch = batch?.segment === segment && batch.from >= from
    const whole = isBatch ? batch.from - from : wholeLength(all, segment === newest)
    const rest = all.subarray(whole)
    yield {
      segment,
      bytes: all.subarray(0, whole),
      ...(rest.length > 0 ? { torn: { segment, offset: from + whole, bytes: rest } } : {}),
    }
  }
}

const wholeLength = (bytes: Buffer, newest: boolean): number => {
  const end = bytes.lastIndexOf(0x0a) + 1
  return newest && end < bytes.length && isUnfinishedLine(bytes.subarray(end)) ? end : bytes.length
}

/**
 * The state of the ledger: from `state.json` and the few lines written after it, or from all events. Only the tail that
 * is built on is checked; the whole is for `verify`. `trustState` false reads all events whatever the state says.
 * Throws SourceError when what it read is not what was written.
 */
export const survey = (url: string, root: string, trustState = true): Survey => {
  const told = trustState ? readState(root) : undefined
  const known = told === 'damaged' ? undefined : told
  const state = known ?? emptyState
  if (state.last) checkLast(url, root, state.last)
  const { last } = state
  const chain = newChain(tipsOf(state))
  const found: FoundRecord[] = []
  let torn: Torn | undefined
  for (const piece of readPieces(root, last?.segment, last ? endOf(last) : 0)) {
    torn = piece.torn ?? torn
    const offset = piece.segment === last?.segment ? endOf(last) : 0
    for (const record of chainedRecords(url, chain, piece, offset)) found.push(record)
  }
  return {
    state: advance(state, found),
    found,
    ...(known ? {} : { stateTrouble: told === 'damaged' ? 'damaged' : 'absent' }),
    ...(torn ? { torn } : {}),
  }
}

const checkLast = (url: string, root: string, last: NonNullable<State['last']>): void =>
  requireLast(url, last, readLineAt(root, last.segment, last.offset, last.length))

/** The records of a piece that begins at `offset`, if they follow those before. Throws SourceError when they do not. */
export const chainedRecords = function* (
  url: string,
  chain: Chain,
  { segment, bytes }: Pick<Piece, 'segment' | 'bytes'>,
  offset: number,
): Generator<FoundRecord> {
  for (const line of linesOf(segment, bytes, offset, 1)) {
    const checked = extendChain(chain, line)
    if (checked.outcome === 'different') {
      const where = offset > 0 ? { ...checked.difference, line: 0 } : checked.difference
      throw tampered(url, describeDifference(where))
    }
    yield { record: checked.record, place: line.place }
  }
}

/** The line the state ends with must still be there: what follows is chained to it. */
export const requireLast = (
  url: string,
  last: NonNullable<State['last']>,
  bytes: Uint8Array | undefined,
): void => {
  const file = segmentFile(last.segment)
  if (!bytes) {
    const gone = `${file}: the end that state.json remembers is gone`
    throw tampered(
      url,
      `${gone}; restore the file, or remove state.json if the events are right as they stand`,
    )
  }
  const checked = checkLine({ file, line: 0, bytes, ended: true })
  if (checked.outcome === 'different') throw tampered(url, describeDifference(checked.difference))
  if (checked.record.hash === last.hash) return
  throw tampered(url, `${file}: the last record that state.json remembers was replaced; restore the file`)
}

/** The record in a place that the state or the index names, checked for itself. Throws SourceError when it is not. */
export const readRecordAt = (url: string, root: string, place: Omit<Place, 'length'>): LedgerRecord =>
  requireRecord(url, place, readLineAt(root, place.segment, place.offset))

/** As above, of bytes that were read; undefined where no line begins. */
export const requireRecord = (
  url: string,
  place: Omit<Place, 'length'>,
  bytes: Uint8Array | undefined,
): LedgerRecord => {
  const file = segmentFile(place.segment)
  if (!bytes) throw tampered(url, `${file}: no record begins at byte ${place.offset}; restore the file`)
  const checked = checkLine({ file, line: 0, bytes, ended: true })
  if (checked.outcome === 'sound') return checked.record
  throw tampered(url, describeDifference(checked.difference))
}

/** The records of a piece that a reader asks for; shapes are checked, chains are not. */
export const matchingRecords = function* (
  url: string,
  { segment, bytes }: Pick<Piece, 'segment' | 'bytes'>,
  { stream, kinds }: ReadQuery,
): Generator<LedgerRecord> {
  for (const line of linesOf(segment, bytes, 0, 1)) {
    const parsed = parseRecordLine(line.bytes.toString())
    if (parsed.outcome === 'invalid')
      throw tampered(url, `${line.file}:${line.line} is no record: ${parsed.why}`)
    const { record } = parsed
    if ((stream ?? record.stream) === record.stream && (kinds?.includes(record.kind) ?? true)) yield record
  }
}

/** Says that the ledger cannot be built on as it is. */
export const tampered = (url: string, what: string): SourceError =>
  new SourceError(`ledger ${url} is not what was written: ${what}; run replay for the whole picture`)
