/**
 * Words given in comments on parts: yes and no, each of one part as it was when it was given. A part has a stream of its
 * own, and each record repeats the words before it, so that the newest tells them all.
 */

import { type Band, bands } from '../../domain/decision.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord, NewRecord } from '../../ledger/record.ts'
import { fullName, type Job } from './job.ts'

/** A part of a pull request. */
export interface ApprovedPull {
  readonly number: number
  /** The head that was approved. */
  readonly head: string
  /** The commit it landed as; null before. */
  readonly sha: string | null
}

/** A commit that came without a pull request, or without one whose word could count. */
export interface ApprovedCommit {
  readonly number: null
  readonly head: string
  readonly sha: string
}

export type ApprovedPart = ApprovedPull | ApprovedCommit

export const commitPart = (sha: string): ApprovedCommit => ({ number: null, head: sha, sha })

/** A stream a part: the newest word on it is found without reading the others. */
export const streamOf = ({ number, head }: ApprovedPart): string => `approvals/${number ?? head}`

/** A word as the records after it repeat it. */
export interface Word {
  readonly id: string
  readonly hash: string
  readonly login: string
  readonly word: 'approve' | 'reject'
  readonly head: string
  /** Where it was said: a comment, or a review, of which only the band is kept. */
  readonly comment?: number
  readonly review?: number
  /** The record of a word in a comment, of which only the band is told here: nobody knew it when the word was given. */
  readonly of?: string
  /** Of the part when it was approved; absent where nobody knew. */
  readonly band?: Band
  readonly at: string
  readonly reason: string
}

type Members = Readonly<Record<string, unknown>>

const isWord = (value: unknown): value is Word => {
  if (typeof value !== 'object' || value === null) return false
  const { id, hash, login, word, head, comment, review, at } = value as Members
  return (
    [id, hash, login, head, at].every((text) => typeof text === 'string') &&
    (typeof comment === 'number' || typeof review === 'number') &&
    (word === 'approve' || word === 'reject')
  )
}

const placeIn = ({ comment, review }: Members): Pick<Word, 'comment' | 'review'> =>
  typeof review === 'number' ? { review } : { comment: Number(comment) }

const bandIn = ({ band }: Members): Pick<Word, 'band'> => {
  const known = bands.find((each) => each === band)
  return known === undefined ? {} : { band: known }
}

const wordIn = ({ id, hash, actor, at, body }: LedgerRecord): Word => ({
  id,
  hash,
  login: actor,
  word: body['word'] === 'reject' ? 'reject' : 'approve',
  head: String(body['head']),
  ...placeIn(body),
  ...(typeof body['of'] === 'string' ? { of: body['of'] } : {}),
  ...bandIn(body),
  at,
  reason: typeof body['reason'] === 'string' ? body['reason'] : '',
})

/** What a record says, and what it tells beside it: bands of approvals that were counted together. */
const wordsIn = (record: LedgerRecord): readonly Word[] => {
  const { beside } = record.body
  const { id, hash } = record
  const others: readonly unknown[] = Array.isArray(beside) ? beside : []
  return [wordIn(record), ...others.map((other) => ({ ...(other as Members), id, hash })).filter(isWord)]
}

/** Every word on a part, oldest first. */
export const wordsOn = async (ledger: Ledger, part: ApprovedPart): Promise<readonly Word[]> => {
  const stream = streamOf(part)
  const newest = await ledger.latest({ kind: 'approval', stream })
  if (newest === undefined) return []
  const { earlier } = newest.body
  const words = [...(Array.isArray(earlier) ? earlier.filter(isWord) : []), ...wordsIn(newest)]
  if (new Set(words.map(({ id }) => id)).size === newest.seq + 1) return words
  // Two words were written at once, so that neither knew of the other.
  const all: Word[] = []
  for await (const record of ledger.read({ stream, kinds: ['approval'] })) all.push(...wordsIn(record))
  return all
}

export interface GivenWord {
  readonly word: 'approve' | 'reject'
  readonly login: string
  readonly comment: number
  readonly at: string
  /** Of a no; null where the ledger is for everybody to read. */
  readonly reason: string | null
  /** Of the part as it was shown to them; null where nothing says it. */
  readonly band: Band | null
}

/** The record of a word on a part, with those that were given before it. */
export const wordRecord = async (
  job: Job,
  ledger: Ledger,
  part: ApprovedPart,
  given: GivenWord,
): Promise<NewRecord> => {
  const { word, login, comment, at, reason, band } = given
  return {
    stream: streamOf(part),
    kind: 'approval',
    key: { repository: fullName(job), number: part.number, head: part.head, comment },
    at,
    repository: fullName(job),
    actor: login,
    tool: { name: 'change-risk-gate', version: job.version },
    body: {
      number: part.number,
      head: part.head,
      sha: part.sha,
      comment,
      word,
      ...(reason === null ? {} : { reason }),
      ...(band === null || word === 'reject' ? {} : { band }),
      // A repeated delivery finds its own word there, and the ledger then knows the record already.
      earlier: (await wordsOn(ledger, part)).filter((other) => other.comment !== comment),
    },
  }
}
