/** Error budgets: what may go wrong, what did, and what follows. */
import { describe, expect, test } from 'vitest'
import type { Outage } from '../../src/history/downtime.ts'
import { costOf, outagesOf } from '../../src/history/downtime.ts'
import type { KnownIncident } from '../../src/history/known-incidents.ts'
import {
  allowedMilliseconds,
  type BudgetFacts,
  budgetFactor,
  budgetOf,
  formatLength,
  sayBurnt,
} from '../../src/policy/budget.ts'
import fc from '../properties.ts'

const day = 86_400

describe('what may go wrong, to the millisecond', () => {
  test.each([
    ['99.996 % of 30 days', 0.99996, 30 * day, 103_680, '1 min 43 s'],
    ['99.996 % of a year of 365 days', 0.99996, 365 * day, 1_261_440, '21 min 1 s'],
    ['99.996 % of a leap year', 0.99996, 366 * day, 1_264_896, '21 min 4 s'],
    ['99.996 % of `1y`, which is 365.25 days', 0.99996, 31_557_600, 1_262_304, '21 min 2 s'],
    ['99.996 % of `1mo`, a twelfth of it', 0.99996, 2_629_800, 105_192, '1 min 45 s'],
    ['99.996 % of February', 0.99996, 28 * day, 96_768, '1 min 36 s'],
    ['99.996 % of January', 0.99996, 31 * day, 107_136, '1 min 47 s'],
    ['99.9 % of 30 days', 0.999, 30 * day, 2_592_000, '43 min 12 s'],
    ['99 % of 7 days', 0.99, 7 * day, 6_048_000, '1 h 40 min'],
    ['99.999 % of 30 days', 0.99999, 30 * day, 25_920, '25 s'],
    ['99.9999 % of a day', 0.999999, day, 86, 'under 1 s'],
    ['one half of 30 days', 0.5, 30 * day, 1_296_000_000, '15 d'],
  ])('%s', (_, objective, windowSeconds, milliseconds, words) => {
    expect(allowedMilliseconds(objective, windowSeconds)).toBe(milliseconds)
    expect(formatLength(milliseconds)).toBe(words)
  })

  test('as whole numbers have it, whatever the objective', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 999_999_999_999n }),
        fc.integer({ min: 1, max: 100 * 31_557_600 }),
        (promised, windowSeconds) => {
          const objective = Number(`0.${String(promised).padStart(12, '0')}`)
          const scale = 1_000_000_000_000n
          const exact = BigInt(windowSeconds) * 1000n * (scale - promised)
          const found = BigInt(allowedMilliseconds(objective, windowSeconds))
          const apart = found * scale - exact
          expect(apart < scale && apart > -scale).toBe(true)
        },
      ),
    )
  })
})

const now = Date.parse('2026-09-08T12:00:00Z')
const seconds = (iso: string): number => Date.parse(iso) / 1000
const incident = (
  given: Partial<KnownIncident> & { readonly at?: string; readonly to?: string | null } = {},
): KnownIncident => {
  const { at = '2026-09-08T10:00:00Z', to = '2026-09-08T10:01:00Z', ...rest } = given
  return {
    id: 'INC-1',
    source: 'table',
    nearMiss: false,
    severity: 'sev2',
    environment: 'production',
    noticedAt: seconds(at),
    startedAt: seconds(at),
    recoveredAt: to === null ? null : seconds(to),
    over: to !== null,
    components: [],
    customers: [],
    impact: 'down',
    trigger: 'unknown',
    causes: [],
    actions: { open: 0, done: 0 },
    postMortem: null,
    ...rest,
  }
}
const shares = { degraded: 0.3, unknown: 1 }
const window = { from: now - 30 * day * 1000, until: now }
const spentBy = (...incidents: readonly KnownIncident[]): string => {
  const { outages, leftOut } = outagesOf(incidents, shares, window)
  return `${costOf(outages, window) / 1000} s${leftOut === 0 ? '' : `, ${leftOut} left out`}`
}

