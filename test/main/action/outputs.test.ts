import { describe, expect, test } from 'vitest'
import { type Mode, modes, type Verdict, verdicts } from '../../../src/domain/decision.ts'
import { type FailOn, gateAction } from '../../../src/main/action/contract.ts'
import {
  byStrictness,
  continues,
  failureOutputs,
  inShort,
  isFailure,
  outputsOf,
} from '../../../src/main/action/outputs.ts'
import { reviewOne, situations } from '../../report/fixtures.ts'

const names = Object.keys(gateAction.outputs)

test.each(modes.flatMap((mode) => verdicts.map((decision) => [mode, decision] as const)))(
  'in %s, %s: only enforce holds, and lets go of an approval alone',
  (mode, decision) => expect(continues(mode, decision)).toBe(mode !== 'enforce' || decision === 'approve'),
)

test.each<[FailOn, readonly Verdict[]]>([
  ['none', []],
  ['reject', ['reject']],
  ['hold', ['reject', 'hold']],
  ['review', ['reject', 'hold', 'review']],
])('fail-on %s fails on %j', (failOn, failing) => {
  expect(verdicts.filter((decision) => isFailure(decision, failOn)).sort()).toEqual([...failing].sort())
})

describe('outputs of an answer', () => {
  test.each(Object.entries(situations))('%s: every output, as text', (_, assessment) => {
    const outputs = outputsOf(assessment, { message: 'In short.', resultFile: '/runner/temp/result.json' })
    expect(Object.keys(outputs)).toEqual(names)
    expect(outputs.decision).toBe(assessment.decision)
    expect(outputs.risk).toMatch(assessment.risk.probability === null ? /^$/ : /^[01]\.\d{6}$/)
    expect(outputs.message.length).toBeLessThanOrEqual(2000)
    expect(JSON.parse(outputs.result)).toMatchObject({ rule: assessment.rule, truncated: true })
    expect(outputs['wake-at']).toBe(assessment.decision === 'hold' ? assessment.until : '')
  })

  test('a review in enforce', () => {
    expect(outputsOf(reviewOne, { message: 'In short.', resultFile: null })).toMatchObject({
      decision: 'review',
      continue: 'false',
      'reason-code': 'part-above-limit',
      'risk-band': 'high',
      sha: reviewOne.change.head,
      'result-file': '',
      'ledger-record': '8c1f2a',
    })
  })

  test('several answers: the strictest first, what holds before what does not', () => {
    const answer = (environment: string, mode: Mode, decision: Verdict) => ({
      assessment: { ...reviewOne, environment, mode, decision },
    })
    const answers = [
      answer('goes', 'enforce', 'approve'),
      answer('shown', 'observe', 'reject'),
      answer('asks', 'enforce', 'review'),
      answer('waits', 'enforce', 'hold'),
      answer('asks-too', 'enforce', 'review'),
      answer('refused', 'enforce', 'reject'),
    ]
    expect(byStrictness(answers).map(({ assessment }) => assessment.environment)).toEqual([
      ...['refused', 'waits', 'asks', 'asks-too', 'shown', 'goes'],
    ])
    const { ledger: _, ...preview } = { ...reviewOne, environment: 'preview', decision: 'approve' as const }
    expect(byStrictness([...answers.slice(0, 2), { assessment: preview }])[0]?.assessment).toBe(preview)
  })

  test('several answers: it goes on where every one does, and the result lists them', () => {
    const told = { message: 'In short.', resultFile: null }
    const goes = { ...reviewOne, decision: 'approve' as const }
    const other = { ...goes, environment: 'staging' }
    expect(outputsOf(goes, { ...told, others: [other] }).continue).toBe('true')
    const holds = { ...other, decision: 'hold' as const }
    expect(outputsOf(goes, { ...told, others: [other, holds] }).continue).toBe('false')
    const { answers } = JSON.parse(outputsOf(goes, { ...told, others: [holds] }).result)
    expect(answers).toEqual([goes, holds].map(inShort))
    expect(JSON.parse(outputsOf(goes, told).result)).not.toHaveProperty('answers')
  })

  test('reviewers, once each', () => {
    const reviewers = [
      { login: 'mira', why: '' },
      { login: 'acme/release-leads', why: '' },
      { login: 'mira', why: '' },
    ]
    expect(outputsOf({ ...reviewOne, reviewers }, { message: 'In short.', resultFile: null }).reviewers).toBe(
      'mira,acme/release-leads',
    )
  })

  test.each(modes)('a gate that failed asks for a review and holds in enforce alone: %s', (mode) => {
    const outputs = failureOutputs({ mode, rule: 'source-failed', sha: null, why: 'GitHub answers\n502' })
    expect(Object.keys(outputs)).toEqual(names)
    expect(outputs).toMatchObject({
      decision: 'review',
      continue: String(mode !== 'enforce'),
      'reason-code': 'source-failed',
      message: 'The gate could not judge: GitHub answers 502',
      result: '',
    })
  })
})
