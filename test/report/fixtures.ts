/** Situations a gate meets, in invented repositories. One golden screen and one golden comment each. */
import type { Assessment } from '../../src/domain/assessment.ts'
import { assess, moment, parts, sha, smallReasons, together, unremembered } from './assessments.ts'

const openLibrary = parts(0.01, [
  {
    id: '#12955',
    title: 'Add unified icon system',
    extent: '121 files',
    percentile: 97,
    factors: [
      [3.4, '121 files (usual 5)'],
      [1.8, 'design.py, in 2 of 11 failures', 'failed-before'],
      [0.9, 'tests change with it', 'tests'],
      ...smallReasons(1.26),
    ],
  },
  {
    id: '#13311',
    title: 'Rebuild the /status panel',
    extent: 'status.py +362 −150',
    percentile: 93,
    factors: [[2.6, '512 lines (usual 40)'], [1.5, 'status.py, in 2 of 11 failures'], ...smallReasons(1.28)],
  },
  {
    id: '#13350',
    title: 'ol-button: move to shadow DOM, and let every button of the old design keep its look',
    extent: 'OLButton.js +549',
    percentile: 88,
    factors: [[2.4, '549 lines (usual 40)'], ...smallReasons(1.3)],
  },
  ...Array.from({ length: 15 }, (_, place) => ({
    id: `#${13200 + place}`,
    title: `Translate page ${place + 1} of the help`,
    extent: 'help.po +12 −3',
    percentile: 20 + place,
    factors: smallReasons(0.52 + place * 0.01),
  })),
])

/** The first run anywhere: no configuration, no incidents, base from a tag. */
export const firstRun = assess({
  repository: 'openlibrary',
  environmentAssumed: true,
  decision: 'review',
  rule: 'part-above-limit',
  reason: '#12955 is among the riskiest 10 % here',
  change: {
    baseSource: 'tag deploy-2026-08-18-at-16-12',
    parts: openLibrary,
  },
  risk: {
    probability: together(openLibrary),
    low: 0.11,
    high: 0.35,
    percentile: 70,
    among: 10,
    band: 'high',
    limit: 0.03,
    usualPart: 0.01,
  },
  labels: {
    meaning: 'reverted or hot-fixed within 14 days',
    known: 11,
    among: 1031,
    sources: { revert: 1, hotfix: 10 },
  },
  track: {
    n: 1031,
    failed: 11,
    caught: 3,
    reviewed: 103,
    reviewsPerWeek: 2,
    source: 'replayed',
    low: 0.004,
    high: 0.015,
  },
  model: { id: 'prior-2026-08', kind: 'prior', trainedOn: { parts: 1031, failures: 11, repositories: 13 } },
  lower: [
    {
      action: 'prefix',
      head: sha(31),
      command: 'gate --head f2017564',
      probability: 0.15,
      sentence: '17 changes, without #12955: 15 %',
    },
  ],
  policy: {},
  unavailable: [
    { signal: 'incidents', why: '' },
    { signal: 'GitHub-deployments', why: '' },
  ],
})

const post = parts(0.009, [
  {
    id: '#4502',
    title: 'Post entries in one transaction',
    url: 'https://github.example/acme/ledger/pull/4502',
    extent: 'post.ts +212 −48',
    percentile: 96,
    factors: [
      [2.4, 'ledger/post.ts was in 3 of the last 9 failed changes', 'failed-before'],
      [1.9, '260 lines and no test file changed', 'tests'],
      [1.3, '4 areas at once', 'areas'],
      ...smallReasons(0.86),
    ],
  },
])

/** One pull request above the limit, enforced. */
export const reviewOne = assess({
  mode: 'enforce',
  decision: 'review',
  rule: 'part-above-limit',
  reason: '#4502 is above the limit of 1.6 %',
  change: { parts: post, since: '2026-08-22T07:05:00.000Z' },
  risk: { probability: post[0]!.risk, low: 0.028, high: 0.064, band: 'high' },
  reviewers: [
    { login: 'mira', why: 'knows post.ts, 1 open request' },
    { login: 'lee', group: '@acme/release-leads', why: 'on call for payments' },
  ],
  components: ['payments'],
  customers: ['acme', 'globex'],
  similar: [
    { change: '#4410', outcome: 'rolled-back', sentence: '#4410, rolled back after 59 min (INC-212)' },
  ],
  lower: [
    {
      action: 'prefix',
      head: `a41c0de2${sha(41).slice(8)}`,
      command: 'gate --head a41c0de2',
      probability: 0.01,
      sentence: 'only the commits up to a41c0de2: 1.0 %',
    },
  ],
  unavailable: [{ signal: 'error-budget', why: 'no SLO source' }],
})

