/** What people said of changes in comments, read back from the ledger: the newest word on a change holds. */
import { entityOf } from '../../history/hash.ts'
import type { HistoryIndex } from '../../history/index.ts'
import type { Correction } from '../../history/verdicts.ts'
import type { LedgerRecord } from '../../ledger/record.ts'

/** Records of words on changes: `correction` says what became of one, `link` whether it is to blame for something. */
export const correctionStream = 'corrections'

const verdicts: Readonly<Record<string, Correction['verdict']>> = {
  failed: 'failed',
  ok: 'ok',
  confirmed: 'failed',
  rejected: 'ok',
}

/** A pull request is known by its number until it has landed. */
const shaOf = (index: HistoryIndex, { sha, number }: LedgerRecord['body']): string | null => {
  if (typeof sha === 'string' && index.positionOf(sha) !== null) return sha
  if (typeof number !== 'number') return null
  const position = index.lastNamed(entityOf('number', String(number)), index.length)
  return position === null ? null : index.sha(position)
}

const correctionIn = (index: HistoryIndex, { actor, at, body, kind }: LedgerRecord): Correction | null => {
  const verdict = verdicts[String(kind === 'correction' ? body['verdict'] : body['state'])]
  const sha = shaOf(index, body)
  if (verdict === undefined || sha === null) return null
  const { reason, url, about } = body
  const issue = kind === 'link' && typeof about === 'number' ? { about } : {}
  const said = typeof reason === 'string' ? reason : kind === 'link' ? `blamed in #${about}` : undefined
  return {
    sha,
    verdict,
    at: Date.parse(at) / 1000,
    by: actor,
    ...(said === undefined ? {} : { reason: said }),
    ...(typeof url === 'string' ? { url } : {}),
    ...issue,
  }
}

export const correctionsIn = (index: HistoryIndex, records: readonly LedgerRecord[]): readonly Correction[] =>
  records.flatMap((record) => correctionIn(index, record) ?? [])
