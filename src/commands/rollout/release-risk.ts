/** How risky a release is: as somebody says, as the gate has answered or recorded, or unknown, which counts as high. */
import { SourceError, UsageError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import type { GateReasons, RiskBasis } from '../../rollout/events.ts'
import type { ReleaseRisk } from '../../rollout/pace.ts'
import { type GateAnswer, member, readReleaseRisk } from './gate-answer.ts'
import type { GivenRisk } from './given-risk.ts'

export interface FoundRisk {
  readonly risk: ReleaseRisk
  /** Null where somebody gave a number, and nothing is known of it. */
  readonly basis: RiskBasis | null
  /** Hash of the decision it was read from. */
  readonly decision?: string
}

/** What is rolled out, where. */
export interface ReleaseQuestion {
  readonly ledger: Ledger
  readonly environment: string
  /** What the version's name means in the repository; null where it is no ref of it. */
  readonly commit: string | null
}

const unknown: ReleaseRisk = { probability: null, low: null, high: null, band: null }

/** Null where nobody gave one. @throws UsageError for an answer about something else */
export const findRisk = async (given: GivenRisk | null, question: ReleaseQuestion): Promise<FoundRisk> => {
  if (given === null) return recordedRisk(question)
  if (given.kind === 'answer') return answeredRisk(given.answer, question)
  const source = 'as given'
  const { probability } = given.risk
  const gate = (await recordedRisk(question).catch(silence))?.basis?.gate
  // Rounded as the gate's own output is: then it is the gate's figure, and the gate's reasons stand behind it.
  const isSame = gate !== undefined && gate.probability?.toFixed(6) === probability?.toFixed(6)
  return { risk: given.risk, basis: isSame ? { source, gate } : null }
}

/** Reasons are welcome where they are known; a figure that was given stands without them. */
const silence = (error: unknown): null => {
  if (error instanceof SourceError) return null
  throw error
}

const answeredRisk = (answer: GateAnswer, { commit }: ReleaseQuestion): FoundRisk => {
  const { head, environment, at, risk, reasons } = answer
  if (head !== null && commit !== null && head !== commit)
    throw new UsageError(
      `rollout --risk: the gate's answer is about ${head.slice(0, 8)}, and this version is ${commit.slice(0, 8)}; ask the gate about the commit that goes out`,
    )
  return { risk, basis: { source: `the gate's answer on ${environment} of ${at}`, gate: reasons } }
}

/** What the gate last decided about this environment, if that was about this version. */
export const recordedRisk = async ({ ledger, environment, commit }: ReleaseQuestion): Promise<FoundRisk> => {
  const nothing = (source: string): FoundRisk => ({ risk: unknown, basis: { source } })
  if (commit === null) return nothing('the version is no commit or tag here, so no decision is known')
  const record = await ledger.latest({ kind: 'decision', environment })
  if (record === undefined) return nothing(`no gate decision on ${environment} is recorded`)
  const { body } = record
  const risk = readReleaseRisk(member(body, 'result'))
  if (member(member(body, 'change'), 'head') !== commit || risk === null)
    return nothing(`the last gate decision on ${environment} is about another commit`)
  return {
    risk,
    basis: { source: `the gate's decision of ${record.at}`, gate: await reasonsOf(record, risk, ledger) },
    decision: record.hash,
  }
}

const mostParts = 3

/** A decision's record names its parts by commit; what people call them stands in the blob it was made from. */
const reasonsOf = async (
  { body }: LedgerRecord,
  { probability, band }: ReleaseRisk,
  ledger: Ledger,
): Promise<GateReasons> => {
  const result = member(body, 'result')
  const text = (key: string): string => String(member(result, key) ?? '')
  const parts = member(result, 'parts')
  const judged = (Array.isArray(parts) ? parts : []).flatMap((part: unknown) => {
    const [sha, share] = [member(part, 'sha'), member(part, 'share')]
    return typeof sha === 'string' && typeof share === 'number' && share >= 0 && share <= 1
      ? [{ sha, share }]
      : []
  })
  const names = await namesOf(member(body, 'inputsBlob'), ledger)
  return {
    probability,
    band,
    decision: text('decision'),
    reason: text('reason'),
    changes: judged.length,
    parts: judged
      .toSorted((one, other) => other.share - one.share)
      .slice(0, mostParts)
      .map(({ sha, share }) => ({ id: names.get(sha) ?? sha.slice(0, 8), title: '', share })),
    reasons: [],
  }
}

/** Empty where the blob is not there, or not what it was: then a commit's name has to do. */
const namesOf = async (blob: unknown, ledger: Ledger): Promise<ReadonlyMap<string, string>> => {
  if (typeof blob !== 'string') return new Map()
  try {
    const inputs: unknown = JSON.parse(Buffer.from(await ledger.getBlob(blob)).toString('utf8'))
    const parts = member(inputs, 'parts')
    return new Map(
      (Array.isArray(parts) ? parts : []).flatMap((part: unknown) => {
        const [sha, id] = [member(part, 'sha'), member(part, 'id')]
        return typeof sha === 'string' && typeof id === 'string' ? [[sha, id] as const] : []
      }),
    )
  } catch {
    return new Map()
  }
}
