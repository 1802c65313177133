/**
 * What holds for every wave, whatever sources, clocks and fleets come up with; and how the whole judge fares with
 * chance, asked after every window as the engine asks it.
 */

import { describe, expect, test } from 'vitest'
import { seededUniform } from '../../bench/gate-simulation.ts'
import { judge } from '../../src/rollout/judge.ts'
import {
  type ErrorWindow,
  type Evidence,
  type Gate,
  type Judgement,
  noDataPolicies,
} from '../../src/rollout/judge-evidence.ts'
import type { Tally } from '../../src/rollout/sequential.ts'
import fc from '../properties.ts'

const since = 1_000_000
const gateOf = (more: Partial<Gate> = {}): Gate => ({
  bakeSeconds: 600,
  windowSeconds: 60,
  minRequests: 0,
  inconclusiveSeconds: 1_800,
  onNoData: 'hold',
  metrics: { errors: { kind: 'errors', alpha: 0.01, beta: 0.05, pMax: 0.01 } },
  health: { minHealthySeconds: 10, maxFlaps: 1, maxFailed: 1 },
  ...more,
})
const evidenceOf = (windows: readonly ErrorWindow[], more: Partial<Evidence> = {}): Evidence => ({
  versions: { new: 'v2', old: 'v1' },
  since,
  metrics: { errors: { kind: 'errors', windows } },
  instances: [{ id: 'a', healthySince: since, flaps: 0, observedAt: 10_000_000 }],
  failedInstances: [],
  ...more,
})

const count = fc.integer({ min: 0, max: 400 })
const tally = fc
  .tuple(count, fc.nat(12))
  .map(([requests, k]): Tally => ({ requests, errors: Math.min(k, requests) }))
const windows = fc
  .array(fc.record({ new: tally, old: fc.option(tally) }), { minLength: 1, maxLength: 25 })
  .map((all): readonly ErrorWindow[] =>
    all.map((one, at) => ({ ...one, from: since + at * 60, to: since + at * 60 + 60 })),
  )
const gate = fc.constantFrom(...noDataPolicies).map((onNoData) => gateOf({ onNoData }))
const moment = fc.integer({ min: 0, max: 60 }).map((minutes) => since + minutes * 60)
const endOf = (all: readonly ErrorWindow[]): number => all.at(-1)?.to ?? since

const badness: Readonly<Record<Judgement['verdict'], number>> = { pass: 0, inconclusive: 1, fail: 2 }

test('one more error of the new version never makes the verdict better', () => {
  fc.assert(
    fc.property(windows, gate, moment, fc.nat(), (all, asked, now, which) => {
      const at = which % all.length
      const worse = all.map((one, i) =>
        i === at && one.new.errors < one.new.requests
          ? { ...one, new: { ...one.new, errors: one.new.errors + 1 } }
          : one,
      )
      const before = judge(evidenceOf(all), asked, now)
      const found = judge(evidenceOf(worse), asked, now)
      expect(badness[found.verdict]).toBeGreaterThanOrEqual(badness[before.verdict])
    }),
    { numRuns: 400 },
  )
})

test('a fail stays one, whatever is measured next', () => {
  fc.assert(
    fc.property(windows, windows, (early, late) => {
      const shift = endOf(early) - since
      const next = late.map((one) => ({ ...one, from: one.from + shift, to: one.to + shift }))
      const first = judge(evidenceOf(early), gateOf(), endOf(early))
      fc.pre(first.verdict === 'fail')
      expect(judge(evidenceOf([...early, ...next]), gateOf(), endOf(next)).verdict).toBe('fail')
    }),
    { numRuns: 300 },
  )
})

test('the order in which windows arrive makes no difference', () => {
  fc.assert(
    fc.property(windows, moment, (all, now) => {
      const turned = judge(evidenceOf(all.toReversed()), gateOf(), now)
      expect(turned).toEqual(judge(evidenceOf(all), gateOf(), now))
    }),
  )
})

