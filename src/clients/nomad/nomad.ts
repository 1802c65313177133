import { SourceError } from '../../domain/errors.ts'

/** `conflict`: the job is not the one that was read · `unanswered`: it may or may not have happened. */
export type NomadFailure = 'denied' | 'absent' | 'conflict' | 'refused' | 'busy' | 'unanswered' | 'rubbish'

export class NomadError extends SourceError {
  readonly failure: NomadFailure

  constructor(failure: NomadFailure, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.failure = failure
  }
}

export interface NomadPlace {
  readonly address: string
  readonly namespace: string
  readonly region: string | undefined
  readonly token: string | null
}

export interface NomadWorld {
  readonly fetch: typeof globalThis.fetch
  readonly clock: { readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void> }
}

/** One request to Nomad's HTTP API. Reads are tried again by themselves, writes are sent once. @throws NomadError */
export type Nomad = (
  method: 'GET' | 'POST',
  path: readonly string[],
  signal: AbortSignal,
  body?: Readonly<Record<string, unknown>>,
) => Promise<unknown>

const answerMilliseconds = 20_000
const mostReads = 4
const firstWaitMilliseconds = 250

export const openNomadApi = (place: NomadPlace, { fetch, clock }: NomadWorld): Nomad => {
  const once: Nomad = async (method, path, signal, body) => {
    const address = new URL(`/v1/${path.map(encodeURIComponent).join('/')}`, place.address)
    address.searchParams.set('namespace', place.namespace)
    if (place.region !== undefined) address.searchParams.set('region', place.region)
    const what = `nomad ${place.address}: ${method} /v1/${path.join('/')}`
    let response: Response
    let text: string
    try {
      response = await fetch(address, {
        method,
        headers: {
          accept: 'application/json',
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(place.token !== null && { 'x-nomad-token': place.token }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerMilliseconds)]),
      })
      text = await response.text()
    } catch (error) {
      throw new NomadError('unanswered', `${what}: ${faultOf(error)}`, error)
    }
    if (!response.ok) throw failureOf(what, response.status, text, place)
    try {
      return JSON.parse(text)
    } catch (error) {
      throw new NomadError('rubbish', `${what} is answered with no JSON; is that address Nomad's API?`, error)
    }
  }

  return async (method, path, signal, body) => {
    for (let tries = 1; ; tries++) {
      try {
        return await once(method, path, signal, body)
      } catch (error) {
        const mayPass = error instanceof NomadError && ['busy', 'unanswered'].includes(error.failure)
        if (method !== 'GET' || !mayPass || tries >= mostReads || signal.aborted) throw error
        await clock.sleep(firstWaitMilliseconds * 2 ** (tries - 1), signal)
      }
    }
  }
}

/** Nomad answers in plain text, and 500 for much that is the asker's mistake. */
const failureOf = (what: string, status: number, text: string, { namespace }: NomadPlace): NomadError => {
  const said = text.replace(/\s+/g, ' ').trim().slice(0, 300)
  const answered = `${what} answered ${status}${said && ` (${said})`}`
  if (status === 403 || status === 401)
    return new NomadError(
      'denied',
      `${answered}; the token's policy needs read-job, submit-job and list-jobs in namespace "${namespace}": check targets.token-env`,
    )
  if (status === 404) return new NomadError('absent', `${answered}; check targets.job, namespace and region`)
  if (/enforcing job modify index/i.test(said))
    return new NomadError('conflict', `${answered}; somebody else changed the job in between`)
  if (status === 429 || status === 502 || status === 503 || status === 504)
    return new NomadError('busy', `${answered}; try again`)
  return new NomadError('refused', `${answered}; Nomad does not accept the request`)
}

const faultOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'no answer'
  if (error.name === 'TimeoutError') return `no answer within ${answerMilliseconds / 1000} s`
  const cause = error.cause as { readonly code?: string } | undefined
  return cause?.code ?? error.message
}
