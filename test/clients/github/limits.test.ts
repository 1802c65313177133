/** Rate limits: waited for while it fits the run, else told with the time to come back. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { failureOf, ways } from './asking.ts'
import { answer, clientOf, dated, dawn, epoch, type Loopback, startLoopback } from './loopback.ts'

let server: Loopback
beforeAll(async () => {
  server = await startLoopback()
})
afterAll(() => server.stop())

const secondary = { message: 'You have exceeded a secondary rate limit.' }
const primary = { message: 'API rate limit exceeded for installation ID 1.' }
const spent = (secondsLater: number) => ({
  ...dated,
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': epoch(secondsLater),
})
const httpDate = (secondsLater: number) => new Date(dawn.getTime() + secondsLater * 1000).toUTCString()

test.each<[string, number, object, Record<string, string>, number]>([
  ['a secondary limit that says how long', 403, secondary, { ...dated, 'retry-after': '7' }, 7],
  ['a secondary limit that does not', 403, secondary, dated, 60],
  ['one that names the moment', 429, secondary, { ...dated, 'retry-after': httpDate(9) }, 9],
  ['a primary limit that ends soon', 403, primary, spent(30), 31],
  ['a primary limit that has just ended', 429, primary, spent(-3), 1],
  ['a limit told without a word', 429, {}, dated, 60],
  ['retry-after counts before the reset', 403, primary, { ...spent(3_000), 'retry-after': '2' }, 2],
])('%s is waited for', async (_, status, body, headers, seconds) => {
  server.plays(answer(status, body, headers), answer(201, { id: 1 }))
  const client = clientOf(server.url)
  expect(await ways['plain write'](client)).toEqual({ id: 1 })
  expect(client.slept).toEqual([seconds])
})

test.each<[string, object, Record<string, string>, string]>([
  ['a primary limit of an hour', primary, spent(3_600), '2026-11-20T11:00:01Z'],
  ['a long retry-after', secondary, { ...dated, 'retry-after': '900' }, '2026-11-20T10:15:00Z'],
  ['an endless one', secondary, { ...dated, 'retry-after': '999999999' }, '2058-07-29T11:46:39Z'],
])('%s fails at once and says when', async (_, body, headers, time) => {
  server.plays(answer(403, body, headers))
  const client = clientOf(server.url)
  const error = await failureOf(ways.reading(client))
  expect([error.failure, client.slept, server.received.length]).toEqual(['limited', [], 1])
  expect(error.message).toContain(`; try again after ${time}`)
})

test('the time follows the clock of GitHub, not ours', async () => {
  const theirs = new Date('2026-11-20T10:05:00Z')
  const reset = String(theirs.getTime() / 1000 + 10)
  const headers = { date: theirs.toUTCString(), 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
  server.plays(answer(403, primary, headers), answer(200, {}))
  const client = clientOf(server.url)
  await ways.reading(client)
  expect(client.slept).toEqual([11])
  expect(client.serverTime).not.toBeNull()
})

test('all waiting of a run counts together', async () => {
  server.plays(answer(403, secondary, { 'retry-after': '25' }))
  const client = clientOf(server.url)
  expect((await failureOf(ways.reading(client))).failure).toBe('limited')
  expect(client.slept).toEqual([25, 25])
  expect((await failureOf(ways.reading(client))).failure).toBe('limited')
  expect(client.slept).toEqual([25, 25])
})

test('waiting side by side counts once', async () => {
  const limited = answer(403, secondary, { 'retry-after': '50' })
  server.plays(limited, limited, limited, answer(200, { number: 7 }))
  const client = clientOf(server.url, {
    now: () => dawn,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / 1000)),
  })
  const answers = await Promise.all([ways.reading(client), ways.reading(client), ways.reading(client)])
  expect(answers).toEqual([{ number: 7 }, { number: 7 }, { number: 7 }])
  expect(client.sent).toEqual({ requests: 6, retries: 3 })
})

test('a shorter deadline gives up sooner, faults included', async () => {
  server.plays(answer(500))
  const client = clientOf(server.url, { deadlineSeconds: 2.5 })
  expect((await failureOf(ways.reading(client))).failure).toBe('server')
  expect(client.slept).toEqual([1])
})

test('a server that asks for patience gets it', async () => {
  server.plays(answer(503, { message: 'Busy' }, { 'retry-after': '6' }), answer(200, {}))
  const client = clientOf(server.url)
  await ways.reading(client)
  expect(client.slept).toEqual([6])
})

test('the last request of the hour that is refused for good is a limit all the same: nothing is approved on it', async () => {
  server.plays(answer(403, { message: 'Resource not accessible by integration' }, spent(3_000)))
  expect((await failureOf(ways.reading(clientOf(server.url)))).failure).toBe('limited')
})