describe('never a pass', () => {
  test('on nothing: no window, empty ones, old ones, broken ones', () => {
    const broken = fc.constantFrom(Number.NaN, -1, Number.POSITIVE_INFINITY)
    const nothing: fc.Arbitrary<readonly ErrorWindow[]> = fc.oneof(
      fc.constant([]),
      windows.map((all) => all.map((one) => ({ ...one, new: { requests: 0, errors: 0 } }))),
      windows.map((all) => all.map((one) => ({ ...one, from: one.from - 5_000, to: one.to - 5_000 }))),
      fc
        .tuple(windows, broken)
        .map(([all, rubbish]) => all.map((one) => ({ ...one, new: { requests: 1_000, errors: rubbish } }))),
      fc
        .tuple(windows, broken)
        .map(([all, rubbish]) => all.map((one) => ({ ...one, old: { requests: rubbish, errors: 0 } }))),
    )
    fc.assert(
      fc.property(nothing, fc.constantFrom('hold', 'fail'), moment, (all, onNoData, now) => {
        const found = judge(evidenceOf(all), gateOf({ onNoData }), now)
        expect(found.verdict).not.toBe('pass')
      }),
    )
  })

  test('on a source that fell silent more than two windows ago', () => {
    fc.assert(
      fc.property(windows, fc.integer({ min: 121, max: 100_000 }), (all, silence) => {
        expect(judge(evidenceOf(all), gateOf(), endOf(all) + silence).verdict).not.toBe('pass')
      }),
    )
  })

  test('before the bake time, below the least requests, or with an instance that is not well', () => {
    const clean = Array.from({ length: 60 }, (_, at) => ({
      from: since + at * 60,
      to: since + at * 60 + 60,
      new: { requests: 100, errors: 0 },
      old: { requests: 100, errors: 0 },
    }))
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.nat(6_000),
        fc.option(fc.nat(3_600)),
        (at, least, healthy) => {
          const now = since + at * 60
          const healthySince = healthy === null ? null : since + healthy
          const instances = [{ id: 'a', healthySince, flaps: 0, observedAt: now }]
          const found = judge(
            evidenceOf(clean.slice(0, at), { instances }),
            gateOf({ minRequests: least }),
            now,
          )
          const mayPass = at >= 10 && at * 100 >= least && healthySince !== null && now - healthySince >= 10
          expect(found.verdict).toBe(mayPass ? 'pass' : 'inconclusive')
        },
      ),
    )
  })

  test('on health alone, if the plan allows it, without health', () => {
    const instance = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      healthySince: fc.constantFrom(null, since + 3_595, 2 * since),
      flaps: fc.nat(1),
      observedAt: fc.constantFrom(since, since + 3_600),
    })
    fc.assert(
      fc.property(fc.array(instance, { maxLength: 3 }), (instances) => {
        const found = judge(evidenceOf([], { instances }), gateOf({ onNoData: 'health-only' }), since + 3_600)
        expect(found.verdict).not.toBe('pass')
      }),
    )
  })
})

test('an answer is a sentence without figures nobody understands, and JSON keeps it whole', () => {
  fc.assert(
    fc.property(windows, gate, moment, (all, asked, now) => {
      const found = judge(evidenceOf(all), asked, now)
      expect(found.why).not.toBe('')
      expect(found.why).not.toMatch(/NaN|undefined|null|Infinity|e-value|\.$/)
      expect(JSON.parse(JSON.stringify(found))).toEqual(found)
      if (found.until) expect(found.until.at).toBeGreaterThanOrEqual(now)
    }),
  )
})

/** A release asked after every minute of 150 requests, every third to the new version, until a verdict stands. */
const release = (
  rates: { readonly old: number; readonly new: number },
  seed: number,
): Judgement['verdict'] => {
  const uniform = seededUniform(seed)
  const draw = (requests: number, rate: number): Tally => {
    let errors = 0
    for (let i = 0; i < requests; i++) errors += uniform() <= rate ? 1 : 0
    return { requests, errors }
  }
  const all: ErrorWindow[] = []
  for (let at = 0; at < 60; at++) {
    all.push({
      from: since + at * 60,
      to: since + at * 60 + 60,
      new: draw(50, rates.new),
      old: draw(100, rates.old),
    })
    const { verdict } = judge(evidenceOf(all), gateOf(), endOf(all))
    if (verdict !== 'inconclusive') return verdict
  }
  return 'inconclusive'
}

test.each([
  ['a good release', { old: 0.002, new: 0.002 }, 0.95, 0.01],
  ['a clean one', { old: 0, new: 0 }, 1, 0],
])('%s passes, and is hardly ever sent back', (_, rates, passes, fails) => {
  const verdicts = Array.from({ length: 300 }, (_, seed) => release(rates, seed))
  const share = (verdict: string) => verdicts.filter((found) => found === verdict).length / verdicts.length
  expect(share('pass')).toBeGreaterThanOrEqual(passes)
  expect(share('fail')).toBeLessThanOrEqual(fails + 3 * Math.sqrt((fails * (1 - fails)) / verdicts.length))
})

test.each([
  ['5 % errors', { old: 0.002, new: 0.05 }, 0],
  ['2 % errors', { old: 0.002, new: 0.02 }, 0.05],
])('a release with %s is sent back, and hardly ever passes', (_, rates, passes) => {
  const verdicts = Array.from({ length: 200 }, (_, seed) => release(rates, seed))
  expect(verdicts.filter((found) => found === 'pass').length / verdicts.length).toBeLessThanOrEqual(passes)
  expect(verdicts.filter((found) => found === 'fail').length / verdicts.length).toBeGreaterThanOrEqual(0.9)
})
