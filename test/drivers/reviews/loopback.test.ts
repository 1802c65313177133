/** The drivers through the real client against the loopback GitHub, which holds every request to GitHub's own description. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openGitHub } from '../../../src/clients/github/open.ts'
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
import { addDeployment, addEnvironment, addRun } from '../../github/releases.ts'
import { addRepository, commitTo, openPull } from '../../github/repositories.ts'
import { type LoopbackGitHub, startGitHub } from '../../github/serve.ts'
import {
  type FaultKind,
  newState,
  type Permissions,
  type Pull,
  type Repository,
  workflowToken,
} from '../../github/state.ts'
import { acme } from './recording.ts'

let double: LoopbackGitHub
let repository: Repository
let pull: Pull
let sha: string
beforeEach(async () => {
  const state = newState()
  repository = addRepository(state, 'acme/shop', {
    canApprovePullRequestReviews: true,
    collaborators: { mira: 'write', jonas: 'write', lena: 'write' },
  })
  commitTo(state, repository, { files: { 'a.txt': 'one\n' } })
  sha = commitTo(state, repository, { branch: 'topic', files: { 'a.txt': 'two\n' } })
  pull = openPull(state, repository, { head: 'topic', author: 'mira' })
  double = await startGitHub(state)
})
afterEach(() => double.close())

/** `push` moves the head once so many requests were sent. */
const open = ({
  permissions,
  pushAfter,
  token = 'workflow-token',
}: {
  permissions?: Permissions
  pushAfter?: number
  token?: string
} = {}) => {
  if (permissions) double.state.tokens['workflow-token'] = workflowToken(permissions)
  let sent = 0
  return openGitHub({
    token,
    apiUrl: 'https://api.github.com',
    serverUrl: 'https://github.com',
    fetch: (input, init) => {
      if (sent === pushAfter) push()
      sent += 1
      return double.fetch(input, init)
    },
    sleep: async () => {},
    random: () => 0,
    now: () => new Date(),
    userAgent: 'change-risk-gate',
    timeoutSeconds: 0.05,
    deadlineSeconds: 5,
  })
}
const push = (): string =>
  commitTo(double.state, repository, { branch: 'topic', files: { 'b.txt': `${repository.pulls.length}\n` } })
const standing = () => pull.reviews.filter(({ state }) => state === 'APPROVED').map(({ commit }) => commit)
const request = () => ({
  number: pull.number,
  sha,
  baseRef: 'main',
  body: 'Below the limit.',
  stillHolds: async () => null,
})
const asked = () => double.requests.map(({ route }) => route.split(' ')[0]).join(' ')