const small = parts(0.009, [
  {
    id: '#4506',
    title: 'Name the currency in the export',
    extent: 'export.ts +6 −2',
    percentile: 31,
    factors: [[0.7, 'one file (usual 4)'], [0.8, '6 lines (usual 55)'], ...smallReasons(1.1)],
  },
  {
    id: '#4507',
    title: 'Typo in the onboarding mail',
    extent: 'mail.md +1 −1',
    percentile: 3,
    factors: [[0.3, 'documentation only', 'kinds'], ...smallReasons(0.8)],
  },
])

/** Nothing to worry about: the answer is the whole message. */
export const approveSmall = assess({
  mode: 'enforce',
  reason: 'both changes are below the limit of 1.6 %',
  change: { parts: small, since: '2026-08-21T15:00:00.000Z' },
  risk: { percentile: 12, low: 0.003, high: 0.012, band: 'low' },
})

const wave = parts(
  0.006,
  Array.from({ length: 400 }, (_, place) => ({
    id: `#${90210 + place * 3}`,
    title:
      ['Split the router by tenant', 'Cache exchange rates for an hour', 'Raise the queue timeout'][place] ??
      `Upgrade package ${place}`,
    extent: place < 3 ? `${40 - place * 7} files` : 'package.json +1 −1',
    percentile: Math.max(0, 99 - place),
    factors: [
      [place < 3 ? 7 - place : 0.4, place < 3 ? `${40 - place * 7} files (usual 3)` : 'dependencies only'],
      ...smallReasons(place < 3 ? 1.4 : 0.5),
    ] as const,
    ...(place === 0 ? { approvedBy: ['noor', 'sam'] } : {}),
  })),
)

/** A release train. */
export const batchOf400 = assess({
  repository: 'platform',
  mode: 'enforce',
  decision: 'review',
  rule: 'part-above-limit',
  reason: '#90213 and #90216 are above the limit of 1.6 % and not yet approved',
  change: { parts: wave, since: '2026-07-30T08:00:00.000Z' },
  risk: {
    percentile: 100,
    among: 36,
    band: 'critical',
    usualPart: 0.006,
    baseRate: 0.44,
    contributions: moment(
      [1.4, 'oldest change waits 23 days (usual 2)'],
      [1.2, '1 incident open'],
      [0.98, 'a quiet week'],
    ),
    probability: together(wave, 1.4 * 1.2 * 0.98),
  },
  lower: [
    {
      action: 'split',
      command: 'gate --head 5d0a7b11',
      probability: 0.31,
      sentence: 'the first 200 changes alone: 31 %',
    },
    {
      action: 'revert',
      command: 'git revert -m 1 9b2f77c0',
      probability: 0.78,
      sentence: 'without #90213: 78 %',
    },
  ],
  components: ['router', 'billing', 'queue', 'mail', 'search', 'exports', 'admin', 'web'],
  customers: ['acme', 'globex', 'initech', 'umbrella', 'hooli', 'wonka', 'stark'],
  unavailable: [
    { signal: 'lines', why: 'binary files' },
    { signal: 'error-budget', why: 'no SLO source' },
  ],
})

/** The same commit once more. */
export const redeploy = assess({
  mode: 'enforce',
  rule: 'redeploy',
  reason: 'this commit already runs in production',
  change: { kind: 'redeploy', head: `026d3d4f${sha(4).slice(8)}` },
})

