/** A GitHub that answers what a test says, through the real client: paging, GraphQL errors and all. */
import type { GitHub } from '../../../src/clients/github/github.ts'
import { openGitHub } from '../../../src/clients/github/open.ts'

export const acme = { owner: 'acme', repo: 'shop' } as const
export const sha = (digit: string | number): string => String(digit).repeat(40).slice(0, 40)

/** What one route answers: a list is paged as GitHub pages it; a function sees the request. */
export type Reply = unknown | ((request: Asked) => unknown)
export interface Asked {
  readonly path: string
  readonly query: URLSearchParams
  readonly body: { readonly query?: string; readonly variables?: Record<string, unknown> }
}

/** An answer that is no 200. */
export class Refusal {
  readonly status: number
  readonly body: unknown
  constructor(status: number, message = 'Not Found') {
    this.status = status
    this.body = { message }
  }
}

export interface Answering {
  readonly github: GitHub
  /** `GET /repos/acme/shop/pulls/7?per_page=100`, in order. */
  readonly asked: string[]
}

const json = (body: unknown, status: number, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      date: 'Fri, 20 Nov 2026 09:00:00 GMT',
      ...headers,
    },
  })

/** The page of a list that is asked for, with the way to the next; `around` is the key of an object around it. */
const pageOf = (items: readonly unknown[], url: URL, around: string | null): Response => {
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
  const page = Number(url.searchParams.get('page') ?? 1)
  const some = items.slice((page - 1) * size, page * size)
  const next = new URL(url)
  next.searchParams.set('page', String(page + 1))
  const link = page * size < items.length ? { link: `<${next}>; rel="next"` } : {}
  return json(around === null ? some : { total_count: items.length, [around]: some }, 200, link)
}

const lists: Readonly<Record<string, string>> = { 'check-runs': 'check_runs', status: 'statuses' }

const respond = (reply: unknown, url: URL): Response => {
  if (reply === undefined) return json({ message: 'Not Found' }, 404)
  if (reply instanceof Refusal) return json(reply.body, reply.status)
  const folder = url.pathname.includes('/contents')
  if (!Array.isArray(reply) || folder) return json(reply, 200)
  return pageOf(reply, url, lists[url.pathname.split('/').at(-1) ?? ''] ?? null)
}

/** The real client, which waits for nothing and asks whom it is given. */
export const clientOf = (
  fetch: typeof globalThis.fetch,
  { token = 'workflow-token', now = '2026-11-20T09:00:00Z' } = {},
): GitHub =>
  openGitHub({
    token,
    apiUrl: 'https://api.github.com',
    serverUrl: 'https://github.com',
    fetch,
    sleep: async () => undefined,
    random: () => 0,
    now: () => new Date(now),
    userAgent: 'test',
  })

/** Routes are `METHOD /path`, as they are written in a browser's address; what none names is 404. */
export const answering = (routes: Readonly<Record<string, Reply>>): Answering => {
  const asked: string[] = []
  const ask: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    const path = decodeURIComponent(url.pathname)
    asked.push(`${request.method} ${path}${url.search}`)
    const reply = routes[`${request.method} ${path}`]
    const body = request.method === 'POST' ? await request.json() : {}
    const said = typeof reply === 'function' ? await reply({ path, query: url.searchParams, body }) : reply
    return respond(said, url)
  }
  const github = clientOf(ask, { token: 'ghs_of_a_test' })
  return { github, asked }
}

/** A copy in which what lies at a path of keys is another value; undefined takes it out. */
export const withValue = <Whole>(whole: Whole, path: string, value: unknown): Whole => {
  const copy = structuredClone(whole) as Record<string, unknown>
  const keys = path.split('.')
  const last = keys.pop()!
  let at = copy
  for (const key of keys) at = at[key] as Record<string, unknown>
  if (value === undefined) delete at[last]
  else at[last] = value
  return copy as Whole
}

/** The failure of a promise that must fail. */
export const failureOf = async (promise: Promise<unknown>): Promise<Error & { failure?: string }> => {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('it did not fail')
}