describe('what went wrong in thirty days, from the incidents', () => {
  test.each<[string, readonly KnownIncident[], string]>([
    ['none', [], '0 s'],
    ['a minute down', [incident()], '60 s'],
    ['a minute degraded counts as 18 s', [incident({ impact: 'degraded' })], '18 s'],
    ['what disturbed nobody costs nothing', [incident({ impact: 'none' })], '0 s'],
    ['nor does a near miss', [incident({ nearMiss: true })], '0 s'],
    ['what it did is not said: taken for down', [incident({ impact: 'unknown' })], '60 s'],
    [
      'two at once count once',
      [incident(), incident({ id: 'INC-2', at: '2026-09-08T10:00:30Z', to: '2026-09-08T10:01:30Z' })],
      '90 s',
    ],
    [
      'the worse of two counts where they overlap',
      [
        incident(),
        incident({ id: 'INC-2', impact: 'degraded', at: '2026-09-08T10:00:30Z', to: '2026-09-08T10:02:40Z' }),
      ],
      '90 s',
    ],
    ['one that goes on counts until now', [incident({ at: '2026-09-08T11:59:00Z', to: null })], '60 s'],
    [
      'one that ends later than now counts until now',
      [incident({ at: '2026-09-08T11:59:00Z', to: '2026-09-08T13:00:00Z' })],
      '60 s',
    ],
    [
      'one from before counts as far as it lies inside',
      [incident({ at: '2026-08-09T11:00:00Z', to: '2026-08-09T12:00:05Z' })],
      '5 s',
    ],
    ['one long ago does not', [incident({ at: '2026-08-01T11:00:00Z', to: '2026-08-01T12:00:00Z' })], '0 s'],
    [
      'one that nobody had noticed yet does not',
      [incident({ noticedAt: seconds('2026-09-08T12:00:01Z') })],
      '0 s',
    ],
    [
      'times in doubt are left out and said',
      [incident({ startedAt: null, recoveredAt: null })],
      '0 s, 1 left out',
    ],
    ['one that is over, nobody knows since when', [incident({ to: null, over: true })], '0 s, 1 left out'],
    [
      'half a second',
      [incident({ at: '2026-09-08T10:00:00.250Z', to: '2026-09-08T10:00:00.750Z' })],
      '0.5 s',
    ],
  ])('%s', (_, incidents, expected) => expect(spentBy(...incidents)).toBe(expected))

  test('a second at a time it comes to the same', () => {
    const anyOutage: fc.Arbitrary<Outage> = fc
      .tuple(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom(1, 0.5, 0.3))
      .map(([from, length, share]) => ({ from, until: from + length, share, isOpen: false }))
    fc.assert(
      fc.property(fc.array(anyOutage, { maxLength: 8 }), (outages) => {
        let slowly = 0
        for (let at = 10; at < 100; at++)
          slowly += Math.max(
            0,
            ...outages.filter(({ from, until }) => from <= at && at < until).map(({ share }) => share),
          )
        expect(costOf(outages, { from: 10, until: 100 })).toBe(Math.round(Number(slowly.toFixed(6))))
      }),
    )
  })
})

const facts = (given: Partial<BudgetFacts> = {}): BudgetFacts => ({
  of: { kind: 'component', name: 'payments' },
  objective: 0.99996,
  windowSeconds: 30 * day,
  spentMilliseconds: 0,
  hourMilliseconds: 0,
  sixHoursMilliseconds: 0,
  tightenBelow: 0.5,
  fixesBelow: 0.1,
  from: 'incidents',
  ...given,
})
const told = (given: Partial<BudgetFacts>): string => {
  const budget = budgetOf(facts(given))
  return budget.onlyFixes
    ? `only fixes: ${sayBurnt([budget])}`
    : `×${Number(budget.factor.toFixed(3))}: ${budget.sentence}`
}