describe('what is done is done, and done once', () => {
  test('an approval', async () => {
    expect((await approvePullRequest(open(), acme, request())).outcome).toBe('done')
    expect(asked()).toBe('GET GET POST GET')
    expect((await approvePullRequest(open(), acme, request())).outcome).toBe('unchanged')
    expect(standing()).toEqual([sha])
    expect((await withdrawApproval(open(), acme, { number: pull.number, why: 'It rose.' })).outcome).toBe(
      'done',
    )
    expect(standing()).toEqual([])
  })

  test('a comment, its answer, a reaction', async () => {
    const comment = { issue: pull.number, marker: '<!-- m -->', body: 'Review wanted' }
    const outcomes = [
      await upsertComment(open(), acme, comment),
      await upsertComment(open(), acme, comment),
      await upsertComment(open(), acme, { ...comment, body: 'All is well' }),
      await replyTo(open(), acme, {
        issue: pull.number,
        commentId: 5,
        since: '2020-01-01T00:00:00Z',
        body: 'Done.',
      }),
      await react(open(), acme, pull.comments[0]?.id ?? 0, 'rocket'),
      await react(open(), acme, pull.comments[0]?.id ?? 0, 'rocket'),
    ].map(({ outcome }) => outcome)
    expect(outcomes).toEqual(['done', 'unchanged', 'done', 'done', 'done', 'done'])
    expect(pull.comments.map(({ body }) => body)).toEqual([
      '<!-- m -->\nAll is well',
      '<!-- change-risk:reply:5 -->\nDone.',
    ])
    expect(pull.comments[0]?.reactions).toHaveLength(1)
  })

  test('a status', async () => {
    const status = {
      sha,
      state: 'pending' as const,
      description: 'x'.repeat(200),
      own: ['github-actions[bot]'],
    }
    expect((await setStatus(open(), acme, status)).outcome).toBe('done')
    expect((await setStatus(open(), acme, status)).outcome).toBe('unchanged')
    expect((await setStatus(open(), acme, { ...status, state: 'success' })).outcome).toBe('done')
    expect(repository.statuses.map(({ state }) => state)).toEqual(['pending', 'success'])
  })

  test('a check run', async () => {
    const run = {
      sha,
      externalId: 'record-1',
      conclusion: 'neutral' as const,
      title: 'Review wanted',
      summary: 'Riskier than 96 of 100',
      annotations: [
        {
          path: 'a.txt',
          startLine: 1,
          endLine: 1,
          level: 'warning' as const,
          title: '×2',
          message: 'failed before',
        },
      ],
    }
    expect((await publishCheckRun(open(), acme, run)).outcome).toBe('done')
    expect((await publishCheckRun(open(), acme, run)).outcome).toBe('unchanged')
    expect((await publishCheckRun(open(), acme, { ...run, summary: 'Now 97' })).outcome).toBe('done')
    expect(repository.checkRuns.map(({ annotations }) => annotations.length)).toEqual([1, 1])
  })

  test('a label', async () => {
    pull.labels.push('risk:low', 'bug')
    const label = { number: pull.number, band: 'critical' as const, labels: pull.labels.slice() }
    expect((await setRiskLabel(open(), acme, label)).outcome).toBe('done')
    expect(pull.labels.toSorted()).toEqual(['bug', 'risk:critical'])
    expect(repository.labels.find(({ name }) => name === 'risk:critical')?.color).toBe('b60205')
  })

  test('reviewers, where one has no access and GITHUB_TOKEN sees no team', async () => {
    const effects = await requestReviewers(open(), acme, {
      number: pull.number,
      author: 'mira',
      users: ['jonas', 'stranger', 'lena'],
      teams: ['leads'],
      already: { users: [], teams: [] },
    })
    expect(effects.map(({ outcome }) => outcome)).toEqual(['done', 'refused', 'done', 'refused'])
    expect(effects[3]?.why).toContain('"Members: read"')
    expect(pull.requestedReviewers).toEqual(['jonas', 'lena'])
  })

  test('a question in an issue', async () => {
    const question = { marker: '<!-- q -->', body: 'May it go out?' }
    const ask = {
      marker: '<!-- e -->',
      title: 'Deployments to production',
      body: 'The gate asks here.',
      question,
    }
    expect((await askInIssue(open(), acme, ask)).outcome).toBe('done')
    expect((await askInIssue(open(), acme, ask)).outcome).toBe('unchanged')
    expect(repository.issues.map(({ comments }) => comments.length)).toEqual([1])
  })
})

