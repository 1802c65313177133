/** The http driver against a real agent on loopback: what it is asked, and what its answers mean. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseRolloutPlan } from '../../../src/config/rollout/load.ts'
import { type HttpTargets, openHttp } from '../../../src/drivers/rollouts/http.ts'
import type { Surroundings } from '../../../src/drivers/rollouts/surroundings.ts'
import type { ActionContext, InstanceDriver } from '../../../src/rollout/engine/ports.ts'

const plan = await parseRolloutPlan(
  'version: 1\nservice: web\ntargets: { driver: http, list: "http://a/", restart: "http://a/" }\ngate: { on-no-data: health-only }\n',
  'rollout.yml',
)

interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

let agent: Server
let origin: string
let asked: Asked[]
/** How the agent answers, after it has written down what it was asked. */
let answer: RequestListener
/** What the driver slept, in milliseconds. */
let slept: number[]
const secret = 's3cret-token'
const never = new AbortController().signal

const start = async (listener: RequestListener): Promise<{ server: Server; origin: string }> => {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}
const stop = (server: Server) => {
  server.closeAllConnections()
  return new Promise((closed) => server.close(closed))
}

beforeEach(async () => {
  asked = []
  slept = []
  answer = (_, response) => response.end()
  const started = await start(async (request, response) => {
    const chunks = await request.toArray()
    const text = Buffer.concat(chunks).toString()
    const { method = '', url = '', headers } = request
    asked.push({ method, url, headers, body: text === '' ? null : JSON.parse(text) })
    answer(request, response)
  })
  agent = started.server
  origin = started.origin
})
afterEach(() => stop(agent))

const surroundings = (environment: NodeJS.ProcessEnv = {}): Surroundings => ({
  clock: {
    now: () => Date.now(),
    sleep: async (milliseconds) => {
      slept.push(milliseconds)
    },
  },
  directory: '/',
  environment,
  fetch: globalThis.fetch,
  random: () => 0,
  health: plan.health,
})
const targets = (more: Partial<HttpTargets> = {}): HttpTargets => ({
  driver: 'http',
  list: `${origin}/instances`,
  drain: `${origin}/instances/{instance}/drain`,
  restart: `${origin}/instances/{instance}/restart?to={version}&epoch={epoch}&work={operation}`,
  ...more,
})
const open = (more: Partial<HttpTargets> = {}): InstanceDriver => openHttp(targets(more), surroundings())
const openWithToken = (): InstanceDriver =>
  openHttp(targets({ 'token-env': 'AGENT_TOKEN' }), surroundings({ AGENT_TOKEN: `${secret}\n` }))
const context = (more: Partial<ActionContext> = {}): ActionContext => ({
  version: 'v812',
  epoch: 3,
  operation: 'web/7/12',
  deadline: Date.now() + 20_000,
  signal: never,
  ...more,
})