describe('the limit tightens as the budget burns, and when it is gone only fixes flow', () => {
  test.each([
    ['nothing spent', {}, '×1: 1 min 43 s of 1 min 43 s left (30 days)'],
    ['half spent', { spentMilliseconds: 51_840 }, '×1: 51 s of 1 min 43 s left (30 days)'],
    ['a little more', { spentMilliseconds: 62_680 }, '×0.791: 41 s of 1 min 43 s left (30 days)'],
    ['three quarters', { spentMilliseconds: 77_760 }, '×0.5: 25 s of 1 min 43 s left (30 days)'],
    ['nine tenths', { spentMilliseconds: 93_312 }, '×0.2: 10 s of 1 min 43 s left (30 days)'],
    [
      'a millisecond more',
      { spentMilliseconds: 93_313 },
      'only fixes: the error budget of payments has 9 % left: 10 s of 1 min 43 s left (30 days)',
    ],
    [
      'the last millisecond',
      { spentMilliseconds: 103_679 },
      'only fixes: the error budget of payments has under 1 % left: under 1 s of 1 min 43 s left (30 days)',
    ],
    [
      'all of it',
      { spentMilliseconds: 103_680 },
      'only fixes: the error budget of payments is spent: 1 min 43 s of 1 min 43 s used (30 days)',
    ],
    [
      'more than all',
      { spentMilliseconds: 150_000 },
      'only fixes: the error budget of payments is spent: 2 min 30 s of 1 min 43 s used (30 days)',
    ],
    [
      'two seconds in an hour',
      { spentMilliseconds: 2073, hourMilliseconds: 2073 },
      '×1: 1 min 41 s of 1 min 43 s left (30 days)',
    ],
    [
      '2.074 s in an hour, 14.4 times as fast as it may',
      { spentMilliseconds: 2074, hourMilliseconds: 2074, sixHoursMilliseconds: 2074 },
      'only fixes: the error budget of payments burned 14 times as fast over the last hour as it may: 1 min 41 s of 1 min 43 s left (30 days)',
    ],
    [
      '5.2 s in six hours',
      { spentMilliseconds: 5200, sixHoursMilliseconds: 5200 },
      'only fixes: the error budget of payments burned 6 times as fast over the last six hours as it may: 1 min 38 s of 1 min 43 s left (30 days)',
    ],
    [
      'a team that lets all of it be spent',
      { spentMilliseconds: 103_000, fixesBelow: 0 },
      '×0.013: under 1 s of 1 min 43 s left (30 days)',
    ],
    [
      'and never tightens',
      { spentMilliseconds: 103_000, fixesBelow: 0, tightenBelow: 0 },
      '×1: under 1 s of 1 min 43 s left (30 days)',
    ],
  ])('%s', (_, given, expected) => expect(told(given)).toBe(expected))

  test('the more is spent the lower the limit, and never without one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 0, max: 200_000 }), (one, more) => {
        const [before, after] = [one, one + more].map((spentMilliseconds) =>
          budgetOf(facts({ spentMilliseconds })),
        )
        if (!after!.onlyFixes) expect(after!.factor).toBeLessThanOrEqual(before!.factor)
        if (before!.onlyFixes) expect(after!.onlyFixes).toBe(true)
        expect(after!.factor).toBeGreaterThan(0)
        expect(after!.factor).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('of several the tightest holds, for one outage may burn them all', () => {
    const of = (name: string, spentMilliseconds: number) =>
      budgetOf(facts({ of: { kind: 'component', name }, spentMilliseconds }))
    expect(budgetFactor([of('web', 60_000), of('payments', 77_760)])).toEqual({
      factor: 0.5,
      factorWhy: 'by the error budget of payments (25 % left)',
    })
    expect(budgetFactor([of('web', 0)])).toEqual({ factor: 1 })
  })
})
