/** Every driver against every fault at every request, and against every shape GitHub cannot have meant. */
import { describe, expect, test } from 'vitest'
import type { GitHub, Route } from '../../../src/clients/github/github.ts'
import type { Effect } from '../../../src/drivers/driver.ts'
import { approvePullRequest } from '../../../src/drivers/reviews/approval.ts'
import { publishCheckRun } from '../../../src/drivers/reviews/check-run.ts'
import { upsertComment } from '../../../src/drivers/reviews/comment.ts'
import { mirrorDecision } from '../../../src/drivers/reviews/deployment.ts'
import { askInIssue } from '../../../src/drivers/reviews/issue.ts'
import { setRiskLabel } from '../../../src/drivers/reviews/label.ts'
import { answerPendingDeployments } from '../../../src/drivers/reviews/pending-deployments.ts'
import { answerProtectionRule } from '../../../src/drivers/reviews/protection-rule.ts'
import { react } from '../../../src/drivers/reviews/reaction.ts'
import { replyTo } from '../../../src/drivers/reviews/reply.ts'
import { rerunGateJob } from '../../../src/drivers/reviews/rerun.ts'
import { requestReviewers } from '../../../src/drivers/reviews/reviewers.ts'
import { setStatus } from '../../../src/drivers/reviews/status.ts'
import { withdrawApproval } from '../../../src/drivers/reviews/withdrawal.ts'
import { acme, bot, failures, otherSha, type Routes, recording, sha } from './recording.ts'

const marker = '<!-- m -->'
const author = { user: bot, html_url: 'https://github.com/acme/shop/1' }
const run = { id: 77, head_sha: sha, status: 'completed', run_attempt: 1, created_at: '2026-11-19T12:00:00Z' }
const review = { id: 1, state: 'APPROVED', commit_id: sha, ...author }
const pull = { head: { sha }, base: { ref: 'main' }, state: 'open', merged: false, draft: false, user: null }
const environment = { id: 1, name: 'production' }
/** A GitHub in which every driver has something to do. */
const answers: { readonly [Each in Route]?: unknown } = {
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': pull,
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews': [{ ...review, commit_id: otherSha }],
  'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}': { ...review, state: 'DISMISSED' },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': { ...review, id: 2 },
  'PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals': {
    ...review,
    state: 'DISMISSED',
  },
  'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers': {},
  'GET /repos/{owner}/{repo}/commits/{ref}/check-runs': [],
  'POST /repos/{owner}/{repo}/check-runs': { id: 3 },
  'GET /repos/{owner}/{repo}/commits/{ref}/statuses': [
    { context: 'change-risk', state: 'success', creator: bot },
  ],
  'POST /repos/{owner}/{repo}/statuses/{sha}': {},
  'POST /repos/{owner}/{repo}/labels': {},
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': [],
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': [],
  'GET /repos/{owner}/{repo}/issues': [{ number: 7, body: `${marker}\nx`, ...author }],
  'POST /repos/{owner}/{repo}/issues': { number: 8, ...author },
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': [
    { id: 1, body: `${marker}\nold`, ...author },
    { id: 2, body: `${marker}\nolder`, ...author },
  ],
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': { id: 3, ...author },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': { id: 1, ...author },
  'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': undefined,
  'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions': {},
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}': run,
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/jobs': [{ id: 5, name: 'gate', head_sha: sha }],
  'POST /repos/{owner}/{repo}/actions/jobs/{job_id}/rerun': {},
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': [
    { environment, current_user_can_approve: true },
  ],
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments': [],
  'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals': [
    { state: 'rejected', comment: '', environments: [environment] },
  ],
  'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule': undefined,
  'GET /repos/{owner}/{repo}/deployments/{deployment_id}/statuses': [],
  'POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses': {},
}
const routes = Object.keys(answers) as readonly Route[]
const routesWith = (changed: { readonly [Each in Route]?: unknown } = {}): Routes =>
  Object.fromEntries(routes.map((route) => [route, () => ({ ...answers, ...changed })[route]]))

