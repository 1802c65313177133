/** How long a lease lasts and how often a coordinator looks, by what its ledger can bear. */
export interface LeaseTerms {
  /** Without another event for so long, the holder says that it is still there. */
  readonly heartbeatSeconds: number
  /** Without any event of the holder for so long, another may take over. */
  readonly ttlSeconds: number
  /** How often the holder looks for what people have written. */
  readonly pollSeconds: number
  /** From the start of one batch to the next, once twenty have gone. */
  readonly leastBatchSeconds: number
}

/** An append costs milliseconds, and a look one. */
const directory: LeaseTerms = {
  heartbeatSeconds: 30,
  ttlSeconds: 120,
  pollSeconds: 0.25,
  leastBatchSeconds: 0,
}

/**
 * GitHub lets a repository's GITHUB_TOKEN send 1,000 requests an hour, all jobs together, and make 500 commits. A look
 * is one request while nothing is new and an append three at most: a service that only waits takes 12 commits and
 * 180 + 36 requests an hour, so that four may be rolled out at once. The ttl is three heartbeats: one may be lost, the
 * next be late. A batch is two appends: after the first twenty one begins every 32 s, which leaves at most 125 of them,
 * 250 commits and 966 requests, to the first hour.
 */
const branch: LeaseTerms = { heartbeatSeconds: 300, ttlSeconds: 900, pollSeconds: 20, leastBatchSeconds: 32 }

/** The terms for a ledger, by its URL. */
export const leaseOf = (url: string): LeaseTerms => (url.startsWith('branch:') ? branch : directory)
