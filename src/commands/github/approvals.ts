/**
 * Words given in comments on parts: yes and no, each of one part as it was when it was given. A part has a stream of its
 * own, and each record repeats the words before it, so that the newest tells them all.
 */

import { type Band, bands } from '../../domain/decision.ts'
import type { Review } from '../../domain/pull-request.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord, NewRecord } from '../../ledger/record.ts'
import type { ApprovedBand } from '../../policy/approved-band.ts'
import type { CountedWord, Opinion } from '../../policy/eligibility.ts'
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
const streamOf = ({ number, head }: ApprovedPart): string => `approvals/${number ?? head}`

/** A word as the records after it repeat it. */
interface Word {
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

/** Every word on a part, oldest first. */
const wordsOn = async (ledger: Ledger, part: ApprovedPart): Promise<readonly Word[]> => {
  const stream = streamOf(part)
  const newest = await ledger.latest({ kind: 'approval', stream })
  if (newest === undefined) return []
  const { earlier } = newest.body
  const words = [...(Array.isArray(earlier) ? earlier.filter(isWord) : []), wordIn(newest)]
  if (words.length === newest.seq + 1) return words
  // Two words were written at once, so that neither knew of the other.
  const all: Word[] = []
  for await (const record of ledger.read({ stream, kinds: ['approval'] })) all.push(wordIn(record))
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

/** What the ledger knows of the words on a part. */
export interface RecordedWords {
  /**
   * What people said of exactly this head in comments, as opinions that stand beside GitHub's reviews, each with the band
   * at which it approved, where that is known.
   */
  readonly opinions: readonly Opinion[]
  /** Reviews, each with the band at which it approved, where that was recorded. */
  readonly withBands: (reviews: readonly Review[]) => readonly Opinion[]
  /** Records of the bands of those approvals that count and whose band nobody recorded. */
  readonly bandRecords: (
    job: Pick<Job, 'now' | 'repository' | 'version'>,
    request: BandRequest,
  ) => readonly NewRecord[]
}

interface BandRequest {
  readonly counted: readonly CountedWord[]
  readonly reviews: readonly Review[]
  /** Of the part now. */
  readonly band: Band
}

/** The band that a record tells of a word given elsewhere. */
const toldBand = (told: Word | undefined): ApprovedBand =>
  told?.band === undefined ? {} : { band: told.band, bandSource: { id: told.id, hash: told.hash } }

const opinionOf = ({ id, hash, login, word, head, comment, at, reason, band }: Word): Opinion => ({
  id: comment ?? 0,
  author: { login, type: 'User' },
  state: word === 'approve' ? 'APPROVED' : 'REJECTED',
  commit: head,
  submittedAt: at,
  association: 'MEMBER',
  body: reason,
  record: { id, hash },
  ...(band === undefined ? {} : { band }),
})

export const recordedWords = async (ledger: Ledger, part: ApprovedPart): Promise<RecordedWords> => {
  const words = await wordsOn(ledger, part)
  /** Records that tell a band alone, by the number of the review or the record of the word that they tell it of. */
  const told = new Map(
    words.flatMap((word) => {
      const about = word.review ?? word.of
      return about === undefined ? [] : [[about, word] as const]
    }),
  )
  /** What a record of the band says of where the word was given; null where nobody need tell it any more. */
  const placeOf = ({ source, band }: CountedWord): Pick<Word, 'comment' | 'review' | 'of'> | null => {
    if (band !== undefined || told.has(source.id)) return null
    if (source.kind === 'review') return { review: source.id }
    const comment = words.find(({ id }) => id === source.id)?.comment
    return comment === undefined ? null : { comment, of: source.id }
  }
  const momentOf = ({ source }: CountedWord, reviews: readonly Review[]): string | null =>
    source.kind === 'review'
      ? (reviews.find(({ id }) => id === source.id)?.submittedAt ?? null)
      : (words.find(({ id }) => id === source.id)?.at ?? null)
  return {
    opinions: words
      .filter(({ head, of, review }) => review === undefined && of === undefined && head === part.head)
      .map((word) => ({ ...opinionOf(word), ...toldBand(told.get(word.id)) })),
    withBands: (reviews) => reviews.map((review) => ({ ...review, ...toldBand(told.get(review.id)) })),
    bandRecords: (job, { counted, reviews, band }) =>
      counted.flatMap((word) => {
        const place = placeOf(word)
        if (place === null) return []
        const { comment: _, ...about } = place
        const moment = momentOf(word, reviews)
        return [
          {
            stream: streamOf(part),
            kind: 'approval',
            key: { repository: fullName(job), number: part.number, ...about },
            // Its own moment: a reader that takes it for a word finds the other beside it, and takes the stricter.
            at: (moment === null ? job.now : new Date(moment)).toISOString(),
            repository: fullName(job),
            actor: word.login,
            tool: { name: 'change-risk-gate', version: job.version },
            body: {
              ...{ number: part.number, head: word.head, sha: part.sha },
              ...place,
              ...{ word: 'approve', band, earlier: words },
            },
          },
        ]
      }),
  }
}
