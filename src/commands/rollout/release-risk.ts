/** How risky a release is: as somebody says, as the gate has recorded, or unknown, which counts as high. */
import { readShare } from '../../config/share.ts'
import { type Band, bands } from '../../domain/decision.ts'
import { UsageError } from '../../domain/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'
import { type ReleaseRisk, typedRisk } from '../../rollout/pace.ts'

export interface FoundRisk {
  readonly risk: ReleaseRisk
  /** Where it comes from, as a clause. */
  readonly source: string
  /** Hash of the decision it was read from. */
  readonly decision?: string
}

const unknown: ReleaseRisk = { probability: null, low: null, high: null, band: null }

/** @throws UsageError for what is no probability */
export const readRisk = (text: string): ReleaseRisk => {
  const share = /^\d/.test(text) && text.endsWith('%') ? readShare(text) : null
  const probability = share ? (share.ok ? share.value : Number.NaN) : Number(text)
  if (text.trim() === '' || !(probability >= 0 && probability <= 1))
    throw new UsageError(`rollout --risk ${text}: is no probability; write 0.03 or 3%`)
  return typedRisk(probability)
}

/**
 * What the gate last decided about this environment, if that was about this version: `commit` is what the version's
 * name means in the repository, null where it is no ref of it.
 */
export const recordedRisk = async (
  ledger: Ledger,
  environment: string,
  commit: string | null,
): Promise<FoundRisk> => {
  const nothing = (source: string): FoundRisk => ({ risk: unknown, source })
  if (commit === null) return nothing('the version is no commit or tag here, so no decision is known')
  const record = await ledger.latest({ kind: 'decision', environment })
  if (record === undefined) return nothing(`no gate decision on ${environment} is recorded`)
  const decided = decisionOf(record)
  if (decided === null || decided.head !== commit)
    return nothing(`the last gate decision on ${environment} is about another commit`)
  return { risk: decided.risk, source: `the gate's decision of ${record.at}`, decision: record.hash }
}

const isNumberOrNull = (value: unknown): value is number | null => value === null || typeof value === 'number'

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined

/** Null where the record is not of the shape we write. */
const decisionOf = ({ body }: LedgerRecord): { readonly head: string; readonly risk: ReleaseRisk } | null => {
  const head = member(member(body, 'change'), 'head')
  const risk = member(body, 'result')
  const [probability, low, high, band] = ['probability', 'low', 'high', 'band'].map((key) =>
    member(risk, key),
  )
  if (typeof head !== 'string' || !isNumberOrNull(probability)) return null
  return {
    head,
    risk: {
      probability,
      low: isNumberOrNull(low) ? low : null,
      high: isNumberOrNull(high) ? high : null,
      band: bands.includes(band as Band) ? (band as Band) : null,
    },
  }
}
