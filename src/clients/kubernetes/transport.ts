import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent, request as secureRequest } from 'node:https'
import { ConfigError } from '../../domain/errors.ts'
import { bytesOf, type Credentials } from './credentials.ts'
import type { Access } from './kubeconfig.ts'

export interface WireRequest {
  readonly method: 'GET' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly type?: string
  readonly body?: string
}

export type WireAnswer =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly retryAfter: number | null
      readonly body: string
    }
  /** `sent` is false only where the request cannot have arrived. */
  | { readonly kind: 'silence'; readonly why: string; readonly sent: boolean; readonly cause: unknown }

export interface Transport {
  readonly send: (request: WireRequest, credentials: Credentials, signal: AbortSignal) => Promise<WireAnswer>
  readonly close: () => void
}

/** Beyond this an answer is no answer: a thousand pods are about ten million bytes. */
const mostBytes = 128_000_000
const answerMilliseconds = 20_000

/**
 * Speaks to one API server. Node's own fetch takes neither a private authority nor a client certificate, so this is
 * node:https with an agent for each certificate in use. @throws ConfigError for an address it will not speak to
 */
export const openTransport = (access: Access): Transport => {
  const base = addressOf(access)
  const isPlain = base.protocol === 'http:'
  let open: { readonly agent: Agent | PlainAgent; readonly certificate: Buffer | null } | null = null

  const agentFor = async ({ certificate, key }: Credentials): Promise<Agent | PlainAgent> => {
    const isSame =
      open?.certificate === certificate || (certificate && open?.certificate?.equals(certificate))
    if (open !== null && isSame) return open.agent
    open?.agent.destroy()
    const agent = isPlain
      ? new PlainAgent({ keepAlive: true })
      : new Agent({
          keepAlive: true,
          rejectUnauthorized: !access.skipsVerification,
          ...(access.authority && { ca: await bytesOf(access.name, access.authority) }),
          ...(access.serverName && { servername: access.serverName }),
          ...(certificate && key && { cert: certificate, key }),
        })
    open = { agent, certificate }
    return agent
  }

  return {
    send: async (request, credentials, signal) => {
      const agent = await agentFor(credentials)
      const headers = {
        accept: 'application/json',
        'user-agent': 'change-risk-gate',
        ...(credentials.token !== null && { authorization: `Bearer ${credentials.token}` }),
        ...(request.body !== undefined && {
          'content-type': request.type ?? 'application/json',
          'content-length': Buffer.byteLength(request.body),
        }),
      }
      return new Promise<WireAnswer>((resolve) => {
        let connected = false
        const silent = (error: Error): void =>
          resolve({ kind: 'silence', why: sayFault(error), sent: connected, cause: error })
        const call = (isPlain ? plainRequest : secureRequest)(
          new URL(base.pathname.replace(/\/$/, '') + request.path, base),
          {
            method: request.method,
            agent,
            headers,
            signal: AbortSignal.any([signal, AbortSignal.timeout(answerMilliseconds)]),
          },
          (response) => gather(response).then(resolve, silent),
        )
        call.on('socket', (socket) => {
          const ready = isPlain ? 'connect' : 'secureConnect'
          if (call.reusedSocket) connected = true
          else
            socket.once(ready, () => {
              connected = true
            })
        })
        call.on('error', silent)
        call.end(request.body)
      })
    },
    close: () => open?.agent.destroy(),
  }
}

const gather = async (response: IncomingMessage): Promise<WireAnswer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw new Error('the answer does not end')
    chunks.push(chunk)
  }
  const asked = Number(response.headers['retry-after'])
  return {
    kind: 'answer',
    status: response.statusCode ?? 0,
    retryAfter: Number.isFinite(asked) && asked > 0 ? asked : null,
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

const addressOf = ({ name, server, account }: Access): URL => {
  const address = URL.canParse(server) ? new URL(server) : null
  if (address === null || !/^https?:$/.test(address.protocol))
    throw new ConfigError(`kubernetes ${name}: server "${server}" is no http or https address`)
  const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(address.hostname)
  if (address.protocol === 'http:' && account.kind !== 'nobody' && !isLocal)
    throw new ConfigError(
      `kubernetes ${name}: ${server} would send the account's secret in the clear; use https`,
    )
  return address
}

const sayFault = (error: Error): string => {
  if (error.name === 'TimeoutError') return `no answer within ${answerMilliseconds / 1000} s`
  const { code = '' } = error as NodeJS.ErrnoException
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code))
    return `its certificate is not to be trusted (${code}): check certificate-authority of the kubeconfig`
  return code || error.message
}
