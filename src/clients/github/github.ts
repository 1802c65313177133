/** GitHub as we ask it: one way to send a request, one way to fail. */
import type { Endpoints } from '@octokit/types'
import { SourceError } from '../../domain/errors.ts'

export type Route = keyof Endpoints
export type Parameters<R extends Route> = Endpoints[R]['parameters']
export type Data<R extends Route> = Endpoints[R]['response']['data']
/** Routes that answer a list, or an object around one. */
type Item<R extends Route> =
  Data<R> extends readonly (infer Each)[]
    ? Each
    : {
        [Key in keyof Data<R>]: Data<R>[Key] extends readonly (infer Each)[] ? Each : never
      }[keyof Data<R>]

export interface RequestOptions {
  /**
   * Whether doing it twice does no more than doing it once: then it is sent again after an answer that does not tell
   * whether it was done. Reading always is; writing only where the caller says so.
   */
  readonly repeatable?: boolean
  /** The status of one answer that is no failure to the caller: it comes back as null. */
  readonly absent?: readonly number[]
}

export interface GitHub {
  /** `https://api.github.com`, or `https://HOST/api/v3`; no slash at the end. */
  readonly apiUrl: string
  /** `https://github.com`, or the server's; no slash at the end. */
  readonly serverUrl: string

  /** Sends one REST request and answers its body. Throws GitHubError. */
  request<R extends Route>(route: R, parameters: Parameters<R>, options?: RequestOptions): Promise<Data<R>>

  /** As `request`; null where GitHub answers 404. */
  find<R extends Route>(route: R, parameters: Parameters<R>): Promise<Data<R> | null>

  /** Items over all pages, `atMost` of them; `complete` false when there were more. */
  list<R extends Route>(
    route: R,
    parameters: Parameters<R>,
    atMost: number,
  ): Promise<{ readonly items: readonly Item<R>[]; readonly complete: boolean }>

  /** Answers `data`. Throws GitHubError, also where GitHub answers 200 with errors and no data. */
  graphql<Answer>(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    options?: RequestOptions,
  ): Promise<Answer>

  /** Sent so far; `retries` of them for the second time or more. */
  readonly sent: { readonly requests: number; readonly retries: number }
  /** GitHub's own clock, by its latest answer; null before the first. */
  readonly serverTime: Date | null
}

/** Why GitHub did not answer as asked. `limited` covers primary and secondary rate limits. */
export type GitHubFailure =
  | 'timeout'
  | 'network'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'invalid'
  | 'limited'
  | 'server'
  | 'rubbish'

/** Where (the route), what (GitHub's own words, first line), and the mend (the permission it needs, when to try again). */
export class GitHubError extends SourceError {
  readonly failure: GitHubFailure
  /** HTTP status; null when there was no answer. */
  readonly status: number | null
  readonly route: string
  /** `type` of GraphQL errors (STALE_DATA, FORBIDDEN, …) and `code` of REST ones. */
  readonly codes: readonly string[]

  constructor(
    message: string,
    about: {
      readonly failure: GitHubFailure
      readonly status: number | null
      readonly route: string
      readonly codes?: readonly string[]
      readonly cause?: unknown
    },
  ) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause })
    this.failure = about.failure
    this.status = about.status
    this.route = about.route
    this.codes = about.codes ?? []
  }
}

/** `owner/name` apart, as most routes want it. */
export interface RepositoryName {
  readonly owner: string
  readonly repo: string
}
