/** What an error says: where, what, the mend; and what it never says. */
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/domain/errors.ts'
import fc from '../../properties.ts'
import { failureOf, repository, wayNames, ways } from './asking.ts'
import { answer, clientOf, type Loopback, page, type Reply, startLoopback, token } from './loopback.ts'

let server: Loopback
beforeAll(async () => {
  server = await startLoopback()
})
afterAll(() => server.stop())

const refusal = 'Resource not accessible by integration'
const read = 'GET /repos/{owner}/{repo}/pulls/{pull_number}'
const wrote = 'POST /repos/{owner}/{repo}/statuses/{sha}'

test.each<[string, 'reading' | 'plain write', Reply, string]>([
  [
    'a permission the table knows',
    'plain write',
    answer(403, { message: refusal }),
    `${wrote} answered 403: ${refusal}; the job needs permission "statuses: write"`,
  ],
  [
    'a permission GitHub names',
    'reading',
    answer(
      403,
      { message: refusal },
      { 'x-accepted-github-permissions': 'pull_requests=read; contents=read' },
    ),
    `${read} answered 403: ${refusal}; the job needs permission "pull-requests: read" or "contents: read"`,
  ],
  [
    'what is not there, or not to be seen',
    'reading',
    answer(404, { message: 'Not Found' }),
    `${read} answered 404: Not Found; check the names; if they are right, the token may not see it: the job needs permission "pull-requests: read"`,
  ],
  [
    'a token that is over',
    'reading',
    answer(401, { message: 'Bad credentials' }),
    `${read} answered 401: Bad credentials; the token is wrong, expired or revoked: pass a valid one, as in github-token: \${{ github.token }}`,
  ],
  [
    'what is wrong with what was sent',
    'plain write',
    answer(422, {
      message: 'Validation Failed',
      errors: [
        { resource: 'Status', code: 'custom', field: 'context', message: 'is too long' },
        'No commit found',
      ],
    }),
    `${wrote} answered 422: Validation Failed: is too long: No commit found; what was asked does not fit what is there: mend what GitHub names, then run it again`,
  ],
  [
    'a field and its code',
    'plain write',
    answer(422, { message: 'Validation Failed', errors: [{ code: 'missing_field', field: 'state' }] }),
    `${wrote} answered 422: Validation Failed: state missing_field; what was asked does not fit what is there: mend what GitHub names, then run it again`,
  ],
  [
    'a page of the company proxy',
    'reading',
    page,
    `${read} answered 200: what is no JSON: "<html><title>Sign in to the proxy</title></html>" (asked 4 times); something that is not GitHub may be answering: check GITHUB_API_URL and the proxy`,
  ],
  [
    'a write nobody knows the end of',
    'plain write',
    answer(502, ''),
    `${wrote} answered 502: nothing where JSON was due; it may have been done all the same; run it again later; https://www.githubstatus.com tells whether GitHub is well`,
  ],
])('%s', async (_, way, reply, message) => {
  server.plays(reply)
  expect((await failureOf(ways[way](clientOf(server.url)))).message).toBe(message)
})

test('an error knows route, status and codes', async () => {
  const errors = [{ code: 'already_exists' }, { code: 'no word: <b>' }, { code: 5 }, null]
  server.plays(answer(422, { message: 'Validation Failed', errors }))
  const { route, status, codes } = await failureOf(ways['plain write'](clientOf(server.url)))
  expect({ route, status, codes }).toEqual({ route: wrote, status: 422, codes: ['already_exists'] })
})

test('no answer, whatever is in it, makes a message of more than one line or of hidden characters', async () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('\u001b[31m', '\u202e', '\r\n::add-mask::', token),
  )
  const words = fc.array(hostile, { maxLength: 40 }).map((parts) => parts.join(''))
  await fc.assert(
    fc.asyncProperty(words, fc.constantFrom(403, 404, 422, 200), async (message, status) => {
      server.plays(
        answer(status, status === 200 ? `x${message}` : { message, errors: [{ message, code: message }] }),
      )
      const error = await failureOf(ways['plain write'](clientOf(server.url)))
      expect(error.message).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u)
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(token)
      expect(error.message.length).toBeLessThan(700)
    }),
    { numRuns: 60 },
  )
})

