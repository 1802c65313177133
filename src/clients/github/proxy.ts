/** Getting out through a proxy, by Node's own support for it: no library of ours. */
import { UsageError } from '../../domain/errors.ts'
import { gitHubPlaces } from './places.ts'

export interface WayOut {
  readonly fetch: typeof globalThis.fetch
  /** One sentence where the environment names a proxy that this Node cannot use; else null. */
  readonly warning: string | null
}

/** What the running Node offers; an argument so that every Node can be thought of on any. */
export interface NodeAbilities {
  readonly version: string
  /** From Node 24.14 on: sends `fetch` through the proxies named, from now on. */
  readonly setProxy?: (proxies: Readonly<Record<string, string>>) => unknown
  /** Knows NODE_USE_ENV_PROXY, read once when Node starts. */
  readonly readsAtStart: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The built-in fetch, led through the proxy that https_proxy, http_proxy (or in capitals) name for GitHub's API, unless
 * no_proxy excepts it. Throws UsageError for what is no http(s) address of a proxy.
 */
export const fetchThroughProxy = async (environment: Environment, node?: NodeAbilities): Promise<WayOut> => {
  const fetch = globalThis.fetch
  const api = new URL(gitHubPlaces(environment).apiUrl)
  const name = api.protocol === 'https:' ? 'https_proxy' : 'http_proxy'
  const named = either(environment, name)
  const excepted = either(environment, 'no_proxy')
  if (named === undefined || isExcepted(api, excepted ?? '')) return { fetch, warning: null }

  const proxy = proxyAddress(named, name)
  const able = node ?? (await abilities())
  if (able.setProxy) {
    able.setProxy({ [name]: proxy, ...(excepted === undefined ? {} : { no_proxy: excepted }) })
    return { fetch, warning: null }
  }
  if (able.readsAtStart && environment['NODE_USE_ENV_PROXY'] === '1') return { fetch, warning: null }
  const mend = able.readsAtStart ? 'set NODE_USE_ENV_PROXY=1 for it' : 'run it with Node 24.14 or later'
  return { fetch, warning: `${name} is ignored: Node ${able.version} does not use it by itself; ${mend}` }
}

const abilities = async (): Promise<NodeAbilities> => {
  const http = (await import('node:http')) as { readonly setGlobalProxyFromEnv?: NodeAbilities['setProxy'] }
  const setProxy = http.setGlobalProxyFromEnv
  return {
    version: process.versions.node,
    ...(setProxy ? { setProxy } : {}),
    readsAtStart: process.allowedNodeEnvironmentFlags.has('--use-env-proxy'),
  }
}

/** Small letters come first, as everywhere. */
const either = (environment: Environment, name: string): string | undefined =>
  environment[name]?.trim() || environment[name.toUpperCase()]?.trim() || undefined

/** `proxy:3128` means http, as it does for curl. A password in it is used and never repeated. */
const proxyAddress = (named: string, name: string): string => {
  const text = named.includes('://') ? named : `http://${named}`
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw new UsageError(
      `${name} names no http(s) proxy; set it like http://proxy.example.com:3128, or unset it`,
    )
  return text
}

/** `no_proxy`: `*`, hosts and the hosts below them, each with or without a port. */
const isExcepted = ({ hostname, port, protocol }: URL, exceptions: string): boolean => {
  const gate = port || (protocol === 'https:' ? '443' : '80')
  const names = exceptions.toLowerCase().split(/[\s,]+/)
  return names.some((each) => {
    if (each === '*') return true
    const [, host = '', only] = /^\*?\.?(.+?)(?::(\d+))?$/.exec(each) ?? []
    const below = hostname === host || hostname.endsWith(`.${host}`)
    return host !== '' && below && (only === undefined || only === gate)
  })
}
