/** Lists, absences, renames and GitHub's clock. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf, repository, ways } from './asking.ts'
import { answer, clientOf, type Loopback, page, type Reply, startLoopback } from './loopback.ts'

let server: Loopback
let stranger: Loopback
beforeAll(async () => {
  server = await startLoopback()
  stranger = await startLoopback()
})
afterAll(() => Promise.all([server.stop(), stranger.stop()]))

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => ({ id: from + index }))
const link = (url: string, relation = 'next') => ({
  link: `<${url}>; rel="${relation}", <${url}>; rel="last"`,
})
const next = (path: string) => link(`${server.url}${path}`)
const commits = 'GET /repos/{owner}/{repo}/commits'
const checks = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs'

describe('a list', () => {
  const three = () => [
    answer(200, numbered(0, 100), next('/repositories/9/commits?page=2&per_page=100')),
    answer(200, numbered(100, 100), next('/repositories/9/commits?page=3&per_page=100')),
    answer(200, numbered(200, 5), { link: `<${server.url}/x?page=2>; rel="prev"` }),
  ]
  test.each<[string, number, number, boolean, number]>([
    ['all of it', 1_000, 205, true, 3],
    ['exactly as many as there are', 205, 205, true, 3],
    ['one fewer', 204, 204, false, 3],
    ['what two pages hold', 200, 200, false, 2],
    ['less than a page', 5, 5, false, 1],
  ])('%s', async (_, atMost, count, complete, requests) => {
    server.plays(...three())
    const listed = await clientOf(server.url).list(commits, { ...repository, sha: 'main' }, atMost)
    expect(listed).toEqual({ items: numbered(0, count), complete })
    expect(server.received.map(({ url }) => url)).toEqual(
      [
        '/repos/acme/shop/commits?per_page=100&sha=main',
        '/repositories/9/commits?page=2&per_page=100',
        '/repositories/9/commits?page=3&per_page=100',
      ].slice(0, requests),
    )
    expect(server.received.every(({ headers }) => headers.authorization?.startsWith('Bearer '))).toBe(true)
  })

  test.each<[string, object]>([
    ['check_runs', { total_count: 2, check_runs: numbered(0, 2) }],
    ['workflow_runs', { total_count: 2, workflow_runs: numbered(0, 2) }],
    ['environments', { total_count: 2, environments: numbered(0, 2) }],
  ])('inside an object: %s', async (_, body) => {
    server.plays(answer(200, body))
    const listed = await clientOf(server.url).list(checks, { ...repository, ref: 'main' }, 100)
    expect(listed).toEqual({ items: numbered(0, 2), complete: true })
  })

  test.each<[string, object]>([
    ['GitHub counts more than it shows', { total_count: 1_001, check_runs: numbered(0, 2) }],
    ['its search gave up', { total_count: 2, incomplete_results: true, items: numbered(0, 2) }],
  ])('is not complete where %s', async (_, body) => {
    server.plays(answer(200, body))
    expect((await clientOf(server.url).list(checks, { ...repository, ref: 'main' }, 100)).complete).toBe(
      false,
    )
  })

  test('an empty page that leads on ends it, and it is not complete', async () => {
    server.plays(answer(200, [], next('/round')))
    const listed = await clientOf(server.url).list(commits, repository, 100)
    expect([listed, server.received.length]).toEqual([{ items: [], complete: false }, 1])
  })

  test.each<[string, Reply]>([
    ['no list at all', answer(200, { message: 'hello' })],
    ['two lists', answer(200, { commits: [], files: [] })],
    ['null', answer(200, 'null')],
    ['a text', answer(200, '"text"')],
  ])('%s is rubbish', async (_, reply) => {
    server.plays(reply)
    expect((await failureOf(clientOf(server.url).list(commits, repository, 10))).failure).toBe('rubbish')
  })

  test('a page that fails fails the whole, after its tries', async () => {
    server.plays(answer(200, numbered(0, 100), next('/two')), answer(500))
    const error = await failureOf(clientOf(server.url).list(commits, repository, 1_000))
    expect([error.failure, server.received.length]).toEqual(['server', 5])
  })

  test.each<[string, () => string]>([
    ['another port', () => `${stranger.url}/repos/acme/shop/commits?page=2`],
    ['another host', () => 'http://api.attacker.example/commits?page=2'],
    ['another protocol', () => server.url.replace('http:', 'https:')],
    ['a password of its own', () => server.url.replace('http://', 'http://me:secret@')],
    ['no address', () => 'http://[no'],
  ])('a next page on %s is refused', async (_, url) => {
    stranger.plays(answer(200, []))
    server.plays(answer(200, numbered(0, 100), link(url())))
    const error = await failureOf(clientOf(server.url).list(commits, repository, 1_000))
    expect([error.failure, server.received.length, stranger.received.length]).toEqual(['rubbish', 1, 0])
    expect(error.message).toContain('another host, which shall not see the token')
  })
})

describe('what may be absent', () => {
  const find = (url: string) =>
    clientOf(url).find('GET /repos/{owner}/{repo}/pulls/{pull_number}', { ...repository, pull_number: 7 })
  test('404 in GitHub’s words is null', async () => {
    server.plays(answer(404, { message: 'Not Found' }))
    expect(await find(server.url)).toBeNull()
  })
  test.each<[string, Reply, string]>([
    ['a page that says 404', answer(404, '<h1>404</h1>', { 'content-type': 'text/html' }), 'rubbish'],
    ['404 in nobody’s words', answer(404, {}), 'rubbish'],
    ['403', answer(403), 'forbidden'],
    ['410', answer(410), 'not-found'],
  ])('%s is an error', async (_, reply, failure) => {
    server.plays(reply)
    expect((await failureOf(find(server.url))).failure).toBe(failure)
  })
  test('a status the caller expects is null, a limit with it is not', async () => {
    const ask = () =>
      clientOf(server.url, { deadlineSeconds: 1 }).request(
        'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge',
        { ...repository, pull_number: 7 },
        { absent: [405, 403] },
      )
    server.plays(answer(405))
    expect(await ask()).toBeNull()
    server.plays(answer(403, { message: 'Wait' }, { 'retry-after': '10' }))
    expect((await failureOf(ask())).failure).toBe('limited')
  })
})

describe('a repository that moved', () => {
  const moved = (status: number, location: string) =>
    answer(status, { message: 'Moved Permanently' }, { location })
  test.each([301, 302, 307, 308])('%i is followed on the same host', async (status) => {
    server.plays(moved(status, `${server.url}/repositories/9/pulls/7`), answer(200, { number: 7 }))
    const client = clientOf(server.url)
    expect(await ways.reading(client)).toEqual({ number: 7 })
    expect(server.received.map(({ url }) => url)).toEqual([
      '/repos/acme/shop/pulls/7',
      '/repositories/9/pulls/7',
    ])
    expect(server.received[1]?.headers.authorization).toMatch(/^Bearer /)
    expect(client.sent).toEqual({ requests: 2, retries: 0 })
  })
  test('a path alone stays on the host', async () => {
    server.plays(moved(301, '/repositories/9'), answer(200, { number: 7 }))
    expect(await ways.reading(clientOf(server.url))).toEqual({ number: 7 })
  })
  test('never to another host', async () => {
    stranger.plays(answer(200, {}))
    server.plays(moved(302, `${stranger.url}/repos/acme/shop/pulls/7`))
    const error = await failureOf(ways.reading(clientOf(server.url)))
    expect([error.failure, server.received.length, stranger.received.length]).toEqual(['rubbish', 1, 0])
  })
  test('not in a circle', async () => {
    server.plays(moved(301, `${server.url}/round`))
    expect((await failureOf(ways.reading(clientOf(server.url)))).failure).toBe('not-found')
    expect(server.received).toHaveLength(4)
  })
  test('a write is not sent elsewhere', async () => {
    server.plays(moved(307, `${server.url}/repositories/9/statuses`))
    const error = await failureOf(ways['repeatable write'](clientOf(server.url)))
    expect([error.failure, server.received.length]).toEqual(['not-found', 1])
    expect(error.message).toBe(
      'POST /repos/{owner}/{repo}/statuses/{sha} answered 307: it has moved; name the repository as it is called now',
    )
  })
})

test('the clock is GitHub’s, by its latest answer, of failure too', async () => {
  const client = clientOf(server.url)
  expect(client.serverTime).toBeNull()
  server.plays(answer(200, {}, { date: 'Fri, 20 Nov 2026 09:00:00 GMT' }))
  await ways.reading(client)
  expect(client.serverTime?.toISOString()).toBe('2026-11-20T09:00:00.000Z')
  server.plays(answer(404, undefined, { date: 'Fri, 20 Nov 2026 09:00:07 GMT' }))
  await failureOf(ways.reading(client))
  expect(client.serverTime?.toISOString()).toBe('2026-11-20T09:00:07.000Z')
})

test('a server of one’s own is asked below its path, and told who asks', async () => {
  server.plays(answer(200, { number: 7 }))
  const client = clientOf(`${server.url}/api/v3/`)
  await ways.reading(client)
  expect([client.apiUrl, server.received[0]?.url]).toEqual([
    `${server.url}/api/v3`,
    '/api/v3/repos/acme/shop/pulls/7',
  ])
  expect(server.received[0]?.headers['user-agent']).toMatch(/^change-risk-gate\/test octokit-core/)
  expect(server.received[0]?.headers.accept).toBe('application/vnd.github.v3+json')
})

test('a page answered once is asked again', async () => {
  server.plays(page, answer(200, []))
  expect((await clientOf(server.url).list(commits, repository, 10)).complete).toBe(true)
})