describe('the token stays inside', () => {
  const echo: Reply = (response, { headers }) =>
    answer(400, { message: `You sent ${headers.authorization}` })(response, {} as never)
  const echoedPage: Reply = (response, { headers }) =>
    answer(200, `<p>${headers.authorization}</p>`, { 'content-type': 'text/html' })(response, {} as never)
  const cut: Reply = (response) =>
    answer(403, { message: `${'x'.repeat(180)} ${token}` })(response, {} as never)
  const permissions: Reply = (response) =>
    answer(403, {}, { 'x-accepted-github-permissions': `contents=${token}` })(response, {} as never)

  test.each<[string, Reply]>([
    ['echoed as words', echo],
    ['echoed as a page', echoedPage],
    ['at the cut', cut],
    ['as a permission', permissions],
  ])('%s', async (_, reply) => {
    for (const way of wayNames) {
      server.plays(reply)
      const error = await failureOf(ways[way](clientOf(server.url)))
      expect(server.received[0]?.headers.authorization).toBe(`Bearer ${token}`)
      expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(token.slice(0, 12))
    }
  })

  test('in what fetch complains of', async () => {
    const fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error(`bad header ${token}`) }))
    const error = await failureOf(ways.reading(clientOf(server.url, { fetch })))
    expect(error.message).toContain('bad header ***')
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain(token)
  })

  test('in the client itself', async () => {
    server.plays(answer(200, {}))
    const client = clientOf(server.url)
    await ways.reading(client)
    const shown = [inspect(client, { depth: 20, showHidden: true }), String(client), JSON.stringify(client)]
    expect(shown.join()).not.toContain(token)
  })

  test.each(['', ' \n', 'ghs_two words', 'ghs_ümlaut', 'ghs_a\nghs_b'])(
    'a token that cannot be one: %j',
    (bad) => {
      let error: unknown
      try {
        clientOf(server.url, { token: bad })
      } catch (thrown) {
        error = thrown
      }
      expect(error).toBeInstanceOf(UsageError)
      if (bad.trim() !== '') expect(String(error)).not.toContain(bad)
    },
  )

  test('a line end behind it is no part of it', async () => {
    server.plays(answer(200, {}))
    await ways.reading(clientOf(server.url, { token: `${token}\n` }))
    expect(server.received[0]?.headers.authorization).toBe(`Bearer ${token}`)
  })
})

describe('nothing is sent where a name does not fit', () => {
  test.each<[string, unknown]>([
    ['a missing number would list all', undefined],
    ['null', null],
    ['empty', ''],
    ['one dot', '.'],
    ['two dots would climb', '..'],
    ['no number', Number.NaN],
    ['half a character', '\ud800'],
    ['a list', ['7']],
  ])('%s', async (_, value) => {
    server.plays(answer(200, {}))
    const client = clientOf(server.url)
    const parameters = { ...repository, pull_number: value as number }
    const error = await failureOf(client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', parameters))
    expect([error.failure, error.status, client.sent.requests]).toEqual(['invalid', null, 0])
  })

  test('parameters cannot lead to another host', async () => {
    server.plays(answer(200, {}))
    const client = clientOf(server.url)
    const parameters = { ...repository, pull_number: 7, baseUrl: 'http://attacker.example' }
    const error = await failureOf(client.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', parameters))
    expect([error.failure, client.sent.requests]).toEqual(['invalid', 0])
  })

  test('what looks like more than a name stays one', async () => {
    server.plays(answer(200, {}))
    await clientOf(server.url).request('GET /repos/{owner}/{repo}/git/ref/{ref}', {
      owner: '../x',
      repo: 'a?b#c',
      ref: 'heads/main',
    })
    expect(server.received[0]?.url).toBe('/repos/..%2Fx/a%3Fb%23c/git/ref/heads%2Fmain')
  })

  test('the top folder has an empty path', async () => {
    server.plays(answer(200, []))
    await clientOf(server.url).request('GET /repos/{owner}/{repo}/contents/{path}', {
      ...repository,
      path: '',
    })
    expect(server.received[0]?.url).toBe('/repos/acme/shop/contents')
  })
})
