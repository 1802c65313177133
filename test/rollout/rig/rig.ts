/**
 * A fleet in miniature, and everything real: HAProxy in front of HTTP processes under load. For tests that claim that
 * nobody notices a restart.
 */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { isServing } from '../../../src/clients/haproxy/server-state.ts'
import type { Surroundings } from '../../../src/drivers/rollouts/surroundings.ts'
import { backend, openBalancer, type RigBalancer } from './balancer.ts'
import { type Load, startLoad } from './load.ts'
import { until } from './patience.ts'
import { findPlaces } from './places.ts'

/** How instances behave; read when one starts. */
export interface Behaviour {
  /** From the start of the process until it listens. */
  readonly bootSeconds: number
  /** From then on until it is well: 503 to everybody. */
  readonly coldSeconds: number
  /** The share of requests it answers with 500. */
  readonly errorShare: number
  readonly neverHealthy: boolean
  readonly isLeader: boolean
}

export interface RigOptions extends Partial<Behaviour> {
  readonly instances?: number
  /** Dealt in turn; default: az-a. */
  readonly zones?: readonly string[]
  readonly balancers?: 1 | 2
  readonly version?: string
  readonly level?: 'admin' | 'operator'
  /** Whether HAProxy checks the servers; default: yes. */
  readonly checked?: boolean
  /** Whether HAProxy knows after a reload who was drained; default: no. */
  readonly remembers?: boolean
  /** How HAProxy binds clients to the server that answered them first; default: not at all. */
  readonly sticky?: 'by cookie' | 'by address'
}

export interface Rig {
  readonly folder: string
  /** web-1, web-2, … */
  readonly ids: readonly string[]
  /** As a plan's `targets`. */
  readonly targets: {
    readonly driver: 'haproxy'
    readonly socket: string[]
    readonly backend: string
    readonly 'zone-label': string
    readonly restart: { readonly exec: string }
  }
  readonly surroundings: Surroundings
  readonly balancers: readonly RigBalancer[]
  /** Load on so many load balancers, or all, until it is stopped; every connection rests so long between two requests. */
  readonly load: (connections?: number, pauseMilliseconds?: number, balancers?: number) => Promise<Load>
  /** What a version does from its next start on. */
  readonly behave: (version: string, behaviour: Partial<Behaviour>) => void
  /** What an instance does from its next start on, whatever its version. */
  readonly behaveAt: (id: string, behaviour: Partial<Behaviour>) => void
  /** Without any ceremony: kill and start. Settles when it is started, not when it is well. */
  readonly restart: (id: string, version: string) => Promise<void>
  /** As a script does that waits for the health of each: kill, start, wait for its own 200. */
  readonly restartNaively: (id: string, version: string) => Promise<void>
  readonly kill: (id: string) => Promise<void>
  /** From now on it answers 503 to everybody, or is well again. */
  readonly fallIll: (id: string, isIll: boolean) => void
  readonly versionOf: (id: string) => Promise<string | null>
  /** A request to this instance, through the first load balancer, that never ends by itself. */
  readonly slowRequest: (id: string) => Promise<SlowRequest>
  /** One request to this instance; its status, or what became of it instead. */
  readonly ask: (id: string, path?: string) => Promise<string>
  readonly close: () => Promise<void>
}

export interface SlowRequest {
  /** When somebody else ends it: its status, or what became of it instead. */
  readonly ended: Promise<string>
  readonly abort: () => void
}

/** The packages without which there is no rig; tests name them where they are skipped. */
export const missingPackages = (): readonly string[] =>
  ['haproxy'].filter((program) => spawnSync(program, ['-v'], { stdio: 'ignore' }).error !== undefined)

const usual: Behaviour = {
  bootSeconds: 0,
  coldSeconds: 0,
  errorShare: 0,
  neverHealthy: false,
  isLeader: false,
}
const run = promisify(execFile)

