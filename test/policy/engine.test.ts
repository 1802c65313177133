/** The engine from inputs to decision: pure, replayable through JSON, and it never approves what it does not know. */

import { describe, expect, test } from 'vitest'
import type { Window } from '../../src/config/configuration.ts'
import type { ChangeKind } from '../../src/domain/change.ts'
import { type Band, bands, modes } from '../../src/domain/decision.ts'
import { shippedPrior } from '../../src/main/prior.ts'
import { explainPart, probabilityOf } from '../../src/model/score.ts'
import type { DecisionInputs, PartInput } from '../../src/policy/decision-inputs.ts'
import { engine } from '../../src/policy/decision-inputs.ts'
import { bandOf, judge, resultOf } from '../../src/policy/engine.ts'
import { listGateFiles } from '../../src/policy/gate-files.ts'
import { deploymentSignals, signals } from '../../src/signals/all.ts'
import fc from '../properties.ts'

const model = shippedPrior()
const names = signals.map(({ name }) => name)
const contextNames = deploymentSignals.map(({ name }) => name)

/** A part with the named answers; everything else about it is unavailable. */
const part = (told: Readonly<Record<string, number>> = {}, more: Partial<PartInput> = {}): PartInput => ({
  sha: 'a'.repeat(40),
  id: '#1',
  answers: names.map((name) => told[name] ?? null),
  approved: false,
  cancelled: false,
  paths: [],
  ...more,
})
const large = { files: 120, 'code-lines-added': 4000, directories: 40 }
const small = { files: 1, 'code-lines-added': 1, directories: 1 }

const usual = probabilityOf(model, model.usualHazard)
const risksAround = (middle: number): readonly number[] =>
  Array.from({ length: 100 }, (_, at) => (middle * (at + 1)) / 50)

const upTo = (threshold: number): NonNullable<DecisionInputs['certificate']> => ({
  failureRate: 0.02,
  confidence: 0.9,
  threshold,
  n: 612,
  failures: 5,
  needed: null,
  climbing: null,
})
const nights = {
  kind: 'allow',
  owner: { kind: 'customer', name: 'acme' },
  windows: ['nights'],
  timeZone: 'Europe/Paris',
} as const
const outside: NonNullable<DecisionInputs['closed']> = {
  by: [nights],
  chain: [nights],
  until: '2026-11-03T01:00:00.000Z',
  opens: true,
  now: '2026-11-02T10:00:00.000Z',
}
/** Thirty days of 99.996 %, which allow 103.68 s. */
const burnt = (spentMilliseconds: number): NonNullable<DecisionInputs['budgets']>[number] => ({
  of: { kind: 'environment', name: 'production' },
  objective: 0.99996,
  windowSeconds: 30 * 86_400,
  spentMilliseconds,
  hourMilliseconds: 0,
  sixHoursMilliseconds: 0,
  tightenBelow: 0.5,
  fixesBelow: 0.1,
  from: 'incidents',
})
const alarm: NonNullable<DecisionInputs['alarm']> = {
  since: '2026-03-02T00:00:00.000Z',
  at: '2026-06-01T00:00:00.000Z',
  until: '2026-06-15T00:00:00.000Z',
  n: 120,
  failures: 9,
  expected: 2.4,
  promised: null,
}

const inputs = (
  given: Partial<Omit<DecisionInputs, 'change'>> & {
    readonly change?: Partial<DecisionInputs['change']>
  } = {},
): DecisionInputs => ({
  engine,
  mode: 'enforce',
  configuration: { status: 'read' },
  signals: names,
  parts: [part(small)],
  context: Object.fromEntries(contextNames.map((name) => [name, null])),
  model: { speaks: true },
  failedSources: [],
  recentRisks: Array(100).fill(between),
  pastHazards: [],
  reviewRiskiest: 0.1,
  neverAutoApprove: ['**/migrations/**'],
  gateFiles: listGateFiles({ configurationPath: '.github/change-risk.yml' }),
  windows: [],
  ...given,
  change: { kind: 'forward', touchesMigration: false, commitsLost: null, baseKnown: true, ...given.change },
})