const drivers: readonly (readonly [
  string,
  number,
  (github: GitHub) => Promise<Effect | readonly Effect[]>,
])[] = [
  ['upsertComment', 3, (github) => upsertComment(github, acme, { issue: 12, marker, body: 'new' })],
  ['replyTo', 2, (github) => replyTo(github, acme, { issue: 12, commentId: 7, body: 'new' })],
  ['react', 1, (github) => react(github, acme, 7, 'rocket')],
  [
    'setStatus',
    2,
    (github) => setStatus(github, acme, { sha, state: 'pending', description: 'x', own: [bot.login] }),
  ],
  [
    'publishCheckRun',
    2,
    (github) =>
      publishCheckRun(github, acme, {
        sha,
        externalId: 'x',
        conclusion: 'neutral',
        title: 't',
        summary: 's',
        annotations: [],
      }),
  ],
  [
    'setRiskLabel',
    3,
    (github) => setRiskLabel(github, acme, { number: 12, band: 'low', labels: ['risk:high'] }),
  ],
  [
    'requestReviewers',
    2,
    (github) =>
      requestReviewers(github, acme, {
        number: 12,
        author: null,
        users: ['mira', 'jonas'],
        teams: ['leads'],
        already: { users: [], teams: [] },
      }),
  ],
  [
    'approvePullRequest',
    5,
    (github) =>
      approvePullRequest(github, acme, { number: 12, sha, body: 'x', stillHolds: async () => null }),
  ],
  ['withdrawApproval', 2, (github) => withdrawApproval(github, acme, { number: 12, why: 'x' })],
  [
    'answerPendingDeployments',
    3,
    (github) =>
      answerPendingDeployments(github, acme, {
        runId: 77,
        environments: ['production'],
        state: 'approved',
        comment: 'x',
        sha,
      }),
  ],
  [
    'answerProtectionRule',
    2,
    (github) =>
      answerProtectionRule(github, acme, { runId: 77, environment: 'production', comment: 'x', sha }),
  ],
  [
    'mirrorDecision',
    2,
    (github) =>
      mirrorDecision(github, acme, {
        deploymentId: 9,
        state: 'pending',
        description: 'x',
        logUrl: 'https://x',
      }),
  ],
  ['rerunGateJob', 3, (github) => rerunGateJob(github, acme, { runId: 77, jobName: 'gate', sha })],
  [
    'askInIssue',
    3,
    (github) =>
      askInIssue(github, acme, {
        marker,
        title: 't',
        body: 'b',
        question: { marker: '<!-- q -->', body: 'new' },
      }),
  ],
]

const listed = (effects: Effect | readonly Effect[]): readonly Effect[] =>
  [effects].flat() as readonly Effect[]

describe.each(drivers)('%s', (_, requests, act) => {
  test(`does its work in ${requests} requests`, async () => {
    const github = recording(routesWith())
    expect(listed(await act(github)).map(({ outcome }) => outcome)).not.toContain('refused')
    expect(github.calls).toHaveLength(requests)
  })

  test('tells every failure of every request, and throws none', async () => {
    for (let at = 1; at <= requests; at += 1)
      for (const failure of failures)
        for (const isDone of [false, true]) {
          const github = recording(routesWith(), [{ at, failure, isDone }])
          for (const effect of listed(await act(github))) {
            expect(['done', 'unchanged', 'refused']).toContain(effect.outcome)
            expect(effect.why).toMatch(/^\S.{9,}$/)
          }
        }
  })

  test('sends nothing twice that would count twice', async () => {
    const github = recording(routesWith())
    await act(github)
    const repeated = github.calls.filter(({ repeatable }) => repeatable).map(({ route }) => route)
    for (const route of repeated)
      expect(route).not.toMatch(
        /^POST .*(\/reviews|\/comments|\/check-runs|\/issues|\/rerun|\/pending_deployments)$/,
      )
  })

  test('tells every shape GitHub cannot have meant, and throws none', async () => {
    const asked = recording(routesWith())
    await act(asked)
    const shapes = [
      null,
      undefined,
      7,
      'x',
      {},
      [],
      [null],
      [{}],
      [[]],
      { id: 'x', user: 7 },
      { ...review, html_url: 7 },
      [{ id: null, user: {}, body: 7 }],
    ]
    for (const { route } of asked.calls)
      for (const shape of shapes) {
        for (const effect of listed(await act(recording(routesWith({ [route]: shape })))))
          expect(['done', 'unchanged', 'refused']).toContain(effect.outcome)
      }
  })
})

test('no driver is forgotten here', () => expect(drivers).toHaveLength(14))
