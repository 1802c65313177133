/** git's own smart HTTP server in front of the repositories, so that a gate can clone, fetch and push. */
import { spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from './answer.ts'
import { type Caller, callerOf, demand, repositoryFor } from './caller.ts'
import { gitEnvironment } from './git.ts'
import { syncPulls } from './heads.ts'
import { findRepository, type Repository, type State } from './state.ts'

interface GitRequest {
  readonly repository: Repository
  /** `/info/refs`, `/git-upload-pack`, `/git-receive-pack`. */
  readonly service: string
  readonly query: string
}

/** What of git is asked for; null when it is no request of git's. */
export const gitRequestOf = (state: State, incoming: IncomingMessage): GitRequest | null => {
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost')
  const match = /^\/([^/]+)\/([^/]+)(\/info\/refs|\/git-upload-pack|\/git-receive-pack)$/.exec(pathname)
  const repository = match && findRepository(state, match[1] ?? '', match[2] ?? '')
  return repository ? { repository, service: match[3] ?? '', query: searchParams.toString() } : null
}

export const serveGit = async (
  state: State,
  { repository, service, query }: GitRequest,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  const writes = `${service}${query}`.includes('git-receive-pack')
  try {
    allow(state, callerOf(state, incoming.headers.authorization ?? null), repository, writes)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const challenge = incoming.headers.authorization === undefined
    outgoing.writeHead(
      challenge ? 401 : error.status,
      challenge ? { 'www-authenticate': 'Basic realm="GitHub"' } : {},
    )
    return void outgoing.end(error.message)
  }
  syncPulls(state, repository)
  const child = spawn('git', ['http-backend'], {
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: repository.directory,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: service,
      QUERY_STRING: query,
      REQUEST_METHOD: incoming.method ?? 'GET',
      CONTENT_TYPE: incoming.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: String(incoming.headers['content-encoding'] ?? ''),
      GIT_PROTOCOL: String(incoming.headers['git-protocol'] ?? ''),
      ...(writes ? { REMOTE_USER: 'loopback' } : {}),
      ...(incoming.headers['content-length'] ? { CONTENT_LENGTH: incoming.headers['content-length'] } : {}),
    },
  })
  incoming.pipe(child.stdin)
  child.stdin.on('error', () => {}) // git may stop reading before the client stops writing
  outgoing.once('close', () => child.kill())
  await passOn(child.stdout, outgoing)
}

const allow = (state: State, caller: Caller, repository: Repository, writes: boolean): void => {
  repositoryFor(state, caller, repository.owner, repository.name)
  demand(state, caller, repository, { anyOf: [writes ? 'contents: write' : 'contents: read'] })
  if (caller.kind === 'anonymous' && repository.private) throw new Refusal(404, 'Not Found')
}

/** CGI: headers, an empty line, the body. */
const passOn = async (from: AsyncIterable<Buffer>, outgoing: ServerResponse): Promise<void> => {
  let head: Buffer | null = Buffer.alloc(0)
  for await (const chunk of from) {
    if (head === null) {
      outgoing.write(chunk)
      continue
    }
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) continue
    const headers = Object.fromEntries(
      head
        .subarray(0, end)
        .toString()
        .split('\r\n')
        .map((line) => line.split(/: (.*)/s).slice(0, 2) as [string, string]),
    )
    outgoing.writeHead(Number.parseInt(headers['Status'] ?? '200', 10), headers)
    outgoing.write(head.subarray(end + 4))
    head = null
  }
  outgoing.end()
}
