import { type Spacing, unspaced } from '../../rollout/spacing.ts'

/** How long a lease lasts and how often a coordinator looks, by what its ledger can bear. */
export interface LeaseTerms {
  /** Without another event for so long, the holder says that it is still there. */
  readonly heartbeatSeconds: number
  /** Without any event of the holder for so long, another may take over. */
  readonly ttlSeconds: number
  /** How often the holder looks for what people have written. */
  readonly pollSeconds: number
  /** How close its batches may follow each other. */
  readonly spacing: Spacing
}

/** An append costs milliseconds, and a look one. */
const directory: LeaseTerms = {
  heartbeatSeconds: 30,
  ttlSeconds: 120,
  pollSeconds: 0.25,
  spacing: unspaced,
}

/**
 * GitHub lets a repository's GITHUB_TOKEN send 1,000 requests an hour, all jobs together, and make 500 commits. A look
 * is one request while nothing is new and an append three at most: a service that only waits takes 12 commits and
 * 180 + 36 requests an hour. The ttl is three heartbeats: one may be lost, the next be late. A batch is two appends:
 * after the first twenty one begins every 32 s, which leaves at most 132 of them, 264 commits and 792 requests, to the
 * first hour. Services that move at the same time share all of this: each looks so many times more rarely, and begins its
 * part of the batches.
 */
const branch = (services: number): LeaseTerms => ({
  heartbeatSeconds: 300,
  ttlSeconds: 900,
  pollSeconds: 20 * services,
  spacing: { quickBatches: Math.floor(20 / services), leastSeconds: 32 * services },
})

/** The terms for a ledger, by its URL, of one of so many services that may move at the same time. */
export const leaseOf = (url: string, services: number): LeaseTerms =>
  url.startsWith('branch:') ? branch(services) : directory
