/**
 * What became of the parts that were decided upon, as one list in the ledger: whatever git, deployments, incidents and
 * people told. With the evidence that decisions keep it is all that a fit over several ledgers needs, without a clone.
 */
import { createHash } from 'node:crypto'
import type { HistoryIndex } from '../../history/index.ts'
import { labelsOf } from '../../history/outcomes.ts'
import type { ToldOutcomes } from '../../history/told-outcomes.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord, NewRecord } from '../../ledger/record.ts'

export const lessonStream = 'lessons'

/** One part of the line that was decided upon. Seconds. */
export interface Lesson {
  readonly sha: string
  readonly landedAt: number
  /** When its failure became known; absent where none is. */
  readonly failedAt?: number
  /** How sure the failure is, 0..1; 1 where absent. */
  readonly confidence?: number
  /** A share of blame or a mere suspicion: it teaches, and is counted nowhere. */
  readonly uncounted?: true
}

/** What a blob holds. */
export interface Lessons {
  readonly schema: 1
  readonly maturitySeconds: number
  /** False where signals may not count what people did before. */
  readonly experience: boolean
  readonly parts: readonly Lesson[]
}

export interface LessonsRequest {
  readonly index: HistoryIndex
  readonly told: ToldOutcomes
  readonly decisions: readonly LedgerRecord[]
  readonly environment: string
  readonly maturitySeconds: number
  readonly experience: boolean
  /** Seconds. */
  readonly now: number
}

/** As many as a gate learns from: what is older has said what it had to. */
const mostLessons = 6_000

/** By landing; parts that are not on the line that was read have no outcome to tell. */
export const lessonsOf = (request: LessonsRequest): Lessons => {
  const { index, told, maturitySeconds, experience, now } = request
  const { knownAt, confidence, uncounted } = labelsOf(index, { maturity: maturitySeconds, told })
  const places = new Set(
    decidedShas(request).flatMap((sha) => {
      const place = index.positionOnLine(sha)
      return place === null ? [] : [place]
    }),
  )
  const parts = [...places]
    .toSorted((one, other) => one - other)
    .slice(-mostLessons)
    .map((place): Lesson => {
      const lesson = { sha: index.sha(place), landedAt: index.parts.time.get(place) }
      const failedAt = knownAt[place]!
      if (failedAt >= now) return lesson
      const sure = Math.round(confidence[place]! * 1e4) / 1e4
      return {
        ...lesson,
        failedAt,
        ...(sure === 1 ? {} : { confidence: sure }),
        ...(uncounted.has(place) ? { uncounted: true } : {}),
      }
    })
  return { schema: 1, maturitySeconds, experience, parts }
}

const decidedShas = ({ decisions, environment }: LessonsRequest): readonly string[] =>
  decisions.filter((record) => record.environment === environment).flatMap(partShas)

/** SHAs of the parts a decision was about. */
export const partShas = ({ body }: LedgerRecord): readonly string[] => {
  const { result } = body
  const parts = isMembers(result) ? result['parts'] : null
  return (Array.isArray(parts) ? parts : []).flatMap((part: unknown) =>
    isMembers(part) && typeof part['sha'] === 'string' ? [part['sha']] : [],
  )
}

export interface LessonRecordRequest {
  readonly ledger: Ledger
  readonly repository: string
  readonly environment: string
  readonly lessons: Lessons
  readonly now: Date
  readonly version: string
}

/** Successes wait for each other this long: a blob a day would fill a ledger with what hardly changes. */
const patienceSeconds = 7 * 86_400

/** The record that keeps them; null where the newest one says as much, or there is nothing to say. */
export const lessonRecord = async (request: LessonRecordRequest): Promise<NewRecord | null> => {
  const { ledger, repository, environment, lessons, now, version } = request
  if (lessons.parts.length === 0) return null
  const { parts, maturitySeconds } = lessons
  const until = now.getTime() / 1000
  const mature = parts.filter(({ landedAt }) => landedAt + maturitySeconds <= until).length
  const failures = digestOf(parts.filter(({ failedAt }) => failedAt !== undefined))
  const before = (await ledger.latest({ kind: 'outcome', stream: lessonStream, environment }))?.body
  const isRecent = until - Number(before?.['until']) < patienceSeconds
  if (before?.['failures'] === failures && (before['mature'] === mature || isRecent)) return null
  const lessonsBlob = await ledger.putBlob(Buffer.from(JSON.stringify(lessons), 'utf8'))
  return {
    stream: lessonStream,
    kind: 'outcome',
    key: { repository, environment, lessonsBlob, until },
    at: now.toISOString(),
    repository,
    environment,
    actor: 'learn',
    tool: { name: 'change-risk-gate', version },
    body: {
      lessonsBlob,
      until,
      parts: parts.length,
      mature,
      failed: parts.filter(({ failedAt, uncounted }) => failedAt !== undefined && !uncounted).length,
      failures,
    },
  }
}

const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16)

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const isLesson = (value: unknown): value is Lesson =>
  isMembers(value) &&
  typeof value['sha'] === 'string' &&
  Number.isFinite(value['landedAt']) &&
  (value['failedAt'] === undefined || Number.isFinite(value['failedAt'])) &&
  (value['confidence'] === undefined ||
    (typeof value['confidence'] === 'number' && value['confidence'] > 0 && value['confidence'] <= 1)) &&
  (value['uncounted'] === undefined || value['uncounted'] === true)

/** Reads what was kept; null where it is not that. */
export const readLessons = (value: unknown): Lessons | null =>
  isMembers(value) &&
  value['schema'] === 1 &&
  typeof value['maturitySeconds'] === 'number' &&
  value['maturitySeconds'] >= 0 &&
  typeof value['experience'] === 'boolean' &&
  Array.isArray(value['parts']) &&
  value['parts'].every(isLesson)
    ? (value as unknown as Lessons)
    : null
