import { expect, test } from 'vitest'
import { tellRollout } from '../../src/report/rollout-lines.ts'
import { renderPlan } from '../../src/report/rollout-plan.ts'
import { renderRolloutSummary } from '../../src/report/rollout-summary.ts'
import { sayWhy } from '../../src/report/rollout-why.ts'
import type { GateReasons, RolloutEvent } from '../../src/rollout/events.ts'
import { expectHarmless } from './harmless.ts'
import { failure, started } from './rollout-journal.ts'

const gate: GateReasons = {
  probability: 0.21,
  band: 'high',
  decision: 'review',
  reason: 'two changes are above the limit',
  changes: 18,
  parts: [
    { id: '#12955', title: 'Add unified icon system', share: 0.31 },
    { id: '#13311', title: 'Rebuild the /status panel', share: 0.22 },
    { id: 'deadbeef', title: '', share: 0.14 },
  ],
  reasons: [
    { factor: 3.4, sentence: '121 files (usual 5)' },
    { factor: 1.8, sentence: 'design.py, in 2 of 11 failures' },
  ],
}
const source = "the gate's answer on production of 2026-11-20T13:58:00Z"
const telling = { id: 'web/7', planOption: '--plan web.yml' }
const with_ = (basis: typeof started.basis): readonly RolloutEvent[] => [
  { ...started, ...(basis && { basis }) },
  ...failure.slice(1),
]

test.each<[string, string, GateReasons?]>([
  [
    'the whole of it',
    'why 21 % (high): #12955 Add unified icon system (31 % of it), #13311 Rebuild the /status panel (22 %), deadbeef (14 %), 15 others · ×3.4 121 files (usual 5) · ×1.8 design.py, in 2 of 11 failures',
    gate,
  ],
  [
    'a single change has no share',
    'why 21 % (high): #12955 Add unified icon system',
    { ...gate, changes: 1, parts: gate.parts.slice(0, 1), reasons: [] },
  ],
  [
    'without a probability',
    'why no probability: no change',
    { ...gate, probability: null, band: null, changes: 0, parts: [], reasons: [] },
  ],
  ['nothing is known', 'risk: no gate decision on production is recorded'],
])('in one line: %s', (_, line, reasons) => {
  expect(
    sayWhy(reasons ? { source, gate: reasons } : { source: 'no gate decision on production is recorded' }),
  ).toBe(line)
})

test('one line, however much there is to say', () => {
  const reasons = Array.from({ length: 9 }, () => ({ factor: 2, sentence: 'a sentence of some length' }))
  expect(sayWhy({ source, gate: { ...gate, reasons } }).length).toBeLessThanOrEqual(240)
})

test('stands under the first line of a rollout, and on the page of its run beside the table', () => {
  expect(tellRollout(with_({ source, gate }), telling).slice(0, 2)).toEqual([
    expect.stringMatching(/^web v811 → v812/),
    expect.stringMatching(/^ {6}why 21 % \(high\): #12955/),
  ])
  const summary = renderRolloutSummary(with_({ source, gate }), telling)
  expect(summary).toContain(`\
| 2 | 9 | 6 min | 4,020 | 61 (1.5 %) | v811 0.02 % | fail |

**Why 21 % (high)** (the gate's answer on production of 2026-11-20T13:58:00Z): #&#8203;12955 Add unified icon system (31 % of it), #&#8203;13311 Rebuild the /status panel (22 %), deadbeef (14 %), 15 others. The gate said review: two changes are above the limit.
- ×3.4 121 files (usual 5)
- ×1.8 design.py, in 2 of 11 failures

<details>`)
  expect(summary.match(/why 21 %/gi)).toHaveLength(1)
  expect(renderRolloutSummary(with_(undefined), telling)).not.toContain('Risk:')
})

test('a title written by anybody does nothing but show', () => {
  const hostile = '](https://evil.example) @everyone | <img src=x> \u001b[31m'
  const parts = [{ id: hostile, title: hostile, share: 1 }]
  const reasons = [{ factor: 2, sentence: hostile }]
  const basis = { source: hostile, gate: { ...gate, reason: hostile, decision: hostile, parts, reasons } }
  expectHarmless(renderRolloutSummary(with_(basis), telling))
  expect(tellRollout(with_(basis), telling).join('\n')).not.toContain('\u001b')
})

test('a plan that is refused has no risk to explain', () => {
  const answer = { outcome: 'refused', refusals: [] } as const
  expect(renderPlan(answer, 'json', started.at, { source, gate })).not.toContain('basis')
})
