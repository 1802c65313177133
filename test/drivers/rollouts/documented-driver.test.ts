/** The driver that docs/drivers.md shows: taken from the page, compiled, and used on two real processes. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRolloutPlan } from '../../../src/config/rollout/load.ts'
import type { Surroundings } from '../../../src/drivers/rollouts/surroundings.ts'
import type { InstanceDriver } from '../../../src/rollout/engine/ports.ts'

const root = resolve(import.meta.dirname, '../../..')
const page = readFileSync(join(root, 'docs/drivers.md'), 'utf8')
const [, code = ''] = /```ts\n\/\/ src\/drivers\/rollouts\/processes\.ts\n([\s\S]*?)```/.exec(page) ?? []

test('it is as short as the page says', () => {
  expect(code).not.toBe('')
  expect(code.trimEnd().split('\n').length).toBeLessThanOrEqual(40)
})

describe('it works', () => {
  let folder: string
  let file: string
  let driver: InstanceDriver
  const ports: Record<string, number> = {}

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'documented-'))
    // Its place in the tree, from elsewhere: this folder must not be touched while others compile it.
    const place = join(root, 'src/drivers/rollouts')
    const absolute = code.replace(/from '(\.[^']*)'/g, (_, path: string) => `from '${resolve(place, path)}'`)
    file = join(folder, 'processes.ts')
    writeFileSync(file, absolute)
    writeFileSync(join(folder, 'server.mjs'), server)
    mkdirSync(join(folder, 'pids'))
    for (const id of ['web-1', 'web-2']) ports[id] = await freePort()
    const { health } = await parseRolloutPlan(
      'version: 1\nservice: web\ntargets: { driver: exec, list: x, restart: x }\ngate: { on-no-data: health-only }\n',
      'rollout.yml',
    )
    const surroundings: Surroundings = {
      clock: { now: Date.now, sleep: (milliseconds) => wait(milliseconds) },
      directory: folder,
      environment: { ...process.env, NODE: process.execPath, PORTS: JSON.stringify(ports) },
      fetch: globalThis.fetch,
      random: () => 0,
      health,
    }
    const { openProcesses } = await import(/* @vite-ignore */ pathToFileURL(file).href)
    driver = openProcesses({ folder, restart, ports }, surroundings)
  })
  afterAll(async () => {
    await driver?.close()
    for (const id of Object.keys(ports)) {
      const pid = Number(readIfThere(join(folder, `pids/${id}`)))
      if (pid > 0) process.kill(pid, 'SIGKILL')
    }
    rmSync(folder, { recursive: true, force: true })
  })

  const context = (version: string, milliseconds = 20_000) => ({
    version,
    epoch: 1,
    operation: 'web/1/1',
    deadline: Date.now() + milliseconds,
    signal: new AbortController().signal,
  })
  const look = () => driver.observe(new AbortController().signal)
  const untilHealthy = async (id: string, version: string) => {
    while (!(await look()).some((seen) => seen.id === id && seen.healthy && seen.version === version))
      await wait(20)
  }
  const bounce = async (id: string, version: string) => {
    expect(await driver.drain(id, { ...context(version), force: false })).toEqual({ outcome: 'done' })
    expect(await driver.restart(id, context(version))).toEqual({ outcome: 'done' })
    await untilHealthy(id, version)
    expect(await driver.restore(id, context(version))).toEqual({ outcome: 'done' })
  }

  test('it compiles as strictly as the rest', () => {
    const flags = [
      'noEmit',
      'strict',
      'noUncheckedIndexedAccess',
      'exactOptionalPropertyTypes',
      'skipLibCheck',
    ]
    const modules = ['--module', 'NodeNext', '--target', 'ES2022', '--lib', 'ES2023', '--types', 'node']
    const args = [...flags, 'allowImportingTsExtensions', 'verbatimModuleSyntax'].map((flag) => `--${flag}`)
    const places = ['--typeRoots', join(root, 'node_modules/@types'), '--ignoreConfig']
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
    execFileSync(join(root, 'node_modules/.bin/tsc'), [...args, ...modules, ...places, file], {
      encoding: 'utf8',
    })
  })

  test('two processes come up, and are bounced one after the other', async () => {
    expect(await look()).toMatchObject([{ healthy: false }, { healthy: false }])
    for (const id of ['web-1', 'web-2']) await bounce(id, 'v1')
    await bounce('web-1', 'v2')
    expect(await look()).toEqual([
      { id: 'web-1', version: 'v2', healthy: true, inRotation: true },
      { id: 'web-2', version: 'v1', healthy: true, inRotation: true },
    ])
  })

  test('a request under way holds the drain, unless it is forced', async () => {
    const slow = fetch(`http://127.0.0.1:${ports['web-2']}/slow`)
    while ((await (await fetch(`http://127.0.0.1:${ports['web-2']}/in-flight`)).text()) !== '1')
      await wait(20)
    expect(await driver.drain('web-2', { ...context('v2', 300), force: false })).toMatchObject({
      outcome: 'busy',
    })
    expect((await look())[1]).toMatchObject({ id: 'web-2', inRotation: false })
    expect(await driver.drain('web-2', { ...context('v2', 300), force: true })).toEqual({ outcome: 'done' })
    await fetch(`http://127.0.0.1:${ports['web-2']}/end`)
    await slow
    expect(await driver.drain('web-2', { ...context('v2'), force: false })).toEqual({ outcome: 'done' })
  })
})

/** As a service manager would: stops what runs, waits until it has gone, starts anew. */
const restart = `
  pid=$(cat "pids/$GATE_INSTANCE" 2>/dev/null) && kill "$pid" && while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
  setsid "$NODE" server.mjs >/dev/null 2>&1 </dev/null & echo $! >"pids/$GATE_INSTANCE"
`

const server = `
import { createServer } from 'node:http'
const slow = []
createServer((request, response) => {
  if (request.url === '/slow') return slow.push(response)
  if (request.url === '/end') for (const waiting of slow.splice(0)) waiting.end()
  if (request.url === '/in-flight') return response.end(String(slow.length))
  response.end(JSON.stringify({ version: process.env.GATE_VERSION }))
}).listen(JSON.parse(process.env.PORTS)[process.env.GATE_INSTANCE], '127.0.0.1')
`

/** A port nobody has now: a process must come up on the same one again, so it cannot choose for itself. */
const freePort = async (): Promise<number> => {
  const probe = createServer()
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening))
  const { port } = probe.address() as AddressInfo
  await new Promise((closed) => probe.close(closed))
  return port
}

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
