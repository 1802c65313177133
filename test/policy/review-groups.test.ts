import { describe, expect, test } from 'vitest'
import type { Band } from '../../src/domain/decision.ts'
import {
  type GroupApproval,
  isComplete,
  type ReviewGroup,
  sayMissing,
  standingOf,
} from '../../src/policy/review-groups.ts'
import fc from '../properties.ts'

/** Who belongs where in the tables below. */
const membership: Readonly<Record<string, readonly string[]>> = {
  ada: ['drivers', '@acme/leads', '@acme/database'],
  mira: ['drivers', '@acme/leads'],
  jonas: ['drivers', '@acme/database'],
  noor: ['drivers'],
}

/** "leads 2 from high" and the like. */
const group = (text: string): ReviewGroup => {
  const [, from = '', approvals, band, shared] = /^(\S+) (\d+)(?: from (\w+))?( shared)?$/.exec(text) ?? []
  return {
    from: from === 'drivers' ? from : `@acme/${from}`,
    approvals: Number(approvals),
    atLeast: (band ?? 'low') as Band,
    shared: shared !== undefined,
  }
}

const given = (groups: readonly ReviewGroup[], people: readonly string[]): readonly GroupApproval[] =>
  people.map((login) => ({
    groups: groups.flatMap(({ from }, at) => (membership[login]!.includes(from) ? [at] : [])),
  }))

describe('what is missing', () => {
  test.each<[string, readonly string[], Band, readonly string[], readonly string[]]>([
    [
      'one of anybody, and nobody said a word',
      ['drivers 1'],
      'low',
      [],
      ['1 approval of anybody who may write here'],
    ],
    ['one of anybody', ['drivers 1'], 'high', ['noor'], []],
    ['two of anybody', ['drivers 2'], 'low', ['noor'], ['1 more approval of anybody who may write here']],
    ['two of anybody, both there', ['drivers 2'], 'low', ['noor', 'ada'], []],
    ['a group that is not asked yet', ['drivers 1', 'leads 1 from high'], 'moderate', ['noor'], []],
    [
      'the risk rose: the group is asked now',
      ['drivers 1', 'leads 1 from high'],
      'high',
      ['noor'],
      ['1 approval of @acme/leads'],
    ],
    [
      'one person for two groups is not enough',
      ['leads 1', 'database 1'],
      'low',
      ['ada'],
      ['1 approval of @acme/database'],
    ],
    [
      'two of one team do not stand in for the other',
      ['leads 1', 'database 1'],
      'low',
      ['mira', 'noor'],
      ['1 approval of @acme/database'],
    ],
    ['one of each team', ['leads 1', 'database 1'], 'low', ['mira', 'jonas'], []],
    [
      'who can stand in either place stands where it helps',
      ['leads 1', 'database 1'],
      'low',
      ['ada', 'mira'],
      [],
    ],
    ['whatever the order they came in', ['leads 1', 'database 1'], 'low', ['mira', 'ada'], []],
    ['unless the policy says that one may count twice', ['leads 1', 'database 1 shared'], 'low', ['ada'], []],
    ['nobody is asked at this band: anybody will do', ['leads 1 from high'], 'low', ['noor'], []],
    [
      'nobody is asked at this band, and nobody came',
      ['leads 1 from high'],
      'low',
      [],
      ['1 approval of anybody who may write here'],
    ],
    [
      'the same people asked twice are asked for the larger number',
      ['drivers 1', 'drivers 2 from high'],
      'high',
      ['noor', 'mira'],
      [],
    ],
    ['and for no more than that lower down', ['drivers 1', 'drivers 2 from high'], 'moderate', ['noor'], []],
    [
      'several groups lack somebody',
      ['drivers 1', 'leads 2', 'database 1'],
      'low',
      ['ada'],
      ['2 approvals of @acme/leads', '1 approval of @acme/database'],
    ],
  ])('%s', (_, texts, band, people, missing) => {
    const groups = texts.map(group)
    expect(sayMissing(standingOf(groups, band, given(groups, people)))).toEqual(missing)
  })
})

const anyGroup: fc.Arbitrary<ReviewGroup> = fc.record({
  atLeast: fc.constantFrom('low', 'moderate', 'high', 'critical'),
  from: fc.constantFrom('drivers', '@acme/leads', '@acme/database', '@ada'),
  approvals: fc.integer({ min: 1, max: 3 }),
  shared: fc.constant(false),
})
const anyBand = fc.constantFrom<Band[]>('low', 'moderate', 'high', 'critical')
const anyCase = fc
  .tuple(fc.uniqueArray(anyGroup, { minLength: 1, maxLength: 3, selector: ({ from }) => from }), anyBand)
  .chain(([groups, band]) =>
    fc.tuple(
      fc.constant(groups),
      fc.constant(band),
      fc.array(fc.record({ groups: fc.subarray(groups.map((_, at) => at)) }), { maxLength: 4 }),
    ),
  )

/** Every way to give each person at most one of their groups, by trying them all. */
const assignments = (approvals: readonly GroupApproval[]): readonly (readonly (number | null)[])[] =>
  approvals.reduce<readonly (readonly (number | null)[])[]>(
    (ways, { groups }) => ways.flatMap((way) => [null, ...groups].map((place) => [...way, place])),
    [[]],
  )

test('complete means that people can be seated so that every group asked has its own', () => {
  fc.assert(
    fc.property(anyCase, ([groups, band, approvals]) => {
      const standing = standingOf(groups, band, approvals)
      const asked = groups
        .map((each, at) => ({ ...each, at }))
        .filter(({ from }) => standing.some((each) => each.from === from))
      const bands = ['low', 'moderate', 'high', 'critical']
      const open = groups.filter(({ atLeast }) => bands.indexOf(atLeast) <= bands.indexOf(band))
      const possible =
        open.length === 0
          ? approvals.length > 0
          : assignments(approvals).some((way) =>
              asked.every(
                ({ at, approvals: wanted }) => way.filter((place) => place === at).length >= wanted,
              ),
            )
      expect(isComplete(standing)).toBe(possible)
    }),
    { numRuns: 2000 },
  )
})

test('an approval more never takes one away, and without any nothing is complete', () => {
  fc.assert(
    fc.property(anyCase, ([groups, band, approvals]) => {
      const sum = (some: readonly GroupApproval[]): number =>
        standingOf(groups, band, some).reduce((all, each) => all + each.given, 0)
      expect(sum(approvals)).toBeGreaterThanOrEqual(sum(approvals.slice(1)))
      expect(isComplete(standingOf(groups, band, []))).toBe(false)
    }),
    { numRuns: 1000 },
  )
})