const riskOf = (told: Readonly<Record<string, number>>): number =>
  probabilityOf(model, explainPart(model, told).hazard)
/** Every recent part had this risk, and so it is the limit: whatever the prior of this release, it parts small from large. */
const between = (riskOf(small) + riskOf(large)) / 2

const inForce = (effect: Window['effect']): DecisionInputs['windows'] => [
  {
    window: {
      kind: 'fixed',
      name: 'fair',
      from: '2026-11-02T00:00:00',
      to: '2026-11-04T00:00:00',
      timeZone: 'Europe/Paris',
      effect,
    },
    until: '2026-11-03T23:00:00.000Z',
    now: '2026-11-02T10:00:00.000Z',
  },
]

describe('an audit', () => {
  const draws = (approved = false) => {
    const names = Array.from({ length: 40 }, (_, at) => `#${at}`)
    const parts = names.map((name) => part(small, { sha: name, id: name, approved }))
    return { parts, draws: names.map((name) => ({ sha: name, name, head: 'head', tip: null })) }
  }
  const judged = (share: number, approved = false) => {
    const { parts, draws: all } = draws(approved)
    return judge(inputs({ parts, audit: { share, draws: all } }), model)
  }

  test('asks about what is drawn, and the result names it', () => {
    const { audited, decision } = judged(0.25)
    expect(decision).toMatchObject({ verdict: 'review', rule: 'audit-draw' })
    expect(audited!.length).toBeGreaterThan(0)
    expect(audited!.length).toBeLessThan(40)
    expect(resultOf(judged(0.25))).toMatchObject({ audited })
  })

  test('names what was drawn after it was approved, too', () => {
    expect(judged(0.25, true)).toMatchObject({
      decision: { verdict: 'approve', rule: 'below-limit' },
      audited: judged(0.25).audited,
    })
  })

  test('leaves the result of a decision without one as it ever was', () => {
    expect(resultOf(judge(inputs(), model))).not.toHaveProperty('audited')
    expect(judged(0)).toMatchObject({ decision: { rule: 'below-limit' }, audited: [] })
  })

  test('draws nothing above the limit', () => {
    const { draws: all } = draws()
    const audit = { share: 1, draws: [{ ...all[0]!, sha: part(large).sha }] }
    expect(judge(inputs({ parts: [part(large)], audit }), model)).toMatchObject({
      decision: { rule: 'part-above-limit' },
      audited: [],
    })
  })
})

describe('an approval at a lower band', () => {
  const review = [{ atLeast: 'low' as const, from: 'drivers', approvals: 1, shared: false }]
  const approvedAt = (band?: Band) =>
    part(large, {
      approved: true,
      approvals: [
        {
          groups: [0],
          head: null,
          source: { kind: 'review', id: 1 },
          ...(band === undefined ? {} : { band }),
        },
      ],
    })
  const decide = (band?: Band, more: Partial<DecisionInputs> = {}) =>
    judge(inputs({ review, parts: [approvedAt(band)], ...more }), model)

  test('asks again, and says why', () => {
    const { decision, parts } = decide('low')
    expect(parts[0]).toMatchObject({ approved: false, risen: { from: 'low', to: parts[0]!.band } })
    expect(decision).toMatchObject({ verdict: 'review', rule: 'part-above-limit' })
    expect(decision.reason).toMatch(
      /^#1 is riskier than the limit: .*; the risk of #1 rose from low to \w+ since it was approved: it wants a new approval$/,
    )
  })

  test('is told from one at the band it has, and from one that nobody knows the band of', () => {
    const { band } = decide('low').parts[0]!
    for (const at of [band, 'critical' as const, undefined])
      expect(decide(at).decision).toMatchObject({ verdict: 'approve', rule: 'below-limit' })
  })

  test('leaves nothing to a fix beside it: a burning budget lowers the limit', () => {
    const fix = part(small, { sha: 'b'.repeat(40), id: '#2', fix: { kind: 'revert', of: '#9' } })
    const why = (band?: Band) =>
      decide(band, { parts: [approvedAt(band), fix], budgets: [burnt(60_000)] }).limitWhy
    expect(why()).not.toContain('error budget')
    expect(why('low')).toContain('error budget')
  })
})

