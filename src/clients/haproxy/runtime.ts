import {
  parseBackendNumber,
  parsePlaces,
  parseProcess,
  parseServers,
  parseTables,
  type Server,
  type ServerPlace,
} from './answers.ts'
import { HaproxyError } from './failure.ts'
import { openSocket, parted } from './socket.ts'

/** One load balancer, asked and told over its runtime API. Everything may be repeated; everything is bounded in time. */
export interface Runtime {
  /** The socket as the plan names it. */
  readonly place: string
  /** The servers of the backend, or the one of this number (none where it is gone). @throws HaproxyError */
  readonly servers: (number?: string, signal?: AbortSignal) => Promise<readonly Server[]>
  /** The same, and which process says so: no reload comes between the two. @throws HaproxyError */
  readonly look: (number?: string, signal?: AbortSignal) => Promise<Look>
  readonly places: (signal?: AbortSignal) => Promise<readonly ServerPlace[]>
  /** Another number after every reload and restart. */
  readonly process: (signal?: AbortSignal) => Promise<number>
  /** Sections that have a stick table. */
  readonly tables: () => Promise<readonly string[]>
  /** Orders are not given any more once `unsent` has fired; one that is on its way is. */
  readonly setState: (
    server: string,
    state: 'ready' | 'drain' | 'maint',
    unsent?: AbortSignal,
  ) => Promise<void>
  /** Forgets what checks have found: it counts as down until they pass again. Only for servers with a check. */
  readonly forgetChecks: (server: string, unsent?: AbortSignal) => Promise<void>
  readonly shutDownSessions: (server: string, unsent?: AbortSignal) => Promise<void>
}

export interface Look {
  readonly servers: readonly Server[]
  readonly process: number
}

const commandMilliseconds = 5000
/** What HAProxy lets a backend or server be called; anything else could be another command. */
const namePattern = /^[\w.:-]{1,200}$/

export const isHaproxyName = (name: string): boolean => namePattern.test(name)

/** @throws HaproxyError where the place or the name of the backend cannot be one. */
export const openRuntime = (place: string, backend: string): Runtime => {
  const ask = openSocket(place, commandMilliseconds)
  const named = (name: string): string => {
    if (isHaproxyName(name)) return name
    throw new HaproxyError('unknown', `haproxy ${place}: no name in HAProxy: ${JSON.stringify(name)}`)
  }
  named(backend)

  const inquire = async <Value>(
    command: string,
    parse: (text: string) => Value | null,
    signal?: AbortSignal,
  ): Promise<Value> => {
    const text = await ask(command, { signal })
    const value = parse(text)
    if (value !== null) return value
    throw refusalOf(place, command, text.trim())
  }
  const order = async (command: string, unsent: AbortSignal | undefined): Promise<void> => {
    const text = (await ask(command, { unsent })).trim()
    if (text !== '') throw refusalOf(place, command, text)
  }
  const server = (name: string): string => `${backend}/${named(name)}`

  /**
   * What `show stat` is asked for. A name means the frontend where one is called like the backend, and then only the
   * backend's number tells them apart; a reload may change it.
   */
  let proxy = backend
  const servers = (number: string, signal?: AbortSignal): Promise<readonly Server[]> =>
    inquire(`show stat ${proxy} 4 ${named(number)}`, (text) => parseServers(text, backend), signal)
  const look = async (number: string, signal?: AbortSignal): Promise<Look> => {
    const command = `show info;show stat ${proxy} 4 ${named(number)}`
    const [info, stat] = parted(await ask(command, { signal }))
    const process = parseProcess(info)
    const servers = parseServers(stat, backend)
    if (process !== null && servers !== null) return { process, servers }
    throw refusalOf(place, command, (process === null ? info : stat).trim())
  }
  const learnProxy = async (signal?: AbortSignal): Promise<void> => {
    const text = await ask(`show servers state ${backend}`, { signal })
    proxy = parseBackendNumber(text) ?? backend
  }

  return {
    place,
    servers: async (number = '-1', signal) => {
      const found = await servers(number, signal)
      if (found.length > 0) return found
      await learnProxy(signal)
      return servers(number, signal)
    },
    look: async (number = '-1', signal) => {
      const found = await look(number, signal)
      if (found.servers.length > 0) return found
      await learnProxy(signal)
      return look(number, signal)
    },
    places: (signal) => inquire(`show servers state ${backend}`, parsePlaces, signal),
    process: (signal) => inquire('show info', parseProcess, signal),
    tables: () => inquire('show table', parseTables),
    setState: async (name, state, unsent) => order(`set server ${server(name)} state ${state}`, unsent),
    forgetChecks: async (name, unsent) => order(`set server ${server(name)} health down`, unsent),
    shutDownSessions: async (name, unsent) => order(`shutdown sessions server ${server(name)}`, unsent),
  }
}

const refusalOf = (place: string, command: string, answer: string): HaproxyError => {
  const said = answer.split('\n', 1)[0]!.slice(0, 200)
  const where = `haproxy ${place}: "${command}"`
  if (/permission denied/i.test(answer))
    return new HaproxyError(
      'denied',
      `${where} was refused: ${said}; write "stats socket ${place} level admin" in its configuration`,
    )
  if (/no such (?:backend|server|proxy)|can't find backend/i.test(answer))
    return new HaproxyError(
      'unknown',
      `${where} was refused: ${said}; every load balancer must have the backend and servers of the plan`,
    )
  return new HaproxyError('rubbish', `${where} answered ${JSON.stringify(said)}`)
}
