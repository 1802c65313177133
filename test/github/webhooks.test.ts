/** Real payloads that speak of the state of a test. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openShop, type Shop } from './shop.ts'
import { webhookPayload } from './webhooks.ts'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.github.close())

test.each<[string, string | undefined, (shop: Shop) => object, (shop: Shop) => object]>([
  [
    'pull_request',
    'opened',
    ({ pull }) => ({ pull }),
    ({ head }) => ({ number: 1, pull_request: { head: { sha: head }, commits: 1 } }),
  ],
  [
    'pull_request_target',
    'synchronize',
    ({ pull, base }) => ({ pull, before: base }),
    ({ head, base }) => ({ before: base, after: head }),
  ],
  [
    'pull_request_review',
    'submitted',
    ({ pull, review }) => ({ pull, review }),
    () => ({ review: { state: 'approved', user: { login: 'ada' } } }),
  ],
  [
    'issue_comment',
    'created',
    ({ pull, comment }) => ({ pull, comment }),
    () => ({ issue: { number: 1, pull_request: { merged_at: null } }, comment: { body: 'hello' } }),
  ],
  [
    'push',
    undefined,
    ({ head, base }) => ({ sha: head, before: base }),
    ({ head, base }) => ({ after: head, before: base, ref: 'refs/heads/main' }),
  ],
  [
    'merge_group',
    'checks_requested',
    ({ head, base }) => ({ sha: head, before: base }),
    ({ head, base }) => ({ merge_group: { head_sha: head, base_sha: base } }),
  ],
  [
    'deployment',
    'created',
    ({ deployment }) => ({ deployment }),
    ({ base }) => ({ deployment: { sha: base, environment: 'production' } }),
  ],
  [
    'deployment_status',
    'created',
    ({ deployment }) => ({ deployment, status: deployment.statuses[0] }),
    () => ({ deployment_status: { state: 'success' } }),
  ],
  [
    'workflow_run',
    'requested',
    ({ waiting }) => ({ run: waiting }),
    ({ waiting, base }) => ({ workflow_run: { id: waiting.id, head_sha: base } }),
  ],
  ['workflow_dispatch', undefined, () => ({ ref: 'refs/heads/main' }), () => ({ ref: 'refs/heads/main' })],
])('%s %s', (event, action, subject, wanted) => {
  const { state, shop: repository, github } = shop
  const payload = webhookPayload(
    state,
    { event, ...(action ? { action } : {}), url: github.url },
    { repository, ...subject(shop) },
  )
  expect(payload).toMatchObject({
    repository: { full_name: 'acme/shop', owner: { login: 'acme' } },
    ...wanted(shop),
  })
  expect(payload['action']).toBe(action)
  expect(JSON.stringify(payload)).not.toContain('api.github.com')
})