describe('a decision', () => {
  test.each<[string, DecisionInputs, string, string]>([
    ['a small part', inputs(), 'approve', 'below-limit'],
    ['a large one', inputs({ parts: [part(large)] }), 'review', 'part-above-limit'],
    [
      'a large one, approved before',
      inputs({ parts: [part(large, { approved: true })] }),
      'approve',
      'below-limit',
    ],
    [
      'a large one and what takes it back',
      inputs({ parts: [part(large, { cancelled: true }), part(large, { cancelled: true })] }),
      'approve',
      'below-limit',
    ],
    ['nothing', inputs({ parts: [] }), 'approve', 'nothing-to-deploy'],
    ['the model silent', inputs({ model: { speaks: false, why: 'new' } }), 'review', 'model-silent'],
    [
      'a source that failed',
      inputs({ failedSources: [{ source: 'ledger', why: 'gone' }] }),
      'review',
      'source-failed',
    ],
    [
      'a policy nobody can read',
      inputs({ configuration: { status: 'unreadable', why: 'line 3' } }),
      'review',
      'configuration-unreadable',
    ],
    ['a drift alarm', inputs({ alarm }), 'review', 'drift-alarm'],
    [
      'a drift alarm, all approved',
      inputs({ alarm, parts: [part(small, { approved: true })] }),
      'approve',
      'below-limit',
    ],
    [
      'a certificate that reaches higher than the rank',
      inputs({ parts: [part(large)], certificate: upTo(0.9) }),
      'approve',
      'below-limit',
    ],
    ['a certificate that does not', inputs({ certificate: upTo(1e-9) }), 'review', 'part-above-limit'],
    [
      'too few risks to rank, and a certificate',
      inputs({ recentRisks: [], certificate: upTo(0.9) }),
      'approve',
      'below-limit',
    ],
    ['too few risks to rank', inputs({ recentRisks: [0.1, 0.2] }), 'review', 'model-silent'],
    [
      'a path that never goes out alone',
      inputs({ parts: [part(small, { paths: ['db/migrations/1.sql'] })] }),
      'review',
      'never-auto-approve',
    ],
    [
      'a part whose pull request people labelled',
      inputs({ parts: [part(small, { optedOut: true })] }),
      'review',
      'do-not-auto-approve',
    ],
    [
      'a file of the gate',
      inputs({ parts: [part(small, { paths: ['.github/workflows/ci.yml'] })] }),
      'review',
      'gate-files-changed',
    ],
    [
      'a file of the gate, approved before',
      inputs({ parts: [part(small, { paths: ['CODEOWNERS'], approved: true })] }),
      'approve',
      'below-limit',
    ],
    ['off', inputs({ mode: 'off', parts: [part(large)] }), 'approve', 'mode-off'],
    ['a freeze', inputs({ windows: inForce({ kind: 'emergency-only' }) }), 'hold', 'window-emergency-only'],
    ['a window of reviews', inputs({ windows: inForce({ kind: 'review' }) }), 'review', 'window-review'],
    [
      'a window that lowers the limit to next to nothing',
      inputs({ windows: inForce({ kind: 'limit', factor: 0.001 }) }),
      'review',
      'part-above-limit',
    ],
    ['hours that customers did not choose', inputs({ closed: outside }), 'hold', 'window-outside'],
    ['an error budget that is spent', inputs({ budgets: [burnt(150_000)] }), 'review', 'budget-spent'],
    [
      'an error budget that is spent, and a fix',
      inputs({ budgets: [burnt(150_000)], parts: [part(small, { fix: { kind: 'incident', id: 'INC-7' } })] }),
      'approve',
      'below-limit',
    ],
    [
      'a fix that is too risky',
      inputs({ budgets: [burnt(150_000)], parts: [part(large, { fix: { kind: 'revert', of: '#9' } })] }),
      'review',
      'part-above-limit',
    ],
    [
      'an error budget of which little is left tightens the limit',
      inputs({ budgets: [{ ...burnt(103_000), fixesBelow: 0 }] }),
      'review',
      'part-above-limit',
    ],
    [
      'but not for what mends',
      inputs({
        budgets: [{ ...burnt(103_000), fixesBelow: 0 }],
        parts: [part(small, { fix: { kind: 'incident', id: 'INC-7' } })],
      }),
      'approve',
      'below-limit',
    ],
    [
      'a certified limit that a window lowers to what is certified, too',
      inputs({
        windows: inForce({ kind: 'limit', factor: 0.5 }),
        certificate: { ...upTo(0.9), levels: [0.4, 0.9] },
      }),
      'approve',
      'below-limit',
    ],
    [
      'and to what is not: a person looks, at a risk that is told',
      inputs({
        windows: inForce({ kind: 'limit', factor: 0.4 }),
        certificate: { ...upTo(0.9), levels: [0.4, 0.9] },
      }),
      'review',
      'part-above-limit',
    ],
    ['the same again', inputs({ change: { kind: 'redeploy' }, parts: [] }), 'approve', 'redeploy'],
    ['back', inputs({ change: { kind: 'rollback' }, parts: [part(large)] }), 'approve', 'rollback'],
    [
      'back over a migration',
      inputs({ change: { kind: 'rollback', touchesMigration: true } }),
      'review',
      'rollback-over-migration',
    ],
    ['apart', inputs({ change: { kind: 'diverged', commitsLost: 2 } }), 'review', 'diverged'],
  ])('%s', (_, given, verdict, rule) => expect(judge(given, model).decision).toMatchObject({ verdict, rule }))
})

