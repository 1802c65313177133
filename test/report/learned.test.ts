/** What `learn` says of incidents: what ties them, what a person is asked to settle, what did not count and what is odd. */
import { expect, test } from 'vitest'
import type { Learned } from '../../src/domain/learned.ts'
import { renderLearned } from '../../src/report/learned.ts'

const learned: Learned = {
  schema: 1,
  at: '2026-03-30T00:00:00.000Z',
  repository: 'shop',
  period: { from: '2026-02-28T00:00:00.000Z', to: '2026-03-30T00:00:00.000Z' },
  environments: [],
  failed: [],
  labels: { failed: 1, suspected: 1, cleared: 0 },
  incidents: {
    understood: 9,
    doubted: 2,
    linked: 2,
    confirmed: 1,
    suspected: 1,
    none: 7,
    noneBecause: { planned: 2, 'no-change': 5 },
    unusable: [],
    notCounted: Array.from({ length: 10 }, (_, at) => `#${at}, labelled incident: opened by somebody`),
  },
  sources: [
    { source: 'git reverts', records: 3, since: '2025-01-02T00:00:00.000Z' },
    {
      source: 'pagerduty',
      records: 9,
      confirmed: 1,
      suspected: 1,
      notCounted: 0,
      since: '2025-06-01T00:00:00.000Z',
    },
    { source: 'people', records: 0, since: null },
  ],
  moved: [{ change: '#12', sha: 'a'.repeat(40), title: 'Pay', cause: 'incident', times: 1.84 }],
  odd: [{ what: 'INC-1 blames 9 changes', did: 'together they are learned from as one failure' }],
  links: [
    {
      ...{
        incident: 'INC-2',
        source: 'pagerduty',
        change: '#13',
        sha: 'b'.repeat(40),
        title: 'Round\u202e vouchers',
      },
      ...{ state: 'suspect', confidence: 0.41, noticedAt: '2026-03-20T10:00:00.000Z', url: null },
      reasons: ['went out 40 min before'],
    },
  ],
  overrides: { given: 0, reviewed: 0, failed: 0, overdue: 0 },
  lanes: [],
  imported: { forms: {}, superseded: 0, from: null, to: null, doubts: [] },
  model: null,
  ledger: { url: 'directory:x', written: 2 },
  notes: [],
}

test('is read from top to bottom', () =>
  expect(renderLearned(learned)).toMatchInlineSnapshot(`
    "shop: the last 30 days
      no deployment is known; tell of them with --deployments FILE (JSON lines)
      9 incidents understood · 2 with doubts · 1 tied to a change here · 1 with suspects · 7 tied to none · 10 not counted
        tied to none: 5 no change stands out · 2 planned work
        not counted: #0, labelled incident: opened by somebody
        not counted: #1, labelled incident: opened by somebody
        not counted: #2, labelled incident: opened by somebody
        not counted: #3, labelled incident: opened by somebody
        not counted: #4, labelled incident: opened by somebody
        not counted: #5, labelled incident: opened by somebody
        not counted: #6, labelled incident: opened by somebody
        not counted: #7, labelled incident: opened by somebody
        not counted: 2 more
      Suspected 1 change, counted nowhere; .blame #N or .unblame #N settles it
        INC-2: perhaps #13 Round vouchers (41 %), went out 40 min before
      Learned   1 change failed, which git does not tell · 1 change suspected, or sharing what nobody pinned down
      From      3 git reverts since 2025-01-02 · 9 pagerduty (1 confirmed, 1 suspected) since 2025-06-01 · 0 people
      Moved     #12 (an incident) ×1.8 at most
      Odd       INC-1 blames 9 changes: together they are learned from as one failure
      Ledger    2 new records in directory:x

    Which deployments failed cannot be told: none is known."
  `))

test('asks nobody to settle what is confirmed, and is short where nothing is told', () => {
  const quiet = renderLearned({
    ...learned,
    incidents: { ...learned.incidents, understood: 0, none: 0, noneBecause: {}, notCounted: [] },
    links: learned.links.map((link) => ({ ...link, state: 'confirmed' })),
    moved: [],
    odd: [],
  })
  expect(quiet).not.toMatch(/Suspected|Moved|Odd|understood|tied to none/)
})

test('never says that no failure is known beside the one it has just been told of', () => {
  const model = { id: 'sha256:0', kind: 'prior', parts: 30, failures: 0 } as const
  expect(renderLearned({ ...learned, model })).toContain(
    'Model     what failed counts from Monday on, or from the next change that lands: until then the shipped',
  )
  expect(renderLearned({ ...learned, model, labels: { failed: 0, suspected: 0, cleared: 0 } })).toContain(
    'Model     no failure is known here yet: the shipped weights stand (sha256:0)',
  )
})

const production = {
  name: 'production',
  deployments: 4,
  states: { pending: 1, succeeded: 3, 'succeeded-with-issues': 0, failed: 0, 'rolled-back': 0 },
}

test('hides no confirmed failure behind deployments that did not bring it', () => {
  const links = learned.links.map((link) => ({ ...link, state: 'confirmed' as const }))
  const told = renderLearned({ ...learned, environments: [production], links })
  expect(told).toContain('Confirmed INC-2: #13 Round vouchers, went out 40 min before')
  expect(told).toContain('No deployment that is known of brought a change that failed in the last 30 days.')
  expect(renderLearned({ ...learned, environments: [production] })).toContain(
    'No change is known to have failed in the last 30 days.',
  )
})

test('ranks a failed change among a hundred, as the gate did, and tells it once', () => {
  const told = renderLearned({
    ...learned,
    environments: [production],
    links: learned.links.map((link) => ({ ...link, state: 'confirmed' as const })),
    failed: [
      {
        ...{ change: '#13', title: 'Round vouchers', parts: 1, environment: 'production' },
        ...{ sha: 'b'.repeat(40), state: 'failed', confidence: 1, lane: 'observed', risk: 0.041 },
        ...{ deployedAt: '2026-03-20T09:20:00.000Z', foundAt: '2026-03-20T10:00:00.000Z' },
        ...{ percentile: 62, minutesToRecover: 25, url: null, evidence: [] },
        cause: { state: 'confirmed', parts: [], why: 'INC-2' },
      },
    ],
  })
  expect(told).toMatch(/#13 Round vouchers .* 4\.1 %, above 62 of 100 +mended after 25 min$/m)
  expect(told).not.toContain('Confirmed INC-2')
})