describe('a run that waits', () => {
  const wait = (about: { reviewers?: string[]; customRules?: string[] }) => {
    addEnvironment(double.state, repository, { name: 'production', ...about })
    return addRun(double.state, repository, { headSha: sha, pending: ['production'], actor: 'mira' })
  }
  const answer = { environments: ['production'], state: 'approved' as const, comment: 'below the limit' }

  test('is let go by the token of a required reviewer, once', async () => {
    double.state.tokens['robot-token'] = { login: 'lena', kind: 'user' }
    const run = wait({ reviewers: ['lena'] })
    const go = () =>
      answerPendingDeployments(open({ token: 'robot-token' }), acme, { ...answer, runId: run.id, sha })
    expect((await go()).outcome).toBe('done')
    expect((await go()).outcome).toBe('unchanged')
    expect(run.approvals).toHaveLength(1)
  })

  test('although the answer to that got lost', async () => {
    double.state.tokens['robot-token'] = { login: 'lena', kind: 'user' }
    double.state.faults.push({ at: 2, kind: '502-but-done' })
    const run = wait({ reviewers: ['lena'] })
    const github = open({ token: 'robot-token' })
    expect((await answerPendingDeployments(github, acme, { ...answer, runId: run.id, sha })).outcome).toBe(
      'done',
    )
    expect(run.approvals).toHaveLength(1)
  })

  test('is not let go by GITHUB_TOKEN, and that is said', async () => {
    const run = wait({ reviewers: ['lena'] })
    expect(await answerPendingDeployments(open(), acme, { ...answer, runId: run.id, sha })).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('GITHUB_TOKEN and Apps may not'),
    })
    expect(run.approvals).toEqual([])
  })

  test('is let go by the App whose rule holds it, and by no other', async () => {
    double.state.tokens['app-token'] = {
      login: 'gate[bot]',
      kind: 'app',
      permissions: { actions: 'read', deployments: 'write' },
    }
    const run = wait({ customRules: ['gate'] })
    const rule = { runId: run.id, environment: 'production', comment: 'x'.repeat(2_000), sha }
    const app = open({ token: 'app-token' })
    expect((await answerProtectionRule(app, acme, rule)).outcome).toBe('done')
    expect(run.status).toBe('waiting')
    expect(await answerProtectionRule(open(), acme, { ...rule, state: 'approved' })).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('the GitHub App'),
    })
    expect(run.status).toBe('waiting')
    expect((await answerProtectionRule(app, acme, { ...rule, state: 'approved' })).outcome).toBe('done')
    expect(run.status).toBe('in_progress')
  })

  test('shows the decision on its deployment, until that begins', async () => {
    const deployment = addDeployment(double.state, repository, { sha, environment: 'production', states: [] })
    const mirror = {
      deploymentId: deployment.id,
      state: 'pending' as const,
      description: 'Review wanted',
      logUrl: 'https://github.com/acme/shop/actions/runs/77',
    }
    expect((await mirrorDecision(open(), acme, mirror)).outcome).toBe('done')
    expect((await mirrorDecision(open(), acme, mirror)).outcome).toBe('unchanged')
    deployment.statuses.push({ ...deployment.statuses[0]!, state: 'in_progress' })
    expect((await mirrorDecision(open(), acme, { ...mirror, state: 'queued' })).outcome).toBe('unchanged')
    expect(deployment.statuses.map(({ state }) => state)).toEqual(['pending', 'in_progress'])
  })

  test.each([
    ['', []],
    [', its answer lost', [{ at: 2, kind: '502-but-done' as const }]],
  ])('starts its gate again, once%s', async (_, faults) => {
    double.state.faults.push(...faults)
    const run = addRun(double.state, repository, {
      headSha: sha,
      jobs: [
        { name: 'build' },
        { name: 'deploy / gate' },
        { name: 'deploy / release', conclusion: 'skipped' },
      ],
    })
    const again = () => rerunGateJob(open(), acme, { runId: run.id, jobName: 'gate', sha, attempt: 1 })
    expect((await again()).outcome).toBe('done')
    expect((await again()).outcome).toBe('unchanged')
    expect([run.attempt, run.status]).toEqual([2, 'queued'])
  })
})

describe('an approval that may not be', () => {
  test('where Actions may not approve, the setting is named', async () => {
    repository.canApprovePullRequestReviews = false
    expect(await approvePullRequest(open(), acme, request())).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('Allow GitHub Actions to create and approve pull requests'),
    })
  })

  test('where the token has no permission, it is named', async () => {
    const permissions: Permissions = { contents: 'read', 'pull-requests': 'read' }
    expect(await approvePullRequest(open({ permissions }), acme, request())).toMatchObject({
      outcome: 'refused',
      why: expect.stringContaining('pull-requests: write'),
    })
  })

  test.each([2, 3])('a push after request %i: nothing of ours stands', async (pushAfter) => {
    const effect = await approvePullRequest(open({ pushAfter }), acme, request())
    expect(effect.outcome).toBe('refused')
    expect(standing()).toEqual([])
  })
})

const kinds: readonly FaultKind[] = [
  'timeout',
  'reset',
  '403',
  '404',
  '409',
  '422',
  '429',
  '500',
  '502-but-done',
  'secondary-limit',
  'rubbish',
  'wrong-shape',
  'stale',
]
test.each(kinds)('%s at each request: no approval stands that is not answered for', async (kind) => {
  for (const [pushAfter, hit] of [
    [undefined, [0, 1, 2, 3]],
    [3, [2, 3, 4]],
  ] as const)
    for (const at of hit) {
      pull.reviews.length = 0
      double.requests.length = 0
      double.state.faults.splice(0, 1, { at, kind })
      const scored = { ...request(), sha: pull.head.sha }
      double.remember()
      const effect = await approvePullRequest(
        open(pushAfter === undefined ? {} : { pushAfter }),
        acme,
        scored,
      )
      if (effect.outcome !== 'refused') expect(standing()).toEqual([scored.sha])
      if (pushAfter !== undefined && standing().length > 0 && kind !== 'stale')
        expect(effect.outcome).toBe('refused')
      double.state.faults.length = 0
    }
})
