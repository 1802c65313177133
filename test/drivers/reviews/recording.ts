/** A GitHub of a few routes that writes down what it is asked, and fails where it is told to. */
import {
  type GitHub,
  GitHubError,
  type GitHubFailure,
  type Route,
} from '../../../src/clients/github/github.ts'

export const acme = { owner: 'acme', repo: 'shop' } as const
export const bot = { login: 'github-actions[bot]', type: 'Bot' } as const
export const mallory = { login: 'mallory', type: 'User' } as const
export const sha = '3f9c2d1000000000000000000000000000000000'
export const otherSha = '8b1e77a000000000000000000000000000000000'

export type Parameters = Readonly<Record<string, unknown>>
export type Routes = { readonly [Each in Route]?: (parameters: Parameters) => unknown }
export interface Call {
  readonly route: string
  readonly parameters: Parameters
  readonly repeatable: boolean
}
export interface Fault {
  /** The request it hits, counted from 1. */
  readonly at: number
  readonly failure: GitHubFailure
  /** Whether GitHub did as it was asked all the same. */
  readonly isDone: boolean
}
export interface Recording extends GitHub {
  readonly calls: Call[]
  /** `POST labels`: method and last word of what was asked. */
  readonly asked: () => readonly string[]
}

const statuses: Readonly<Record<GitHubFailure, number | null>> = {
  timeout: null,
  network: null,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  invalid: 422,
  limited: 429,
  server: 502,
  rubbish: 200,
}
export const failures = Object.keys(statuses) as readonly GitHubFailure[]
/** Those after which a write may have been done. */
export const unsettled: readonly GitHubFailure[] = ['timeout', 'network', 'server', 'rubbish']

export const failing = (failure: GitHubFailure, route = 'a route', words = 'so says GitHub'): GitHubError =>
  new GitHubError(`${route} answered ${statuses[failure] ?? 'nothing'}: ${words}; mend it`, {
    failure,
    status: statuses[failure],
    route,
  })
/** A handler that refuses. */
export const refusing = (failure: GitHubFailure, words?: string) => (): never => {
  throw failing(failure, 'a route', words)
}

export const recording = (
  routes: Routes,
  faults: readonly Fault[] = [],
  before: (call: number) => void = () => {},
): Recording => {
  const calls: Call[] = []
  const send = (route: Route, parameters: Parameters, repeatable: boolean): unknown => {
    calls.push({ route, parameters, repeatable })
    before(calls.length)
    const handler = routes[route]
    if (handler === undefined) throw new Error(`the test has no ${route}`)
    const fault = faults.find(({ at }) => at === calls.length)
    if (fault === undefined) return handler(parameters)
    if (fault.isDone) handler(parameters)
    throw failing(fault.failure, route)
  }
  const request: GitHub['request'] = async (route, parameters, options) =>
    send(route, parameters as Parameters, options?.repeatable ?? route.startsWith('GET ')) as never
  return {
    apiUrl: 'https://api.github.com',
    serverUrl: 'https://github.com',
    request,
    find: async (route, parameters) => {
      try {
        return await request(route, parameters)
      } catch (error) {
        if (error instanceof GitHubError && error.failure === 'not-found') return null
        throw error
      }
    },
    list: async (route, parameters, atMost) => {
      const items = send(route, parameters as Parameters, true) as readonly never[]
      if (!Array.isArray(items)) throw failing('rubbish', route)
      return { items: items.slice(0, atMost), complete: items.length <= atMost }
    },
    graphql: () => Promise.reject(new Error('the test has no GraphQL')),
    get sent() {
      return { requests: calls.length, retries: 0 }
    },
    serverTime: new Date('2026-11-20T12:00:00Z'),
    calls,
    asked: () =>
      calls.map(({ route }) => {
        const [method, path = ''] = route.split(' ')
        return `${method} ${path.split('/').findLast((word) => !word.startsWith('{')) ?? ''}`
      }),
  }
}
