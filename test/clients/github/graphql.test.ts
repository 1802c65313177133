/** GraphQL: errors inside of success, mutations that are not repeated, servers of one's own. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { failureOf } from './asking.ts'
import {
  answer,
  clientOf,
  dated,
  epoch,
  type Loopback,
  page,
  type Reply,
  silence,
  startLoopback,
} from './loopback.ts'

let server: Loopback
beforeAll(async () => {
  server = await startLoopback()
})
afterAll(() => server.stop())

const query = 'query Live($owner: String!) { repository(owner: $owner, name: "shop") { id } }'
const mutation =
  'mutation Append($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }'
const errors = (...entries: object[]) => answer(200, { errors: entries })
const stale = { type: 'STALE_DATA', message: 'Expected branch to point to "a" but it points to "b"' }

test('answers data, and sends document and variables as they are', async () => {
  server.plays(answer(200, { data: { repository: { id: 'R_1' } } }))
  expect(await clientOf(server.url).graphql(query, { owner: 'acme', url: 'x', headers: 'y' })).toEqual({
    repository: { id: 'R_1' },
  })
  expect(server.received[0]).toMatchObject({ method: 'POST', url: '/graphql' })
  expect(JSON.parse(server.received[0]?.body ?? '')).toEqual({
    query,
    variables: { owner: 'acme', url: 'x', headers: 'y' },
  })
})

test.each<[string, string, object, string]>([
  ['follows from the API', '/api/v3', {}, '/api/graphql'],
  ['as given', '/api/v3', { graphqlUrl: '/elsewhere/graphql/' }, '/elsewhere/graphql'],
])('the address %s', async (_, path, given, expected) => {
  server.plays(answer(200, { data: {} }))
  const urls = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, server.url + value]))
  await clientOf(server.url + path, urls).graphql(query, {})
  expect(server.received[0]?.url).toBe(expected)
})

test.each<[string, Reply, string, readonly string[]]>([
  ['a branch that moved', errors(stale), 'conflict', ['STALE_DATA']],
  [
    'nothing there',
    errors({ type: 'NOT_FOUND', message: 'Could not resolve to a Repository' }),
    'not-found',
    ['NOT_FOUND'],
  ],
  [
    'not allowed',
    errors({ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }),
    'forbidden',
    ['FORBIDDEN'],
  ],
  ['an error without a type', errors({ message: 'Parse error on "}"' }), 'invalid', []],
  [
    'an unknown type',
    errors({ type: 'UNPROCESSABLE', message: 'A path is wrong' }),
    'invalid',
    ['UNPROCESSABLE'],
  ],
  ['the first that says something', errors({ message: 'x' }, stale), 'conflict', ['STALE_DATA']],
  [
    'half an answer',
    answer(200, { data: { repository: null }, errors: [stale] }),
    'conflict',
    ['STALE_DATA'],
  ],
  ['an error that is null', answer(200, { data: {}, errors: [null] }), 'invalid', []],
  ['errors told in another way', answer(200, { data: {}, errors: { message: 'no' } }), 'rubbish', []],
  ['data that is none', answer(200, { data: 'text' }), 'rubbish', []],
  ['neither data nor errors', answer(200, {}), 'rubbish', []],
  ['null', answer(200, 'null'), 'rubbish', []],
])('%s', async (_, reply, failure, codes) => {
  for (const document of [query, mutation]) {
    server.plays(reply)
    const error = await failureOf(clientOf(server.url).graphql(document, {}))
    expect([error.failure, error.status, error.codes]).toEqual([failure, 200, codes])
  }
})

describe('how often it is sent', () => {
  const unwell = errors({ message: 'Something went wrong while executing your query on 2026-11-20.' })
  const limited = answer(
    200,
    { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
    { ...dated, 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': epoch(4) },
  )
  test.each<[string, Reply, number, number, string]>([
    ['a branch that moved', errors(stale), 1, 1, 'conflict'],
    ['GitHub is unwell', unwell, 4, 1, 'server'],
    ['a limit', limited, 4, 4, 'limited'],
    ['502', answer(502), 4, 1, 'server'],
    ['a page', page, 4, 1, 'rubbish'],
    ['silence', silence, 4, 1, 'timeout'],
    ['401', answer(401), 1, 1, 'unauthorized'],
  ])('%s', async (_, reply, reading, writing, failure) => {
    for (const [document, count] of [
      [query, reading],
      [mutation, writing],
    ] as const) {
      server.plays(reply)
      const client = clientOf(server.url)
      expect((await failureOf(client.graphql(document, {}))).failure).toBe(failure)
      expect([document, client.sent.requests]).toEqual([document, count])
    }
  })

  test('a repeatable mutation as a query', async () => {
    server.plays(answer(502), answer(200, { data: { done: true } }))
    const client = clientOf(server.url)
    expect(await client.graphql(mutation, {}, { repeatable: true })).toEqual({ done: true })
    expect(client.sent).toEqual({ requests: 2, retries: 1 })
  })
})

test.each<[string, string, string]>([
  [
    'a mutation we know',
    mutation,
    'POST /graphql (mutation Append) answered 200: FORBIDDEN: No; the job needs permission "contents: write"',
  ],
  [
    'a query',
    query,
    'POST /graphql (query Live) answered 200: FORBIDDEN: No; the job needs the permissions of every field asked for',
  ],
  [
    'without a name',
    '{ viewer { login } }',
    'POST /graphql answered 200: FORBIDDEN: No; the job needs the permissions of every field asked for',
  ],
])('the mend of %s', async (_, document, message) => {
  server.plays(errors({ type: 'FORBIDDEN', message: 'No\nsecond line' }))
  expect((await failureOf(clientOf(server.url).graphql(document, {}))).message).toBe(message)
})
