/** What a release lead reads of a policy before it is enforced. */
import { expect, test } from 'vitest'
import type { Lane, Rehearsal, RehearsedDeployment, RehearsedPart } from '../../src/domain/rehearsal.ts'
import { type CountingRequest, countRehearsal } from '../../src/policy/rehearsal.ts'
import { displayWidth } from '../../src/report/display-width.ts'
import { renderComparison, renderRehearsal } from '../../src/report/rehearsal.ts'
import { hostileText } from './hostility.ts'

const sha = (at: number): string => String(at).padStart(40, '0')

const part = (at: number, lane: Lane, more: Partial<RehearsedPart> = {}): RehearsedPart => ({
  sha: sha(at),
  id: `#${at}`,
  title: `Change ${at}`,
  risk: lane === 'asked' ? 0.06 : 0.008,
  percentile: lane === 'asked' ? 97 : 40,
  lane,
  ...(lane === 'asked'
    ? { askedBy: 'part-above-limit', reviewers: [{ kind: 'team', name: '@acme/ledger' }] }
    : {}),
  why: lane === 'asked' ? 'risk 6.0 %, limit 2.0 %' : 'risk 0.80 %, limit 2.0 %',
  open: false,
  areas: [at % 2 === 0 ? 'ledger' : 'web'],
  ...more,
})

const failure = { at: '2026-06-20T00:00:00.000Z', cause: 'revert' } as const

const deployment = (
  at: number,
  parts: readonly RehearsedPart[],
  more: Partial<RehearsedDeployment> = {},
): RehearsedDeployment => ({
  at: `2026-06-${String(at).padStart(2, '0')}T10:00:00.000Z`,
  base: sha(1000 + at),
  head: sha(1001 + at),
  verdict: 'approve',
  rule: 'below-limit',
  holds: [],
  parts,
  ...more,
})

const review = { verdict: 'review', rule: 'part-above-limit' } as const
const june: readonly RehearsedDeployment[] = [
  deployment(2, [part(1, 'through'), part(2, 'through', { failure })]),
  deployment(9, [part(3, 'asked', { failure }), part(4, 'beside', { failure })], review),
  deployment(19, [part(5, 'asked', { askedBy: 'never-auto-approve', reviewers: [] })], {
    ...review,
    rule: 'never-auto-approve',
    holds: [{ window: 'weekend', hours: 62 }],
  }),
  deployment(29, [part(6, 'through', { open: true })]),
]

const count = (more: Partial<CountingRequest> = {}): Rehearsal =>
  countRehearsal({
    decided: june,
    deploymentSource: 'records',
    policy: { path: 'strict.yml', blob: sha(7) },
    environment: 'production',
    from: '2026-06-01T00:00:00.000Z',
    to: '2026-07-01T00:00:00.000Z',
    riskiest: 0.1,
    source: 'replayed',
    waiting: { hoursEach: 5, source: 'approvals', among: 31 },
    withPeople: false,
    notes: ['the history that is here is shorter than the period'],
    ...more,
  })

test('the whole screen', () => {
  const present = count({
    policy: { path: '.github/change-risk.yml', blob: sha(8) },
    decided: june.map((each) => ({
      ...each,
      verdict: 'approve',
      rule: 'below-limit',
      parts: each.parts.map(({ askedBy: _, ...all }) => ({ ...all, lane: 'through' })),
    })),
  })
  const screen = renderRehearsal({ repository: 'shop', rehearsal: count(), present }, { colour: false })
  expect(screen).toMatchInlineSnapshot(`
    "shop → production   strict.yml, had it been enforced for 30 days
      Of 4 deployments 2 would have asked and 2 gone out unread; 1 waited for a
      window first (as the ledger remembers them).
      Asked        2 of 6 changes, 2 reviews a month: 1 by a path of
                   never-auto-approve and 1 riskier than the limit
      Whom         @acme/ledger (1) and whoever knows the files, for CODEOWNERS
                   names nobody (1)
      Where        web 2 of 3
      Waiting      10 h in all: 2 deployments, 5 h each (median of 31 approvals in
                   the ledger)
      Windows      weekend held 1 deployment for 62 h in all
      Missed       of 3 failures 1 asked about, 1 beside one that was, 1 gone out
                   unread; too few to judge (no look-ahead)
        asked      1 of 2 changes failed (50 %, could be 2.5–97 %)
        beside     1 of 1 change failed (100 %, could be 5.0–100 %)
        unread     1 of 3 changes failed (33 %, could be 1.7–86 %)
      Open         1 change too young to have succeeded; some may still fail
      Instead of   .github/change-risk.yml as it stands: nobody asked; 0 of 3
                   failures asked about
      Note         the history that is here is shorter than the period

    Failed, missed ones first
      beside  00000000 #4  Change 4  above 40 of 100  revert 2026-06-20  risk 0.80 %, limit 2.0 %
      missed  00000000 #2  Change 2  above 40 of 100  revert 2026-06-20  risk 0.80 %, limit 2.0 %
      caught  00000000 #3  Change 3  above 97 of 100  revert 2026-06-20  risk 6.0 %, limit 2.0 %"
  `)
  expect(
    screen
      .split('\n\n')[0]!
      .split('\n')
      .filter((line) => displayWidth(line) > 80),
  ).toEqual([])
})

test.each<[string, Partial<CountingRequest>, RegExp]>([
  ['no deployment', { decided: [] }, /no deployment in these 30 days, so there is nothing to decide/],
  ['nobody asked', { decided: june.slice(0, 1) }, /Asked +none of 2 changes/],
  ['no failure', { decided: june.slice(3) }, /nothing to catch, nothing missed/],
  [
    'hours nobody knows',
    { waiting: { hoursEach: null, source: null, among: 0 } },
    /not known: .*--review-hours 4/s,
  ],
  ['landings', { deploymentSource: 'landings' }, /each landing taken for one/],
  ['the defaults', { policy: null }, /the defaults, without a file/],
])('%s is said', (_, more, says) => {
  const text = renderRehearsal({ repository: 'shop', rehearsal: count(more) }, { colour: false })
  expect(text.replaceAll(/\n +/g, ' ')).toMatch(says)
  expect(text).not.toMatch(/NaN|undefined|null|Infinity/)
})

test('policies beside each other, a line each', () => {
  const lenient = count({
    policy: { path: 'lenient.yml', blob: sha(9) },
    decided: june.slice(0, 1),
    waiting: { hoursEach: null, source: null, among: 0 },
  })
  expect(renderComparison([count(), lenient])).toMatchInlineSnapshot(`
    "Policy       asked     a week  deployments  waiting  held  failures caught  unread that failed
    strict.yml   2 (33 %)  0.5     2 of 4       10 h     62 h  1 of 3           33 %
    lenient.yml  0 (0 %)   0.0     0 of 1       unknown  0 h   0 of 1           50 %"
  `)
})

test('text of others shows and does nothing else', () => {
  const hostile = count({
    environment: hostileText,
    policy: { path: hostileText, blob: sha(1) },
    decided: [
      deployment(
        9,
        [part(3, 'asked', { title: hostileText, why: hostileText, areas: [hostileText], failure })],
        { ...review, holds: [{ window: hostileText, hours: 3 }] },
      ),
    ],
    notes: [hostileText],
  })
  const text = renderRehearsal({ repository: hostileText, rehearsal: hostile }, { colour: false })
  const live = `${text}\n${renderComparison([hostile])}`.replaceAll('\n', '')
  expect(live).not.toMatch(/[\p{Control}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u2028\u2029]/u)
})