test.each([
  [0.99, 'low'],
  [1, 'low'],
  [1.01, 'moderate'],
  [2, 'moderate'],
  [2.01, 'high'],
  [4, 'high'],
  [4.01, 'critical'],
])('%f times the usual hazard is %s', (times, band) => expect(bandOf(times * 0.25, 0.25)).toBe(band))

describe('numbers', () => {
  test('of the whole are given only where a base is known and something goes out', () => {
    for (const [given, told] of [
      [inputs(), true],
      [inputs({ change: { baseKnown: false } }), false],
      [inputs({ change: { kind: 'rollback' } }), false],
      [inputs({ parts: [] }), false],
      [inputs({ model: { speaks: false, why: 'new' } }), false],
    ] as const) {
      const { probability, low, high, baseRate, band } = judge(given, model)
      for (const value of [probability, low, high, baseRate, band]) expect(value !== null).toBe(told)
    }
  })

  test('rank a part among the last hundred, ties counted half', () => {
    const percentile = (...recentRisks: readonly number[]) =>
      judge(inputs({ recentRisks }), model).parts[0]!.percentile
    const { risk } = judge(inputs(), model).parts[0]!
    expect(percentile()).toBe(50)
    expect(percentile(risk / 2, risk / 3)).toBe(100)
    expect(percentile(risk * 2)).toBe(0)
    expect(percentile(risk, risk / 2)).toBe(75)
    expect(percentile(...Array(50).fill(risk / 2), ...Array(100).fill(risk * 2))).toBe(0)
  })

  test('keep an unknown answer without effect', () => {
    const [nothing] = judge(inputs({ parts: [part()] }), model).parts
    expect(nothing!.factors.every(({ factor }) => factor === 1)).toBe(true)
    expect(nothing!.hazard).toBeCloseTo(model.usualHazard, 8)
  })
})

