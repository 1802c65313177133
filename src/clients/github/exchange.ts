/**
 * One request sent, one answer read whole. Octokit's own sender is not used for this: it turns a connection that broke
 * into an empty answer and broken JSON into text, and then "nothing there" and "not read" look the same.
 */
import { type Exchange, type Fault, failed, judge } from './judgement.ts'
import { firstLine, type Hide, mostWords } from './words.ts'

export interface Request {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body: string | null
}

/** How requests get out, and who is told. */
export interface Wire {
  readonly fetch: typeof globalThis.fetch
  readonly hide: Hide
  readonly timeoutSeconds: number
  readonly onSent: () => void
  readonly onHeaders: (headers: Headers) => void
}

interface Redirect {
  readonly outcome: 'moved'
  readonly location: string
  readonly status: number
  readonly headers: Headers
}

const mostRedirects = 3

/** Sends a request and follows GitHub's renames: only where it reads, and only on the same host. Never throws. */
export const exchange = async (wire: Wire, request: Request): Promise<Exchange | Fault> => {
  let url = request.url
  for (let hop = 0; ; hop += 1) {
    const answer = await once(wire, { ...request, url })
    if (answer.outcome !== 'moved') return answer
    const next = sameHost(answer.location, url)
    if (next === null || request.method !== 'GET' || hop === mostRedirects)
      return astray(answer, next !== null)
    url = next
  }
}

const once = async (wire: Wire, request: Request): Promise<Exchange | Fault | Redirect> => {
  try {
    wire.onSent()
    const response = await wire.fetch(request.url, {
      method: request.method,
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(wire.timeoutSeconds * 1000),
    })
    const { status, headers } = response
    wire.onHeaders(headers)
    const text = await response.text()
    const location = headers.get('location')
    return [301, 302, 307, 308].includes(status) && location !== null
      ? { outcome: 'moved', location, status, headers }
      : judge({ method: request.method, status, headers, text, hide: wire.hide })
  } catch (error) {
    return broken(wire, error)
  }
}

/** The address a link leads to if it stays with the host that was asked, without a password of its own; else null. */
export const sameHost = (link: string, from: string): string | null => {
  if (!URL.canParse(link, from)) return null
  const url = new URL(link, from)
  const stays = url.origin === new URL(from).origin && url.username === '' && url.password === ''
  return stays ? url.href : null
}

const astray = ({ status, headers }: Redirect, stays: boolean): Fault =>
  failed({
    failure: stays ? 'not-found' : 'rubbish',
    status,
    headers,
    undone: true,
    lasting: true,
    words: stays ? 'it has moved' : 'the address of another host, which shall not see the token',
  })

/** Nothing reached GitHub when no connection stood. */
const neverConnected = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]
const certificateTrouble = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME|ERR_TLS|ERR_SSL/

const broken = (wire: Wire, error: unknown): Fault => {
  if (error instanceof Error && error.name === 'TimeoutError')
    return failed({ failure: 'timeout', words: `no answer within ${wire.timeoutSeconds} s` })
  // `fetch` says "fetch failed"; what failed is the cause.
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const said = cause instanceof Error ? cause.message : String(cause)
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return failed({
    failure: 'network',
    words: firstLine(wire.hide(said.includes(code) ? said : `${code} ${said}`), mostWords),
    undone: neverConnected.includes(code),
    lasting: certificateTrouble.test(code),
  })
}