describe('what it asks', () => {
  test('a restart names instance, version, epoch and work, in the address and in the body', async () => {
    const id = 'web/1 "ü"'
    const version = 'v8+1&2?\n🚀'
    expect(await open().restart(id, context({ version }))).toEqual({ outcome: 'done' })
    expect(asked).toMatchObject([
      {
        method: 'POST',
        url: `/instances/${encodeURIComponent(id)}/restart?to=${encodeURIComponent(version)}&epoch=3&work=web%2F7%2F12`,
        headers: { 'content-type': 'application/json' },
        body: { instance: id, version, epoch: 3, operation: 'web/7/12' },
      },
    ])
    expect(asked[0]?.headers.authorization).toBeUndefined()
  })

  test('a drain says whether what is left shall be closed', async () => {
    await open().drain('web-1', { ...context(), force: true })
    expect(asked).toMatchObject([{ url: '/instances/web-1/drain', body: { instance: 'web-1', force: true } }])
  })

  test('the same work has the same key, also under another epoch; other work has another', async () => {
    const { restart } = open()
    await restart('web-1', context())
    await restart('web-1', context({ epoch: 4 }))
    await restart('web-2', context())
    await restart('web-1', context({ operation: 'web/7/13' }))
    const keys = asked.map(({ headers }) => headers['idempotency-key'])
    expect(keys[0]).toBe('"web%2F7%2F12%2Frestart%2Fweb-1"')
    expect(keys[1]).toBe(keys[0])
    expect(new Set(keys).size).toBe(3)
  })

  test('the token goes along', async () => {
    answer = (_, response) =>
      response.end('[{"id":"web-1","version":"v1","healthy":true,"in-rotation":true}]')
    const { observe, restart } = openWithToken()
    await observe(never)
    await restart('web-1', context())
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${secret}`,
      `Bearer ${secret}`,
    ])
  })

  test('a verb without an address has nothing to do, and is not pretended', async () => {
    const { capabilities, drain, restore, handOver } = openHttp(
      { driver: 'http', list: `${origin}/`, restart: `${origin}/` },
      surroundings(),
    )
    expect(capabilities).toEqual({ drains: false, fenced: false, settleSeconds: 0 })
    expect(await drain('web-1', { ...context(), force: false })).toEqual({ outcome: 'done' })
    expect(await restore('web-1', context())).toEqual({ outcome: 'done' })
    expect(handOver).toBeUndefined()
    expect(asked).toEqual([])
  })

  test.each([['..'], ['.'], ['half a character \ud800']])(
    'an instance that would make it another address is not asked for: %s',
    async (id) => {
      expect(await open().restart(id, context())).toMatchObject({ outcome: 'failed' })
      expect(asked).toEqual([])
    },
  )

  test('past the deadline nothing is asked', async () => {
    expect(await open().restart('web-1', context({ deadline: 1 }))).toMatchObject({ outcome: 'busy' })
    expect(asked).toEqual([])
  })
})

describe('what the answers mean', () => {
  test.each([
    [200, 'done'],
    [201, 'done'],
    [202, 'done'],
    [204, 'done'],
    [301, 'failed'],
    [307, 'failed'],
    [400, 'failed'],
    [401, 'failed'],
    [403, 'failed'],
    [404, 'failed'],
    [408, 'again'],
    [409, 'failed'],
    [410, 'failed'],
    [422, 'failed'],
    [423, 'again'],
    [425, 'again'],
    [429, 'again'],
    [500, 'again'],
    [502, 'again'],
    [503, 'again'],
    [504, 'again'],
  ])('%d to a restart: %s', async (status, outcome) => {
    answer = (_, response) => response.writeHead(status).end()
    expect((await open().restart('web-1', context())).outcome).toBe(outcome)
    expect(asked).toHaveLength(1)
  })

  test('409 says who is in charge', async () => {
    answer = (_, response) => response.writeHead(409).end('epoch 9 acts here')
    expect(await open().restart('web-1', context())).toEqual({
      outcome: 'failed',
      why: expect.stringMatching(/answered 409: epoch 9 acts here; a newer coordinator has taken over$/),
    })
  })

  test('accepted is not drained', async () => {
    answer = (_, response) => response.writeHead(202).end()
    expect(await open().drain('web-1', { ...context(), force: false })).toMatchObject({ outcome: 'again' })
  })

  test.each([
    ['seconds', { 'retry-after': '7' }, 7000],
    [
      'a date by its own clock',
      { 'retry-after': 'Wed, 01 Apr 2026 10:00:09 GMT', date: 'Wed, 01 Apr 2026 10:00:00 GMT' },
      9000,
    ],
    ['rubbish', { 'retry-after': 'soon' }, null],
  ])('it waits as long as it is asked to: %s', async (_, headers, milliseconds) => {
    answer = (_request, response) => response.writeHead(503, headers).end()
    expect(await open().restart('web-1', context())).toMatchObject({ outcome: 'again' })
    expect(slept).toEqual(milliseconds === null ? [] : [milliseconds])
  })

  test('but never beyond the deadline', async () => {
    answer = (_, response) => response.writeHead(429, { 'retry-after': '86400' }).end()
    await open().restart('web-1', context({ deadline: Date.now() + 5000 }))
    expect(slept).toHaveLength(1)
    expect(slept[0]).toBeLessThanOrEqual(5000)
  })

  test('no answer by the deadline: a drain is busy, of a restart nobody knows', async () => {
    answer = () => undefined
    const soon = () => context({ deadline: Date.now() + 200 })
    const { drain, restart } = open()
    expect(await drain('web-1', { ...soon(), force: false })).toMatchObject({ outcome: 'busy' })
    expect(await restart('web-1', soon())).toMatchObject({ outcome: 'again' })
  })

  test('stopped while it waits', async () => {
    const controller = new AbortController()
    answer = () => controller.abort()
    expect(await open().restart('web-1', context({ signal: controller.signal }))).toEqual({
      outcome: 'again',
      why: `restart web-1: POST ${origin}/instances/web-1/restart?to=v812&epoch=3&work=web%2F7%2F12: stopped`,
    })
  })

  test('a connection that breaks half-way', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setImmediate(() => response.destroy())
    }
    expect(await open().restart('web-1', context())).toMatchObject({ outcome: 'again' })
  })

  test('an answer without end is cut off', async () => {
    answer = (_, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', pour)
      }
      pour()
    }
    expect(await open().restart('web-1', context())).toMatchObject({
      outcome: 'again',
      why: expect.stringContaining('has no end'),
    })
  })

  test('nobody there', async () => {
    const gone = await start(() => undefined)
    await stop(gone.server)
    const { restart, observe } = open({ restart: `${gone.origin}/`, list: `${gone.origin}/` })
    expect(await restart('web-1', context())).toMatchObject({
      outcome: 'again',
      why: expect.stringMatching(/ECONNREFUSED/),
    })
    await expect(observe(never)).rejects.toThrow('ECONNREFUSED')
  })
})

describe('the token is for the address in the plan', () => {
  test('another host that it is pointed to never hears of it, nor of the work', async () => {
    const heard: string[] = []
    const other = await start((request, response) => {
      heard.push(request.url ?? '')
      response.end()
    })
    for (const status of [301, 302, 303, 307, 308]) {
      answer = (_, response) => response.writeHead(status, { location: `${other.origin}/steal` }).end()
      const { restart, observe } = openWithToken()
      expect(await restart('web-1', context())).toMatchObject({
        outcome: 'failed',
        why: expect.stringContaining('not followed; write the right address into the plan'),
      })
      await expect(observe(never)).rejects.toThrow('not followed')
    }
    expect(heard).toEqual([])
    await stop(other.server)
  })

  test('an agent that repeats it does not bring it into a message', async () => {
    answer = (request, response) => response.writeHead(400).end(`bad ${request.headers.authorization}`)
    const result = await openWithToken().restart('web-1', context())
    expect(result).toMatchObject({ outcome: 'failed', why: expect.stringContaining('bad Bearer ***') })
    expect(JSON.stringify(result)).not.toContain(secret)
  })
})

describe('the fleet', () => {
  const fleet = [
    { id: 'web-1', version: 'v811', healthy: true, 'in-rotation': true, zone: 'az-a', role: 'leader' },
    { id: 'web-2', version: 'v811', healthy: false, 'in-rotation': false },
  ]

  test('all of it, or those named', async () => {
    answer = (_, response) => response.end(JSON.stringify(fleet))
    const { observe } = open()
    const [one, two] = [
      { id: 'web-1', version: 'v811', healthy: true, inRotation: true, zone: 'az-a', role: 'leader' },
      { id: 'web-2', version: 'v811', healthy: false, inRotation: false },
    ]
    expect(await observe(never)).toEqual([one, two])
    expect(await observe(never, ['web-2'])).toEqual([two])
  })

  test.each([
    ['a web page', 200, '<html>', 'no JSON'],
    ['an empty list', 200, '[]', 'lists no instance'],
    ['a missing key', 200, '[{"id":"web-1","version":"v1","healthy":true}]', 'in-rotation is missing'],
    ['no content', 204, '', 'answered 204'],
    ['a refusal', 401, '', 'it wants a token: set targets.token-env'],
    ['trouble', 500, 'out of disk\nstack\n', 'answered 500: out of disk'],
  ])('%s is no fleet', async (_, status, body, message) => {
    answer = (_request, response) => response.writeHead(status).end(body)
    await expect(open().observe(never)).rejects.toThrow(message)
  })
})

test.each([
  ['a placeholder nobody fills', { restart: 'http://a/{zone}' }, 'unknown {zone}, wanted {instance}'],
  ['a placeholder in the list', { list: 'http://a/{instance}' }, 'without placeholders'],
  ['no address', { restart: 'http://[/{instance}' }, 'wanted a URL like'],
  ['no token', { 'token-env': 'NOWHERE' }, 'environment variable NOWHERE is empty'],
  ['a token of two lines', { 'token-env': 'BROKEN' }, 'holds what no token can'],
])('a plan is refused when it is opened: %s', (_, more, message) => {
  expect(() => openHttp(targets(more), surroundings({ BROKEN: 'one\ntwo' }))).toThrow(message)
})
