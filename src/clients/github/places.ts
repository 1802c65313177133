/** Where GitHub is: github.com, or the server the runner's environment names. */
import { UsageError } from '../../domain/errors.ts'
import { firstLine } from './words.ts'

export interface GitHubPlaces {
  readonly apiUrl: string
  readonly graphqlUrl: string
  readonly serverUrl: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * GITHUB_API_URL, GITHUB_GRAPHQL_URL and GITHUB_SERVER_URL without slashes at their ends. What is not set follows from
 * the API's address, and that is github.com's where nothing is set. Throws UsageError for what is no http(s) address.
 */
export const gitHubPlaces = (environment: Environment): GitHubPlaces => {
  const read = (name: string) => addressOf(environment[name]?.trim() || undefined, name)
  const apiUrl = read('GITHUB_API_URL') ?? 'https://api.github.com'
  return {
    apiUrl,
    graphqlUrl: read('GITHUB_GRAPHQL_URL') ?? graphqlUrlOf(apiUrl),
    serverUrl: read('GITHUB_SERVER_URL') ?? serverUrlOf(apiUrl),
  }
}

/** `https://HOST/api/v3` → `https://HOST/api/graphql`; `https://api.github.com` → `https://api.github.com/graphql`. */
export const graphqlUrlOf = (apiUrl: string): string =>
  /\/api\/v3$/.test(apiUrl) ? apiUrl.replace(/v3$/, 'graphql') : `${apiUrl}/graphql`

/** `https://HOST/api/v3` → `https://HOST`; `https://api.HOST` → `https://HOST`. */
const serverUrlOf = (apiUrl: string): string =>
  apiUrl.replace(/\/api\/v3$/, '').replace(/^(https?:\/\/)api\./, '$1')

/** An address as we glue paths to it. Throws UsageError; a password in it is not repeated. */
export const addressOf = <Text extends string | undefined>(text: Text, name: string): Text => {
  if (text === undefined) return text
  const url = URL.canParse(text) ? new URL(text) : null
  const mend = 'set it as GitHub does, e.g. https://api.github.com, or https://HOST/api/v3'
  if (url?.username || url?.password) throw new UsageError(`${name} holds a user or a password; ${mend}`)
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new UsageError(`${name} "${firstLine(text, 80)}" is no plain http(s) address; ${mend}`)
  return text.replace(/\/+$/, '') as Text
}
