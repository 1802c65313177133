/** What a pull request, a deployment and a chat are told in full: who is asked, where things are. Names are invented. */
import type { Assessment } from '../../src/domain/assessment.ts'
import { type CommentView, githubLinks } from '../../src/report/comment-view.ts'
import { assess, parts, sha, smallReasons, together } from './assessments.ts'
import {
  approveSmall,
  configurationUnreadable,
  firstRun,
  holdUntil,
  reviewOne,
  situations,
} from './fixtures.ts'
import { hostileText, makeHostile } from './hostility.ts'

export const links = githubLinks('https://github.example', 'acme/ledger', {
  run: 'https://github.example/acme/ledger/actions/runs/991',
  record: 'https://github.example/acme/ledger/blob/change-risk-ledger/events/2026/08/22.jsonl',
})

const view = (assessment: Assessment, more: Partial<CommentView> = {}): CommentView => ({
  assessment,
  key: 'pull-request',
  publicRepository: false,
  links,
  prefix: '.',
  ...more,
})

/** The pull request of DESIGN.md. */
export const enforceReview = view(reviewOne, {
  request: {
    people: [
      {
        login: 'mira',
        why: 'knows this file, 1 open request',
        files: [{ path: 'ledger/post.ts', lines: 212 }],
      },
    ],
    changedLines: 260,
    approve: { review: true, replies: ['approve 3f9c2d1a'] },
    deadline: { at: '2026-08-24T10:00:00.000Z', asks: ['acme/release-leads'] },
  },
  files: [
    { path: 'ledger/post.ts', why: 'it was in 3 of the last 9 failed changes, and 212 lines of it change' },
  ],
  recovery: {
    sha: `8b1e77aa${sha(4).slice(8)}`,
    minutes: { usual: 6, low: 4, high: 9, among: 5 },
    migration: false,
  },
})

const train = parts(
  0.009,
  Array.from({ length: 40 }, (_, place) => ({
    id: `#${4600 + place}`,
    title:
      ['Settle in the account’s own currency', 'Retry webhooks with back-off', 'Index balances by day'][
        place
      ] ?? `Translate page ${place} of the help`,
    extent: ['settle.ts +190 −44', 'webhook.ts +88 −12', '0043_index.sql +14'][place] ?? 'help.po +12 −3',
    percentile: Math.max(2, 98 - place * 3),
    factors: [
      [place < 3 ? 4 - place : 0.9, place < 3 ? `${5 - place} areas at once` : 'translations only'],
      ...smallReasons(place < 3 ? 1.3 : 1.1),
    ] as const,
    ...(place === 1 ? { approvedBy: ['noor'] } : {}),
  })),
)

/** A deployment of forty merged pull requests: it asks on the one that weighs most. */
export const batchOf40 = view(
  assess({
    mode: 'enforce',
    decision: 'review',
    rule: 'part-above-limit',
    reason: '#4600 is riskier than the limit: 4.6 %, limit 1.6 %; also above it: #4602 2.3 %',
    change: { parts: train },
    risk: { probability: together(train), percentile: 93, among: 60, band: 'high' },
    unavailable: [{ signal: 'error-budget', why: 'no SLO source' }],
  }),
  {
    key: 'production',
    merged: { number: 4600 },
    request: {
      people: [
        {
          login: 'ines',
          why: 'approved #4580 in this file',
          files: [{ path: 'settlement/engine/rounding/settle.ts', lines: 234 }],
        },
        {
          team: 'acme/database',
          why: 'owns migrations',
          files: [{ path: 'db/migrations/0043_index.sql', lines: 14 }],
        },
      ],
      approve: { review: false, replies: ['approve 3f9c2d1a'] },
    },
    recovery: { sha: `026d3d4f${sha(4).slice(8)}`, migration: true },
  },
)

export const observing = view(firstRun, { key: 'production', publicRepository: true })
const [export4506] = approveSmall.change.parts
export const approved = view({
  ...approveSmall,
  reason: 'its risk of 0.6 % is within the limit of 1.6 %',
  change: { ...approveSmall.change, parts: [{ ...export4506!, share: 1 }] },
  risk: { ...approveSmall.risk, probability: export4506!.risk, baseRate: 0.009 },
})
export const held = view(holdUntil, { key: 'production' })
export const couldNotJudge = view(
  { ...configurationUnreadable, mode: 'enforce' },
  {
    request: {
      people: [{ login: 'mira', why: 'owns .github/', files: [{ path: '.github/change-risk.yml' }] }],
      approve: { review: true, replies: ['approve 3f9c2d1a'] },
    },
  },
)

const withHead = (assessment: Assessment, head: string | null): Assessment => ({
  ...assessment,
  change: { ...assessment.change, head },
})

/** Every word that can come from outside is `text`; who is asked is chosen by us. */
export const poisoned = (given: CommentView, text: string): CommentView => ({
  ...given,
  key: text,
  // The head stays a commit, so that links to hostile paths are made and tried.
  assessment: withHead(makeHostile(given.assessment, text), given.assessment.change.head),
  ...(given.request === undefined
    ? {}
    : {
        request: {
          ...given.request,
          people: given.request.people.map((asked) => ({
            ...asked,
            why: text,
            files: asked.files.map((file) => ({ ...file, path: text })),
          })),
          ...(given.request.deadline === undefined
            ? {}
            : { deadline: { ...given.request.deadline, asks: [text, text] } }),
        },
      }),
  files: [
    { path: text, why: text },
    { path: `src/${text}`, why: text },
  ],
  recovery: { sha: text, migration: true },
})

export const hostile = poisoned(enforceReview, hostileText)

/** One golden of each kind of report for every one of these. */
export const views: Readonly<Record<string, CommentView>> = {
  'enforce-review': enforceReview,
  observe: observing,
  approve: approved,
  hold: held,
  'could-not-judge': couldNotJudge,
  'batch-of-40': batchOf40,
  hostile,
}

/** All of them, and every situation of the command line as a comment would meet it. */
export const everyView: Readonly<Record<string, CommentView>> = {
  ...views,
  ...Object.fromEntries(Object.entries(situations).map(([name, assessment]) => [name, view(assessment)])),
}
