/** What a rehearsal takes for read: whoever was asked said yes, for as long as the risk stays where it was. */
import { expect, test } from 'vitest'
import { type Band, bands } from '../../src/domain/decision.ts'
import type { DecisionInputs, PartInput } from '../../src/policy/decision-inputs.ts'
import { approvalOf } from '../../src/policy/part-approval.ts'
import { withReadParts } from '../../src/policy/read-before.ts'

const policies = {
  'nobody by name': [],
  'one of the drivers': [{ atLeast: 'low', from: 'drivers', approvals: 1, shared: false }],
  'two of the leads, and a guard from high on': [
    { atLeast: 'low', from: '@acme/leads', approvals: 2, shared: false },
    { atLeast: 'high', from: '@acme/guards', approvals: 1, shared: false },
  ],
  'leads, more of them from high on': [
    { atLeast: 'moderate', from: '@acme/leads', approvals: 1, shared: false },
    { atLeast: 'high', from: '@acme/leads', approvals: 2, shared: false },
  ],
} as const

const part: PartInput = { sha: 'a', id: '#1', answers: [], approved: false, cancelled: false, paths: [] }

/** Bands at which a part that was read at one is not asked about again. */
const counting = (review: NonNullable<DecisionInputs['review']>, read: Band | null): readonly Band[] => {
  const inputs = { review, parts: [part] } as unknown as DecisionInputs
  const [again] = withReadParts(inputs, new Map([['a', read]])).parts
  return bands.filter((band) => approvalOf(review, again!, { band, isKnown: true }).approved)
}

test.each(Object.entries(policies))('where the policy asks %s', (_, review) => {
  expect(counting(review, 'low')).toEqual(['low'])
  expect(counting(review, 'moderate')).toEqual(['low', 'moderate'])
  expect(counting(review, 'high')).toEqual(['low', 'moderate', 'high'])
  expect(counting(review, 'critical')).toEqual(bands)
  // The model was silent: no risk is known to have risen.
  expect(counting(review, null)).toEqual(bands)
})

test('a part that nobody read is as it was', () => {
  const inputs = { review: [], parts: [part] } as unknown as DecisionInputs
  expect(withReadParts(inputs, new Map([['b', 'low']]))).toEqual(inputs)
})