const undone = parts(0.009, [
  { id: '#4511', title: 'Round balances to the cent', extent: 'balance.ts +80 −71', percentile: 91 },
  { id: '#4509', title: 'New rounding table', extent: 'rounding.csv +400', percentile: 72 },
  ...Array.from({ length: 10 }, (_, place) => ({
    id: `#${4480 + place}`,
    title: `Step ${place + 1} of the tax form`,
    extent: '2 files',
  })),
])

/** Back to what ran before. */
export const rollback = assess({
  mode: 'enforce',
  rule: 'rollback',
  reason: 'going back to what ran until Tuesday needs no review; it crosses no migration',
  change: { kind: 'rollback', parts: undone, head: `8b1e77aa${sha(4).slice(8)}` },
  risk: { probability: null, percentile: null, among: 0, baseRate: null, band: null },
})

const branch = parts(0.009, [
  {
    id: 'c0ffee12',
    title: 'Hot patch: accept both tokens',
    extent: 'token.ts +9 −1',
    percentile: 64,
    factors: [[1.7, 'token.ts, in 4 of 87 failures'], ...smallReasons(0.9)],
  },
  {
    id: 'beef0042',
    title: 'Bump version',
    extent: 'package.json +1 −1',
    percentile: 5,
    factors: smallReasons(0.4),
  },
])

/** Head and base went apart: a hot-fix branch cut from an older release. */
export const diverged = assess({
  mode: 'enforce',
  decision: 'review',
  rule: 'diverged',
  reason: 'it takes away 3 changes that run in production: #4498, #4499 and #4501',
  change: { kind: 'diverged', parts: branch },
  risk: { percentile: 44, low: 0.008, high: 0.03 },
  reviewers: [{ login: 'sam', why: 'wrote most of token.ts' }],
})

/** Head is base: nothing between them. */
export const noParts = assess({
  rule: 'nothing-to-deploy',
  reason: 'nothing changed since the last deployment',
})

/** A repository before its first commit. */
export const unborn = assess({
  repository: 'greenfield',
  environmentAssumed: true,
  rule: 'nothing-to-deploy',
  reason: 'the branch has no commit yet',
  change: { base: null, head: null, baseSource: 'none' },
  risk: { probability: null, limit: null, limitWhy: '', usualPart: null },
  labels: { known: 0, among: 0, since: null, sources: {} },
  track: {
    n: 0,
    failed: 0,
    caught: 0,
    reviewed: 0,
    reviewsPerWeek: 0,
    months: 0,
    low: null,
    high: null,
    source: 'replayed',
  },
  model: { id: 'prior-2026-08', kind: 'prior', trainedOn: { parts: 0, failures: 0, repositories: 13 } },
  policy: {},
})

const recent = parts(
  0.012,
  Array.from({ length: 20 }, (_, place) => ({
    title: ['Move sessions to Redis', 'Drop the v1 API', 'Retry webhooks'][place] ?? `Tidy module ${place}`,
    extent: `${14 - Math.min(12, place)} files`,
    percentile: 99 - place * 4,
    factors: [
      [place < 3 ? 3 - place * 0.4 : 0.7, `${14 - Math.min(12, place)} files (usual 4)`],
      ...smallReasons(0.95),
    ] as const,
  })),
)

/** A shallow clone in a pipeline, no tag, no ledger: what runs is anybody's guess. */
export const baseUnknown = unremembered(
  assess({
    repository: 'hookrelay',
    environmentAssumed: true,
    decision: 'review',
    rule: 'part-above-limit',
    reason: '3 changes are among the riskiest 10 % here',
    change: { baseSource: 'recent 20', parts: recent },
    risk: {
      probability: null,
      percentile: null,
      among: 0,
      baseRate: null,
      band: null,
      usualPart: 0.012,
      limit: 0.02,
    },
    labels: { meaning: 'reverted or hot-fixed within 14 days', known: 2, among: 50, sources: { revert: 2 } },
    track: {
      n: 0,
      failed: 0,
      caught: 0,
      reviewed: 0,
      reviewsPerWeek: 0,
      months: 0,
      low: null,
      high: null,
      source: 'replayed',
    },
    model: { id: 'prior-2026-08', kind: 'prior', trainedOn: { parts: 50, failures: 2, repositories: 13 } },
    policy: {},
    notes: [
      'shallow clone: only 50 commits of history are here; git fetch --unshallow gives the rest',
      'not remembered: the git directory is read-only',
    ],
    unavailable: [
      'lines-added',
      'lines-deleted',
      'author-experience',
      'failed-before',
      'age-of-files',
      'incidents',
    ].map((signal) => ({ signal, why: signal === 'incidents' ? 'no incident file' : 'shallow clone' })),
  }),
)

