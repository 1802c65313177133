/** A server on the loopback that plays a script, answer by answer, and the client that asks it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { GitHub } from '../../../src/clients/github/github.ts'
import { type GitHubOptions, openGitHub } from '../../../src/clients/github/open.ts'

export const token = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'

export interface Received {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
export type Reply = (response: ServerResponse, received: Received) => void

export interface Loopback {
  readonly url: string
  readonly received: readonly Received[]
  /** What is answered from now on, one after the other; the last one again and again. */
  readonly plays: (...replies: readonly Reply[]) => void
  readonly stop: () => Promise<void>
}

/** An answer of GitHub; text is sent as it is, anything else as JSON. */
export const answer =
  (status: number, body: unknown = { message: 'In words' }, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }
export const page: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'text/html' })
  response.end('<html><title>Sign in to the proxy</title></html>')
}
export const truncated = answer(200, '{"number": 1, "title": "cut o')
export const emptyJson = answer(200, '')
export const silence: Reply = () => undefined
export const stall: Reply = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' })
  response.write('{"number":')
}
export const reset: Reply = (response) => {
  stall(response, {} as Received)
  setTimeout(() => response.socket?.resetAndDestroy(), 5)
}

export const startLoopback = async (): Promise<Loopback> => {
  let received: Received[] = []
  let script: readonly Reply[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') }
      const reply = script[Math.min(received.length, script.length - 1)]
      received.push(one)
      if (reply === undefined) response.destroy()
      else reply(response, one)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    get received() {
      return received
    },
    plays: (...replies) => {
      script = replies
      received = []
    },
    stop: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

export interface Client extends GitHub {
  /** Seconds of every wait, in order. */
  readonly slept: readonly number[]
}

/** When the tests' clock begins. */
export const dawn = new Date('2026-11-20T10:00:00Z')

/** A client whose waits are written down and take no time, though its clock goes on by them. */
export const clientOf = (url: string, options: Partial<GitHubOptions> = {}): Client => {
  const slept: number[] = []
  const github = openGitHub({
    token,
    apiUrl: url,
    serverUrl: url,
    fetch: globalThis.fetch,
    sleep: async (milliseconds) => void slept.push(milliseconds / 1000),
    random: () => 0,
    now: () => new Date(dawn.getTime() + 1000 * slept.reduce((sum, each) => sum + each, 0)),
    userAgent: 'change-risk-gate/test',
    timeoutSeconds: 0.15,
    ...options,
  })
  return Object.defineProperty(github, 'slept', { value: slept }) as Client
}

/** The date header of a server whose clock is the tests', so that resets can be told in its seconds. */
export const dated = { date: dawn.toUTCString() }
export const epoch = (secondsLater: number): string => String(dawn.getTime() / 1000 + secondsLater)
