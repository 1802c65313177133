/** Whoever breaks GitHub's own description is caught: the caller, and the double itself. */
import { setupServer } from 'msw/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { expectClean } from './serve.ts'
import { at, client, openShop, type Shop, tell } from './shop.ts'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(async () => {
  shop.github.violations.length = 0
  await shop.github.close()
})

const pull = '/repos/{owner}/{repo}/pulls/{pull_number}'
test.each<[string, string, object, string]>([
  ['a parameter of the wrong type', `GET ${pull}`, { pull_number: 'one' }, 'pull_number must be integer'],
  [
    'a parameter that is not there',
    'GET /repos/{owner}/{repo}/pulls',
    { labels: 'x' },
    'has no parameter labels',
  ],
  [
    'a word GitHub does not know',
    `POST ${pull}/reviews`,
    { pull_number: 1, event: 'OK' },
    'event must be equal to one of',
  ],
  [
    'a required field that is missing',
    'POST /repos/{owner}/{repo}/check-runs',
    { head_sha: 'main' },
    "required property 'name'",
  ],
  [
    'a route nobody listed',
    'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge',
    { pull_number: 1 },
    'is no route this GitHub knows',
  ],
])('a caller sends %s', async (_, route, parameters, complaint) => {
  expect((await tell(client(shop.github), route, { ...at, ...parameters })).status).toBe(500)
  expect(shop.github.violations.join()).toContain(complaint)
  expect(() => expectClean(shop.github)).toThrow(complaint)
})

test.each<[string, (shop: Shop) => unknown, string]>([
  [
    'a state that is no state',
    ({ pull }) => Object.assign(pull, { state: 'merged' }),
    'state must be equal to one of',
  ],
  ['a title that is no text', ({ pull }) => Object.assign(pull, { title: null }), 'title must be string'],
  [
    'a time that is no time',
    ({ pull }) => Object.assign(pull, { createdAt: 'Tuesday' }),
    'created_at must match format',
  ],
  ['no number at all', ({ pull }) => Object.assign(pull, { id: undefined }), "required property 'id'"],
])('the double answers %s', async (_, spoil, complaint) => {
  spoil(shop)
  expect((await tell(client(shop.github), `GET ${pull}`, { ...at, pull_number: 1 })).status).toBe(500)
  expect(shop.github.violations.join()).toContain(complaint)
})

test.each([
  [
    'a field that GitHub has not',
    '{ repository(owner: "acme", name: "shop") { colour } }',
    'Cannot query field "colour"',
  ],
  [
    'a field that is not built',
    '{ repository(owner: "acme", name: "shop") { diskUsage } }',
    'Repository.diskUsage is not built',
  ],
  ['an argument that is missing', '{ repository(owner: "acme") { id } }', 'Query.repository(name:)'],
  ['no query at all', '{ repository(', 'is no route this GitHub knows'],
])('GraphQL asks for %s', async (_, query, complaint) => {
  await expect(client(shop.github).graphql(query)).rejects.toThrow()
  expect(shop.github.violations.join()).toContain(complaint)
})

test('closing fails the test that forgot to look', async () => {
  const forgotten = await openShop()
  await tell(client(forgotten.github), `GET ${pull}`, { ...at, pull_number: 'one' })
  await expect(forgotten.github.close()).rejects.toThrow('pull_number must be integer')
})

test('the same handlers serve the global fetch', async () => {
  const server = setupServer(...shop.github.handlers)
  server.listen({ onUnhandledFrame: 'error' })
  const response = await fetch('https://api.github.com/repos/acme/shop', {
    headers: { authorization: 'token ada-token' },
  })
  server.close()
  expect(await response.json()).toMatchObject({ full_name: 'acme/shop' })
})
