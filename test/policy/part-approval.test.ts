/** An approval is worth what was known when it was given: bands before and after, and whether it counts. */
import { describe, expect, test } from 'vitest'
import { type Band, bands } from '../../src/domain/decision.ts'
import type { PartInput } from '../../src/policy/decision-inputs.ts'
import { approvalOf, sayRise } from '../../src/policy/part-approval.ts'
import { standingOf } from '../../src/policy/review-groups.ts'
import fc from '../properties.ts'

type Approvals = NonNullable<PartInput['approvals']>

/** Approvals of different people, each at a band, or at none that is known. */
const given = (...at: readonly (Band | null)[]): Approvals =>
  at.map((band, id) => ({
    groups: [0],
    head: 'a'.repeat(40),
    source: { kind: 'review', id },
    ...(band === null ? {} : { band }),
  }))

const wanting = (approvals: number) => [
  { atLeast: 'low' as const, from: 'drivers', approvals, shared: false },
]

describe('an approval', () => {
  test.each<[string, string, readonly string[]]>([
    ['low', 'low', ['moderate', 'high', 'critical']],
    ['moderate', 'low moderate', ['high', 'critical']],
    ['high', 'low moderate high', ['critical']],
    ['critical', 'low moderate high critical', []],
    ['unknown', 'low moderate high critical', []],
  ])('given at %s counts at %s', (at, counts, not) => {
    const approvals = given(bands.find((band) => band === at) ?? null)
    const judged = bands.map((band) => ({
      band,
      ...approvalOf(wanting(1), { approved: true, approvals }, { band, isKnown: true }),
    }))
    const named = (wanted: boolean) =>
      judged.flatMap(({ approved, band }) => (approved === wanted ? [band] : []))
    expect(named(true).join(' ')).toBe(counts)
    expect(named(false)).toEqual(not)
    for (const { approved, band, risen } of judged)
      expect(risen).toEqual(approved ? undefined : { from: at, to: band })
  })

  test.each<[string, number, readonly (Band | null)[], boolean, string]>([
    ['given again at the new band', 1, ['moderate', 'high'], true, ''],
    ['of two, one of them before it rose', 2, ['moderate', 'high'], false, 'moderate to high'],
    ['of two, both before, at different bands', 2, ['low', 'moderate'], false, 'moderate to high'],
    ['of two, one of them nobody knows when', 2, [null, 'critical'], true, ''],
    ['that is one too few, but holds', 2, ['high'], false, ''],
  ])('%s', (_, wanted, at, approved, rise) => {
    const judged = approvalOf(
      wanting(wanted),
      { approved: true, approvals: given(...at) },
      { band: 'high', isKnown: true },
    )
    expect(judged.approved).toBe(approved)
    expect(judged.risen ? sayRise('#12', judged.risen) : '').toBe(
      rise === '' ? '' : `the risk of #12 rose from ${rise} since it was approved: it wants a new approval`,
    )
  })

  test('holds while the model is silent: no risk is known to have risen', () => {
    const part = { approved: true, approvals: given('low') }
    expect(approvalOf(wanting(1), part, { band: 'critical', isKnown: false })).toEqual({
      approved: true,
      standing: [{ from: 'drivers', wanted: 1, given: 1 }],
      outgrown: [],
    })
  })

  test('of a decision that kept no band counts as it always did', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 0, max: 4 }),
        fc.constantFrom(...bands),
        (wanted, count, band) => {
          const approvals = given(...Array.from({ length: count }, () => null))
          const judged = approvalOf(
            wanting(wanted),
            { approved: count > 0, approvals },
            { band, isKnown: true },
          )
          expect(judged).toEqual({
            approved: count >= wanted,
            standing: standingOf(wanting(wanted), band, approvals),
            outgrown: [],
          })
        },
      ),
    )
  })

  test('never counts at more bands for having been given at a lower one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...bands), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(...bands),
        fc.nat(),
        (at, wanted, band, which) => {
          const judge = (approvals: Approvals) =>
            approvalOf(wanting(wanted), { approved: true, approvals }, { band, isKnown: true })
          const lower = at.map((each, place) => (place === which % at.length ? 'low' : each))
          expect(judge(given(...at)).approved || !judge(given(...lower)).approved).toBe(true)
        },
      ),
    )
  })
})
