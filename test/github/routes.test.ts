/** Every route once, over both doors; the contract itself judges the answers. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { routes } from './description.ts'
import { at, client, openShop, type Shop, tell } from './shop.ts'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.github.close())

const inRepo = (route: string): string => route.replace(/ \./, ' /repos/{owner}/{repo}')
type Step = readonly [route: string, parameters: (shop: Shop) => object, status: number, token?: string]

const steps: Readonly<Record<string, readonly Step[]>> = {
  'the repository, people and teams': [
    ['GET /rate_limit', () => ({}), 200],
    ['GET /user', () => ({}), 200, 'ada-token'],
    ['GET /users/{username}', () => ({ username: 'ada' }), 200],
    ['GET /orgs/{org}/teams', () => ({ org: 'acme' }), 200, 'gate-token'],
    ['GET /orgs/{org}/teams/{team_slug}', () => ({ org: 'acme', team_slug: 'leads' }), 200, 'gate-token'],
    [
      'GET /orgs/{org}/teams/{team_slug}/members',
      () => ({ org: 'acme', team_slug: 'leads' }),
      200,
      'gate-token',
    ],
    ['GET .', () => at, 200],
    ['GET ./collaborators/{username}/permission', () => ({ username: 'rob' }), 200],
    ['GET ./rules/branches/{branch}', () => ({ branch: 'main' }), 200],
    ['GET ./codeowners/errors', () => ({}), 200],
  ],
  'pull requests and reviews': [
    ['GET ./pulls', () => ({ state: 'all' }), 200],
    ['GET ./pulls/{pull_number}', () => ({ pull_number: 1 }), 200],
    ['GET ./pulls/{pull_number}/files', () => ({ pull_number: 1, per_page: 100 }), 200],
    ['GET ./pulls/{pull_number}/commits', () => ({ pull_number: 1 }), 200],
    ['GET ./pulls/{pull_number}/comments', () => ({ pull_number: 1 }), 200],
    ['GET ./commits/{commit_sha}/pulls', ({ head }) => ({ commit_sha: head }), 200],
    ['GET ./pulls/{pull_number}/reviews', () => ({ pull_number: 1 }), 200],
    [
      'POST ./pulls/{pull_number}/reviews',
      ({ head }) => ({ pull_number: 1, event: 'COMMENT', body: 'x', commit_id: head }),
      200,
    ],
    [
      'GET ./pulls/{pull_number}/reviews/{review_id}',
      ({ review }) => ({ pull_number: 1, review_id: review.id }),
      200,
    ],
    [
      'PUT ./pulls/{pull_number}/reviews/{review_id}/dismissals',
      ({ review }) => ({ pull_number: 1, review_id: review.id, message: 'moved' }),
      200,
    ],
    ['POST ./pulls/{pull_number}/requested_reviewers', () => ({ pull_number: 1, reviewers: ['ada'] }), 201],
    ['GET ./pulls/{pull_number}/requested_reviewers', () => ({ pull_number: 1 }), 200],
    ['DELETE ./pulls/{pull_number}/requested_reviewers', () => ({ pull_number: 1, reviewers: ['ada'] }), 200],
  ],
  'issues, comments and labels': [
    ['GET ./issues', () => ({ state: 'all', labels: 'incident' }), 200],
    ['POST ./issues', () => ({ title: 'New', labels: ['incident'] }), 201],
    ['GET ./issues/{issue_number}', () => ({ issue_number: 1 }), 200],
    ['PATCH ./issues/{issue_number}', () => ({ issue_number: 2, state: 'closed' }), 200],
    ['GET /search/issues', () => ({ q: 'repo:acme/shop is:issue label:incident' }), 200],
    ['GET ./issues/{issue_number}/comments', () => ({ issue_number: 1 }), 200],
    ['GET ./issues/comments', () => ({ sort: 'updated', direction: 'desc' }), 200],
    ['POST ./issues/{issue_number}/comments', () => ({ issue_number: 1, body: 'x' }), 201],
    ['GET ./issues/comments/{comment_id}', ({ comment }) => ({ comment_id: comment.id }), 200],
    ['PATCH ./issues/comments/{comment_id}', ({ comment }) => ({ comment_id: comment.id, body: 'y' }), 200],
    [
      'POST ./issues/comments/{comment_id}/reactions',
      ({ comment }) => ({ comment_id: comment.id, content: 'eyes' }),
      201,
    ],
    ['DELETE ./issues/comments/{comment_id}', ({ comment }) => ({ comment_id: comment.id }), 204],
    ['POST ./labels', () => ({ name: 'risk:low', color: '00ff00' }), 201],
    ['GET ./labels', () => ({}), 200],
    ['GET ./labels/{name}', () => ({ name: 'risk:low' }), 200],
    ['POST ./issues/{issue_number}/labels', () => ({ issue_number: 1, labels: ['risk:low'] }), 200],
    ['GET ./issues/{issue_number}/labels', () => ({ issue_number: 1 }), 200],
    ['DELETE ./issues/{issue_number}/labels/{name}', () => ({ issue_number: 1, name: 'risk:low' }), 200],
  ],
  'statuses and checks': [
    ['POST ./statuses/{sha}', ({ head }) => ({ sha: head, state: 'pending', context: 'change-risk' }), 201],
    ['GET ./commits/{ref}/status', ({ head }) => ({ ref: head }), 200],
    ['GET ./commits/{ref}/statuses', ({ head }) => ({ ref: head }), 200],
    ['POST ./check-runs', ({ head }) => ({ name: 'x', head_sha: head, status: 'in_progress' }), 201],
    [
      'PATCH ./check-runs/{check_run_id}',
      ({ shop: { checkRuns } }) => ({ check_run_id: checkRuns[0]?.id, conclusion: 'neutral' }),
      200,
    ],
    ['GET ./commits/{ref}/check-runs', ({ head }) => ({ ref: head }), 200],
  ],
  'commits and files': [
    ['GET ./commits', () => ({ sha: 'topic' }), 200],
    ['GET ./commits/{ref}', () => ({ ref: 'topic' }), 200],
    ['GET ./compare/{basehead}', ({ base, head }) => ({ basehead: `${base}...${head}` }), 200],
    ['GET ./contents/{path}', () => ({ path: '' }), 200],
    ['GET ./contents/{path}', () => ({ path: 'b/c.txt', ref: 'topic' }), 200],
    ['PUT ./contents/{path}', () => ({ path: 'b/d.txt', message: 'Add', content: 'aGk=' }), 201],
  ],
  'the git database': [
    ['GET ./git/ref/{ref}', () => ({ ref: 'heads/main' }), 200],
    ['GET ./git/matching-refs/{ref}', () => ({ ref: 'heads/' }), 200],
    ['POST ./git/refs', ({ base }) => ({ ref: 'refs/heads/ledger', sha: base }), 201],
    ['PATCH ./git/refs/{ref}', ({ head }) => ({ ref: 'heads/ledger', sha: head }), 200],
    ['DELETE ./git/refs/{ref}', () => ({ ref: 'heads/ledger' }), 204],
    ['POST ./git/blobs', () => ({ content: 'hi' }), 201],
    ['GET ./git/blobs/{file_sha}', () => ({ file_sha: '32f95c0d1244a78b2be1bab8de17906fabb2c4a8' }), 200],
    [
      'POST ./git/trees',
      ({ base }) => ({ base_tree: base, tree: [{ path: 'z', mode: '100644', type: 'blob', content: 'hi' }] }),
      201,
    ],
    ['GET ./git/trees/{tree_sha}', () => ({ tree_sha: 'main', recursive: '1' }), 200],
    [
      'POST ./git/commits',
      ({ base }) => ({ message: 'x', parents: [base], tree: '4b825dc642cb6eb9a060e54bf8d69288fbee4904' }),
      201,
    ],
    ['GET ./git/commits/{commit_sha}', ({ base }) => ({ commit_sha: base }), 200],
  ],
  'releases and tags': [
    ['GET ./releases', () => ({ per_page: 100 }), 200],
    ['GET ./releases/tags/{tag}', () => ({ tag: 'v1.0.0' }), 200],
    ['GET ./tags', () => ({ per_page: 100 }), 200],
  ],
  'deployments and environments': [
    ['GET ./deployments', () => ({ environment: 'production' }), 200],
    [
      'POST ./deployments',
      ({ base }) => ({ ref: base, required_contexts: [], auto_merge: false, payload: { risk: 1 } }),
      201,
    ],
    ['GET ./deployments/{deployment_id}', ({ deployment }) => ({ deployment_id: deployment.id }), 200],
    [
      'POST ./deployments/{deployment_id}/statuses',
      ({ deployment }) => ({ deployment_id: deployment.id, state: 'failure' }),
      201,
    ],
    [
      'GET ./deployments/{deployment_id}/statuses',
      ({ deployment }) => ({ deployment_id: deployment.id }),
      200,
    ],
    ['GET ./environments', () => ({}), 200],
    ['GET ./environments/{environment_name}', () => ({ environment_name: 'production' }), 200],
  ],
  'runs, and what environments hold': [
    ['GET ./actions/runs', () => ({ status: 'waiting' }), 200],
    ['GET ./actions/runs/{run_id}', ({ waiting }) => ({ run_id: waiting.id }), 200],
    ['GET ./actions/workflows/{workflow_id}/runs', () => ({ workflow_id: 'deploy.yml' }), 200],
    [
      'GET ./actions/runs/{run_id}/attempts/{attempt_number}',
      ({ done }) => ({ run_id: done.id, attempt_number: 1 }),
      200,
    ],
    ['GET ./actions/runs/{run_id}/jobs', ({ done }) => ({ run_id: done.id }), 200],
    ['GET ./actions/runs/{run_id}/pending_deployments', ({ waiting }) => ({ run_id: waiting.id }), 200],
    [
      'POST ./actions/runs/{run_id}/pending_deployments',
      ({ waiting, environment }) => ({
        run_id: waiting.id,
        environment_ids: [environment.id],
        state: 'approved',
        comment: 'read',
      }),
      200,
      'ada-token',
    ],
    [
      'POST ./actions/runs/{run_id}/deployment_protection_rule',
      ({ waiting }) => ({
        run_id: waiting.id,
        environment_name: 'production',
        state: 'approved',
        comment: 'low',
      }),
      204,
      'gate-token',
    ],
    ['GET ./actions/runs/{run_id}/approvals', ({ waiting }) => ({ run_id: waiting.id }), 200],
    ['POST ./actions/jobs/{job_id}/rerun', ({ done }) => ({ job_id: done.jobs[0]?.id }), 201],
    ['POST ./actions/runs/{run_id}/rerun', ({ done }) => finished(done), 201],
    ['POST ./actions/runs/{run_id}/rerun-failed-jobs', ({ done }) => finished(done), 201],
    [
      'POST ./actions/workflows/{workflow_id}/dispatches',
      () => ({ workflow_id: 'deploy.yml', ref: 'main', return_run_details: true }),
      200,
    ],
  ],
}
const finished = (run: Shop['done']): object => {
  run.status = 'completed'
  return { run_id: run.id }
}

describe.each(['in this process', 'over HTTP'])('%s', (door) => {
  test.each(Object.entries(steps))('%s', async (_, each) => {
    for (const [short, parameters, status, token] of each) {
      const route = inRepo(short)
      const place = route.includes('{repo}') ? at : {}
      const octokit = client(shop.github, token, door === 'over HTTP')
      const told = await tell(octokit, route, { ...place, ...parameters(shop) })
      expect(told, route).toMatchObject({ status })
    }
  })
})

test('every route of the description is asked above', () => {
  const asked = Object.values(steps).flatMap((each) => each.map(([route]) => inRepo(route)))
  expect(new Set(asked)).toEqual(new Set(routes.map((route) => route.name)))
})
