/** Every way a request can go wrong, over both doors. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commitTo } from './repositories.ts'
import { at, client, openShop, type Shop, tell } from './shop.ts'
import type { FaultKind } from './state.ts'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.github.close())

const status = 'POST /repos/{owner}/{repo}/statuses/{sha}'
const pull = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'

describe.each(['in this process', 'over HTTP'])('%s', (door) => {
  const octokit = () => client(shop.github, 'workflow-token', door === 'over HTTP')

  test.each<[FaultKind, number, number, string]>([
    ['timeout', 0, 0, ''],
    ['reset', 0, 0, ''],
    ['403', 403, 0, 'Resource not accessible'],
    ['404', 404, 0, 'Not Found'],
    ['409', 409, 0, 'Conflict'],
    ['422', 422, 0, 'Validation Failed'],
    ['429', 429, 0, 'rate limit'],
    ['500', 500, 0, 'Server Error'],
    ['502-but-done', 502, 1, ''],
    ['secondary-limit', 403, 0, 'secondary rate limit'],
    ['rubbish', 200, 0, ''],
    ['wrong-shape', 200, 0, ''],
    ['stale', 201, 1, ''],
  ])('%s answers %i and writes %i', async (kind, wanted, written, message) => {
    shop.state.faults = [{ at: 1, kind, retryAfterSeconds: 7 }]
    const write = (signal?: AbortSignal) =>
      tell(octokit(), status, {
        ...at,
        sha: shop.head,
        state: 'pending',
        ...(signal ? { request: { signal } } : {}),
      })
    expect((await tell(octokit(), pull, { ...at, pull_number: 1 })).status).toBe(200)
    const told = await write(kind === 'timeout' ? AbortSignal.timeout(200) : undefined)
    expect([told.status, shop.shop.statuses.length]).toEqual([wanted, written])
    expect(told.message).toContain(message)
    if (kind === '429' || kind === 'secondary-limit') expect(told.headers['retry-after']).toBe('7')
    if (kind === 'rubbish') expect(told.data).toContain('<html>')
    if (kind === 'wrong-shape') expect(told.data).toEqual([{ unexpected: true }])
    expect((await write()).status).toBe(201)
    expect(shop.github.requests.map((each) => each.status)).toEqual([200, wanted === 0 ? null : wanted, 201])
  })
})

test('stale: the state before the last write', async () => {
  shop.state.faults = [{ at: 1, kind: 'stale' }]
  const octokit = client(shop.github)
  const list = 'GET /repos/{owner}/{repo}/commits/{ref}/statuses'
  await tell(octokit, status, { ...at, sha: shop.head, state: 'success' })
  expect((await tell(octokit, list, { ...at, ref: shop.head })).data).toEqual([])
  expect((await tell(octokit, list, { ...at, ref: shop.head })).data).toHaveLength(1)
})

test('stale: the head before the last push, when the test said so', async () => {
  shop.state.faults = [{ at: 0, kind: 'stale', route: pull }]
  const octokit = client(shop.github)
  shop.github.remember()
  const pushed = commitTo(shop.state, shop.shop, { branch: 'topic', files: { 'a.txt': 'three\n' } })
  const first = await tell(octokit, pull, { ...at, pull_number: 1 })
  const second = await tell(octokit, pull, { ...at, pull_number: 1 })
  expect([first.data, second.data]).toMatchObject([{ head: { sha: shop.head } }, { head: { sha: pushed } }])
})

test('stale: before anything was written every branch is one commit older', async () => {
  shop.state.faults = [{ at: 'always', kind: 'stale' }]
  const told = await tell(client(shop.github), pull, { ...at, pull_number: 1 })
  expect(told.data).toMatchObject({ head: { sha: shop.base } })
})

test('a run begins where the test empties the list of requests', async () => {
  shop.state.faults = [{ at: 1, kind: '500' }]
  const octokit = client(shop.github)
  const statuses = async () =>
    [
      await tell(octokit, 'GET /repos/{owner}/{repo}', at),
      await tell(octokit, 'GET /repos/{owner}/{repo}', at),
    ].map((each) => each.status)
  expect(await statuses()).toEqual([200, 500])
  expect(await statuses()).toEqual([200, 200])
  shop.github.requests.length = 0
  expect(await statuses()).toEqual([200, 500])
})
