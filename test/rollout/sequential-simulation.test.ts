/**
 * The test against chance itself: 2,000 seeded releases each, looked at after every error. The anchors are what a
 * z-test looked at a hundred times does (34 % of good releases sent back) and the simulation this one had to beat.
 */
import { describe, expect, test } from 'vitest'
import {
  everySixth,
  oneOf300,
  passGate,
  seededUniform,
  sequentialGate,
  simulate,
} from '../../bench/gate-simulation.ts'
import {
  addWindow,
  type LogEvidence,
  logEValue,
  noEvidence,
  type Tally,
} from '../../src/rollout/sequential.ts'
import { countBuckets } from '../../src/rollout/sequential-buckets.ts'

const runs = 2_000
const alpha = 0.01
/** Three standard errors above what is promised. */
const atMost = (promise: number, count = runs) => promise + 3 * Math.sqrt((promise * (1 - promise)) / count)

describe('a release that is no worse is sent back at most once in a hundred', () => {
  test.each([
    ['0.5 % of requests fail', everySixth(0.005, 0.005)],
    ['0.1 % of requests fail', everySixth(0.001, 0.001)],
    ['3 % of requests fail', everySixth(0.03, 0.03)],
    ['it fails less often than the old version', everySixth(0.005, 0.004)],
    ['one VM of 300', oneOf300(0.0002, 0.0002)],
  ])('%s', (_, traffic) => {
    expect(simulate([sequentialGate], traffic, runs)[0]?.aborted).toBeLessThanOrEqual(atMost(alpha))
  })
})

describe('a worse release is found', () => {
  test.each([
    ['0.5 % → 1 %', everySixth(0.005, 0.01), 0.519, 20_000],
    ['0.5 % → 2 %', everySixth(0.005, 0.02), 1, 3_131],
    ['0.5 % → 5 %', everySixth(0.005, 0.05), 1, 672],
    ['nothing → 2 %', everySixth(0, 0.02), 1, 1_098],
    ['0.02 % → 2 % on one VM of 300', oneOf300(0.0002, 0.02), 1, 30_000],
  ])('%s', (_, traffic, share, requests) => {
    const [found] = simulate([sequentialGate], traffic, runs)
    expect(found?.aborted).toBeGreaterThanOrEqual(share)
    expect(found?.medianRequests).toBeLessThanOrEqual(requests)
  })
})

describe('enough was seen to pass, when 1 % more must be ruled out with 95 %', () => {
  test.each([
    ['a clean release passes after 300 requests', everySixth(0, 0), 1, 1_800],
    ['as the old version, 0.1 %', everySixth(0.001, 0.001), 0.98, 3_600],
    ['as the old version, 0.5 %', everySixth(0.005, 0.005), 0.95, 6_000],
  ])('%s', (_, traffic, share, requests) => {
    const [passed] = simulate([passGate(0.01, 0.05)], traffic, 500)
    expect(passed?.aborted).toBeGreaterThanOrEqual(share)
    expect(passed?.medianRequests).toBeLessThanOrEqual(requests)
  })

  test.each([
    ['1 % where the old version has none', everySixth(0, 0.01)],
    ['1.5 % where the old version has 0.5 %', everySixth(0.005, 0.015)],
  ])('however often it is looked at, seldom passes what must not: %s', (_, traffic) => {
    const [passed] = simulate([passGate(0.01, 0.05)], traffic, 500)
    expect(passed?.aborted).toBeLessThanOrEqual(atMost(2 * 0.05, 500))
  })
})

/** One release in windows of 300 requests; true when it is sent back. Traffic moves over to the new version meanwhile. */
const growing = (seed: number): boolean => {
  const uniform = seededUniform(seed)
  let evidence: LogEvidence = noEvidence
  const draw = (requests: number, rate: number): Tally => {
    let errors = 0
    for (let i = 0; i < requests; i++) errors += uniform() <= rate ? 1 : 0
    return { requests, errors }
  }
  for (let at = 0; at < 40; at++) {
    const served = Math.round(300 * [0.01, 0.1, 0.5, 0.95][Math.floor(at / 10)]!)
    // The usual rate itself comes and goes, the same for both: a day is not even.
    const rate = at % 8 === 0 ? 0.05 : 0.004
    const window = { new: draw(served, rate), old: draw(300 - served, rate) }
    evidence = addWindow(evidence, window, { limit: 0.01 })
    if (logEValue(evidence) >= Math.log(1 / alpha)) return true
  }
  return false
}

test('the share of traffic may grow, and the usual rate come and go', () => {
  const aborted = Array.from({ length: runs }, (_, seed) => growing(seed)).filter(Boolean).length
  expect(aborted / runs).toBeLessThanOrEqual(atMost(alpha))
})

/** Clients in trouble try again twelve times within the window; half of the clients are on the new version. */
const retrying = (seed: number, most: number): boolean => {
  const uniform = seededUniform(seed)
  let evidence: LogEvidence = noEvidence
  const clients = (): readonly Tally[] =>
    Array.from({ length: 100 }, () =>
      uniform() <= 0.01
        ? { requests: 12, errors: 12 }
        : { requests: 1 + Math.floor(uniform() * 4), errors: 0 },
    )
  for (let at = 0; at < 30; at++) {
    const window = { new: countBuckets(clients(), most), old: countBuckets(clients(), most) }
    evidence = addWindow(evidence, window, { limit: 0.01 })
    if (logEValue(evidence) >= Math.log(1 / alpha)) return true
  }
  return false
}

test('clients that try again send good releases back, unless each is counted once', () => {
  const aborted = (most: number) =>
    Array.from({ length: 1_000 }, (_, seed) => retrying(seed, most)).filter(Boolean).length / 1_000
  expect(aborted(Number.POSITIVE_INFINITY)).toBeGreaterThan(0.2)
  expect(aborted(1)).toBeLessThanOrEqual(atMost(alpha, 1_000))
})
