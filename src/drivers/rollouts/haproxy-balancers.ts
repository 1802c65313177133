import type { Server, ServerPlace } from '../../clients/haproxy/answers.ts'
import { HaproxyError } from '../../clients/haproxy/failure.ts'
import { isHaproxyName, openRuntime, type Runtime } from '../../clients/haproxy/runtime.ts'
import type { Targets } from '../../config/rollout/drivers/all.ts'
import { ConfigError } from '../../domain/errors.ts'
import { type RotationMemory, rotationMemory } from './haproxy-memory.ts'

export type HaproxyTargets = Extract<Targets, { driver: 'haproxy' }>

/** One of the load balancers, with what it has told about its servers. */
export interface Balancer extends Omit<Runtime, 'look'>, Pick<RotationMemory, 'isOutByReload'> {
  /** A fresh look at one server, shared with whoever else wants one at the moment. */
  readonly look: (server: string) => Promise<Sight>
  /** All servers. */
  readonly lookAtAll: (signal: AbortSignal) => Promise<readonly Sight[]>
}

/** A server as a load balancer sees it now, and the process that says so. */
export interface Sight {
  readonly server: Server
  readonly process: number
  /**
   * Clients are bound to the server, by a cookie or the backend's stick table: HAProxy goes on sending them there while
   * it drains, and stops in maintenance only.
   */
  readonly isSticky: boolean
}

/** From so many on, or from so large a part on, reading the whole backend once is cheaper than asking for every server. */
const fewServers = 8
const largePart = 1 / 8

/** @throws ConfigError where the plan's backend cannot be HAProxy's. */
export const openBalancers = (targets: HaproxyTargets): readonly Balancer[] => {
  const { backend, socket } = targets
  if (!isHaproxyName(backend))
    throw new ConfigError(
      `targets.backend: got ${JSON.stringify(backend)}, wanted a backend as HAProxy names them (letters, digits, - _ . :)`,
    )
  return [...new Set([socket].flat())].map((place) => balancerOf(openRuntime(place, backend), backend))
}

const balancerOf = (runtime: Runtime, backend: string): Balancer => {
  const numbers = new Map<string, string>()
  const memory = rotationMemory()
  let looks = 0
  /** What the process of this number was configured with. */
  let configured = { process: 0, hasTable: false }
  const remember = (servers: readonly Server[]): readonly Server[] => {
    for (const { name, number } of servers) numbers.set(name, number)
    return servers
  }
  const servers: Runtime['servers'] = async (number, signal) =>
    remember(await runtime.servers(number, signal))
  const sights = async (number?: string, signal?: AbortSignal): Promise<readonly Sight[]> => {
    const look = ++looks
    const { servers, process } = await runtime.look(number, signal)
    memory.note(process, servers, look)
    if (configured.process !== process)
      configured = { process, hasTable: (await runtime.tables()).includes(backend) }
    const { hasTable } = configured
    return remember(servers).map((server) => ({ server, process, isSticky: hasTable || server.hasCookie }))
  }
  const readNamed = async (names: readonly string[]): Promise<readonly Sight[]> => {
    const isMany = names.length > fewServers || (names.length > 1 && names.length >= numbers.size * largePart)
    if (isMany || !names.every((name) => numbers.has(name))) return sights()
    const found = (await Promise.all(names.map((name) => sights(numbers.get(name)!)))).flat()
    // Numbers may have changed hands when HAProxy was reloaded.
    return names.every((name) => found.some(({ server }) => server.name === name)) ? found : sights()
  }
  const look = sharing(async (names: readonly string[]) => {
    const found = await readNamed(names)
    return new Map(found.map((sight) => [sight.server.name, sight]))
  })
  return {
    ...runtime,
    servers,
    look: async (name) => {
      const sight = (await look(name)).get(name)
      if (sight !== undefined) return sight
      throw new HaproxyError(
        'unknown',
        `haproxy ${runtime.place}: no server ${name}; every load balancer must have the servers of the plan`,
      )
    },
    lookAtAll: (signal) => sights('-1', signal),
    isOutByReload: memory.isOutByReload,
  }
}

/** Many ask for one thing at a time; what is asked while a reading is under way is answered by the next. */
const sharing = <Value>(read: (names: readonly string[]) => Promise<Value>) => {
  let waiting = new Set<string>()
  let next: Promise<Value> | null = null
  let current: Promise<unknown> = Promise.resolve()
  return (name: string): Promise<Value> => {
    waiting.add(name)
    next ??= current.then(() => {
      const names = [...waiting]
      waiting = new Set()
      next = null
      const reading = read(names)
      current = reading.catch(() => undefined)
      return reading
    })
    return next
  }
}

/** Where a server answers checks: its own address, unless the configuration gives checks another. */
export const healthOriginOf = (place: ServerPlace): string | null => {
  const host = place.checkAddress === '' ? place.address : place.checkAddress
  const port = place.checkPort === 0 ? place.port : place.checkPort
  if (!isAddress(host) || port === 0) return null
  return `${place.usesTls ? 'https' : 'http'}://${joined(host, port)}`
}

/** `10.0.0.7:8080`; empty where HAProxy does not know it. */
export const addressOf = ({ address, port }: ServerPlace): string =>
  isAddress(address) ? joined(address, port) : ''

const isAddress = (text: string): boolean => /^[\da-fA-F.:]+$/.test(text) && text !== '0.0.0.0'

const joined = (host: string, port: number): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
