/**
 * Bringing commits into a clone over the network: the only place where git may talk to anybody, and only to the one
 * server it is told. Nothing that comes is checked out or run.
 */
import { spawn } from 'node:child_process'
import { SourceError } from '../../domain/errors.ts'
import { finish, gitEnvironment } from './process.ts'

export interface Remote {
  /** `https://github.com/owner/name`, without a password. */
  readonly url: string
  /** Sent to this server alone, never on a command line; null for a public repository. */
  readonly token: string | null
}

export interface FetchRequest {
  readonly gitDirectory: string
  readonly remote: Remote
  /** Full SHAs to bring. */
  readonly commits: readonly string[]
  /** Seconds since the epoch: history before it is left where it is; null brings all. */
  readonly since: number | null
  /** Leave contents of files where they are: names and trees are enough. */
  readonly blobless: boolean
  readonly environment: NodeJS.ProcessEnv
  readonly timeoutSeconds: number
}

const settings = (remote: Remote): NodeJS.ProcessEnv => {
  const pairs: (readonly [string, string])[] = [
    ['credential.helper', ''],
    ['core.hooksPath', '/dev/null'],
    ['core.fsmonitor', 'false'],
    ['fetch.recurseSubmodules', 'false'],
    ['gc.auto', '0'],
    ['maintenance.auto', 'false'],
    ['protocol.version', '2'],
  ]
  if (remote.token !== null) {
    const basic = Buffer.from(`x-access-token:${remote.token}`).toString('base64')
    // A checkout may have left a header of its own for this server: two would be refused.
    pairs.push(
      [`http.${remote.url}.extraheader`, ''],
      [`http.${remote.url}.extraheader`, `AUTHORIZATION: basic ${basic}`],
    )
  }
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(pairs.length)],
    ...pairs.flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ])
}

/** Proxies and certificates of this machine stay in force; everything else of git's environment is ours. */
const environmentFor = ({ remote, environment }: FetchRequest): NodeJS.ProcessEnv => {
  const { GIT_NO_LAZY_FETCH: _, GIT_OPTIONAL_LOCKS: __, ...pinned } = gitEnvironment(environment)
  const certificates = Object.fromEntries(
    ['GIT_SSL_CAINFO', 'GIT_SSL_CAPATH'].flatMap((name) =>
      environment[name] === undefined ? [] : [[name, environment[name]]],
    ),
  )
  return {
    ...pinned,
    ...certificates,
    ...settings(remote),
    GIT_ALLOW_PROTOCOL: new URL(remote.url).protocol.replace(':', ''),
    GIT_TERMINAL_PROMPT: '0',
  }
}

const secretless = (text: string, { token }: Remote): string =>
  token === null || token === '' ? text : text.replaceAll(token, '…')

/** Brings commits and the history behind them. Throws `SourceError` in git's own words, without the token. */
export const fetchCommits = async (request: FetchRequest): Promise<void> => {
  const { gitDirectory, remote, commits, since, blobless, timeoutSeconds } = request
  const args = [
    '--git-dir',
    gitDirectory,
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-recurse-submodules',
    '--no-auto-maintenance',
    ...(blobless ? ['--filter=blob:none'] : []),
    ...(since === null ? [] : [`--shallow-since=${since}`]),
    '--end-of-options',
    remote.url,
    ...commits,
  ]
  const child = spawn('git', args, { env: environmentFor(request), stdio: ['pipe', 'pipe', 'pipe'] })
  const timer = setTimeout(() => child.kill(), timeoutSeconds * 1000)
  const { status, error } = await finish(child).finally(() => clearTimeout(timer))
  if (status === 0) return
  // Nothing happened since then: take what there is.
  if (since !== null && /no commits selected for shallow/.test(error))
    return fetchCommits({ ...request, since: null })
  const [first = ''] = error.split('\n').filter((line) => /^(fatal|error|remote):/.test(line))
  const why = child.killed
    ? `no answer in ${timeoutSeconds} s`
    : secretless(first, remote) || `ended with status ${status}`
  throw new SourceError(
    `git fetch ${remote.url}: ${why}; check that the token may read contents (permissions: contents: read), or check out with fetch-depth: 0 first`,
  )
}

/** Makes an empty bare repository in a folder. Throws `SourceError` where git cannot. */
export const initBare = async (directory: string, environment: NodeJS.ProcessEnv): Promise<void> => {
  const child = spawn('git', ['init', '--quiet', '--bare', '--template=', directory], {
    env: gitEnvironment(environment),
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const { status, error } = await finish(child)
  if (status !== 0) throw new SourceError(`git init ${directory}: ${error.split('\n')[0]}`)
}
