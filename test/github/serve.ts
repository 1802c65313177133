/** The loopback GitHub: one set of msw handlers, asked in this process or over HTTP on 127.0.0.1. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { RequestHandler } from 'msw'
import { getResponse } from 'msw'
import { gitRequestOf, serveGit } from './git-http.ts'
import { handlersFor } from './handlers.ts'
import { copyOf } from './past.ts'
import type { RequestRecord, World } from './pipeline.ts'
import { removeDirectories } from './repositories.ts'
import { newState, type State } from './state.ts'

export interface LoopbackGitHub {
  /** `http://127.0.0.1:PORT`: the REST interface, `/graphql`, `/api/v3`, `/api/graphql`, and `/OWNER/NAME.git`. */
  readonly url: string
  /** The handlers themselves, without a socket; takes `https://api.github.com` as well as `url`. */
  readonly fetch: typeof globalThis.fetch
  /** For msw's `setupServer(...)`, which takes over the global fetch. */
  readonly handlers: RequestHandler[]
  readonly state: State
  /** In the order they came in; empty it to begin a new run. */
  readonly requests: RequestRecord[]
  /** What broke GitHub's own description, on either side. */
  readonly violations: string[]
  /** Keeps the state as it is now: what `stale` answers from, until the next write. */
  readonly remember: () => void
  /** Stops serving, removes the repositories, and throws when there were violations. */
  readonly close: () => Promise<void>
}

/** Throws when a request or an answer broke GitHub's own description. */
export const expectClean = ({ violations }: Pick<LoopbackGitHub, 'violations'>): void => {
  if (violations.length > 0) throw new Error(`the loopback GitHub saw:\n${violations.join('\n')}`)
}

/** Serves a state until closed. */
export const startGitHub = async (state: State = newState()): Promise<LoopbackGitHub> => {
  const world: World = {
    state,
    requests: [],
    violations: [],
    before: null,
  }
  const origins = ['https://api.github.com', 'https://ghes.example.test']
  const handlers = handlersFor(world, (origin) => origins.includes(origin))
  const server = createServer((incoming, outgoing) => {
    serveOne(world, handlers, origins[2] ?? '', incoming, outgoing).catch((error: Error) => {
      world.violations.push(`the loopback GitHub itself failed: ${error.stack}`)
      outgoing.destroy()
    })
  })
  server.keepAliveTimeout = 1000
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  origins.push(url)
  return {
    url,
    handlers,
    state,
    requests: world.requests,
    violations: world.violations,
    fetch: (input, init) => ask(handlers, new Request(input, init)),
    remember: () => {
      world.before = copyOf(state)
    },
    close: async () => {
      await stop(server)
      removeDirectories(state)
      expectClean(world)
    },
  }
}

/** As the global fetch does it: a lost connection is a TypeError, an abort its reason. */
const ask = async (handlers: RequestHandler[], request: Request): Promise<Response> => {
  request.signal.throwIfAborted()
  const response = await getResponse(handlers, request)
  request.signal.throwIfAborted()
  if (response !== undefined && response.type !== 'error') return response
  const code = response === undefined ? 'ENOTFOUND' : 'ECONNRESET'
  throw new TypeError('fetch failed', {
    cause: Object.assign(new Error(`loopback GitHub: ${code}`), { code }),
  })
}

const serveOne = async (
  world: World,
  handlers: RequestHandler[],
  url: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  const gitRequest = gitRequestOf(world.state, incoming)
  if (gitRequest !== null) return serveGit(world.state, gitRequest, incoming, outgoing)
  const given = new AbortController()
  outgoing.once('close', () => given.abort())
  const body = ['GET', 'HEAD'].includes(incoming.method ?? 'GET') ? null : await bytesOf(incoming)
  const request = new Request(`${url}${incoming.url}`, {
    method: incoming.method ?? 'GET',
    headers: headersOf(incoming),
    signal: given.signal,
    ...(body === null || body.length === 0 ? {} : { body }),
  })
  const response = await getResponse(handlers, request)
  if (response === undefined || response.type === 'error') return void incoming.socket.resetAndDestroy()
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  if (response.body === null) return void outgoing.end()
  Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]).pipe(outgoing)
}

const bytesOf = async (incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk)
  return new Uint8Array(Buffer.concat(chunks))
}

const headersOf = (incoming: IncomingMessage): Headers => {
  const headers = new Headers()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
