/** What the gate said of deployments before they went out: the lane each took, its score and its rank. */
import { isLane } from '../../domain/lane.ts'
import type { FailedChange } from '../../domain/learned.ts'
import type { LedgerRecord } from '../../ledger/record.ts'

export interface Decided {
  /** Seconds. */
  readonly at: number
  readonly lane: FailedChange['lane']
  readonly risk: number | null
  /** Of the whole, by its riskiest part: rank among the last parts here. */
  readonly percentile: number | null
  /** Of single parts, by SHA. */
  readonly parts: ReadonlyMap<string, { readonly risk: number | null; readonly percentile: number | null }>
}

type Members = Readonly<Record<string, unknown>>
const isMembers = (value: unknown): value is Members => typeof value === 'object' && value !== null
const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null)

/** Of a record that names no lane: that of a release before there was a draw. */
const usualLane = (mode: unknown, decision: unknown, rule: unknown): Decided['lane'] => {
  if (mode !== 'enforce') return 'observed'
  if (rule === 'emergency-override') return 'overridden'
  if (decision === 'approve') return 'unreviewed'
  return decision === 'review' ? 'reviewed' : 'held'
}

const decidedIn = ({ at, body }: LedgerRecord): Decided | null => {
  const { lane, mode, result } = body
  if (!isMembers(result) || mode === 'off') return null
  const parts = new Map(
    (Array.isArray(result['parts']) ? result['parts'] : []).flatMap((part: unknown) =>
      isMembers(part) && typeof part['sha'] === 'string'
        ? [
            [
              part['sha'],
              { risk: numberOrNull(part['risk']), percentile: numberOrNull(part['percentile']) },
            ] as const,
          ]
        : [],
    ),
  )
  const ranks = [...parts.values()].flatMap(({ percentile }) => percentile ?? [])
  return {
    at: Date.parse(at) / 1000,
    lane: isLane(lane) ? lane : usualLane(mode, result['decision'], result['rule']),
    risk: numberOrNull(result['probability']),
    percentile: ranks.length === 0 ? null : Math.max(...ranks),
    parts,
  }
}

/** Answers what was decided last about a commit in an environment before it went out; null where nobody asked. */
export type DecisionBefore = (environment: string, sha: string, seconds: number) => Decided | null

export const decisionsIn = (records: readonly LedgerRecord[]): DecisionBefore => {
  const decisions = new Map<string, Decided[]>()
  for (const record of records) {
    const { change } = record.body
    const decided = decidedIn(record)
    if (decided === null || !isMembers(change)) continue
    const name = `${record.environment} ${String(change['head'])}`
    const others = decisions.get(name)
    if (others) others.push(decided)
    else decisions.set(name, [decided])
  }
  return (environment, sha, seconds) =>
    (decisions.get(`${environment} ${sha}`) ?? []).findLast(({ at }) => at <= seconds) ?? null
}
