import { expect, test } from 'vitest'
import { brokenStatusLine, statusLine } from '../../src/report/status-line.ts'
import fc from '../properties.ts'
import {
  approveSmall,
  baseUnknown,
  configurationUnreadable,
  firstRun,
  holdUntil,
  noParts,
  redeploy,
  rejected,
  reviewOne,
  rollback,
  switchedOff,
} from './fixtures.ts'
import { batchOf40, enforceReview, everyView, poisoned } from './views.ts'

test.each([
  [reviewOne, 'pending', 'Review wanted: riskier than 96 of 100 changes here (4.5 %)'],
  [
    batchOf40.assessment,
    'pending',
    'Review wanted: #4600 is riskier than 98 of 100 changes here; 1 more is above the limit (35 %)',
  ],
  [approveSmall, 'success', 'Goes out unreviewed: riskier than 12 of the last 100 deployments here (0.8 %)'],
  [firstRun, 'success', 'Observe: riskier than 7 of the last 10 deployments here; nothing is held (21 %)'],
  [holdUntil, 'pending', 'Hold until Tuesday 06:00 UTC (in 3 days)'],
  [rejected, 'failure', 'Rejected: it goes back over a migration'],
  [redeploy, 'success', 'Goes out unreviewed: the same commit again, 026d3d4f'],
  [rollback, 'success', 'Goes out unreviewed: puts back 12 changes, to 8b1e77aa'],
  [noParts, 'success', 'Observe: nothing to deploy; nothing is held'],
  [switchedOff, 'success', 'Switched off: nothing is judged or held'],
  [configurationUnreadable, 'error', 'The gate could not judge: the configuration cannot be read'],
  [
    { ...reviewOne, rule: 'source-failed' as const },
    'error',
    'The gate could not judge: something did not answer',
  ],
  [
    { ...baseUnknown, mode: 'enforce' as const, rule: 'source-failed' as const },
    'error',
    'The gate could not judge: what runs there is not known',
  ],
  [
    { ...reviewOne, mode: 'observe' as const, rule: 'no-rule-answered' as const },
    'success',
    'Observe: the gate could not judge; nothing is held',
  ],
])('%#: %o', (assessment, state, description) =>
  expect(statusLine({ ...enforceReview, assessment })).toEqual({ state, description }),
)

test('an approved part asks for nobody, and the line says so', () => {
  const parts = reviewOne.change.parts.map((part) => ({ ...part, approvedBy: ['mira'] }))
  expect(
    statusLine({
      ...enforceReview,
      assessment: {
        ...reviewOne,
        decision: 'approve',
        rule: 'below-limit',
        change: { ...reviewOne.change, parts },
      },
    }),
  ).toEqual({ state: 'success', description: 'Goes out: it was approved (4.5 %)' })
})

test.each([
  [false, 'error', 'The gate could not judge: GET /repos/acme/ledger answered 502'],
  [
    true,
    'success',
    'Observe, nothing is held: the gate could not judge: GET /repos/acme/ledger answered 502',
  ],
] as const)('a gate that broke, observing %s: %s', (observing, state, description) =>
  expect(brokenStatusLine('GET /repos/acme/ledger\nanswered 502', observing)).toEqual({ state, description }),
)

test('whatever anything is called, it is one line of at most 140 characters, whole to its last letter', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom(...Object.values(everyView)),
      (text, view) => {
        for (const { description } of [statusLine(poisoned(view, text)), brokenStatusLine(text, false)]) {
          expect(description.length).toBeLessThanOrEqual(140)
          expect(description).not.toMatch(/[\p{Control}\p{Surrogate}\u2028\u202e]/u)
        }
      },
    ),
    { numRuns: 60 },
  )
})
