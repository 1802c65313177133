/** Opens GitHub: Octokit writes the requests, we send them. Time, chance and network come as arguments. */
import { Octokit } from '@octokit/core'
import { UsageError } from '../../domain/errors.ts'
import type { Request } from './exchange.ts'
import type { GitHub, RequestOptions, Route } from './github.ts'
import { lookAtGraphql, onlyReads, operationOf } from './graphql.ts'
import type { Exchange } from './judgement.ts'
import { readPages } from './pages.ts'
import { patienceOf } from './patience.ts'
import { addressOf, graphqlUrlOf } from './places.ts'
import { restRequest } from './request.ts'
import { type Sender, type Sending, send } from './sender.ts'
import { hiding } from './words.ts'

export interface GitHubOptions {
  readonly token: string
  readonly apiUrl: string
  /** Follows from `apiUrl` where it is not given. */
  readonly graphqlUrl?: string
  readonly serverUrl: string
  readonly fetch: typeof globalThis.fetch
  readonly sleep: (milliseconds: number) => Promise<void>
  /** 0 ≤ x < 1. */
  readonly random: () => number
  /** A clock that runs. */
  readonly now: () => Date
  readonly userAgent: string
  /** For each request; 20 unless told. */
  readonly timeoutSeconds?: number
  /** For all the waiting between tries, of every request together; 60 unless told. */
  readonly deadlineSeconds?: number
}

/** Throws UsageError where an address or the token cannot be used. Nothing is sent yet. */
export const openGitHub = (options: GitHubOptions): GitHub => {
  const apiUrl = addressOf(options.apiUrl, 'apiUrl')
  const graphqlUrl = addressOf(options.graphqlUrl ?? graphqlUrlOf(apiUrl), 'graphqlUrl')
  const serverUrl = addressOf(options.serverUrl, 'serverUrl')
  const token = tokenOf(options.token)
  const octokit = new Octokit({ baseUrl: apiUrl, userAgent: options.userAgent })
  const counts = { requests: 0, retries: 0 }
  let serverTime: Date | null = null

  const sender: Sender = {
    fetch: options.fetch,
    hide: hiding(token),
    timeoutSeconds: options.timeoutSeconds ?? 20,
    clock: options,
    random: options.random,
    patience: patienceOf(options, options.deadlineSeconds ?? 60),
    onSent: () => {
      counts.requests += 1
    },
    onRepeat: () => {
      counts.retries += 1
    },
    onHeaders: (headers) => {
      const told = Date.parse(headers.get('date') ?? '')
      if (!Number.isNaN(told)) serverTime = new Date(told)
    },
  }
  const write = (route: string, parameters: object): Request =>
    restRequest({ endpoint: octokit.request.endpoint, apiUrl, token, route, parameters })
  const ask = (request: Request, sending: Partial<Sending> & Pick<Sending, 'route' | 'reads'>) =>
    send(sender, request, {
      needs: sending.route,
      absent: [],
      ...sending,
      repeatable: sending.reads || sending.repeatable === true,
    })
  const rest = async (route: Route, parameters: object, about: RequestOptions = {}): Promise<never> => {
    const answer = await ask(write(route, parameters), { route, reads: route.startsWith('GET '), ...about })
    // `never` fits the type that the caller's route promises; who reads it checks it (shapes.ts).
    return (answer === null ? null : answer.data) as never
  }

  return {
    apiUrl,
    serverUrl,
    request: rest,
    find: (route, parameters) => rest(route, parameters, { absent: [404] }),
    list: async (route, parameters, atMost) => {
      const first = write(route, { per_page: 100, ...parameters })
      // Nothing counts as absent here, so there always is an answer.
      const read = (url: string) => ask({ ...first, url }, { route, reads: true }) as Promise<Exchange>
      return (await readPages(route, first.url, atMost, read)) as never
    },
    graphql: async (query, variables, about = {}) => {
      const request = { ...write('POST /graphql', { query, variables }), url: graphqlUrl }
      const answer = await ask(request, {
        route: operationOf(query),
        needs: query,
        reads: onlyReads(query),
        look: (received) => lookAtGraphql(received, sender.hide),
        ...about,
      })
      return (answer === null ? null : answer.data) as never
    },
    get sent() {
      return { ...counts }
    },
    get serverTime() {
      return serverTime
    },
  }
}

/** Headers cannot carry what is not printable, and Node's own complaint would repeat the token. */
const tokenOf = (given: string): string => {
  const token = given.trim()
  if (/^[\x21-\x7e]+$/.test(token)) return token
  const what = token === '' ? 'is empty' : 'holds blanks or characters no token has'
  throw new UsageError(`the GitHub token ${what}; pass it as in github-token: \${{ github.token }}`)
}
