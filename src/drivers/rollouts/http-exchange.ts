/** One request to an agent of the user's, one answer read whole. */

export interface AgentRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly token: string | null
  readonly milliseconds: number
  readonly signal: AbortSignal
  readonly mostBytes: number
  /** Of POST. */
  readonly body?: Readonly<Record<string, unknown>>
  readonly idempotencyKey?: string
}

export type AgentAnswer =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly text: string
      /** What `Retry-After` asks for, in seconds; 0 where it asks for nothing. */
      readonly retryAfterSeconds: number
      readonly location: string | null
    }
  | { readonly kind: 'silence'; readonly why: string; readonly isOutOfTime: boolean }

/** Sends once, follows nothing: a token is for the address in the plan, and nobody else's. Never throws. */
export const exchange = async (
  request: AgentRequest,
  fetch: typeof globalThis.fetch,
): Promise<AgentAnswer> => {
  const { method, url, token, body, idempotencyKey } = request
  // Timers beyond this wrap around and fire at once.
  const limit = AbortSignal.timeout(Math.min(request.milliseconds, 2 ** 31 - 1))
  try {
    const response = await fetch(url, {
      method,
      headers: {
        accept: 'application/json',
        'user-agent': 'change-risk-gate',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(token !== null && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.any([request.signal, limit]),
    })
    const { status, headers } = response
    const text = await readText(response, request.mostBytes)
    if (text === null)
      return {
        kind: 'silence',
        why: `its answer has no end (over ${request.mostBytes} bytes)`,
        isOutOfTime: false,
      }
    return {
      kind: 'answer',
      status,
      text,
      retryAfterSeconds: secondsOf(headers),
      location: headers.get('location'),
    }
  } catch (error) {
    if (request.signal.aborted) return { kind: 'silence', why: 'stopped', isOutOfTime: false }
    return limit.aborted
      ? { kind: 'silence', why: 'it did not answer in time', isOutOfTime: true }
      : { kind: 'silence', why: faultOf(error), isOutOfTime: false }
  }
}

const readText = async (response: Response, mostBytes: number): Promise<string | null> => {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.length
    // Leaving the loop closes the connection: the rest is never read.
    if (bytes > mostBytes) return null
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** Whole seconds, or a date by the agent's own clock. */
const secondsOf = (headers: Headers): number => {
  const asked = headers.get('retry-after')?.trim() ?? ''
  if (/^\d{1,9}$/.test(asked)) return Number(asked)
  const seconds = (Date.parse(asked) - Date.parse(headers.get('date') ?? '')) / 1000
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0
}

/** `fetch` says "fetch failed"; what failed is the cause. */
const faultOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  const code = 'code' in cause ? String(cause.code) : ''
  return cause.message === '' ? code : cause.message
}
