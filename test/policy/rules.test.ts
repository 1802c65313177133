import { describe, expect, test } from 'vitest'
import { type RuleName, ruleNames } from '../../src/domain/decision.ts'
import { budgetOf } from '../../src/policy/budget.ts'
import type { Facts } from '../../src/policy/facts.ts'
import { listGateFiles } from '../../src/policy/gate-files.ts'
import { rules } from '../../src/policy/rules/index.ts'
import { facts, part, windowInForce } from './facts.ts'

/** What one rule says, alone: "review: why", or silence. */
const ask = (name: RuleName, given: Facts): string => {
  const answer = rules.find((rule) => rule.name === name)!.answer(given)
  return answer === undefined
    ? 'silent'
    : `${answer.verdict}${answer.until ? ` until ${answer.until}` : ''}: ${answer.reason}`
}

test('every rule of the closed list has its place, once', () =>
  expect([...rules.map(({ name }) => name), 'no-rule-answered'].toSorted()).toEqual(
    [...ruleNames].toSorted(),
  ))

test('they are asked in this order', () =>
  expect(rules.map(({ name }) => name)).toEqual([
    'configuration-unreadable',
    'mode-off',
    'emergency-override',
    'source-failed',
    'nothing-to-deploy',
    'redeploy',
    'rollback-over-migration',
    'rollback',
    'rejected',
    'frozen',
    'window-emergency-only',
    'window-outside',
    'window-review',
    'budget-spent',
    'diverged',
    'gate-files-changed',
    'never-auto-approve',
    'do-not-auto-approve',
    'drift-alarm',
    'model-silent',
    'part-above-limit',
    'context-raises-risk',
    'changes-requested',
    'audit-draw',
    'below-limit',
  ]))

const alarm = {
  since: '2026-03-02T00:00:00.000Z',
  at: '2026-06-01T00:00:00.000Z',
  until: '2026-06-15T00:00:00.000Z',
  n: 120,
  failures: 9,
  expected: 2.4,
  promised: 0.02,
}
const budget = (spentMilliseconds: number, name = 'production') =>
  budgetOf({
    of: { kind: 'environment', name },
    objective: 0.99996,
    windowSeconds: 30 * 86_400,
    spentMilliseconds,
    hourMilliseconds: 0,
    sixHoursMilliseconds: 0,
    tightenBelow: 0.5,
    fixesBelow: 0.1,
    from: 'incidents',
  })
const lowered = { kind: 'limit', factor: 0.5 } as const
const many = [
  part({ id: '#1', risk: 0.02 }),
  part({ id: '#2', risk: 0.05 }),
  part({ id: '#3', risk: 0.031 }),
  part({ id: '#4', risk: 0.04 }),
  part({ id: '#5', risk: 0.001 }),
]

