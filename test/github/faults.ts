/** The ways a request can go wrong, one each. */
import type { Answer } from './answer.ts'
import { pastOf } from './past.ts'
import type { RequestRecord, World } from './pipeline.ts'
import type { Fault, State } from './state.ts'

export interface Asked {
  readonly writes: boolean
  readonly signal: AbortSignal
  /** Answers from this state, and writes into it. */
  readonly answer: (state: State) => Answer
}
/** `lost`: the connection broke, or nothing came until the client gave up. */
export type Outcome = { readonly kind: 'answer'; readonly answer: Answer } | { readonly kind: 'lost' }

/** The fault meant for this request, if any. */
export const faultFor = (
  faults: readonly Fault[],
  requests: readonly RequestRecord[],
  record: RequestRecord,
): Fault | null =>
  faults.find(({ at, route }) => {
    if (route !== undefined && route !== record.route) return false
    const counted = route === undefined ? requests : requests.filter((each) => each.route === route)
    return at === 'always' || counted.indexOf(record) === at
  }) ?? null

/** A test that forgets its own deadline must not wait for ever. */
const longestSilenceMilliseconds = 120_000

const silence = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, longestSilenceMilliseconds)
    timer.unref()
    signal.addEventListener('abort', () => resolve(), { once: true })
    if (signal.aborted) resolve()
  })

const problem = (
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Outcome => ({
  kind: 'answer',
  answer: {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) },
    headers,
  },
})

const html =
  '<!DOCTYPE html><html><head><title>Unicorn!</title></head><body>This page is taking too long.</body></html>'
const page = (status: number): Outcome => ({
  kind: 'answer',
  answer: { status, raw: html, headers: { 'content-type': 'text/html; charset=utf-8' } },
})

/** Does to a request what the fault says. */
export const spoil = async (
  fault: Fault,
  { attempt, asked, world }: { attempt: (state: State) => Answer; asked: Asked; world: World },
): Promise<Outcome> => {
  const retryAfter = { 'retry-after': String(fault.retryAfterSeconds ?? 60) }
  switch (fault.kind) {
    case 'timeout':
      await silence(asked.signal)
      return { kind: 'lost' }
    case 'reset':
      return { kind: 'lost' }
    case '403':
      return problem(403, 'Resource not accessible by integration')
    case '404':
      return problem(404, 'Not Found')
    case '409':
      return problem(409, 'Conflict')
    case '422':
      return problem(422, 'Validation Failed')
    case '429':
      return problem(429, 'API rate limit exceeded', { ...retryAfter, 'x-ratelimit-remaining': '0' })
    case '500':
      return problem(500, 'Server Error')
    case '502-but-done':
      attempt(world.state)
      return page(502)
    case 'secondary-limit':
      return problem(
        403,
        'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        retryAfter,
      )
    case 'rubbish':
      return page(200)
    case 'wrong-shape':
      return { kind: 'answer', answer: wrongShape(asked, world) }
    case 'stale':
      return { kind: 'answer', answer: attempt(asked.writes ? world.state : pastOf(world)) }
  }
}

/** Valid JSON where every list is an object, every object a list, and nothing was written. */
const wrongShape = (asked: Asked, world: World): Answer => {
  const right = asked.writes ? {} : quietly(() => asked.answer(pastOf(world)).body)
  return { status: 200, body: Array.isArray(right) ? { unexpected: true } : [{ unexpected: true }] }
}
const quietly = (ask: () => unknown): unknown => {
  try {
    return ask()
  } catch {
    return {}
  }
}
