/**
 * Which parts are drawn for the audit. A draw is made once for each part and remembered: asked again, about another head
 * or after anything else was written, the same part has the same draw. Only what would go out unreviewed is drawn from.
 */
import { SourceError } from '../../domain/errors.ts'
import type { WatchedLedger } from '../../ledger/ledger.ts'
import { type LedgerRecord, type NewRecord, recordId } from '../../ledger/record.ts'
import type { AuditDraw, AuditInputs } from '../../policy/audit.ts'
import type { PartInput } from '../../policy/decision-inputs.ts'

export interface AuditRequest {
  readonly ledger: WatchedLedger
  readonly repository: string
  readonly environment: string
  readonly head: string
  readonly parts: readonly PartInput[]
  readonly share: number
  /** A preview draws nothing new: it would show who asks what to wait for. */
  readonly drawsAnew: boolean
  readonly now: Date
  readonly version: string
}

export interface Audit {
  readonly inputs: AuditInputs
  /** Draws that are made now, to be remembered with the decision. */
  readonly records: readonly NewRecord[]
}

const stream = 'audits'
const keyOf = (repository: string, part: string) => ({ repository, part })
const nameOf = ({ id, sha }: PartInput): string => (id.startsWith('#') ? id : sha)

/** Throws SourceError where the ledger cannot tell. */
export const auditing = async (request: AuditRequest): Promise<Audit> => {
  const { ledger, repository, head, parts, share, drawsAnew } = request
  const idOf = (part: PartInput): string => recordId('audit', keyOf(repository, nameOf(part)))
  const known = await ledger.findNow(parts.map(idOf))
  const remembered = parts.flatMap((part) => {
    const record = known.get(idOf(part))
    return record === undefined ? [] : [drawIn(record, part, ledger.url)]
  })
  // What was reviewed, or has no effect, is no part of what goes out unreviewed.
  const fresh = drawsAnew
    ? parts.filter((part) => !known.has(idOf(part)) && !part.approved && !part.cancelled)
    : []
  const tip = fresh.length === 0 ? null : ((await ledger.latest({ kind: 'decision' }))?.hash ?? null)
  const made = fresh.map((part): AuditDraw => ({ sha: part.sha, name: nameOf(part), head, tip }))
  return {
    inputs: { share, draws: [...remembered, ...made] },
    // Two parts of one pull request have one draw.
    records: [...new Map(made.map((draw) => [draw.name, draw])).values()].map((draw) =>
      recordOf(draw, request),
    ),
  }
}

const drawIn = ({ body, id }: LedgerRecord, part: PartInput, url: string): AuditDraw => {
  const { head, tip } = body
  if (typeof head !== 'string' || (tip !== null && typeof tip !== 'string'))
    throw new SourceError(`${url}: record ${id.slice(0, 12)} is no audit draw that this release can read`)
  return { sha: part.sha, name: nameOf(part), head, tip }
}

const recordOf = (
  { name, head, tip }: AuditDraw,
  { repository, environment, now, version }: AuditRequest,
): NewRecord => ({
  stream,
  kind: 'audit',
  key: keyOf(repository, name),
  at: now.toISOString(),
  repository,
  environment,
  actor: 'change-risk-gate',
  tool: { name: 'change-risk-gate', version },
  body: { part: name, head, tip },
})
