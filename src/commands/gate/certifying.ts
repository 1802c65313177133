/**
 * How far the failure budget of an environment is proven, and whether a drift has taken that back.
 *
 * The course of a certificate is kept in the ledger and gone on with, week by week: counted anew each time, from a past
 * that moves along, it would be another test each week, and its promises false more often than they say. It stands where
 * the model stands, so that all runs of a week decide by the same one.
 */
import { SourceError } from '../../domain/errors.ts'
import type { HistoryIndex } from '../../history/index.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { NewRecord } from '../../ledger/record.ts'
import { type Certificate, certificateOf } from '../../model/certificate.ts'
import { type Alarm, beginCourse, type Course, type Promised } from '../../model/certificate-course.ts'
import { follow, weeksUntil } from '../../model/certificate-replay.ts'
import { decidedParts } from './decided-parts.ts'
import { recordedParts } from './recorded-parts.ts'
import type { Situation } from './situation.ts'
import { type Standing, standingAt } from './standing.ts'

const week = 7 * 86_400

export interface Certified {
  readonly certificate: Certificate
  /** What the ledger is to remember with the decision. */
  readonly records: readonly NewRecord[]
}

export interface CertifyingRequest {
  readonly ledger: Ledger
  readonly repository: string
  readonly environment: string
  readonly index: HistoryIndex
  readonly head: number
  readonly standing: Standing
  readonly promised: Promised
  readonly maturitySeconds: number
  /** See `decidedParts`. */
  readonly recordedOnly: boolean
  readonly version: string
}

/** As far as the ledger can say: what it cannot is told, and nothing is certified. */
export const certifying = async (
  situation: Situation,
  version: string,
): Promise<{ readonly certified: Certified | null; readonly notes: readonly string[] }> => {
  const { environment, history, ledger, policy, repository, standing } = situation
  const { failureRate, confidence } = environment.settings.autoApprove
  if (failureRate === null || history === null || history.head < 0) return { certified: null, notes: [] }
  try {
    const certified = await certify({
      ledger,
      repository: repository.name,
      environment: environment.name,
      index: history.index,
      head: history.head,
      standing,
      promised: { failureRate, confidence },
      maturitySeconds: policy.configuration.outcome.maturity.seconds,
      recordedOnly: environment.settings.components.length > 0,
      version,
    })
    return { certified, notes: [] }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { certified: null, notes: [`nothing is certified: ${error.message}`] }
  }
}

export const certify = async (request: CertifyingRequest): Promise<Certified> => {
  const { promised, ledger, environment, index, head, standing, maturitySeconds, recordedOnly } = request
  const { time } = standingAt(index, head)
  const kept = await keptCourse(request)
  if (kept !== null && kept.until >= time) return { certificate: certificateOf(kept, promised), records: [] }
  const recorded = await recordedParts(ledger, environment, time)
  const parts = decidedParts({ index, standing, recorded, maturitySeconds, recordedOnly })
  const begun = kept ?? beginCourse(promised, parts[0]?.landedAt ?? time)
  const { course, alarms, proven } = follow(begun, parts, promised, weeksUntil(begun.until, time))
  const isNews = kept === null || proven || alarms.length > 0 || time - kept.until >= week
  return {
    certificate: certificateOf(course, promised),
    records: isNews ? recordsOf(request, course, alarms) : [],
  }
}

const stream = 'certificates'
/** Change it with the meaning of a course: one that was begun otherwise cannot be gone on with. */
const courseVersion = 1

interface KeptCourse {
  readonly version: typeof courseVersion
  readonly promised: Promised
  readonly course: Course
  /** For those who read the ledger; made again from the course. */
  readonly certificate: Certificate
}

type KeptRequest = Pick<CertifyingRequest, 'ledger' | 'environment' | 'promised'>

/** How far the ledger says a promise is proven; null where no decision has counted for it yet. */
export const recordedCertificate = async (request: KeptRequest): Promise<Certificate | null> => {
  const course = await keptCourse(request)
  return course === null ? null : certificateOf(course, request.promised)
}

/** The course that was kept, if it is of the same promise: another one has to be proven from the beginning. */
const keptCourse = async ({ ledger, environment, promised }: KeptRequest): Promise<Course | null> => {
  const record = await ledger.latest({ kind: 'certificate', environment, stream })
  const body = record?.body as Partial<KeptCourse> | undefined
  const isSame =
    body?.version === courseVersion &&
    body.promised?.failureRate === promised.failureRate &&
    body.promised?.confidence === promised.confidence
  return isSame ? (body.course ?? null) : null
}

const recordsOf = (
  { environment, promised, repository, version }: CertifyingRequest,
  course: Course,
  alarms: readonly Alarm[],
): readonly NewRecord[] => {
  const common = {
    stream,
    at: new Date(course.until * 1000).toISOString(),
    repository,
    environment,
    actor: 'change-risk-gate',
    tool: { name: 'change-risk-gate', version },
  }
  const certificate: NewRecord = {
    ...common,
    kind: 'certificate',
    key: { environment, promised, until: course.until },
    body: {
      version: courseVersion,
      promised,
      course,
      certificate: certificateOf(course, promised),
    } satisfies KeptCourse,
  }
  return [
    ...alarms.map(
      (alarm): NewRecord => ({
        ...common,
        kind: 'alarm',
        key: { environment, promised, at: alarm.at },
        body: alarm,
      }),
    ),
    certificate,
  ]
}
