/**
 * What people said of changes in comments and by labels, read back from the ledger: the newest word on a change holds.
 * A label that is taken off is a record of its own, which names the words that count no more.
 */
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

/** Ids of the words that a record takes back; empty for every other. */
export const withdrawnBy = ({ body }: Pick<LedgerRecord, 'body'>): readonly string[] => {
  const { withdraws } = body
  return Array.isArray(withdraws) ? withdraws.filter((id) => typeof id === 'string') : []
}

/** What counts at `now`, in seconds: a word that was taken back by then is as if it had never been said. */
export const correctionsIn = (
  index: HistoryIndex,
  records: readonly LedgerRecord[],
  now: number,
): readonly Correction[] => {
  const withdrawn = new Set(
    records.filter(({ at }) => Date.parse(at) / 1000 <= now).flatMap((record) => withdrawnBy(record)),
  )
  return records.flatMap((record) => (withdrawn.has(record.id) ? [] : (correctionIn(index, record) ?? [])))
}
