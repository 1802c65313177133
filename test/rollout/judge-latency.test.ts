import { describe, expect, test } from 'vitest'
import { judge } from '../../src/rollout/judge.ts'
import type { Evidence, Gate, LatencyEvidence, LatencyWindow } from '../../src/rollout/judge-evidence.ts'
import type { Histogram } from '../../src/rollout/sequential-latency.ts'

const minute = 60
const since = 1_800_000_300
const bounds = [50, 100, 200, 300, 500]

const gate: Gate = {
  bakeSeconds: 20 * minute,
  windowSeconds: minute,
  minRequests: 0,
  inconclusiveSeconds: 30 * minute,
  onNoData: 'hold',
  metrics: { latency: { kind: 'latency', alpha: 0.01, beta: 0.05, pMax: 0.01, quantile: 0.99 } },
  health: { minHealthySeconds: 10, maxFlaps: 2, maxFailed: 0 },
}

/** A window's requests by bucket: faster than 50, 100, 200, 300, 500 ms, and slower. */
const served = (...counts: readonly number[]): Histogram => ({ boundsMilliseconds: bounds, counts })
const minutes = (count: number, now: Histogram, old: Histogram | null): readonly LatencyWindow[] =>
  Array.from({ length: count }, (_, at) => ({
    from: since + at * minute,
    to: since + (at + 1) * minute,
    new: now,
    old,
  }))

const evidence = (latency: Omit<LatencyEvidence, 'kind'>): Evidence => ({
  versions: { new: 'v812', old: 'v811' },
  since,
  metrics: { latency: { kind: 'latency', ...latency } },
  instances: [{ id: 'web-001', healthySince: since, flaps: 0, observedAt: since + 24 * 3600 }],
  failedInstances: [],
})
const at = (count: number) => since + count * minute

/** 0.5 % slower than 300 ms, p99 between 200 and 300. */
const usual = served(600, 300, 80, 15, 4, 1)
const slow = served(600, 300, 40, 10, 30, 20)

describe('latency', () => {
  test('as the old version: it passes, told as people tell it', () => {
    const found = judge(evidence({ windows: minutes(25, usual, usual) }), gate, at(25))
    expect([found.verdict, found.why]).toEqual(['pass', 'p99 267 ms (v811 267 ms)'])
  })

  test('one of twenty is slower than nearly all were: it goes back', () => {
    const found = judge(evidence({ windows: minutes(3, slow, usual), reference: usual }), gate, at(3))
    expect([found.verdict, found.why]).toEqual([
      'fail',
      '150 of 3,000 requests slower than 300 ms (5 %, v811 0.5 %)',
    ])
  })

  test('where slow begins is learned from the old version first, and not tested on the same requests', () => {
    const found = judge(evidence({ windows: minutes(3, slow, usual) }), gate, at(3))
    expect(found.why).toBe('100 of 2,000 requests slower than 300 ms (5 %, v811 0.5 %)')
  })

  test('until it is learned there is no verdict', () => {
    const few = served(60, 30, 8, 2, 0, 0)
    const found = judge(evidence({ windows: minutes(3, few, few) }), gate, at(3))
    expect(found.why).toBe(
      'no data on latency yet (what is slow is still being learned, from 300 of 1,000 requests)',
    )
  })

  test('the last wave is held against how the old version was', () => {
    const windows = minutes(25, usual, null)
    expect(judge(evidence({ windows, reference: usual }), gate, at(25)).verdict).toBe('pass')
    expect(judge(evidence({ windows }), gate, at(25)).verdict).toBe('inconclusive')
    const worse = minutes(25, slow, null)
    expect(judge(evidence({ windows: worse, reference: usual }), gate, at(25)).why).toBe(
      '1,250 of 25,000 requests slower than 300 ms (5 %, at most 1.1 % allowed)',
    )
  })

  test('the plan may say what slow is', () => {
    const metrics = {
      latency: { ...gate.metrics['latency'], slowerThanMilliseconds: 450 },
    } as Gate['metrics']
    const found = judge(evidence({ windows: minutes(3, slow, usual) }), { ...gate, metrics }, at(3))
    expect(found.why).toBe('60 of 3,000 requests slower than 500 ms (2 %, v811 0.1 %)')
  })

  test.each<[string, Histogram, string]>([
    ['other buckets', { boundsMilliseconds: [50, 100], counts: [1000, 1, 1] }, 'buckets with other bounds'],
    [
      'a bucket too few',
      { boundsMilliseconds: bounds, counts: [1000, 1] },
      '2 buckets for 5 bounds, and there must be one more',
    ],
    ['slower than the buckets tell', served(0, 0, 0, 0, 0, 1_000), 'slow begins beyond the largest bucket'],
  ])('%s: no data', (_, old, fault) => {
    const found = judge(evidence({ windows: minutes(25, usual, old) }), gate, at(25))
    expect(found.verdict).toBe('inconclusive')
    expect(found.why).toContain(fault)
  })

  test('errors asked for, latency measured: no data', () => {
    const metrics = { latency: { kind: 'errors', alpha: 0.01, beta: 0.05, pMax: 0.01 } } as const
    const found = judge(evidence({ windows: minutes(25, usual, usual) }), { ...gate, metrics }, at(25))
    expect(found.why).toBe('no data on latency (errors asked for, latency measured)')
  })
})

test('errors first, then latency; both must pass', () => {
  const errors = { kind: 'errors', alpha: 0.01, beta: 0.05, pMax: 0.01 } as const
  const both = { ...gate, metrics: { errors, ...gate.metrics } }
  const counts = { requests: 1_000, errors: 0 }
  const windows = minutes(25, usual, usual).map(({ from, to }) => ({ from, to, new: counts, old: counts }))
  const given = (latency: Histogram): Evidence => ({
    ...evidence({ windows: [] }),
    metrics: {
      errors: { kind: 'errors', windows },
      latency: { kind: 'latency', windows: minutes(25, latency, usual), reference: usual },
    },
  })
  expect(judge(given(usual), both, at(25)).why).toBe(
    '0 errors in 25,000 requests (0.02 % more would have shown), p99 267 ms (v811 267 ms)',
  )
  const late = judge(given(slow), both, at(25))
  expect([late.verdict, late.why]).toEqual([
    'fail',
    '1,250 of 25,000 requests slower than 300 ms (5 %, v811 0.5 %)',
  ])
})