/** The model refuses to answer. */
export const modelSilent = assess({
  mode: 'enforce',
  decision: 'review',
  rule: 'model-silent',
  reason:
    'the model answers nothing since its calibration broke on 14 August; every change is reviewed until it is refitted (learn)',
  change: { parts: small },
  risk: {
    probability: null,
    percentile: null,
    among: 0,
    baseRate: null,
    band: null,
    usualPart: null,
    limit: null,
    limitWhy: '',
  },
  reviewers: [{ login: 'mira', why: 'knows export.ts' }],
})

const young = parts(0.02, [
  {
    title: 'Import bank statements',
    extent: 'statement.py +640',
    percentile: 98,
    factors: [[2.2, '640 lines (usual 70)'], [1.4, 'first change by its author here'], ...smallReasons(1.1)],
  },
  { title: 'Pin the base image', extent: 'Dockerfile +1 −1', percentile: 40, factors: smallReasons(0.8) },
  {
    title: 'Describe the import',
    extent: 'README.md +30',
    percentile: 12,
    factors: [[0.4, 'documentation only'], ...smallReasons(0.9)],
  },
  { title: 'Sort imports', extent: '9 files', percentile: 50, factors: smallReasons(0.9) },
])

/** A young repository: four failures known. */
export const fewFailures = assess({
  repository: 'pocketbooks',
  decision: 'review',
  rule: 'part-above-limit',
  reason: 'one change is among the riskiest 10 % here',
  change: { parts: young },
  risk: { low: 0.04, high: 0.31, percentile: 100, among: 7, usualPart: 0.02, limit: 0.05, band: 'high' },
  labels: {
    meaning: 'reverted or hot-fixed within 14 days',
    known: 4,
    among: 212,
    sources: { hotfix: 3, revert: 1 },
  },
  track: { n: 212, failed: 4, caught: 2, reviewed: 21, reviewsPerWeek: 0.4, months: 6, source: 'replayed' },
  model: { id: 'prior-2026-08', kind: 'prior', trainedOn: { parts: 212, failures: 4, repositories: 13 } },
})

/** The first days of a repository: a risk, and nothing yet to hold it against. */
export const limitUnknown = assess({
  repository: 'pocketbooks',
  decision: 'review',
  rule: 'model-silent',
  reason: 'there is no limit to go by: only 6 recent parts have a risk, and it takes 20 to rank them',
  change: { parts: young },
  risk: {
    ...{ low: 0.04, high: 0.31, percentile: null, among: 0, usualPart: 0.02, limit: null, band: 'high' },
    limitWhy: 'only 6 recent parts have a risk, and it takes 20 to rank them',
  },
  labels: {
    meaning: 'reverted or hot-fixed within 14 days',
    known: 0,
    among: 0,
    since: null,
    sources: {},
  },
  track: { n: 0, failed: 0, caught: 0, reviewed: 0, reviewsPerWeek: 0, months: 0, source: 'replayed' },
  model: { id: 'prior-2026-08', kind: 'prior', trainedOn: { parts: 0, failures: 0, repositories: 13 } },
})

/** A freeze: it waits, and for how long. */
export const holdUntil = assess({
  mode: 'enforce',
  decision: 'hold',
  rule: 'window-emergency-only',
  reason: 'change freeze "summer sale" lets only emergency changes out',
  until: '2026-08-25T06:00:00.000Z',
  change: { parts: small },
  risk: { percentile: 12 },
  lower: [
    {
      action: 'wait',
      until: '2026-08-25T06:00:00.000Z',
      probability: 0.009,
      sentence: 'after the freeze the same change: 0.9 %',
    },
  ],
})