/** What is usual more often than not, or everything ends at the first thing that is not. */
const mostly = <Value>(usually: Value, ...others: readonly Value[]): fc.Arbitrary<Value> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(usually) }, fc.constantFrom(...others))
const answer = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 5000 }),
  fc.double({ min: 0, max: 1, noNaN: true }),
)
const anyPart: fc.Arbitrary<PartInput> = fc
  .record({
    sha: fc.constantFrom('a'.repeat(40), 'b'.repeat(40)),
    id: fc.constantFrom('#1', '#2', 'abcdef12'),
    answers: fc.array(answer, { minLength: names.length, maxLength: names.length }),
    approved: fc.boolean(),
    cancelled: fc.boolean(),
    paths: mostly<readonly string[]>(
      [],
      ['db/migrations/1.sql'],
      ['.github/change-risk.yml'],
      ['CODEOWNERS'],
    ),
    fix: fc.constantFrom(undefined, { kind: 'incident' as const, id: 'INC-7' }),
  })
  .map(({ fix, ...rest }) => (fix === undefined ? rest : { ...rest, fix }))
const anyInputs: fc.Arbitrary<DecisionInputs> = fc
  .record({
    mode: fc.constantFrom(...modes),
    configuration: mostly<DecisionInputs['configuration']>(
      { status: 'read' },
      { status: 'absent' },
      { status: 'unreadable', why: 'x' },
    ),
    kind: mostly<ChangeKind>('forward', 'diverged', 'rollback', 'redeploy'),
    touchesMigration: fc.boolean(),
    baseKnown: fc.boolean(),
    parts: fc.array(anyPart, { maxLength: 4 }),
    context: fc.dictionary(
      fc.constantFrom(...contextNames),
      fc.option(fc.double({ min: 0, max: 400, noNaN: true })),
    ),
    model: mostly<DecisionInputs['model']>({ speaks: true }, { speaks: false, why: 'x' }),
    failedSources: mostly<DecisionInputs['failedSources']>([], [{ source: 'ledger', why: 'x' }]),
    recentRisks: fc.oneof(
      fc.constant(risksAround(usual * 4)),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 }),
    ),
    pastHazards: fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { maxLength: 5 }),
    reviewRiskiest: fc.double({ min: 0, max: 1, noNaN: true }),
    closed: mostly<DecisionInputs['closed']>(undefined, outside),
    budgets: mostly<NonNullable<DecisionInputs['budgets']>>([], [burnt(70_000)], [burnt(0), burnt(200_000)]),
    windows: mostly<DecisionInputs['windows']>(
      [],
      inForce({ kind: 'emergency-only' }),
      inForce({ kind: 'review' }),
      inForce({ kind: 'limit', factor: 0.5 }),
    ),
  })
  .map(({ kind, touchesMigration, baseKnown, closed, ...rest }) =>
    inputs({
      ...rest,
      ...(closed === undefined ? {} : { closed }),
      change: { kind, touchesMigration, baseKnown, commitsLost: null },
    }),
  )

const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) frozen(member)
  return Object.freeze(value)
}

