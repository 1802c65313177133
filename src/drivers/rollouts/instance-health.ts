import { type IncomingHttpHeaders, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Health } from '../../config/rollout/plan.ts'

/** What an instance says of itself at its health path. Who does not answer is not healthy, whatever the cause. */
export interface OwnHealth {
  readonly healthy: boolean
  /** '' where it says none. */
  readonly version: string
  readonly zone?: string
  readonly role?: 'leader'
}

export interface HealthQuestions {
  readonly health: Pick<Health, 'path' | 'version' | 'expect'>
  /** The key of its answer that says its zone. */
  readonly zoneKey?: string | undefined
  readonly signal?: AbortSignal | undefined
}

const questionMilliseconds = 2000
/** A fleet that mostly does not answer must not hold up whoever waits for the rest. */
const roundMilliseconds = 30_000
const mostAtOnce = 64
const mostCharacters = 65_536

const silent: OwnHealth = { healthy: false, version: '' }

/**
 * Asks instances for their health at `http://address:port`, at most 64 at once, each for at most 2 s and all for 30 s.
 * Answers in the order asked; null is an address that is not known.
 */
export const askHealth = async (
  origins: readonly (string | null)[],
  questions: HealthQuestions,
): Promise<readonly OwnHealth[]> => {
  const answers: OwnHealth[] = origins.map(() => silent)
  const underWay = new Set<AbortController>()
  let isOver = questions.signal?.aborted === true
  const stop = (): void => {
    isOver = true
    for (const controller of underWay) controller.abort()
  }
  const timer = setTimeout(stop, roundMilliseconds)
  questions.signal?.addEventListener('abort', stop, { once: true })
  let next = 0
  const work = async (): Promise<void> => {
    while (next < origins.length && !isOver) {
      const at = next++
      const origin = origins[at]
      if (origin == null) continue
      const controller = new AbortController()
      underWay.add(controller)
      answers[at] = await askOne(origin, questions, controller)
      underWay.delete(controller)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(mostAtOnce, origins.length) }, work))
  } finally {
    clearTimeout(timer)
    questions.signal?.removeEventListener('abort', stop)
  }
  return answers
}

/**
 * Not by `fetch`, which keeps a pool for every address and takes seven times as long for a large fleet. Every question
 * has its own connection: one kept open would break when the instance restarts, and look like ill health.
 */
const askOne = (origin: string, questions: HealthQuestions, { signal }: AbortController) =>
  new Promise<OwnHealth>((resolve) => {
    const address = new URL(questions.health.path, origin)
    const request = (address.protocol === 'https:' ? requestHttps : requestHttp)(address, {
      agent: false,
      signal,
      headers: { accept: 'application/json', 'user-agent': 'change-risk-gate' },
    })
    const conclude = (own: OwnHealth): void => {
      clearTimeout(timer)
      resolve(own)
      request.destroy()
    }
    const timer = setTimeout(() => conclude(silent), questionMilliseconds)
    request.on('error', () => conclude(silent))
    request.on('response', (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        body += chunk
        if (body.length > mostCharacters) conclude(silent)
      })
      response.on('error', () => conclude(silent))
      response.on('end', () =>
        conclude(readHealth(response.statusCode ?? 0, response.headers, body, questions)),
      )
    })
    request.end()
  })

/** What status, headers and body of the answer say; the plan says which status is healthy, and a version is read from any. */
export const readHealth = (
  status: number,
  headers: IncomingHttpHeaders,
  body: string,
  { health, zoneKey }: Pick<HealthQuestions, 'health' | 'zoneKey'>,
): OwnHealth => {
  const json = parse(body)
  const version = health.version.startsWith('header:')
    ? headerOf(headers, health.version.slice('header:'.length))
    : textAt(json, health.version.replace(/^json:/, ''))
  const zone = zoneKey === undefined ? null : textAt(json, zoneKey)
  return {
    healthy: health.expect.some(({ from, to }) => status >= from && status <= to),
    version: asName(version) ?? '',
    ...(asName(zone) !== null && { zone: asName(zone)! }),
    ...(textAt(json, 'role')?.toLowerCase() === 'leader' && { role: 'leader' as const }),
  }
}

/** A name that can be shown and compared; what an instance says is not ours. */
const asName = (text: string | null): string | null => {
  const name = text?.trim() ?? ''
  return name === '' || name.length > 100 || /\p{Cc}/u.test(name) ? null : name
}

const headerOf = (headers: IncomingHttpHeaders, name: string): string | null =>
  [headers[name.toLowerCase()] ?? null].flat().join(', ') || null

const parse = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** `build.version` is the key version of the object at build; numbers are taken as they are written. */
const textAt = (value: unknown, path: string): string | null => {
  const found = path
    .split('.')
    .reduce<unknown>((at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined), value)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
