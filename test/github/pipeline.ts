/** One request's way through: noted, perhaps spoilt, read, allowed, answered, held to the contract. */
import { type Answer, Refusal } from './answer.ts'
import { callerOf, demand, refusal, repositoryFor } from './caller.ts'
import { checkAnswer, checkRequest } from './contract.ts'
import type { Route } from './description.ts'
import { type Asked, faultFor, type Outcome, spoil } from './faults.ts'
import { copyOf } from './past.ts'
import type { Call, RepositoryCall, RouteHandler } from './route.ts'
import { isoSeconds, type State } from './state.ts'

/** What is kept of a request; `status` null: it was never answered. */
export interface RequestRecord {
  readonly method: string
  /** `GET /repos/{owner}/{repo}`, `POST /graphql`. */
  readonly route: string
  readonly path: string
  /** Of GraphQL, the operation and its variables; of REST, the body. */
  readonly body: unknown
  readonly caller: string
  status: number | null
}

export interface World {
  readonly state: State
  readonly requests: RequestRecord[]
  readonly violations: string[]
  /** The state before the last write that was done; null when nothing was kept. */
  before: State | null
}

/** Where a request came in, without the `/api/v3` or `/api` of a GitHub Enterprise Server. */
export const placeOf = (url: URL): { readonly path: string; readonly origin: Call<unknown>['origin'] } => {
  const enterprise = /^\/api(\/v3(?=\/|$)|(?=\/graphql$))/.exec(url.pathname)
  const path = enterprise === null ? url.pathname : url.pathname.slice(enterprise[0].length) || '/'
  const html = url.hostname === 'api.github.com' ? 'https://github.com' : url.origin
  return { path, origin: { html, api: enterprise === null ? url.origin : `${url.origin}/api/v3` } }
}

const decoded = (groups: Readonly<Record<string, string | undefined>> | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value ?? '')]),
  )

const bodyOf = async (request: Request): Promise<unknown> => {
  const text = await request.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal(400, 'Problems parsing JSON')
  }
}

/** Answers one REST request. */
export const answerRest = async (
  world: World,
  route: Route,
  handler: RouteHandler | undefined,
  request: Request,
): Promise<Response> => {
  const url = new URL(request.url)
  const { path, origin } = placeOf(url)
  const body = await bodyOf(request).catch((error: Refusal) => error)
  const record = note(world, request, route.name, body instanceof Refusal ? undefined : body)
  const asked: Asked = {
    writes: request.method !== 'GET',
    signal: request.signal,
    answer: (state) => {
      if (body instanceof Refusal) throw body
      if (handler === undefined) throw new Violation(`${route.name} is not built: test/github/handlers`)
      const { parameters, violations } = checkRequest(
        route,
        decoded(route.pattern.exec(path)?.groups),
        url.searchParams,
        body,
      )
      demandQuota(state, route.name)
      const caller = callerOf(state, request.headers.get('authorization'))
      record.caller = caller.login
      if (violations.length > 0) throw new Violation(...violations)
      const { owner, repo } = parameters as { owner?: string; repo?: string }
      const repository = owner && repo ? repositoryFor(state, caller, owner, repo) : null
      if (!route.enabledForApps && ['app', 'workflow'].includes(caller.kind))
        throw refusal(caller, handler.needs)
      demand(state, caller, repository, handler.needs)
      const now = isoSeconds(state.clock())
      const accept = request.headers.get('accept') ?? ''
      const call = { state, caller, repository, parameters, now, origin, accept, url }
      return handler.answer(call as unknown as RepositoryCall<never>)
    },
  }
  return respond(
    world,
    record,
    asked,
    (answer) => {
      if (answer.raw !== undefined) return { answer, violation: null }
      const checked = checkAnswer(route, answer.status, answer.body)
      return { answer: { ...answer, body: checked.body }, violation: checked.violation }
    },
    url,
  )
}

/** The primary limit; asking how much is left costs nothing. */
const demandQuota = ({ rateLimit }: State, route: string): void => {
  if (rateLimit.used >= rateLimit.limit && route !== 'GET /rate_limit')
    throw new Refusal(403, 'API rate limit exceeded for installation ID 1.')
}

/** What the double or its caller did against the contract; it makes the test fail. */
export class Violation extends Error {
  readonly violations: readonly string[]
  constructor(...violations: readonly string[]) {
    super(violations.join('; '))
    this.violations = violations
  }
}

type MutableRecord = { -readonly [Key in keyof RequestRecord]: RequestRecord[Key] }

export const note = (world: World, request: Request, route: string, body: unknown): MutableRecord => {
  const { pathname, search } = new URL(request.url)
  const record = {
    method: request.method,
    route,
    path: `${pathname}${search}`,
    body,
    caller: '',
    status: null,
  }
  world.requests.push(record)
  return record
}

/** Answers, or does instead what a fault says. */
export const respond = async (
  world: World,
  record: MutableRecord,
  asked: Asked,
  check: (answer: Answer) => { readonly answer: Answer; readonly violation: string | null },
  url: URL,
): Promise<Response> => {
  const attempt = (state: State): Answer => {
    try {
      const kept = asked.writes && state === world.state && wantsPast(state) ? copyOf(state) : null
      const { answer, violation } = check(asked.answer(state))
      if (violation !== null) throw new Violation(violation)
      world.before = kept ?? world.before
      return answer
    } catch (error) {
      if (error instanceof Refusal) {
        const { answer } = check({ status: error.status, body: error.body, headers: error.headers })
        return answer
      }
      const sentences =
        error instanceof Violation ? error.violations : [`${record.route}: ${(error as Error).stack}`]
      world.violations.push(...sentences)
      return { status: 500, body: { message: sentences.join('; '), documentation_url: '' } }
    }
  }
  const fault = faultFor(world.state.faults, world.requests, record)
  const outcome: Outcome =
    fault === null
      ? { kind: 'answer', answer: attempt(world.state) }
      : await spoil(fault, { attempt, asked, world })
  if (outcome.kind === 'lost') return Response.error()
  record.status = outcome.answer.status
  return responseOf(world.state, outcome.answer, url)
}

/** Copies are made only where a fault will ask for them. */
const wantsPast = ({ faults }: State): boolean => faults.some((fault) => fault.kind === 'stale')

const responseOf = (state: State, { status, body, raw, headers }: Answer, url: URL): Response => {
  const { limit } = state.rateLimit
  state.rateLimit.used += 1
  const reset = String(Math.ceil(state.clock().getTime() / 3_600_000) * 3600)
  return new Response(raw ?? (body === undefined ? null : JSON.stringify(body)), {
    status,
    headers: {
      'content-type': raw === undefined ? 'application/json; charset=utf-8' : 'application/octet-stream',
      date: state.clock().toUTCString(),
      'x-github-media-type': 'github.v3; format=json',
      'x-github-request-id': `LOOP:${state.rateLimit.used}`,
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(Math.max(0, limit - state.rateLimit.used)),
      'x-ratelimit-used': String(state.rateLimit.used),
      'x-ratelimit-reset': reset,
      'x-ratelimit-resource': url.pathname.endsWith('/graphql') ? 'graphql' : 'core',
      ...(url.pathname.startsWith('/api/') ? { 'x-github-enterprise-version': '3.19.0' } : {}),
      ...headers,
    },
  })
}
