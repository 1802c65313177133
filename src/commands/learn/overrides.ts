/** Emergency overrides in the ledger: how many there were, how many were reviewed afterwards, and what people found then. */
import { type Deployment, failedAt } from '../../domain/deployment.ts'
import type { Learned } from '../../domain/learned.ts'
import type { LedgerRecord } from '../../ledger/record.ts'

const isGiven = ({ body }: LedgerRecord): boolean => body['what'] === 'given'

/** The newest review of each override, by the override's record. */
const reviewsIn = (records: readonly LedgerRecord[]): ReadonlyMap<string, LedgerRecord> =>
  new Map(
    records
      .filter(({ body }) => body['what'] === 'reviewed' && typeof body['override'] === 'string')
      .map((record) => [String(record.body['override']), record]),
  )

/** Of a period, in seconds. */
export const countedOverrides = (
  records: readonly LedgerRecord[],
  { from, to }: { readonly from: number; readonly to: number },
): Learned['overrides'] => {
  const reviews = reviewsIn(records)
  const given = records.filter((record) => {
    const at = Date.parse(record.at) / 1000
    return isGiven(record) && at >= from && at <= to
  })
  const reviewed = given.filter(({ id }) => reviews.has(id))
  const failed = reviewed.filter(({ id }) => reviews.get(id)!.body['verdict'] === 'failed')
  const overdue = given.filter(
    ({ id, body }) => !reviews.has(id) && Date.parse(String(body['reviewBy'])) / 1000 < to,
  )
  return { given: given.length, reviewed: reviewed.length, failed: failed.length, overdue: overdue.length }
}

/** The deployments, those that a review afterwards says failed among them as such: their parts share the blame. */
export const withReviews = (
  deployments: readonly Deployment[],
  records: readonly LedgerRecord[],
): readonly Deployment[] => {
  const overrides = new Map(records.filter(isGiven).map((record) => [record.id, record]))
  const failures = [...reviewsIn(records)].flatMap(([id, review]) => {
    const override = overrides.get(id)
    return override !== undefined && review.body['verdict'] === 'failed'
      ? [{ override, at: Date.parse(review.at) / 1000 }]
      : []
  })
  return deployments.map((deployment) => {
    const { environment, sha, startedAt, reports } = deployment
    const found = failures.find(
      ({ override, at }) =>
        override.environment === environment && override.body['sha'] === sha && at >= startedAt,
    )
    return found === undefined || failedAt(deployment) !== null
      ? deployment
      : { ...deployment, reports: [...reports, { state: 'failed' as const, at: found.at }] }
  })
}
