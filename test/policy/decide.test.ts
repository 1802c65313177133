import { describe, expect, test } from 'vitest'
import { ruleNames, verdicts } from '../../src/domain/decision.ts'
import { decide } from '../../src/policy/decide.ts'
import type { Facts, PartFacts } from '../../src/policy/facts.ts'
import { approve, type Rule } from '../../src/policy/rule.ts'
import { rules } from '../../src/policy/rules/index.ts'
import fc from '../properties.ts'
import { facts, part, windowInForce } from './facts.ts'

const silentModel = { speaks: false, why: 'no model' } as const
const unreadable = { configuration: { status: 'unreadable', why: 'x' } } as const
const frozen = { windows: [windowInForce({ kind: 'emergency-only' })] }

describe('which rule answers first', () => {
  test.each([
    ['an ordinary Tuesday', facts(), 'approve', 'below-limit'],
    [
      'the kill switch, whatever else',
      facts({ mode: 'off', failedSources: [{ source: 's', why: 'w' }], ...frozen }),
      'approve',
      'mode-off',
    ],
    [
      'the kill switch cannot be told from a broken file',
      facts({ mode: 'off', ...unreadable }),
      'review',
      'configuration-unreadable',
    ],
    [
      'a redeploy, model silent',
      facts({ model: silentModel, limit: null, change: { kind: 'redeploy', parts: [] } }),
      'approve',
      'redeploy',
    ],
    [
      'a rollback, model silent',
      facts({ model: silentModel, limit: null, change: { kind: 'rollback' } }),
      'approve',
      'rollback',
    ],
    ['a rollback in a freeze', facts({ change: { kind: 'rollback' }, ...frozen }), 'approve', 'rollback'],
    [
      'a rollback over a migration in a freeze does not wait for January',
      facts({ change: { kind: 'rollback', touchesMigration: true }, ...frozen }),
      'review',
      'rollback-over-migration',
    ],
    [
      'a source that failed, on a redeploy',
      facts({ failedSources: [{ source: 's', why: 'w' }], change: { kind: 'redeploy' } }),
      'review',
      'source-failed',
    ],
    [
      'a freeze before the policy file',
      facts({ ...frozen, change: { parts: [part({ paths: ['CODEOWNERS'] })] } }),
      'hold',
      'window-emergency-only',
    ],
    [
      'the policy file before the risk',
      facts({ change: { parts: [part({ paths: ['CODEOWNERS'], risk: 0.9 })] } }),
      'review',
      'gate-files-changed',
    ],
    [
      'an approved risky part',
      facts({ change: { parts: [part({ risk: 0.9, approved: true })] } }),
      'approve',
      'below-limit',
    ],
    [
      'an approved part at a wrong moment',
      facts({ context: { raisesBand: true }, change: { parts: [part({ approved: true })] } }),
      'review',
      'context-raises-risk',
    ],
  ])('%s', (_, given, verdict, rule) => expect(decide(rules, given)).toMatchObject({ verdict, rule }))
})

describe('when rules fail', () => {
  const silent: Rule = { name: 'redeploy', answer: () => undefined }
  const broken: Rule = {
    name: 'diverged',
    answer: () => {
      throw new Error('no such\nthing')
    },
  }
  const generous: Rule = { name: 'below-limit', answer: () => approve('fine') }

  test.each([
    ['no rule at all', [], 'no-rule-answered', 'no rule could answer, so a person decides'],
    ['only silent rules', [silent, silent], 'no-rule-answered', 'no rule could answer, so a person decides'],
    [
      'a broken rule, even before a generous one',
      [silent, broken, generous],
      'no-rule-answered',
      'the rule diverged broke (Error: no such thing), so a person decides',
    ],
  ])('%s means review', (_, ordered, rule, reason) =>
    expect(decide(ordered, facts())).toEqual({ verdict: 'review', rule, reason }),
  )

  test('facts nobody could have made mean review', () => {
    const impossible = { ...facts(), change: null } as unknown as Facts
    expect(decide(rules, impossible)).toMatchObject({ verdict: 'review', rule: 'no-rule-answered' })
  })
})

