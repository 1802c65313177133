/** A request written out: Octokit fills the template; we see to it that nothing in it leads elsewhere. */
import type { Octokit } from '@octokit/core'
import type { Request } from './exchange.ts'
import { GitHubError } from './github.ts'

interface Wanted {
  readonly endpoint: Octokit['request']['endpoint']
  readonly apiUrl: string
  readonly token: string
  readonly route: string
  readonly parameters: object
}

/** Throws GitHubError, and nothing is sent, where the parameters do not fit the route. */
export const restRequest = ({ endpoint, apiUrl, token, route, parameters }: Wanted): Request => {
  for (const name of namesIn(route)) demandSegment(route, name, Object.entries(parameters))
  const { method, url, headers, body } = written(route, () => endpoint(route as 'GET /', { ...parameters }))
  if (!url.startsWith(`${apiUrl}/`)) throw unfit(route, 'its address leads away from the API')
  return {
    method,
    url,
    headers: { ...textsOf(headers), authorization: `Bearer ${token}` },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  }
}

const namesIn = (route: string): readonly string[] =>
  [...route.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')

/**
 * An empty segment would ask another question (all pull requests instead of one), two dots would climb. Only a file's
 * path may be empty: the top folder.
 */
const demandSegment = (
  route: string,
  name: string,
  parameters: readonly (readonly [string, unknown])[],
): void => {
  const value = parameters.find(([key]) => key === name)?.[1]
  const fits =
    typeof value === 'number'
      ? Number.isSafeInteger(value)
      : typeof value === 'string' && (value !== '' || name === 'path')
  if (!fits || value === '.' || value === '..') throw unfit(route, `{${name}} is missing or no name`)
}

/** Octokit encodes by rules that lone surrogates break. */
const written = <Value>(route: string, write: () => Value): Value => {
  try {
    return write()
  } catch {
    throw unfit(route, 'its parameters cannot be written into an address')
  }
}

const textsOf = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  )

const unfit = (route: string, what: string): GitHubError =>
  new GitHubError(`${route}: ${what}; nothing was sent`, { failure: 'invalid', status: null, route })
