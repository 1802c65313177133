import { type ChildProcess, spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { openRuntime, type Runtime } from '../../../src/clients/haproxy/runtime.ts'
import { until } from './patience.ts'
import type { Place } from './places.ts'

/** A real HAProxy in front of the instances, with nothing that would hide a failure: no retry, no redispatch. */
export interface RigBalancer {
  readonly socket: string
  readonly url: string
  readonly runtime: Runtime
  /**
   * As an operator does after a change of configuration: what the runtime API had set is forgotten, unless it
   * remembers; with an old state it remembers what was true at the reload before.
   */
  readonly reload: (withOldState?: boolean) => Promise<void>
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
  /** What must be killed at the end. */
  readonly processes: () => readonly ChildProcess[]
}

export interface BalancerOptions {
  readonly folder: string
  readonly name: string
  readonly place: Place
  readonly instances: readonly (Place & { readonly id: string })[]
  /** How clients are bound to the server that answered them first; default: not at all. */
  readonly sticky?: 'by cookie' | 'by address'
  /** Default: admin. */
  readonly level?: 'admin' | 'operator'
  readonly checked?: boolean
  /** Whether it knows after a reload what the runtime API had set, by a file written before; default: no. */
  readonly remembers?: boolean
}

export const backend = 'be'

export const openBalancer = async (options: BalancerOptions): Promise<RigBalancer> => {
  const { folder, name, place } = options
  const socket = join(folder, `${name}.sock`)
  const file = join(folder, `${name}.cfg`)
  writeFileSync(file, configurationOf(socket, options))
  const runtime = openRuntime(socket, backend)
  const started: ChildProcess[] = []

  const launch = async (more: readonly string[]): Promise<void> => {
    const child = spawn('haproxy', ['-db', '-f', file, ...more], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-4000)
    })
    started.push(child)
    await until(`HAProxy ${name} to start`, async () => {
      if (child.exitCode !== null) throw new Error(said)
      return (await runtime.process()) === child.pid
    }).catch((cause) => {
      throw new Error(`HAProxy ${name} did not start: ${said}`, { cause })
    })
  }
  const current = (): ChildProcess => started.at(-1)!
  const start = (): Promise<void> => launch([])

  await start()
  return {
    socket,
    url: `http://${place.host}:${place.port}/`,
    runtime,
    reload: async (withOldState = false) => {
      if (options.remembers && !withOldState)
        writeFileSync(join(folder, `${name}.state`), await statesOf(socket))
      await launch(['-x', socket, '-sf', String(current().pid)])
    },
    stop: async () => {
      const child = current()
      child.kill('SIGKILL')
      await until(`HAProxy ${name} to end`, async () => child.exitCode !== null || child.signalCode !== null)
    },
    start,
    processes: () => started,
  }
}

/** As `socat` would ask for it. */
const statesOf = (socket: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    const connection = connect(socket, () => connection.end('show servers state\n'))
    connection.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    connection.on('error', reject).on('close', () => resolve(said))
  })

const configurationOf = (
  socket: string,
  {
    folder,
    name,
    place,
    instances,
    level = 'admin',
    checked = true,
    remembers = false,
    sticky,
  }: BalancerOptions,
): string => `global
  ${remembers ? `server-state-file ${join(folder, `${name}.state`)}` : ''}
  stats socket ${socket} mode 600 level ${level} expose-fd listeners
  hard-stop-after 10s
defaults
  mode http
  timeout connect 1s
  timeout client 2m
  timeout server 2m
  timeout check 2s
  ${remembers ? 'load-server-state-from-file global' : ''}
  retries 0
  option idle-close-on-response
  option abortonclose
frontend front
  bind ${place.host}:${place.port}
  default_backend ${backend}
backend ${backend}
  balance roundrobin
  option httpchk GET /healthz
  http-check expect status 200
  ${stickiness(sticky)}
  use-server %[req.hdr(x-instance)] if { req.hdr(x-instance) -m found }
  default-server inter 100ms fall 2 rise 1
${instances.map(({ id, host, port }) => `  server ${id} ${host}:${port}${checked ? ' check' : ''}${sticky === 'by cookie' ? ` cookie ${id}` : ''}`).join('\n')}
`

const stickiness = (sticky: BalancerOptions['sticky']): string => {
  if (sticky === 'by cookie') return 'cookie SERVER insert indirect nocache'
  return sticky === 'by address' ? 'stick-table type ip size 1k expire 1h\n  stick on src' : ''
}
