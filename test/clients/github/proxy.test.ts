/** Proxies: a real one on the loopback where this Node can use it, and a warning where it cannot. */
import { execFile } from 'node:child_process'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fetchThroughProxy, type NodeAbilities } from '../../../src/clients/github/proxy.ts'
import { UsageError } from '../../../src/domain/errors.ts'
import { answer, type Loopback, startLoopback } from './loopback.ts'

const able: NodeAbilities = { version: '24.14.0', setProxy: () => undefined, readsAtStart: true }
const starter: NodeAbilities = { version: '22.21.0', readsAtStart: true }
const unable: NodeAbilities = { version: '20.20.2', readsAtStart: false }
const proxy = 'http://proxy.acme.example:3128'

test.each<[string, Record<string, string>, NodeAbilities, string | null]>([
  ['no proxy at all', {}, unable, null],
  [
    'a Node without support',
    { https_proxy: proxy },
    unable,
    'https_proxy is ignored: Node 20.20.2 does not use it by itself; run it with Node 24.14 or later',
  ],
  [
    'a Node that reads it when it starts, not told to',
    { HTTPS_PROXY: proxy },
    starter,
    'https_proxy is ignored: Node 22.21.0 does not use it by itself; set NODE_USE_ENV_PROXY=1 for it',
  ],
  ['a Node that read it when it started', { HTTPS_PROXY: proxy, NODE_USE_ENV_PROXY: '1' }, starter, null],
  ['a Node with support', { https_proxy: proxy }, able, null],
  ['the proxy of the other protocol', { http_proxy: proxy }, unable, null],
  [
    'http, where GitHub is http',
    { http_proxy: proxy, GITHUB_API_URL: 'http://git.acme.example/api/v3' },
    unable,
    'http_proxy is ignored: Node 20.20.2 does not use it by itself; run it with Node 24.14 or later',
  ],
  ['an exception for all', { https_proxy: proxy, no_proxy: '*' }, unable, null],
  ['an exception for the host', { https_proxy: proxy, NO_PROXY: 'localhost, api.github.com' }, unable, null],
  ['an exception for all below', { https_proxy: proxy, no_proxy: '.github.com' }, unable, null],
  ['an exception for the port', { https_proxy: proxy, no_proxy: 'github.com:443' }, unable, null],
  [
    'an exception for another host',
    { https_proxy: proxy, no_proxy: 'hub.com,api.github.com:8443' },
    unable,
    'https_proxy is ignored: Node 20.20.2 does not use it by itself; run it with Node 24.14 or later',
  ],
])('%s', async (_, environment, node, warning) =>
  expect((await fetchThroughProxy(environment, node)).warning).toBe(warning),
)

test.each(['socks5://u:hunter2@proxy:1080', 'http://', 'http://[u:hunter2'])(
  '%s is refused, not repeated',
  async (bad) => {
    const error = await fetchThroughProxy({ https_proxy: bad }, able).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(UsageError)
    expect(String(error)).not.toContain('hunter2')
  },
)

test('what Node is told', async () => {
  const told: object[] = []
  const node = { ...able, setProxy: (proxies: object) => told.push(proxies) }
  await fetchThroughProxy({ HTTPS_PROXY: 'proxy.acme.example:3128', no_proxy: 'internal' }, node)
  await fetchThroughProxy({ no_proxy: 'internal' }, node)
  expect(told).toEqual([{ https_proxy: 'http://proxy.acme.example:3128', no_proxy: 'internal' }])
})

describe('a real proxy', () => {
  let server: Loopback
  const asked: string[] = []
  // Tunnels and forwards, as a company's proxy does; which of both Node asks for is Node's choice.
  const between = createServer((incoming, outgoing) => {
    asked.push(`forward ${incoming.url}`)
    const onward = request(
      incoming.url ?? '',
      { method: incoming.method, headers: incoming.headers },
      (response) => {
        outgoing.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(outgoing)
      },
    )
    incoming.pipe(onward)
  }).on('connect', (incoming, socket) => {
    asked.push(`tunnel ${incoming.url}, ${incoming.headers['proxy-authorization']}`)
    const [host, port] = (incoming.url ?? '').split(':')
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.pipe(socket).pipe(onward)
    })
    onward.on('error', () => socket.destroy())
    socket.on('error', () => onward.destroy())
  })
  beforeAll(async () => {
    server = await startLoopback()
    await new Promise<void>((done) => between.listen(0, '127.0.0.1', done))
  })
  afterAll(async () => {
    between.closeAllConnections()
    between.close()
    await server.stop()
  })

  const client = resolve(import.meta.dirname, '../../../src/clients/github')
  const script = `
    import { fetchThroughProxy } from '${client}/proxy.ts'
    import { openGitHub } from '${client}/open.ts'
    const { fetch, warning } = await fetchThroughProxy(process.env)
    const apiUrl = process.env.GITHUB_API_URL
    const options = { token: 't', apiUrl, serverUrl: apiUrl, fetch, userAgent: 'x' }
    const github = openGitHub({ ...options, sleep: async () => {}, random: () => 0, now: () => new Date() })
    console.log(JSON.stringify([warning, await github.request('GET /meta', {})]))
    process.exit()`
  const run = async (environment: Record<string, string>): Promise<unknown> => {
    asked.length = 0
    server.plays(answer(200, { through: 'it' }))
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        env: { PATH: process.env['PATH'] ?? '', GITHUB_API_URL: server.url, ...environment },
      },
    )
    return JSON.parse(stdout)
  }
  const address = () => `127.0.0.1:${(between.address() as AddressInfo).port}`
  // A Node without built-in support is told above what it would warn of.
  const supported = Number(process.versions.node.split('.')[0]) >= 24

  test.runIf(supported)('is used, with its password', async () => {
    expect(await run({ http_proxy: `http://me:secret@${address()}` })).toEqual([null, { through: 'it' }])
    const host = server.url.slice('http://'.length)
    expect(asked).toEqual([`tunnel ${host}, Basic ${Buffer.from('me:secret').toString('base64')}`])
    expect(server.received).toHaveLength(1)
  })

  test.runIf(supported)('is left out where no_proxy says so', async () => {
    expect(await run({ HTTP_PROXY: address(), NO_PROXY: '127.0.0.1' })).toEqual([null, { through: 'it' }])
    expect([asked, server.received.length]).toEqual([[], 1])
  })
})
