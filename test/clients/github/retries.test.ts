/** What is sent again, and how often: every status and every kind of fault, in every way of asking. */
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf, repository, type Way, wayNames, ways } from './asking.ts'
import {
  answer,
  clientOf,
  dated,
  emptyJson,
  epoch,
  type Loopback,
  page,
  type Reply,
  reset,
  silence,
  stall,
  startLoopback,
  truncated,
} from './loopback.ts'

let server: Loopback
beforeAll(async () => {
  server = await startLoopback()
})
afterAll(() => server.stop())

const said = (message: string) => ({ message, documentation_url: 'https://docs.github.com/rest' })
const secondary = 'You have exceeded a secondary rate limit. Please wait a few minutes.'

/** Requests received when reading, writing repeatably, writing plainly; the failure; the status it tells. */
test.each<[string, Reply, number, number, number, string, number | null]>([
  ['400', answer(400, said('Problems parsing JSON')), 1, 1, 1, 'invalid', 400],
  ['401', answer(401, said('Bad credentials')), 1, 1, 1, 'unauthorized', 401],
  ['403', answer(403, said('Resource not accessible by integration')), 1, 1, 1, 'forbidden', 403],
  ['403 and retry-after', answer(403, said('Wait'), { 'retry-after': '2' }), 4, 4, 4, 'limited', 403],
  [
    '403 and nothing remaining',
    answer(403, said('API rate limit exceeded'), {
      ...dated,
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': epoch(5),
    }),
    4,
    4,
    4,
    'limited',
    403,
  ],
  ['403 and a secondary limit in words', answer(403, said(secondary)), 2, 2, 2, 'limited', 403],
  ['404', answer(404, said('Not Found')), 1, 1, 1, 'not-found', 404],
  ['404 of somebody else', answer(404, '404 page not found'), 1, 1, 1, 'rubbish', 404],
  ['405', answer(405, said('Pull Request is not mergeable')), 1, 1, 1, 'invalid', 405],
  ['409', answer(409, said('Conflict')), 1, 1, 1, 'conflict', 409],
  ['410', answer(410, said('Issues are disabled')), 1, 1, 1, 'not-found', 410],
  ['422', answer(422, said('Validation Failed')), 1, 1, 1, 'invalid', 422],
  ['429 and retry-after', answer(429, said('Slow down'), { 'retry-after': '1' }), 4, 4, 4, 'limited', 429],
  ['500', answer(500, said('Server Error')), 4, 4, 1, 'server', 500],
  [
    '502, a page',
    answer(502, '<html>Unicorn!</html>', { 'content-type': 'text/html' }),
    4,
    4,
    1,
    'server',
    502,
  ],
  ['503', answer(503, said('Service unavailable')), 4, 4, 1, 'server', 503],
  ['504', answer(504, said('Timeout')), 4, 4, 1, 'server', 504],
  ['304, never asked for', answer(304, ''), 1, 1, 1, 'rubbish', 304],
  ['a page with 200', page, 4, 4, 1, 'rubbish', 200],
  ['truncated JSON', truncated, 4, 4, 1, 'rubbish', 200],
  ['nothing with 200', emptyJson, 4, 4, 1, 'rubbish', 200],
  ['silence', silence, 4, 4, 1, 'timeout', null],
  ['silence in mid-body', stall, 4, 4, 1, 'timeout', null],
  ['a reset in mid-body', reset, 4, 4, 1, 'network', null],
])('%s', async (_, reply, reading, repeatably, plainly, failure, status) => {
  const expected: Record<Way, number> = {
    reading,
    'repeatable write': repeatably,
    'plain write': plainly,
  }
  for (const way of wayNames) {
    server.plays(reply)
    const client = clientOf(server.url)
    const error = await failureOf(ways[way](client))
    expect([way, error.failure, error.status, server.received.length]).toEqual([
      way,
      failure,
      status,
      expected[way],
    ])
    expect(client.sent).toEqual({ requests: expected[way], retries: expected[way] - 1 })
    expect(client.slept).toHaveLength(expected[way] - 1)
  }
})

test.each(wayNames)('a connection nobody takes is tried again, %s', async (way) => {
  const closed = createServer()
  const port = await new Promise<number>((resolve) =>
    closed.listen(0, '127.0.0.1', () => resolve((closed.address() as { port: number }).port)),
  )
  await new Promise((resolve) => closed.close(resolve))
  const client = clientOf(`http://127.0.0.1:${port}`)
  const error = await failureOf(ways[way](client))
  expect([error.failure, error.status, client.sent.requests]).toEqual(['network', null, 4])
  expect(error.message).toMatch(
    /^(GET|POST) .*: the connection failed: .*ECONNREFUSED.* \(asked 4 times\); check the network/,
  )
  expect(error.message).not.toContain('may have been done')
})

describe('a fault that passes', () => {
  test.each<[string, Reply]>([
    ['502', answer(502)],
    ['silence', silence],
    ['a reset in mid-body', reset],
    ['a page', page],
    ['truncated JSON', truncated],
    ['nothing', emptyJson],
  ])('%s: the answer after it counts', async (_, reply) => {
    server.plays(reply, reply, answer(200, { number: 7 }))
    const client = clientOf(server.url)
    expect(await ways.reading(client)).toEqual({ number: 7 })
    expect(client.sent).toEqual({ requests: 3, retries: 2 })
  })

  test('waits 1, 2, 4 seconds less a random half, and the same bytes go out again', async () => {
    server.plays(answer(500))
    const [calm, hasty] = [clientOf(server.url), clientOf(server.url, { random: () => 1 - 2 ** -53 })]
    await failureOf(ways['repeatable write'](calm))
    expect(calm.slept).toEqual([1, 2, 4])
    expect(new Set(server.received.map(({ body }) => body))).toEqual(new Set(['{"state":"pending"}']))
    await failureOf(ways.reading(hasty))
    expect(hasty.slept.map((seconds) => Math.round(seconds * 1000))).toEqual([500, 1000, 2000])
  })
})

describe('a write whose end is not known', () => {
  test.each<[string, Reply, boolean]>([
    ['silence', silence, true],
    ['500', answer(500), true],
    ['a page', page, true],
    ['422', answer(422), false],
    ['404 of somebody else', answer(404, 'no such page'), false],
  ])('%s', async (_, reply, doubtful) => {
    server.plays(reply)
    const { message } = await failureOf(ways['plain write'](clientOf(server.url)))
    expect(message.includes('it may have been done all the same')).toBe(doubtful)
  })
})

describe('answers without a body', () => {
  const dispatch = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/rerun'
  test.each<[string, Reply, unknown]>([
    ['204', (response) => void response.writeHead(204).end(), undefined],
    ['201 that announces nothing', (response) => void response.writeHead(201).end(), undefined],
    ['201 with an empty object', answer(201, {}), {}],
  ])('%s is an answer to a write', async (_, reply, expected) => {
    server.plays(reply)
    expect(await clientOf(server.url).request(dispatch, { ...repository, run_id: 3 })).toEqual(expected)
  })

  test('200 that announces nothing is none to a question', async () => {
    server.plays((response) => void response.writeHead(200).end())
    expect((await failureOf(ways.reading(clientOf(server.url)))).failure).toBe('rubbish')
  })
})
