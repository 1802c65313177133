import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { modes, type Verdict, verdicts } from '../../../src/domain/decision.ts'
import { type FailOn, gateAction } from '../../../src/main/action/contract.ts'
import { renderMessage } from '../../../src/main/action/message.ts'
import { continues, failureOutputs, isFailure, outputsOf } from '../../../src/main/action/outputs.ts'
import { firstRun, reviewOne, situations } from '../../report/fixtures.ts'

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
    const outputs = outputsOf(assessment, '/runner/temp/result.json')
    expect(Object.keys(outputs)).toEqual(names)
    expect(outputs.decision).toBe(assessment.decision)
    expect(outputs.risk).toMatch(assessment.risk.probability === null ? /^$/ : /^[01]\.\d{6}$/)
    expect(outputs.message.length).toBeLessThanOrEqual(2000)
    expect(JSON.parse(outputs.result)).toMatchObject({ rule: assessment.rule, truncated: true })
    expect(outputs['wake-at']).toBe(assessment.decision === 'hold' ? assessment.until : '')
  })

  test('a review in enforce', () => {
    expect(outputsOf(reviewOne, null)).toMatchObject({
      decision: 'review',
      continue: 'false',
      'reason-code': 'part-above-limit',
      'risk-band': 'high',
      sha: reviewOne.change.head,
      'result-file': '',
      'ledger-record': '8c1f2a',
    })
  })

  test('reviewers, once each', () => {
    const reviewers = [
      { login: 'mira', why: '' },
      { login: 'acme/release-leads', why: '' },
      { login: 'mira', why: '' },
    ]
    expect(outputsOf({ ...reviewOne, reviewers }, null).reviewers).toBe('mira,acme/release-leads')
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

describe('the message', () => {
  test('tells the answer, the reason, the risk and what to read first', () => {
    expect(renderMessage(firstRun)).toMatchInlineSnapshot(`
      "openlibrary → production: observing, nothing is held (review wanted)
      #12955 is among the riskiest 10 % here.
      18 changes since Tuesday, 026d3d4f.
      Riskier than 7 of the last 10 deployments here. 21 % to be reverted or hot-fixed within 14 days (could be 11–35 %; usual at this size 17 %).
      • #12955 Add unified icon system (6.7 % alone, 29 % of the risk)
      • #13311 Rebuild the /status panel (4.9 % alone, 21 % of the risk)
      • #13350 ol-button: move to shadow DOM, and let every button of the old design keep its look (3.1 % alone, 13 % of the risk)
      • 15 others
      Smaller: 17 changes, without #12955: 15 %."
    `)
    expect(renderMessage(reviewOne)).toMatchInlineSnapshot(`
      "ledger → production: review wanted
      #4502 is above the limit of 1.6 %.
      1 change since 07:05 today, 026d3d4f.
      Riskier than 96 of 100 changes here. 4.5 % to be reverted, hot-fixed or blamed in an incident within 14 days (usual change 0.9 %).
      • #4502 Post entries in one transaction https://github.example/acme/ledger/pull/4502
      Asked: mira and lee.
      Smaller: only the commits up to a41c0de2: 1.0 %."
    `)
  })

  test('calls nobody and stays short, whatever titles say', () => {
    const title = fc.oneof(
      fc.constantFrom('<!channel> <@U123> @here @everyone', '\u202e@x', '@'.repeat(3000), '😀'.repeat(2000)),
      fc.string({ unit: 'binary', maxLength: 4000 }),
    )
    fc.assert(
      fc.property(title, title, (one, other) => {
        const [part] = reviewOne.change.parts
        const parts = [one, other, one].map((each) => ({ ...part!, title: each }))
        const text = renderMessage({ ...reviewOne, reason: other, change: { ...reviewOne.change, parts } })
        expect(text.length).toBeLessThanOrEqual(2000)
        expect(text).not.toMatch(/[<>]|@(?!\u2060|…)/)
        expect(text).not.toMatch(/\p{Surrogate}/u)
      }),
    )
  })
})