/** A file that cannot be read as configuration. */
export const configurationUnreadable = assess({
  decision: 'review',
  rule: 'configuration-unreadable',
  reason:
    '.github/change-risk.yml:14 environments.production.windows[0].limit: must be a number from 0 to 1, got "half"',
  change: { parts: small },
  risk: {
    probability: null,
    percentile: null,
    among: 0,
    baseRate: null,
    band: null,
    usualPart: null,
    limit: null,
    limitWhy: '',
  },
})

const tired = parts(0.009, [
  {
    id: '#777',
    title: 'Rewrite the scheduler',
    extent: '31 files',
    percentile: 99,
    factors: [[2.9, '31 files (usual 4)'], [0.8, 'its author knows these files'], ...smallReasons(0.92)],
  },
  {
    id: '#776',
    title: 'Longer leases',
    extent: 'lease.go +4 −4',
    percentile: 45,
    factors: smallReasons(1.1),
  },
])

/** Ranking caught nothing here, and the moment is bad: both told plainly. */
export const caughtNothing = assess({
  repository: 'nightshift',
  decision: 'review',
  rule: 'context-raises-risk',
  reason: 'two incidents are open, which raises the risk by a band',
  change: { parts: tired },
  risk: {
    probability: together(tired, 1.9 * 1.12),
    low: 0.03,
    high: 0.12,
    percentile: 94,
    among: 50,
    band: 'critical',
    contributions: moment([1.9, '2 incidents open'], [1.12, 'last failure 2 days ago']),
  },
  labels: { known: 23, sources: { hotfix: 18, incident: 5 } },
  track: { n: 900, failed: 23, caught: 0, reviewed: 90, reviewsPerWeek: 1.7, source: 'replayed' },
})

const scripts = parts(0.009, [
  {
    id: '#51',
    title: '決済サービスのタイムアウトを延長し、再試行の回数を設定できるようにする',
    extent: '決済.ts +40 −3',
    percentile: 90,
    factors: [[2.1, '決済.ts、失敗 87 件中 5 件に登場'], ...smallReasons(1.1)],
  },
  {
    id: '#52',
    title: 'إصلاح حساب الضريبة على الفواتير القديمة',
    extent: 'tax.rb +12 −2',
    percentile: 70,
    factors: smallReasons(1.3),
  },
  {
    id: '#53',
    title: '🚀🚀 Ship the new Zürich café 👩‍👩‍👧 page',
    extent: 'page.tsx +90',
    percentile: 60,
    factors: smallReasons(1.1),
  },
  { id: '#54', title: 'हिन्दी अनुवाद जोड़ें', extent: 'hi.po +300', percentile: 10, factors: smallReasons(0.5) },
])

/** Titles in any script. */
export const anyScript = assess({
  repository: '家計簿',
  mode: 'enforce',
  decision: 'review',
  rule: 'part-above-limit',
  reason: '#51 is above the limit of 1.6 %',
  change: { parts: scripts },
})

/** A rule of the team's own says no. */
export const rejected = assess({
  mode: 'enforce',
  decision: 'reject',
  rule: 'rollback-over-migration',
  reason: 'going back crosses the migration 0042_split_accounts, which cannot be undone',
  change: { kind: 'rollback', parts: undone },
  risk: { probability: null, percentile: null, among: 0, baseRate: null, band: null },
})

/** The kill switch. */
export const switchedOff = assess({
  mode: 'off',
  rule: 'mode-off',
  reason: 'mode is off',
  change: { parts: small },
  risk: {
    probability: null,
    percentile: null,
    among: 0,
    baseRate: null,
    band: null,
    usualPart: null,
    limit: null,
  },
})

export const situations: Readonly<Record<string, Assessment>> = {
  'first-run': firstRun,
  'review-one': reviewOne,
  'approve-small': approveSmall,
  'batch-of-400': batchOf400,
  redeploy,
  rollback,
  diverged,
  'no-parts': noParts,
  unborn,
  'base-unknown': baseUnknown,
  'model-silent': modelSilent,
  'few-failures': fewFailures,
  'limit-unknown': limitUnknown,
  'hold-until': holdUntil,
  'configuration-unreadable': configurationUnreadable,
  'caught-nothing': caughtNothing,
  'any-script': anyScript,
  rejected,
  'switched-off': switchedOff,
}
