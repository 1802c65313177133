/** What is left of error budgets, wherever people read it. */
import { expect, test } from 'vitest'
import type { Assessment, BudgetSummary } from '../../src/domain/assessment.ts'
import { renderComment } from '../../src/report/comment.ts'
import { assessmentSchema } from '../../src/report/contract.ts'
import { resultText } from '../../src/report/result.ts'
import { renderTerminal } from '../../src/report/terminal.ts'
import { reviewOne } from './fixtures.ts'
import { expectHarmless } from './harmless.ts'
import { hostileText } from './hostility.ts'
import { enforceReview } from './views.ts'

const budget = (name: string, kind: BudgetSummary['of']['kind'] = 'component'): BudgetSummary => ({
  of: { kind, name },
  objective: 0.99996,
  windowSeconds: 2_592_000,
  allowedSeconds: 103.68,
  leftSeconds: 41.2,
  burn: { hour: 0, sixHours: 0.4 },
  factor: 0.79,
  onlyFixes: false,
  from: 'incidents',
  sentence: '41 s of 1 min 43 s left (30 days)',
})
const withBudgets = (...budgets: readonly BudgetSummary[]): Assessment => ({ ...reviewOne, budgets })
const both = withBudgets(budget('production', 'environment'), budget('payments'))

test('the comment tells it in the small print and in the details', () => {
  const comment = renderComment({ ...enforceReview, assessment: both })
  const told = '41 s of 1 min 43 s left (30 days); payments 41 s of 1 min 43 s left (30 days)'
  const [front, details] = comment.split('<details>')
  expect(front!.replaceAll('\\', '')).toContain(`· error budget: ${told} ·`)
  expect(details!.replaceAll('\\', '')).toContain(`- **Error budget:** ${told}.`)
  expect(renderComment(enforceReview)).not.toMatch(/error budget: \d/)
})

test('strangers do not read how much went wrong', () =>
  expect(renderComment({ ...enforceReview, publicRepository: true, assessment: both })).not.toContain(
    '1 min 43 s',
  ))

test('a name that a stranger chose does nothing', () =>
  expectHarmless(
    renderComment({ ...enforceReview, assessment: withBudgets(budget(hostileText)) }),
    enforceReview.request!.people.map((person) => `@${'team' in person ? person.team : person.login}`),
  ))

test('the screen has a line for it', () =>
  expect(renderTerminal(both, { colour: false })).toMatch(
    /Budget +41 s of 1 min 43 s left \(30 days\); payments 41 s of 1 min 43 s\s+left/,
  ))

test('the JSON keeps its contract, and the output its size', () => {
  expect(assessmentSchema.parse(both).budgets).toHaveLength(2)
  const many = withBudgets(...Array.from({ length: 200 }, (_, at) => budget(`component-${at}`)))
  const text = resultText(many)
  expect(text.length).toBeLessThanOrEqual(10_000)
  expect(JSON.parse(text).leftOut.budgets).toBeGreaterThan(0)
})
