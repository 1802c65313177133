import { expect, test } from 'vitest'
import { countBuckets } from '../../src/rollout/sequential-buckets.ts'

const bucket = (errors: number, requests: number) => ({ requests, errors })

test.each([
  ['a client that tried again twenty times is one failure', [bucket(20, 20)], 1, bucket(1, 1)],
  ['three clients, one in trouble', [bucket(0, 5), bucket(20, 20), bucket(0, 1)], 1, bucket(1, 3)],
  ['one request of twenty failed: a twentieth', [bucket(1, 20)], 1, bucket(0.05, 1)],
  ['as many as ten count', [bucket(20, 20), bucket(1, 4)], 10, bucket(11, 14)],
  [
    'without a bound nothing changes',
    [bucket(20, 20), bucket(1, 4)],
    Number.POSITIVE_INFINITY,
    bucket(21, 24),
  ],
  ['a bucket without requests is none', [bucket(0, 0)], 1, bucket(0, 0)],
  ['no bucket', [], 1, bucket(0, 0)],
])('%s', (_, buckets, most, expected) => {
  const counted = countBuckets(buckets, most)
  expect(counted.requests).toBe(expected.requests)
  expect(counted.errors).toBeCloseTo(expected.errors, 12)
})
