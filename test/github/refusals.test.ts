/** What GitHub refuses, and with which words. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { at, client, openShop, type Shop, tell } from './shop.ts'
import { type Permissions, workflowToken } from './state.ts'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.github.close())

const inRepo = (route: string): string => route.replace(' .', ' /repos/{owner}/{repo}')
const comment = ['POST ./issues/{issue_number}/comments', { issue_number: 1, body: 'x' }] as const
const read = ['GET ./pulls/{pull_number}', { pull_number: 1 }] as const
const ref = ['GET ./git/ref/{ref}', { ref: 'heads/main' }] as const

test.each<[string, Permissions, readonly [string, object], number, string]>([
  ['nothing', {}, read, 403, 'pull_requests=read'],
  ['to read the code', { contents: 'read' }, read, 403, 'pull_requests=read'],
  ['to read pull requests', { 'pull-requests': 'read' }, read, 200, ''],
  [
    'to read pull requests only',
    { 'pull-requests': 'read' },
    comment,
    403,
    'issues=write; pull_requests=write',
  ],
  ['to write issues only', { issues: 'write' }, comment, 201, ''],
  ['to write pull requests', { 'pull-requests': 'write' }, comment, 201, ''],
  ['to write the code', { contents: 'write' }, ref, 200, ''],
  ['to write checks only', { checks: 'write' }, ref, 403, 'contents=read'],
])('a job that may %s', async (_, permissions, [route, parameters], status, accepted) => {
  shop.state.tokens['small-token'] = workflowToken(permissions)
  const told = await tell(client(shop.github, 'small-token'), inRepo(route), { ...at, ...parameters })
  expect(told.status).toBe(status)
  if (status !== 403) return
  expect(told.message).toContain('Resource not accessible by integration')
  expect(told.headers['x-accepted-github-permissions']).toBe(accepted)
})

test.each([
  ['ada-token', 200],
  ['rob-token', 403],
])('a person may push or may not: %s', async (token, status) => {
  const told = await tell(client(shop.github, token), inRepo('PATCH ./issues/{issue_number}'), {
    ...at,
    issue_number: 2,
    title: 'x',
  })
  expect(told.status).toBe(status)
})

const approve = ['POST ./pulls/{pull_number}/reviews', { pull_number: 1, event: 'APPROVE' }] as const
const ask = (given: object) =>
  ['POST ./pulls/{pull_number}/requested_reviewers', { pull_number: 1, ...given }] as const
const status = (given: object) =>
  ['POST ./statuses/{sha}', { sha: 'main', state: 'pending', ...given }] as const
const gates = 'POST ./actions/runs/{run_id}/pending_deployments'
const rule = 'POST ./actions/runs/{run_id}/deployment_protection_rule'
const deploy = (given: object) =>
  ['POST ./deployments', { ref: 'main', auto_merge: false, ...given }] as const

test.each<[string, string, readonly [string, object], number, string]>([
  [
    'approve by GITHUB_TOKEN, setting off',
    'workflow-token',
    approve,
    422,
    'GitHub Actions is not permitted to approve pull requests.',
  ],
  ['approve by another App', 'gate-token', approve, 200, ''],
  ["approve one's own", 'mira-token', approve, 422, 'Can not approve your own pull request'],
  ['approve by a reader', 'rob-token', approve, 200, ''],
  ['ask a collaborator', 'workflow-token', ask({ reviewers: ['ada'] }), 201, ''],
  ['ask the author', 'workflow-token', ask({ reviewers: ['mira'] }), 422, 'pull request author'],
  [
    'ask a stranger beside a collaborator',
    'workflow-token',
    ask({ reviewers: ['ada', 'eve'] }),
    422,
    'collaborators',
  ],
  [
    'ask a team without Members: read',
    'workflow-token',
    ask({ team_reviewers: ['leads'] }),
    422,
    'Could not resolve to a node',
  ],
  ['ask a team with it', 'gate-token', ask({ team_reviewers: ['leads'] }), 201, ''],
  ['a status of 140 characters', 'workflow-token', status({ description: 'x'.repeat(140) }), 201, ''],
  [
    'a status of 141 characters',
    'workflow-token',
    status({ description: 'x'.repeat(141) }),
    422,
    'description is too long',
  ],
  [
    'a comment of 65,536 characters',
    'workflow-token',
    [comment[0], { issue_number: 1, body: 'x'.repeat(65_536) }],
    201,
    '',
  ],
  [
    'a comment of 65,537 characters',
    'workflow-token',
    [comment[0], { issue_number: 1, body: 'x'.repeat(65_537) }],
    422,
    'body is too long',
  ],
  [
    'let a run go by GITHUB_TOKEN',
    'workflow-token',
    [gates, { state: 'approved' }],
    403,
    'not accessible by integration',
  ],
  [
    'let a run go by an App',
    'gate-token',
    [gates, { state: 'approved' }],
    403,
    'not accessible by integration',
  ],
  ['let a run go by a reviewer of the team', 'mira-token', [gates, { state: 'approved' }], 200, ''],
  [
    'let a run go by somebody else',
    'rob-token',
    [gates, { state: 'approved' }],
    422,
    'There were problems approving',
  ],
  [
    'answer a custom rule by its App',
    'gate-token',
    [rule, { environment_name: 'production', state: 'approved' }],
    204,
    '',
  ],
  [
    'answer a custom rule by GITHUB_TOKEN',
    'workflow-token',
    [rule, { environment_name: 'production', state: 'approved' }],
    403,
    'not accessible',
  ],
  [
    'run a waiting run again',
    'workflow-token',
    ['POST ./actions/runs/{run_id}/rerun', {}],
    403,
    'already running',
  ],
  ['deploy with every context demanded', 'workflow-token', deploy({}), 409, 'status checks failed'],
  ['deploy with none demanded', 'workflow-token', deploy({ required_contexts: [] }), 201, ''],
  ['who am I, by GITHUB_TOKEN', 'workflow-token', ['GET /user', {}], 403, 'not accessible'],
  ['a token nobody gave out', 'wrong-token', read, 401, 'Bad credentials'],
])('%s', async (_, token, [route, parameters], wanted, message) => {
  const { github, state, shop: repository, base, waiting, environment } = shop
  repository.statuses.push({
    id: 1,
    sha: base,
    context: 'ci',
    state: 'failure',
    description: null,
    targetUrl: null,
    creator: 'ada',
    createdAt: '2026-03-10T10:00:00Z',
  })
  const gate = route === gates ? { environment_ids: [environment.id], comment: 'x' } : {}
  const runId = route.includes('{run_id}') ? { run_id: waiting.id } : {}
  const place = route.includes(' .') ? at : {}
  const told = await tell(client(github, token), inRepo(route), {
    ...place,
    ...runId,
    ...gate,
    ...parameters,
  })
  expect(told.status, told.message).toBe(wanted)
  expect(told.message + JSON.stringify(told.data ?? '')).toContain(message)
  expect(state.repositories).toHaveLength(1)
})

test('GITHUB_TOKEN approves where the setting is on, as github-actions[bot], of type Bot', async () => {
  shop.shop.canApprovePullRequestReviews = true
  const { data } = await tell(client(shop.github), inRepo(approve[0]), { ...at, ...approve[1] })
  expect(data).toMatchObject({
    state: 'APPROVED',
    commit_id: shop.head,
    user: { login: 'github-actions[bot]', type: 'Bot' },
  })
})

test("when the hour's requests are used up nothing is answered but how much is left", async () => {
  shop.state.rateLimit = { limit: 10, used: 10 }
  const octokit = client(shop.github)
  const told = await tell(octokit, 'GET /repos/{owner}/{repo}', at)
  expect([told.status, told.headers['x-ratelimit-remaining']]).toEqual([403, '0'])
  expect(await tell(octokit, 'GET /rate_limit')).toMatchObject({
    status: 200,
    data: { rate: { remaining: 0 } },
  })
})