describe('whatever it is given', () => {
  test('the same inputs make the same bits, now and after a year in a ledger', () => {
    fc.assert(
      fc.property(anyInputs, (given) => {
        // 0 and −0 are one number in JSON; a ledger keeps what JSON keeps.
        const kept = JSON.parse(JSON.stringify(given)) as DecisionInputs
        const first = JSON.stringify(resultOf(judge(frozen(kept), model)))
        expect(JSON.stringify(resultOf(judge(given, model)))).toBe(first)
        expect(first).not.toMatch(/NaN|Infinity|undefined/)
        expect(JSON.parse(first).parts).toHaveLength(given.parts.length)
      }),
    )
  })

  test('an approval of something new rests on a risk, a limit and every rule before', () => {
    let approvals = 0
    fc.assert(
      fc.property(anyInputs, (given) => {
        const { decision, limit, parts } = judge(given, model)
        expect(given.configuration.status === 'unreadable' && decision.rule).not.toBe('mode-off')
        if (decision.verdict !== 'approve' || decision.rule !== 'below-limit') return
        approvals += 1
        expect(given).toMatchObject({ change: { kind: 'forward' }, failedSources: [] })
        expect(given.configuration.status).not.toBe('unreadable')
        const effects = given.windows.map(({ window }) => window.effect.kind)
        expect(effects).not.toContain('emergency-only')
        expect(given.closed).toBeUndefined()
        if (effects.includes('review')) expect(given.parts.every(({ approved }) => approved)).toBe(true)
        for (const [at, { approved, cancelled, fix, paths }] of given.parts.entries()) {
          if (approved) continue
          if (!cancelled && fix === undefined) expect(given.budgets).not.toContainEqual(burnt(200_000))
          expect(paths).toEqual([])
          if (cancelled) continue
          expect(given.model.speaks).toBe(true)
          expect(parts[at]!.risk).toBeLessThanOrEqual(limit!)
        }
      }),
      { numRuns: 500 },
    )
    expect(approvals).toBeGreaterThan(20)
  })

  test('a part and what takes it back change nothing of the others', () => {
    fc.assert(
      fc.property(anyInputs, anyPart, anyPart, (given, one, other) => {
        const undone = [one, other].map((each) => ({ ...each, cancelled: true }))
        const bare = judge(given, model)
        const { probability, baseRate, low, high, parts, changeFactors } = judge(
          { ...given, parts: [...given.parts, ...undone] },
          model,
        )
        if (bare.probability === null) return
        expect({ probability, baseRate, low, high }).toEqual({
          probability: bare.probability,
          baseRate: bare.baseRate,
          low: bare.low,
          high: bare.high,
        })
        expect(parts.slice(0, -2)).toEqual(bare.parts)
        if (bare.changeFactors !== null)
          expect(changeFactors!.parts.slice(0, -2)).toEqual(bare.changeFactors.parts)
      }),
    )
  })

  test('shares add up, cancelled parts weigh nothing, and one part less never raises the risk', () => {
    fc.assert(
      fc.property(anyInputs, (given) => {
        const whole = judge(given, model)
        const sum = whole.parts.reduce((total, { share }) => total + share, 0)
        if (given.parts.some(({ cancelled }) => !cancelled)) expect(sum).toBeCloseTo(1, 9)
        else expect(sum).toBe(0)
        for (const [at, { cancelled }] of given.parts.entries())
          if (cancelled) expect(whole.parts[at]).toMatchObject({ hazard: 0, share: 0, risk: 0 })
        if (whole.band !== null) expect(bands).toContain(whole.band)
        if (whole.changeFactors !== null) {
          const { parts, context } = whole.changeFactors
          const product = [...parts, ...context].reduce((all, { factor }) => all * factor, whole.baseRate!)
          const total = [...parts, ...context].reduce((all, { points }) => all + points, whole.baseRate!)
          expect(product / whole.probability!).toBeCloseTo(1, 9)
          expect(total).toBeCloseTo(whole.probability!, 12)
        }
        if (whole.probability === null || given.parts.length < 2) return
        expect(whole.low!).toBeLessThanOrEqual(whole.probability)
        expect(whole.high!).toBeGreaterThanOrEqual(whole.probability)
        for (const left of given.parts) {
          const rest = given.parts.filter((candidate) => candidate !== left)
          const without = judge({ ...given, parts: rest }, model).probability
          if (without !== null) expect(without).toBeLessThanOrEqual(whole.probability + 1e-12)
        }
      }),
    )
  })
})
