/** What a ledger says of the parts decided upon in an environment: the risk each was given, and whether it was held. */
import type { Ledger } from '../../ledger/ledger.ts'
import type { LedgerRecord } from '../../ledger/record.ts'

export interface RecordedPart {
  /** Seconds. */
  readonly decidedAt: number
  readonly risk: number
  /** The risk up to which it would have gone out unreviewed: Infinity where nothing was held, below 0 where all was. */
  readonly ceiling: number
  /** Below that, and drawn for a person to look at. */
  readonly audited?: true
}

export interface RecordedParts {
  /** By SHA: the first decision that let it out, else the last that held it. */
  readonly parts: ReadonlyMap<string, RecordedPart>
  /** Seconds: from when on parts were held; null where that never happened. */
  readonly enforcedFrom: number | null
}

const unheld = Number.POSITIVE_INFINITY
/** Of a part that a person looked at, or nobody let out. */
const heldBack = -1

/** Decisions made before a moment, in seconds. */
export const recordedParts = async (
  ledger: Ledger,
  environment: string,
  before: number,
): Promise<RecordedParts> => {
  const records: LedgerRecord[] = []
  for await (const record of ledger.read({ stream: 'decisions', kinds: ['decision'] })) records.push(record)
  return partsIn(records, environment, before)
}

/** The same of records at hand, in the order of writing. */
export const partsIn = (
  records: Iterable<LedgerRecord>,
  environment: string,
  before: number,
): RecordedParts => {
  const parts = new Map<string, RecordedPart>()
  /** By SHA: the limit it lay within when it was drawn. */
  const audited = new Map<string, number>()
  let enforcedFrom: number | null = null
  for (const record of records) {
    const decidedAt = Date.parse(record.at) / 1000
    if (record.environment !== environment || decidedAt >= before) continue
    const told = decisionIn(record)
    if (told === null) continue
    if (told.enforced) enforcedFrom = Math.min(enforcedFrom ?? decidedAt, decidedAt)
    for (const sha of told.audited) audited.set(sha, told.limit)
    for (const { sha, risk } of told.parts) {
      const known = parts.get(sha)
      // What went out once went out; who decided later decided about something that runs. A trial run decides nothing.
      if (known === undefined || (told.enforced && (known.ceiling < 0 || known.ceiling === unheld)))
        parts.set(sha, { decidedAt, risk, ceiling: told.reviewed.has(sha) ? heldBack : told.ceiling })
    }
  }
  // Neither the question nor its approval makes a draw one of those that were held for their risk.
  for (const [sha, ceiling] of audited) {
    const part = parts.get(sha)
    if (part !== undefined) parts.set(sha, { ...part, ceiling, audited: true })
  }
  return { parts, enforcedFrom }
}

interface Told {
  /** Parts that a person approved, and those that were drawn. */
  readonly reviewed: ReadonlySet<string>
  readonly audited: readonly string[]
  readonly enforced: boolean
  readonly ceiling: number
  readonly limit: number
  readonly parts: readonly { readonly sha: string; readonly risk: number }[]
}

type Members = Readonly<Record<string, unknown>>
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null

const shasIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((sha) => typeof sha === 'string') : []

/** Null for a decision that let nothing new out, or whose risks nobody gave. */
const decisionIn = ({ body }: LedgerRecord): Told | null => {
  const { change, mode, result } = body
  if (!isMembers(change) || change['kind'] !== 'forward' || mode === 'off' || !isMembers(result)) return null
  const { decision, limit, parts } = result
  const enforced = mode === 'enforce'
  const within = typeof limit === 'number' ? limit : heldBack
  return {
    enforced,
    ceiling: !enforced ? unheld : decision === 'approve' ? within : heldBack,
    limit: within,
    // While nothing is held everything counts, whether the team looks at it or not.
    reviewed: new Set(enforced ? shasIn(body['approved']) : []),
    audited: enforced ? shasIn(result['audited']) : [],
    parts: (Array.isArray(parts) ? parts : []).flatMap((part: unknown) =>
      isMembers(part) && typeof part['sha'] === 'string' && typeof part['risk'] === 'number'
        ? [{ sha: part['sha'], risk: part['risk'] }]
        : [],
    ),
  }
}
