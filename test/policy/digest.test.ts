/** What a fortnight of observing would have meant, enforced. */
import { describe, expect, test } from 'vitest'
import { policyDigest, type RecordedDecision } from '../../src/policy/digest.ts'
import { sayPolicyDigest } from '../../src/report/policy-digest.ts'
import { windowInForce } from './facts.ts'

const part = (sha: string, risk: number, paths: readonly string[] = []) => ({
  decided: { sha, risk, percentile: Math.round(risk * 1000) },
  input: { sha, id: `#${sha}`, answers: [], approved: false, cancelled: false, paths },
})

const decision = (
  day: number,
  parts: readonly ReturnType<typeof part>[],
  more: Partial<RecordedDecision> = {},
): RecordedDecision => ({
  at: `2026-09-${String(day).padStart(2, '0')}T10:00:00.000Z`,
  base: `base-${day}`,
  head: `head-${day}`,
  verdict: 'approve',
  rule: 'below-limit',
  reason: 'its risk is within the limit',
  limit: 0.02,
  approved: new Set(),
  parts: parts.map(({ decided }) => decided),
  inputs: {
    parts: parts.map(({ input }) => input),
    gateFiles: ['.github/workflows/**'],
    neverAutoApprove: [],
    windows: [],
    reviewRiskiest: 0.1,
  },
  ...more,
})

const review = { verdict: 'review', rule: 'part-above-limit' } as const
const fortnight = [
  decision(1, [part('1', 0.001), part('2', 0.002)]),
  decision(3, [part('3', 0.06), part('4', 0.01)], review),
  decision(8, [part('5', 0.015)]),
]
const failed = new Map([
  ['3', { at: '2026-09-04T00:00:00.000Z', cause: 'revert' as const }],
  ['4', { at: '2026-09-05T00:00:00.000Z', cause: 'incident' as const }],
  ['5', { at: '2026-09-09T00:00:00.000Z', cause: 'hotfix' as const }],
])

const digest = (decisions: readonly RecordedDecision[], failures: typeof failed = failed) =>
  policyDigest({
    environment: 'production',
    from: '2026-09-01T00:00:00.000Z',
    to: '2026-09-15T00:00:00.000Z',
    decisions,
    failureOf: (sha) => failures.get(sha) ?? null,
    maturitySeconds: 10 * 86_400,
  })

test('counts what would have been asked, what gone beside it, and what unread', () => {
  const told = digest(fortnight)
  expect(told.deployments).toEqual({ source: 'decisions', count: 3, asked: 1, through: 2, held: 0 })
  expect(told.lanes).toMatchObject({
    asked: { parts: 1, failed: 1 },
    beside: { parts: 1, failed: 1 },
    through: { parts: 3, failed: 1 },
  })
  expect(told).toMatchObject({
    n: 5,
    reviewed: 1,
    failed: 3,
    caught: 1,
    reviewsPerWeek: 0.5,
    source: 'recorded',
  })
  expect(told.failures.map(({ sha, lane, why }) => [sha, lane, why])).toEqual([
    ['5', 'through', 'risk 1.5 %, limit 2.0 %'],
    ['4', 'beside', 'risk 1.0 %, limit 2.0 %; its deployment asked for #3'],
    ['3', 'asked', 'risk 6.0 %, limit 2.0 %'],
  ])
  // Decided seven days ago, and it may still fail within ten.
  expect(told.open).toBe(0)
  expect(digest(fortnight, new Map()).open).toBe(1)
})

describe.each<[string, readonly RecordedDecision[]]>([
  ['in another order', fortnight.toReversed()],
  [
    'with the gate run again on what runs already',
    [
      ...fortnight,
      { ...fortnight[1]!, at: '2026-09-03T11:00:00.000Z', verdict: 'approve', rule: 'redeploy' },
    ],
  ],
  ['with decisions of another time', [...fortnight, decision(20, [part('9', 0.5)], review)]],
  [
    'with a part that goes out once more',
    [...fortnight, decision(9, [part('3', 0.06)], { head: 'again', verdict: 'approve' })],
  ],
])('%s', (_, decisions) => {
  test('it is the same', () => {
    const { decisions: told, deployments: __, ...rest } = digest(decisions)
    const { decisions: plain, deployments: ___, ...wanted } = digest(fortnight)
    expect(rest).toEqual(wanted)
    expect(told.length).toBeGreaterThanOrEqual(plain.length)
  })
})

test('what was approved is not asked about again, and what is held for another reason is', () => {
  const both = [part('7', 0.09), part('8', 0.06)]
  const told = digest([decision(2, both, { ...review, approved: new Set(['7']) })])
  expect(told.decisions[0]!.parts.map(({ lane }) => lane)).toEqual(['beside', 'asked'])
})

test('what a window would have held waits until it ends, and is asked about then', () => {
  const inForce = windowInForce({ kind: 'emergency-only' }, '2026-09-11T00:00:00.000Z', 'quiet')
  const held = decision(10, [part('6', 0.09), part('7', 0.001)], {
    verdict: 'hold',
    rule: 'window-emergency-only',
    until: '2026-09-11T00:00:00.000Z',
  })
  const windows = [{ window: inForce.window, until: '2026-09-11T00:00:00.000Z', now: held.at }]
  const told = digest([{ ...held, inputs: { ...held.inputs, windows } }])
  expect(told.windows).toEqual([{ name: 'quiet', deployments: 1, hours: 14 }])
  expect(told.decisions).toMatchObject([
    { verdict: 'review', rule: 'part-above-limit', parts: [{ lane: 'asked' }, { lane: 'beside' }] },
  ])
})

test.each<[string, readonly RecordedDecision[], typeof failed, string | null]>([
  ['nothing was decided', [], failed, null],
  [
    'some asked, some failed',
    fortnight,
    failed,
    'Enforced, 1 of 3 deployments would have asked about 1 change (2 reviews a month), the others gone out unread. Of 3 failed changes 1 would have been read, 2 not (#5 and #4).',
  ],
  [
    'nothing asked, nothing failed',
    fortnight.slice(0, 1),
    new Map(),
    'Enforced, nobody would have been asked in 1 deployment. No change of them is known to have failed.',
  ],
])('the sentence where %s', (_, decisions, failures, says) => {
  expect(sayPolicyDigest(digest(decisions, failures))).toBe(says)
})
