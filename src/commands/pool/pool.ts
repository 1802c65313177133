/**
 * Forty small repositories are one customer: what their ledgers remember is learned from together, and written down as a
 * prior that each of them can take, where it foretells a repository it has never seen better than the shipped one does.
 */
import { createHash } from 'node:crypto'
import { UsageError } from '../../domain/errors.ts'
import { isoMoment } from '../../domain/moment.ts'
import type { PooledAnswer, PooledHeldOut, PooledMember } from '../../domain/pooled.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Artefact } from '../../model/artefact.ts'
import { type HeldOut, holdOut } from '../../model/held-out.ts'
import { fitPooledPrior } from '../../model/pooled-prior.ts'
import { type Member, readMembers } from './members.ts'
import { pooledCertificate } from './pooled-certificate.ts'

/** Where each repository keeps it, unless its policy says otherwise. */
export const usualPriorPath = '.github/change-risk-prior.json'

export interface PoolRequest {
  readonly ledgers: readonly Ledger[]
  readonly shipped: Artefact
  readonly now: Date
  /** As the answer tells it. */
  readonly path: string
  /** Keeps the file, whole or not at all. */
  readonly write: (text: string) => void
}

/** Throws UsageError where no ledger holds anything to learn from, SourceError where one cannot be read. */
export const pool = async (request: PoolRequest): Promise<PooledAnswer> => {
  const { ledgers, shipped, now, path, write } = request
  const { members, notes } = await readMembers(ledgers)
  if (members.length === 0)
    throw new UsageError(
      ['learn: these ledgers hold no outcomes to learn from together', ...notes].join('\n  '),
    )
  const heldOut = holdOut(members, shipped)
  const prior = heldOut?.better ? fitPooledPrior(members, shipped) : null
  const text = prior === null ? null : formatPrior(prior)
  if (text !== null) write(text)
  return {
    schema: 1,
    at: now.toISOString(),
    members: members.map(summaryOf),
    heldOut: heldOut && heldOutSummary(heldOut),
    prior:
      prior === null || text === null
        ? { kind: 'shipped', why: whyShipped(heldOut) }
        : { kind: 'pooled', id: `sha256:${prior.id.slice(0, 16)}`, path, ...referenceOf(text) },
    certificate: pooledCertificate(members),
    notes: [...notes, ...ledgers.flatMap((ledger) => ledger.notes)],
  }
}

/** One term a line, so that a new fit shows what moved. */
const formatPrior = (prior: Artefact): string =>
  `${JSON.stringify(prior).replaceAll('{"name":', '\n{"name":')}\n`

const referenceOf = (text: string): { readonly sha256: string; readonly reference: string } => {
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { sha256, reference: `${usualPriorPath}#sha256:${sha256}` }
}

const whyShipped = (heldOut: HeldOut | null): string => {
  if (heldOut === null)
    return 'it takes at least two repositories with known outcomes to tell whether a prior of their own is better'
  return heldOut.gain > 0
    ? 'a repository left out of the pool was foretold better, but by no more than chance may do'
    : 'a repository left out of the pool was foretold no better by it'
}

const heldOutSummary = ({ better: _, ...told }: HeldOut): PooledHeldOut => told

const summaryOf = ({ repository, ledgers, environment, history, until }: Member): PooledMember => {
  const { labelKnownTimes, maturitySeconds, table, times } = history
  let parts = 0
  let failures = 0
  for (let row = 0; row < table.n; row++) {
    const failed = labelKnownTimes[row]! < until
    if (!failed && times[row]! + maturitySeconds > until) continue
    parts++
    if (failed) failures++
  }
  return {
    repository,
    ledgers,
    environment,
    parts,
    failures,
    since: isoMoment(table.n > 0 ? times[0]! : until),
    until: isoMoment(until),
  }
}