/** Opens a rig whose instances all serve; if that fails, nothing is left behind. */
export const openRig = async (options: RigOptions = {}): Promise<Rig> => {
  const {
    instances = 3,
    zones = ['az-a'],
    balancers = 1,
    version = 'v1',
    level,
    checked,
    remembers,
    sticky,
    ...given
  } = options
  const folder = mkdtempSync(join(tmpdir(), 'gate-rig-'))
  const ids = Array.from({ length: instances }, (_, at) => `web-${at + 1}`)
  const places = await findPlaces(instances + balancers)
  const opened: RigBalancer[] = []
  const loads: Load[] = []

  const command = `RIG='${folder}' RIG_NODE='${process.execPath}' RIG_APP='${join(import.meta.dirname, 'app.mjs')}' sh '${join(import.meta.dirname, 'restart.sh')}'`
  const restart = async (id: string, to: string): Promise<void> => {
    await run('sh', ['-c', command], { env: { ...process.env, GATE_INSTANCE: id, GATE_VERSION: to } })
  }
  const placeOf = (id: string) => places[ids.indexOf(id)]!
  const ask = (id: string, path = '/'): Promise<string> => askAt(opened[0]!.url, id, path).ended
  const versionOf = async (id: string): Promise<string | null> => {
    const { host, port } = placeOf(id)
    const response = await fetch(`http://${host}:${port}/healthz`, { headers: { connection: 'close' } })
    const { version: running } = (await response.json()) as { version: string }
    return response.status === 200 ? running : null
  }

  const behaviour = { usual: { ...usual, ...given }, ofVersion: {}, ofInstance: {} } as {
    readonly usual: Behaviour
    readonly ofVersion: Record<string, Partial<Behaviour>>
    readonly ofInstance: Record<string, Partial<Behaviour>>
  }
  const writeBehaviour = (): void => writeFileSync(join(folder, 'behaviour.json'), JSON.stringify(behaviour))

  const killAll = (): void => {
    for (const load of loads) load.process.kill('SIGKILL')
    for (const balancer of opened) for (const child of balancer.processes()) child.kill('SIGKILL')
    for (const id of ids) killByFile(join(folder, `${id}.pid`))
  }
  const close = async (): Promise<void> => {
    process.removeListener('exit', killAll)
    killAll()
    rmSync(folder, { recursive: true, force: true })
  }
  // Also where a test ends so badly that nobody closes the rig.
  process.once('exit', killAll)

  try {
    writeBehaviour()
    for (const [at, id] of ids.entries())
      writeFileSync(
        join(folder, `${id}.json`),
        JSON.stringify({ ...places[at], zone: zones[at % zones.length] }),
      )
    await Promise.all(ids.map((id) => restart(id, version)))
    for (let at = 0; at < balancers; at++)
      opened.push(
        await openBalancer({
          folder,
          name: `lb-${at + 1}`,
          place: places[instances + at]!,
          instances: ids.map((id) => ({ id, ...placeOf(id) })),
          ...(level !== undefined && { level }),
          ...(checked !== undefined && { checked }),
          ...(remembers !== undefined && { remembers }),
          ...(sticky !== undefined && { sticky }),
        }),
      )
    const isUp = !behaviour.usual.neverHealthy
    if (isUp) {
      await until('all instances to be well', async () =>
        (await Promise.all(ids.map(versionOf))).every((running) => running === version),
      )
      for (const { runtime } of opened)
        await until('all instances to be served', async () =>
          (await runtime.servers()).every((server) => isServing(server) && /^(L7OK|)$/.test(server.check)),
        )
    }
  } catch (error) {
    await close()
    throw error
  }

  return {
    folder,
    ids,
    balancers: opened,
    targets: {
      driver: 'haproxy',
      socket: opened.map(({ socket }) => socket),
      backend,
      'zone-label': 'zone',
      restart: { exec: command },
    },
    surroundings: {
      clock: {
        now: Date.now,
        sleep: (milliseconds, signal) =>
          pause(milliseconds, undefined, signal && { signal }).catch(() => undefined),
      },
      directory: folder,
      environment: process.env,
      fetch,
      random: Math.random,
      health: { ...healthOfPlan, path: '/healthz', version: 'json:version' },
    },
    load: async (connections = 8, pauseMilliseconds = 0, balancers = opened.length) => {
      const load = await startLoad(
        opened.slice(0, balancers).map(({ url }) => url),
        connections,
        pauseMilliseconds,
      )
      loads.push(load)
      return load
    },
    behave: (of, how) => {
      behaviour.ofVersion[of] = { ...behaviour.ofVersion[of], ...how }
      writeBehaviour()
    },
    behaveAt: (id, how) => {
      behaviour.ofInstance[id] = { ...behaviour.ofInstance[id], ...how }
      writeBehaviour()
    },
    restart,
    restartNaively: async (id, to) => {
      await restart(id, to)
      await until(`${id} to be well`, async () => (await versionOf(id)) === to)
    },
    kill: (id) => restart(id, 'none'),
    fallIll: (id, isIll) => {
      const file = join(folder, `${id}.ill`)
      if (isIll) writeFileSync(file, '')
      else rmSync(file, { force: true })
    },
    versionOf,
    slowRequest: async (id) => {
      const before = (await seen(opened[0]!, id)).sessions
      const slow = askAt(opened[0]!.url, id, '/slow')
      await until(
        `the slow request to reach ${id}`,
        async () => (await seen(opened[0]!, id)).sessions > before,
      )
      return slow
    },
    ask,
    close,
  }
}

const seconds = (count: number) => ({ seconds: count, text: `${count}s` })
const healthOfPlan = {
  expect: [{ from: 200, to: 299, text: '2xx' }],
  minHealthyTime: seconds(1),
  healthyDeadline: seconds(10),
  progressDeadline: seconds(30),
  maxFailed: 1,
}

const seen = async ({ runtime }: RigBalancer, id: string) =>
  (await runtime.servers()).find(({ name }) => name === id)!

const askAt = (url: string, id: string, path: string): SlowRequest => {
  const sent = request(new URL(path, url), { headers: { 'x-instance': id }, agent: false })
  const ended = new Promise<string>((resolve) => {
    sent.on('response', (response) => {
      response.resume()
      response.on('error', () => undefined)
      response.on('close', () => resolve(response.complete ? String(response.statusCode) : 'broken off'))
    })
    sent.on('error', (error) => resolve(error.message))
  })
  sent.end()
  return { ended, abort: () => sent.destroy() }
}

const killByFile = (file: string): void => {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL')
  } catch {
    // It was never started, or is gone already.
  }
}