const anyRisk = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
  fc.constantFrom(null, Number.NaN, -1, 2, Number.POSITIVE_INFINITY, 0.016),
)
const anyPart: fc.Arbitrary<PartFacts> = fc.record({
  sha: fc.constantFrom('a', 'b'),
  id: fc.constantFrom('#1', '#2'),
  title: fc.string(),
  risk: anyRisk,
  approved: fc.boolean(),
  rejections: fc.array(fc.string(), { maxLength: 1 }),
  objections: fc.nat(1),
  cancelled: fc.boolean(),
  optedOut: fc.boolean(),
  paths: fc.array(fc.constantFrom('a.ts', 'CODEOWNERS', 'db/migrations/1.sql', '.github/workflows/ci.yml'), {
    maxLength: 2,
  }),
})
const overriding = { until: '2026-09-08T12:00:00.000Z', reviewBy: '2026-09-10T10:00:00.000Z' }
const factsWith = (override: boolean): fc.Arbitrary<Facts> =>
  fc.record({
    mode: fc.constantFrom('off', 'observe', 'enforce', 'enforce', 'enforce'),
    configuration: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom({ status: 'read' } as const, { status: 'absent' } as const) },
      fc.constant({ status: 'unreadable', why: 'x' } as const),
    ),
    change: fc.record({
      kind: fc.constantFrom('forward', 'forward', 'forward', 'redeploy', 'rollback', 'diverged'),
      parts: fc.array(anyPart, { maxLength: 4 }),
      touchesMigration: fc.boolean(),
      commitsLost: fc.option(fc.nat(9)),
    }),
    model: fc.oneof(
      { weight: 4, arbitrary: fc.constant({ speaks: true } as const) },
      fc.constant(silentModel),
    ),
    failedSources: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      fc.constant([{ source: 's', why: 'w' }]),
    ),
    limit: anyRisk,
    limitWhy: fc.constant('because'),
    context: fc.record({ raisesBand: fc.boolean() }),
    neverAutoApprove: fc.constantFrom([], ['**/migrations/**']),
    gateFiles: fc.constant(['CODEOWNERS', '.github/workflows/**']),
    freezes: fc.oneof(
      { weight: 5, arbitrary: fc.constant([]) },
      fc.constantFrom(
        [{ environment: null, until: null, said: '' }],
        [{ environment: 'production', until: '2026-09-09T10:00:00.000Z', said: 'fair' }],
      ),
    ),
    ...(override ? { override: fc.constant(overriding) } : {}),
    windows: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      fc.constantFrom([windowInForce({ kind: 'review' })], frozen.windows, [
        windowInForce({ kind: 'limit', factor: 0.5 }),
      ]),
    ),
  })

const anyFacts = factsWith(false)

const isNumber = (value: number | null) => value !== null && value >= 0 && value <= 1

/** Why nothing may be approved here; told independently of the rules. */
const obstacles = (given: Facts): readonly string[] => {
  const { change, limit } = given
  const found: string[] = []
  if (given.configuration.status === 'unreadable') found.push('configuration unreadable')
  if (given.mode === 'off') return found
  if (given.failedSources.length > 0) found.push('a source failed')
  if (change.kind === 'redeploy') return found
  if (change.kind === 'rollback') return change.touchesMigration ? [...found, 'back over a migration'] : found
  if (change.kind === 'diverged') found.push('diverged')
  if (change.parts.length === 0) return found
  const effects = given.windows.map(({ window }) => window.effect.kind)
  if (effects.includes('emergency-only')) found.push('a freeze')
  if (effects.includes('review') && change.parts.some(({ approved }) => !approved))
    found.push('a window that asks')
  if (given.context.raisesBand) found.push('context')
  if (given.freezes.length > 0) found.push('frozen')
  for (const { approved, cancelled, optedOut, risk, paths, rejections, objections } of change.parts) {
    if (rejections.length > 0 && !cancelled) found.push('a person said no')
    if (approved) continue
    if (optedOut) found.push('labelled')
    if (paths.includes('CODEOWNERS') || paths.includes('.github/workflows/ci.yml'))
      found.push('steers the gate')
    if (given.neverAutoApprove.length > 0 && paths.includes('db/migrations/1.sql'))
      found.push('never unreviewed')
    if (!given.model.speaks) found.push('model silent')
    if (cancelled) continue
    if (objections > 0) found.push('changes are wanted')
    if (!isNumber(limit)) found.push('no limit')
    if (!isNumber(risk)) found.push('no risk')
    if (risk !== null && limit !== null && risk > limit) found.push('above the limit')
  }
  return found
}

test('nothing is approved against an obstacle, and everything without one', () => {
  const seen = { approved: 0, refused: 0 }
  fc.assert(
    fc.property(anyFacts, (given) => {
      const decision = decide(rules, given)
      const against = obstacles(given)
      expect(verdicts).toContain(decision.verdict)
      expect(ruleNames).toContain(decision.rule)
      expect(decision.reason.length).toBeGreaterThan(10)
      const open = decision.rule === 'frozen' && given.freezes.some(({ until }) => until === null)
      expect(decision.until !== undefined).toBe(decision.verdict === 'hold' && !open)
      expect([decision.verdict === 'approve', against]).toEqual([against.length === 0, against])
      seen[decision.verdict === 'approve' ? 'approved' : 'refused']++
    }),
    { numRuns: 10_000 },
  )
  expect(Math.min(seen.approved, seen.refused)).toBeGreaterThan(500)
})

test('only a person rejects, never a score', () => {
  fc.assert(
    fc.property(anyFacts, (given) => {
      const no = given.change.parts.some(({ rejections }) => rejections.length > 0)
      if (decide(rules, given).verdict === 'reject') expect(no).toBe(true)
    }),
  )
})

test('an override lets out everything but what nobody knows who may override', () => {
  fc.assert(
    fc.property(
      factsWith(true),
      fc.constantFrom('policy', 'ledger', 'deployments', null),
      (given, source) => {
        const failedSources = source === null ? [] : [{ source, why: 'it is down' }]
        const decision = decide(rules, { ...given, failedSources })
        const unknown =
          given.configuration.status === 'unreadable' || source === 'policy' || source === 'ledger'
        if (given.mode === 'off' && given.configuration.status !== 'unreadable')
          expect(decision.rule).toBe('mode-off')
        else if (unknown) expect(decision.verdict).toBe('review')
        else expect(decision).toMatchObject({ verdict: 'approve', rule: 'emergency-override' })
      },
    ),
    { numRuns: 3000 },
  )
})
