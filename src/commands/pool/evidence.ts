/** What decisions measured of parts, as a table to learn from: the inputs that each decision keeps for its replay. */
import { SourceError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import type { Promised } from '../../model/certificate-course.ts'
import { partColumns } from '../../model/parts-table.ts'
import type { TeamRepository } from '../../model/pooled-prior.ts'
import type { DecisionInputs } from '../../policy/decision-inputs.ts'
import { type Lesson, partShas } from '../learn/lessons.ts'

export interface EvidenceOptions {
  /** By landing. */
  readonly lessons: readonly Lesson[]
  readonly experience: boolean
  readonly maturitySeconds: number
}

export interface Evidence extends Pick<TeamRepository, 'history'> {
  readonly promised: Promised | null
}

interface Placed {
  readonly ledger: Ledger
  readonly record: LedgerRecord
}

type Answers = ReadonlyMap<string, number | null>

/** One row for each part whose outcome is told, as the first decision about it measured it. */
export const readEvidence = async (
  decisions: readonly Placed[],
  { lessons, experience, maturitySeconds }: EvidenceOptions,
): Promise<Evidence> => {
  const wanted = new Set(lessons.map(({ sha }) => sha))
  const measured = new Map<string, Answers>()
  let promised: Promised | null = null
  for (const [at, placed] of decisions.entries()) {
    const isNewest = at === decisions.length - 1
    const isNews = partShas(placed.record).some((sha) => wanted.has(sha) && !measured.has(sha))
    if (!isNews && !isNewest) continue
    const { signals, parts, certificate } = await inputsOf(placed)
    for (const { sha, answers } of parts)
      if (wanted.has(sha) && !measured.has(sha))
        measured.set(sha, new Map(signals.map((name, place) => [name, answers[place] ?? null])))
    if (isNewest && certificate)
      promised = { failureRate: certificate.failureRate, confidence: certificate.confidence }
  }
  const taught = lessons.filter(({ sha }) => measured.has(sha))
  return { promised, history: historyOf(taught, measured, { experience, maturitySeconds }) }
}

const historyOf = (
  taught: readonly Lesson[],
  measured: ReadonlyMap<string, Answers>,
  { experience, maturitySeconds }: Omit<EvidenceOptions, 'lessons'>,
): Evidence['history'] => {
  const columns = partColumns(experience)
  const rows = new Float32Array(taught.length * columns.length)
  for (const [row, { sha }] of taught.entries())
    for (const [column, { name }] of columns.entries())
      rows[row * columns.length + column] = measured.get(sha)!.get(name) ?? Number.NaN
  return {
    table: { columns, rows, n: taught.length },
    times: Float64Array.from(taught, ({ landedAt }) => landedAt),
    labelKnownTimes: Float64Array.from(taught, ({ failedAt }) => failedAt ?? Number.POSITIVE_INFINITY),
    confidences: Float64Array.from(taught, ({ confidence }) => confidence ?? 1),
    maturitySeconds,
  }
}

const inputsOf = async ({
  ledger,
  record,
}: Placed): Promise<Pick<DecisionInputs, 'signals' | 'parts' | 'certificate'>> => {
  const hash = record.body['inputsBlob']
  const inputs: unknown =
    typeof hash === 'string' ? JSON.parse(Buffer.from(await ledger.getBlob(hash)).toString('utf8')) : null
  if (!isInputs(inputs))
    throw new SourceError(
      `${ledger.url}: record ${record.id.slice(0, 12)} keeps no evidence that this release can read; replay tells which release wrote it`,
    )
  return inputs
}

const isInputs = (value: unknown): value is DecisionInputs =>
  typeof value === 'object' &&
  value !== null &&
  'signals' in value &&
  Array.isArray(value.signals) &&
  'parts' in value &&
  Array.isArray(value.parts) &&
  value.parts.every(
    (part: unknown) =>
      typeof part === 'object' && part !== null && 'answers' in part && Array.isArray(part.answers),
  )
