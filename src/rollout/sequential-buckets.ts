import type { Tally } from './sequential.ts'

/**
 * One client that tries again twenty times is one failure, not twenty. A test that takes each of them for an answer of
 * its own would send good versions back, so requests that fail together are counted together.
 *
 * A bucket is what may fail together: one client, one second on one instance. It counts as at most `most` requests and
 * keeps its share of errors: 20 of 20 failed counts as 1 of 1, and 1 of 20 as a twentieth. The share, not the number
 * of errors, is what is kept: capping errors alone would call the side with the smaller buckets worse.
 *
 * With `most` = 1 the test holds whatever happens inside a bucket. More is a promise of the user that a bucket holds
 * that many requests which fail independently.
 */
export const countBuckets = (buckets: readonly Tally[], most = 1): Tally => {
  let requests = 0
  let errors = 0
  for (const bucket of buckets) {
    if (!(bucket.requests > 0)) continue
    const counted = Math.min(bucket.requests, most)
    requests += counted
    errors += (bucket.errors / bucket.requests) * counted
  }
  return { requests, errors: Math.min(errors, requests) }
}
