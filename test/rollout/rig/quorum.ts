/** A stateful fleet: three etcd nodes, of which two must stand at any moment, and somebody who writes all the time. */
import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { until } from './patience.ts'
import { findPlaces } from './places.ts'

export interface QuorumNode {
  readonly id: string
  readonly version: string
  readonly healthy: boolean
  readonly role: string
}

export interface Quorum {
  readonly folder: string
  readonly ids: readonly string[]
  /** As a plan's `targets`. */
  readonly targets: Readonly<Record<string, string>>
  readonly list: () => Promise<readonly QuorumNode[]>
  readonly restart: (id: string, version: string) => Promise<void>
  /** A write every 10 ms until it is stopped. */
  readonly write: () => Writer
  readonly close: () => void
}

export interface Writer {
  readonly stop: () => Promise<{
    readonly requests: number
    readonly failed: number
    readonly slowestMilliseconds: number
  }>
}

export const missingForQuorum = (): readonly string[] =>
  ['etcd', 'etcdctl'].filter(
    (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).error !== undefined,
  )

const run = promisify(execFile)

export const openQuorum = async (): Promise<Quorum> => {
  const folder = mkdtempSync(join(tmpdir(), 'gate-quorum-'))
  const ids = ['etcd-1', 'etcd-2', 'etcd-3']
  const places = (await findPlaces(2 * ids.length)).map(({ host, port }) => `http://${host}:${port}`)
  const urls = ids.map((_, at) => places[2 * at]!)
  const command = (verb: string): string =>
    `RIG='${folder}' DOWN_SECONDS=1.5 sh '${join(import.meta.dirname, 'quorum.sh')}' ${verb}`
  const restart = async (id: string, version: string): Promise<void> => {
    await run('sh', ['-c', command('restart')], {
      env: { ...process.env, GATE_INSTANCE: id, GATE_VERSION: version },
    })
  }
  const list = async (): Promise<readonly QuorumNode[]> =>
    (await run('sh', ['-c', command('list')])).stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  const killAll = (): void => {
    for (const id of ids)
      try {
        process.kill(Number(readFileSync(join(folder, `${id}.pid`), 'utf8')), 'SIGKILL')
      } catch {
        // It was never started, or is gone already.
      }
  }
  const close = (): void => {
    process.removeListener('exit', killAll)
    killAll()
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', killAll)
  try {
    for (const [at, id] of ids.entries())
      writeFileSync(join(folder, `${id}.urls`), `${urls[at]} ${places[2 * at + 1]}\n`)
    await Promise.all(ids.map((id) => restart(id, 'v1')))
    await until('etcd to agree on a leader', async () => {
      const nodes = await list()
      return nodes.every(({ healthy }) => healthy) && nodes.some(({ role }) => role === 'leader')
    })
  } catch (error) {
    close()
    throw error
  }
  return {
    folder,
    ids,
    targets: {
      driver: 'exec',
      list: command('list'),
      restart: command('restart'),
      'hand-over': command('hand-over'),
    },
    list,
    restart,
    write: () => startWriter(urls),
    close,
  }
}

const patienceMilliseconds = 500

/** As clients of etcd do: the node that answered last, and after half a second the next; a write all refuse has failed. */
const startWriter = (urls: readonly string[]): Writer => {
  const agent = new Agent({ keepAlive: true })
  const underWay = new Set<Promise<void>>()
  let preferred = 0
  let [requests, failed, slowestMilliseconds] = [0, 0, 0]
  const write = async (): Promise<void> => {
    const number = requests++
    const began = performance.now()
    const first = preferred
    for (let tried = 0; tried < urls.length; tried++) {
      const at = (first + tried) % urls.length
      if (!(await put(urls[at]!, agent, String(number)))) continue
      preferred = at
      slowestMilliseconds = Math.max(slowestMilliseconds, Math.round(performance.now() - began))
      return
    }
    failed++
  }
  const timer = setInterval(() => {
    const one: Promise<void> = write().finally(() => underWay.delete(one))
    underWay.add(one)
  }, 10)
  return {
    stop: async () => {
      clearInterval(timer)
      await Promise.all(underWay)
      agent.destroy()
      return { requests, failed, slowestMilliseconds }
    },
  }
}

const base64 = (text: string): string => Buffer.from(text).toString('base64')

const put = (url: string, agent: Agent, value: string): Promise<boolean> =>
  new Promise((resolve) => {
    const sent = request(
      new URL('/v3/kv/put', url),
      { method: 'POST', agent, signal: AbortSignal.timeout(patienceMilliseconds) },
      (response) => {
        response.resume()
        response.on('error', () => resolve(false))
        response.on('close', () => resolve(response.complete && response.statusCode === 200))
      },
    )
    sent.on('error', () => resolve(false))
    sent.end(JSON.stringify({ key: base64('drill'), value: base64(value) }))
  })