describe.each<[RuleName, readonly (readonly [string, Facts, string])[]]>([
  [
    'configuration-unreadable',
    [
      ['read', facts(), 'silent'],
      ['absent', facts({ configuration: { status: 'absent' } }), 'silent'],
      [
        'broken',
        facts({
          configuration: { status: 'unreadable', why: 'change-risk.yml:2:7 mode: got "on"\nand more' },
        }),
        'review: the configuration cannot be read, so nobody knows what it asks for: change-risk.yml:2:7 mode: got "on" and more',
      ],
    ],
  ],
  [
    'mode-off',
    [
      ['enforce', facts(), 'silent'],
      ['observe decides as enforce would', facts({ mode: 'observe' }), 'silent'],
      ['off', facts({ mode: 'off' }), 'approve: the gate is off here (mode: off), so nothing was assessed'],
    ],
  ],
  [
    'source-failed',
    [
      ['all answered', facts(), 'silent'],
      [
        'one did not',
        facts({ failedSources: [{ source: 'github-deployments', why: 'answered 403' }] }),
        'review: a source did not answer, so what it knows is missing: github-deployments (answered 403)',
      ],
      [
        'what runs is only guessed',
        facts({
          failedSources: [{ source: 'base', why: 'what runs there now is not known; name it with --base' }],
        }),
        'review: what runs there now is not known; name it with --base',
      ],
    ],
  ],
  [
    'nothing-to-deploy',
    [
      ['a part', facts(), 'silent'],
      ['none', facts({ change: { parts: [] } }), 'approve: there is nothing to deploy'],
      [
        'a head that lost commits and adds none',
        facts({ change: { kind: 'diverged', parts: [] } }),
        'silent',
      ],
    ],
  ],
  [
    'redeploy',
    [
      ['a new commit', facts(), 'silent'],
      [
        'the same commit',
        facts({ change: { kind: 'redeploy', parts: [] } }),
        'approve: the same commit runs there already, so nothing changes',
      ],
    ],
  ],
  [
    'rollback-over-migration',
    [
      ['forward over a migration', facts({ change: { touchesMigration: true } }), 'silent'],
      ['back over none', facts({ change: { kind: 'rollback' } }), 'silent'],
      [
        'back over one',
        facts({ change: { kind: 'rollback', touchesMigration: true } }),
        'review: this rollback goes back over a migration: a person must say whether the older code can read the newer data',
      ],
    ],
  ],
  [
    'rejected',
    [
      ['nobody said no', facts(), 'silent'],
      [
        'somebody did, and why',
        facts({ change: { parts: [part({ id: '#7', rejections: ['breaks the\nnightly export'] })] } }),
        'reject: a person said no to #7 (breaks the nightly export); it stands until they approve it or it changes',
      ],
      [
        'in a public repository nobody repeats why',
        facts({ change: { parts: [part({ id: '#7', rejections: [''] })] } }),
        'reject: a person said no to #7; it stands until they approve it or it changes',
      ],
      [
        'the part is taken back by another of the same change',
        facts({ change: { parts: [part({ id: '#7', rejections: ['no'], cancelled: true })] } }),
        'silent',
      ],
    ],
  ],
  [
    'emergency-override',
    [
      ['none', facts(), 'silent'],
      [
        'one that holds',
        facts({ override: { until: '2026-09-08T12:00:00.000Z', reviewBy: '2026-09-10T10:00:00.000Z' } }),
        'approve: an emergency override holds until 2026-09-08 12:00 UTC; somebody else reviews it by 2026-09-10 10:00 UTC',
      ],
      [
        'one that a ledger tells which cannot be trusted',
        facts({
          override: { until: '2026-09-08T12:00:00.000Z', reviewBy: '2026-09-10T10:00:00.000Z' },
          failedSources: [{ source: 'ledger', why: 'line 3 was changed' }],
        }),
        'silent',
      ],
    ],
  ],
  [
    'frozen',
    [
      ['nobody froze it', facts(), 'silent'],
      [
        'for a while',
        facts({
          freezes: [{ environment: 'production', until: '2026-09-08T16:00:00.000Z', said: 'a fair is on' }],
        }),
        'hold until 2026-09-08T16:00:00.000Z: production is frozen until 2026-09-08 16:00 UTC: a fair is on',
      ],
      [
        'until somebody lifts it, which outlasts any moment',
        facts({
          freezes: [
            { environment: 'production', until: '2026-09-08T16:00:00.000Z', said: 'a fair is on' },
            { environment: null, until: null, said: '' },
          ],
        }),
        'hold: everything is frozen until somebody lifts it',
      ],
    ],
  ],
  [
    'changes-requested',
    [
      ['nobody wants any', facts(), 'silent'],
      [
        'somebody does, however small the risk',
        facts({ change: { parts: [part({ id: '#7', objections: 1 }), part({ id: '#8' })] } }),
        'review: somebody wants changes to #7',
      ],
    ],
  ],
  [
    'rollback',
    [
      ['forward', facts(), 'silent'],
      ['back over a migration', facts({ change: { kind: 'rollback', touchesMigration: true } }), 'silent'],
      [
        'back',
        facts({ change: { kind: 'rollback' } }),
        'approve: this rollback puts back what already ran there, and no migration lies between',
      ],
    ],
  ],
  [
    'window-emergency-only',
    [
      ['no window', facts(), 'silent'],
      ['one that lowers the limit', facts({ windows: [windowInForce(lowered)] }), 'silent'],
      [
        'one that holds',
        facts({ windows: [windowInForce({ kind: 'emergency-only' })] }),
        'hold until 2026-09-08T16:00:00.000Z: only emergency changes until Tue 18:00 (window evenings)',
      ],
      [
        'two that hold, told with the later end',
        facts({
          windows: [
            windowInForce({ kind: 'emergency-only' }),
            windowInForce({ kind: 'emergency-only' }, '2027-01-01T23:00:00Z', 'year-end'),
          ],
        }),
        'hold until 2027-01-01T23:00:00.000Z: only emergency changes until 2027-01-02 00:00 (window year-end)',
      ],
    ],
  ],
  [
    'window-review',
    [
      ['one that lowers the limit', facts({ windows: [windowInForce(lowered)] }), 'silent'],
      [
        'one that asks',
        facts({ windows: [windowInForce({ kind: 'review' })] }),
        'review: every change is reviewed until Tue 18:00 (window evenings)',
      ],
      [
        'one of a customer that asks',
        facts({
          windows: [{ ...windowInForce({ kind: 'review' }), owner: { kind: 'customer', name: 'acme' } }],
        }),
        'review: every change is reviewed until Tue 18:00 (window evenings of acme)',
      ],
      [
        'what a person approved has been reviewed',
        facts({
          windows: [windowInForce({ kind: 'review' })],
          change: { parts: [part({ approved: true })] },
        }),
        'silent',
      ],
    ],
  ],
  [
    'budget-spent',
    [
      ['no objective stated', facts(), 'silent'],
      ['most of it left', facts({ budgets: [budget(10_000)] }), 'silent'],
      [
        'spent',
        facts({ budgets: [budget(150_000)] }),
        'review: only fixes go out unreviewed now, and #1 is none: the error budget of production is spent: 2 min 30 s of 1 min 43 s used (30 days)',
      ],
      [
        'two of several parts are no fixes',
        facts({
          budgets: [budget(10_000), budget(150_000, 'payments')],
          change: {
            parts: [part({ fix: { kind: 'incident', id: 'INC-7' } }), part({ id: '#2' }), part({ id: '#3' })],
          },
        }),
        'review: only fixes go out unreviewed now, and #2 and #3 are none: the error budget of payments is spent: 2 min 30 s of 1 min 43 s used (30 days)',
      ],
      [
        'a revert of a live part is judged as ever',
        facts({
          budgets: [budget(150_000)],
          change: { parts: [part({ fix: { kind: 'revert', of: '#12' } })] },
        }),
        'silent',
      ],
      [
        'what a person approved has been looked at',
        facts({ budgets: [budget(150_000)], change: { parts: [part({ approved: true })] } }),
        'silent',
      ],
    ],
  ],
  [
    'diverged',
    [
      ['forward', facts(), 'silent'],
      [
        'three commits would go',
        facts({ change: { kind: 'diverged', commitsLost: 3 } }),
        'review: what runs there now has 3 commits that this head lacks; deploying it takes them away',
      ],
      [
        'one would go',
        facts({ change: { kind: 'diverged', commitsLost: 1 } }),
        'review: what runs there now has 1 commit that this head lacks; deploying it takes it away',
      ],
      [
        'nobody could count',
        facts({ change: { kind: 'diverged' } }),
        'review: what runs there now has commits that this head lacks; deploying it takes them away',
      ],
    ],
  ],
  [
    'gate-files-changed',
    [
      ['other files', facts(), 'silent'],
      [
        'the policy',
        facts({
          change: { parts: [part(), part({ id: '#2', paths: ['a.ts', '.github/change-risk.yml'] })] },
        }),
        'review: a change to what steers the gate itself is always reviewed: #2 (.github/change-risk.yml)',
      ],
      [
        'a path that would break the sentence',
        facts({ change: { parts: [part({ paths: ['.github/workflows/a\n@everyone\u202e.yml'] })] } }),
        'review: a change to what steers the gate itself is always reviewed: #1 (.github/workflows/a @everyone .yml)',
      ],
      [
        'approved before',
        facts({ change: { parts: [part({ paths: ['CODEOWNERS'], approved: true })] } }),
        'silent',
      ],
      [
        'taken back in the same change',
        facts({ change: { parts: [part({ paths: ['CODEOWNERS'], cancelled: true })] } }),
        'review: a change to what steers the gate itself is always reviewed: #1 (CODEOWNERS)',
      ],
    ],
  ],
  [
    'never-auto-approve',
    [
      ['other files', facts(), 'silent'],
      [
        'a guarded path',
        facts({ change: { parts: [part({ id: '#7', paths: ['db/migrations/1.sql'] })] } }),
        'review: #7 touches db/migrations/1.sql, which never goes out unreviewed (**/migrations/**)',
      ],
      [
        'two parts',
        facts({
          change: { parts: [part({ paths: ['migrations/1'] }), part({ id: '#2', paths: ['migrations/2'] })] },
        }),
        'review: #1 touches migrations/1, which never goes out unreviewed (**/migrations/**); the same holds for #2',
      ],
      [
        'approved before',
        facts({ change: { parts: [part({ paths: ['migrations/1'], approved: true })] } }),
        'silent',
      ],
    ],
  ],
  [
    'do-not-auto-approve',
    [
      ['no label', facts(), 'silent'],
      [
        'labelled, however harmless',
        facts({ change: { parts: [part({ id: '#7', risk: 0, optedOut: true })] } }),
        'review: #7 bears the label do-not-auto-approve',
      ],
      [
        'one of two',
        facts({ change: { parts: [part(), part({ id: '#2', optedOut: true })] } }),
        'review: #2 bears the label do-not-auto-approve',
      ],
      [
        'both',
        facts({ change: { parts: [part({ optedOut: true }), part({ id: '#2', optedOut: true })] } }),
        'review: #1 and #2 bear the label do-not-auto-approve',
      ],
      ['approved before', facts({ change: { parts: [part({ approved: true, optedOut: true })] } }), 'silent'],
    ],
  ],
  [
    'drift-alarm',
    [
      ['there is none', facts(), 'silent'],
      [
        'one that ended a promise',
        facts({ alarm }),
        'review: too many of the changes that went out unreviewed fail: 9 of 120 parts since 2026-03-02, where 2.4 were expected and at most 2 % promised; until 2026-06-15 every part is reviewed',
      ],
      [
        'one without a promise',
        facts({ alarm: { ...alarm, promised: null } }),
        'review: too many of the changes that went out unreviewed fail: 9 of 120 parts since 2026-03-02, where 2.4 were expected; until 2026-06-15 every part is reviewed',
      ],
      ['every part was approved', facts({ alarm, change: { parts: [part({ approved: true })] } }), 'silent'],
      ['a part and its revert', facts({ alarm, change: { parts: [part({ cancelled: true })] } }), 'silent'],
    ],
  ],
  [
    'model-silent',
    [
      ['it speaks', facts(), 'silent'],
      [
        'it does not',
        facts({ model: { speaks: false, why: 'its file is damaged' } }),
        'review: there is no risk to go by: its file is damaged',
      ],
      [
        'it does not, and nobody needs it to',
        facts({
          model: { speaks: false, why: 'damaged' },
          change: { parts: [part({ approved: true, risk: null })] },
        }),
        'silent',
      ],
      [
        'no limit',
        facts({ limit: null, limitWhy: 'only 3 recent parts have a risk' }),
        'review: there is no limit to go by: only 3 recent parts have a risk',
      ],
      [
        'a limit that is no number',
        facts({ limit: Number.NaN, limitWhy: 'odd' }),
        'review: there is no limit to go by: odd',
      ],
      [
        'no risk for one part',
        facts({ change: { parts: [part(), part({ id: '#2', risk: null })] } }),
        'review: the model has no risk for #2',
      ],
      [
        'a risk that is no number',
        facts({ change: { parts: [part({ risk: Number.NaN })] } }),
        'review: the model has no risk for #1',
      ],
    ],
  ],
  [
    'part-above-limit',
    [
      ['below', facts(), 'silent'],
      ['at the limit', facts({ change: { parts: [part({ risk: 0.016 })] } }), 'silent'],
      [
        'above',
        facts({ change: { parts: [part({ id: '#12955', risk: 0.031 })] } }),
        'review: #12955 is riskier than the limit: 3.1 %, limit 1.6 %',
      ],
      [
        'above by a hair',
        facts({ change: { parts: [part({ risk: 0.01601 })] } }),
        'review: #1 is riskier than the limit: 1.601 %, limit 1.600 %',
      ],
      [
        'several, riskiest first',
        facts({ change: { parts: many } }),
        'review: #2 is riskier than the limit: 5.0 %, limit 1.6 %; also above it: #4 4.0 %, #3 3.1 % and 1 other',
      ],
      ['approved before', facts({ change: { parts: [part({ risk: 0.5, approved: true })] } }), 'silent'],
      [
        'taken back in the same change',
        facts({ change: { parts: [part({ risk: 0.5, cancelled: true })] } }),
        'silent',
      ],
    ],
  ],
  [
    'context-raises-risk',
    [
      ['an ordinary moment', facts(), 'silent'],
      [
        'a wrong one',
        facts({ context: { raisesBand: true, sentence: 'two incidents are open' } }),
        'review: deploying now is riskier than the parts alone: two incidents are open',
      ],
      [
        'without a sentence',
        facts({ context: { raisesBand: true } }),
        'review: deploying now is riskier than the parts alone',
      ],
    ],
  ],
  [
    'audit-draw',
    [
      ['no audit', facts(), 'silent'],
      ['not drawn', facts({ audit: { share: 0.02, drawn: ['another'] } }), 'silent'],
      [
        'drawn',
        facts({ audit: { share: 0.02, drawn: ['3f9c2d1'] } }),
        'review: #1 would go out unreviewed and was drawn for a look all the same, as 2 % of such changes are',
      ],
      [
        'two of three drawn',
        facts({
          audit: { share: 0.05, drawn: ['a', 'c'] },
          change: { parts: [part({ sha: 'a' }), part({ sha: 'b', id: '#2' }), part({ sha: 'c', id: '#3' })] },
        }),
        'review: #1 and #3 would go out unreviewed and were drawn for a look all the same, as 5 % of such changes are',
      ],
      [
        'drawn and looked at',
        facts({
          audit: { share: 0.02, drawn: ['3f9c2d1'] },
          change: { parts: [part({ approved: true })] },
        }),
        'silent',
      ],
      [
        'drawn, and above the limit: that is no draw from what goes out',
        facts({ audit: { share: 0.02, drawn: ['3f9c2d1'] }, change: { parts: [part({ risk: 0.5 })] } }),
        'silent',
      ],
      ['no limit', facts({ audit: { share: 0.02, drawn: ['3f9c2d1'] }, limit: null }), 'silent'],
    ],
  ],
  [
    'below-limit',
    [
      ['one part', facts(), 'approve: its risk of 0.50 % is within the limit of 1.6 %'],
      [
        'exactly at the limit',
        facts({ change: { parts: [part({ risk: 0.016 })] } }),
        'approve: its risk of 1.6 % is within the limit of 1.6 %',
      ],
      [
        'several',
        facts({ change: { parts: [part(), part({ risk: 0.009 })] } }),
        'approve: none of 2 parts is above the limit: the riskiest has 0.90 %, limit 1.6 %',
      ],
      [
        'one approved before',
        facts({ change: { parts: [part(), part({ risk: 0.5, approved: true })] } }),
        'approve: its risk of 0.50 % is within the limit of 1.6 %; approved before: 1 part',
      ],
      [
        'all approved before, and the model silent',
        facts({
          model: { speaks: false, why: 'damaged' },
          limit: null,
          change: { parts: [part({ approved: true }), part({ approved: true, risk: null })] },
        }),
        'approve: every part was reviewed and approved (2 parts)',
      ],
      [
        'a part and its revert',
        facts({ change: { parts: [part({ cancelled: true, risk: 0.5 }), part({ cancelled: true })] } }),
        'approve: what was not approved is taken back by another part of the same change',
      ],
      ['above', facts({ change: { parts: [part({ risk: 0.02 })] } }), 'silent'],
      ['no limit', facts({ limit: null }), 'silent'],
      ['no risk', facts({ change: { parts: [part({ risk: null })] } }), 'silent'],
      ['a silent model', facts({ model: { speaks: false, why: 'damaged' } }), 'silent'],
      ['a wrong moment', facts({ context: { raisesBand: true } }), 'silent'],
      ['diverged', facts({ change: { kind: 'diverged' } }), 'silent'],
    ],
  ],
])('%s', (name, table) => {
  test.each(table)('%s', (_, given, expected) => expect(ask(name, given)).toBe(expected))
})

describe('the files that steer the gate', () => {
  const gateFiles = listGateFiles({
    configurationPath: '.github/change-risk[1].yml',
    modelPaths: ['.github/model.json'],
  })
  test.each([
    ['.github/change-risk[1].yml', 'review'],
    ['.github/change-risk1.yml', 'silent'],
    ['.github/model.json', 'review'],
    ['CODEOWNERS', 'review'],
    ['.github/CODEOWNERS', 'review'],
    ['docs/CODEOWNERS', 'review'],
    ['src/CODEOWNERS', 'silent'],
    ['.github/workflows/deploy.yml', 'review'],
    ['.github/actions/gate/action.yml', 'review'],
    ['.github/dependabot.yml', 'silent'],
  ])('%s: %s', (path, expected) =>
    expect(
      ask('gate-files-changed', facts({ gateFiles, change: { parts: [part({ paths: [path] })] } })),
    ).toMatch(new RegExp(`^${expected}`)),
  )
})
