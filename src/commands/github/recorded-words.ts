/** What the ledger knows of the words on a part: opinions in comments, and the bands at which people approved. */
import type { Band } from '../../domain/decision.ts'
import type { Review } from '../../domain/pull-request.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { NewRecord } from '../../ledger/record.ts'
import type { ApprovedBand } from '../../policy/approved-band.ts'
import type { CountedWord, Opinion } from '../../policy/eligibility.ts'
import { type ApprovedPart, streamOf, type Word, wordsOn } from './approvals.ts'
import { fullName, type Job } from './job.ts'

/** What the ledger knows of the words on a part. */
export interface RecordedWords {
  /**
   * What people said of exactly this head in comments, as opinions that stand beside GitHub's reviews, each with the band
   * at which it approved, where that is known.
   */
  readonly opinions: readonly Opinion[]
  /** Reviews, each with the band at which it approved, where that was recorded. */
  readonly withBands: (reviews: readonly Review[]) => readonly Opinion[]
  /**
   * The record of the bands of those approvals that count and whose band nobody recorded; none where there are none. One
   * for all of them: of two that are written at once neither knows the other, and every later run would read the ledger.
   */
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

interface Untold {
  /** What makes the record of it the same when it is told twice. */
  readonly name: Pick<Word, 'review' | 'of'>
  readonly place: Pick<Word, 'comment' | 'review' | 'of'>
  /** ISO; null where nobody knows. */
  readonly at: string | null
}

export const recordedWords = async (ledger: Ledger, part: ApprovedPart): Promise<RecordedWords> => {
  const words = await wordsOn(ledger, part)
  /** Records that tell a band alone, by the number of the review or the record of the word that they tell it of. */
  const told = new Map(
    words.flatMap((word) => {
      const about = word.review ?? word.of
      return about === undefined ? [] : [[about, word] as const]
    }),
  )
  /** Where the word was given whose band nobody told yet, by which name, and when; null where it was told. */
  const untold = ({ source, band }: CountedWord, reviews: readonly Review[]): Untold | null => {
    if (band !== undefined || told.has(source.id)) return null
    if (source.kind === 'review') {
      const review = { review: source.id }
      return {
        name: review,
        place: review,
        at: reviews.find(({ id }) => id === source.id)?.submittedAt ?? null,
      }
    }
    const name = { of: source.id }
    const given = words.find(({ id }) => id === source.id)
    return given?.comment === undefined
      ? null
      : { name, place: { comment: given.comment, ...name }, at: given.at }
  }
  return {
    opinions: words
      .filter(({ head, of, review }) => review === undefined && of === undefined && head === part.head)
      .map((word) => ({ ...opinionOf(word), ...toldBand(told.get(word.id)) })),
    withBands: (reviews) => reviews.map((review) => ({ ...review, ...toldBand(told.get(review.id)) })),
    bandRecords: (job, { counted, reviews, band }) => {
      const [first, ...others] = counted.flatMap((word) => {
        const found = untold(word, reviews)
        if (found === null) return []
        const { name, place, at } = found
        return [
          {
            name,
            login: word.login,
            // Its own moment: a reader that takes it for a word finds the other beside it, and takes the stricter.
            at: (at === null ? job.now : new Date(at)).toISOString(),
            told: { head: word.head, ...place, word: 'approve', band },
          },
        ]
      })
      if (first === undefined) return []
      const beside = others.map(({ login, at, told: other }) => ({ login, at, ...other }))
      return [
        {
          stream: streamOf(part),
          kind: 'approval',
          key: { repository: fullName(job), number: part.number, ...first.name },
          at: first.at,
          repository: fullName(job),
          actor: first.login,
          tool: { name: 'change-risk-gate', version: job.version },
          body: {
            ...{ number: part.number, sha: part.sha },
            ...first.told,
            ...(beside.length === 0 ? {} : { beside }),
            earlier: words,
          },
        },
      ]
    },
  }
}
