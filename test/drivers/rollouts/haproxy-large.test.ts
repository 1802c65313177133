import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openRuntime } from '../../../src/clients/haproxy/runtime.ts'
import { openHaproxy } from '../../../src/drivers/rollouts/haproxy.ts'
import type { Surroundings } from '../../../src/drivers/rollouts/surroundings.ts'
import { actionOf } from '../../rollout/rig/action.ts'
import { until } from '../../rollout/rig/patience.ts'
import { missingPackages } from '../../rollout/rig/rig.ts'

const servers = 10_000

/** One process that answers at every loopback address: as many instances as there are addresses. */
const openInstances = async () => {
  let underWay = 0
  const seen = { most: 0, asked: 0 }
  const server = createServer((request, response) => {
    seen.asked++
    seen.most = Math.max(seen.most, ++underWay)
    response.on('close', () => underWay--)
    response.setHeader('x-build', 'v811')
    // A few never answer: they cost their time, and nobody else's.
    if (request.socket.localAddress?.endsWith('.250')) return
    response.end(JSON.stringify({ place: { zone: 'az-a' } }))
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  return { port: (server.address() as { port: number }).port, seen }
}

const openBalancer = async (port: number): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'gate-large-'))
  const socket = join(folder, 'lb.sock')
  const addresses = Array.from(
    { length: servers },
    (_, at) => `127.96.${Math.floor(at / 250)}.${(at % 250) + 1}`,
  )
  writeFileSync(
    join(folder, 'lb.cfg'),
    `global
  stats socket ${socket} mode 600 level admin
defaults
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 5s
backend be
${addresses.map((address, at) => `  server vm-${at + 1} ${address}:${port}`).join('\n')}
`,
  )
  const child = spawn('haproxy', ['-db', '-f', join(folder, 'lb.cfg')], { stdio: 'ignore' })
  onTestFinished(() => {
    child.kill('SIGKILL')
    rmSync(folder, { recursive: true })
  })
  await until('HAProxy to start', async () => (await openRuntime(socket, 'be').process()) > 0)
  return socket
}

describe.skipIf(missingPackages().length > 0)('ten thousand servers (package haproxy)', () => {
  test('are observed, no more than 64 asked at once, and many drained together', async () => {
    const { port, seen } = await openInstances()
    const socket = await openBalancer(port)
    const driver = openHaproxy(
      { driver: 'haproxy', socket, backend: 'be', restart: {}, 'zone-label': 'place.zone' },
      {
        clock: { now: Date.now, sleep: (milliseconds: number) => pause(milliseconds) },
        health: {
          path: '/healthz',
          expect: [{ from: 200, to: 200, text: '200' }],
          version: 'header:x-build',
        },
      } as unknown as Surroundings,
    )
    const { signal } = new AbortController()
    const fleet = await driver.observe(signal)
    expect(fleet).toHaveLength(servers)
    expect(fleet[9999]).toEqual({ id: 'vm-10000', version: '', healthy: false, inRotation: true })
    expect(fleet.filter(({ healthy }) => healthy)).toHaveLength(servers - servers / 250)
    expect(fleet[41]).toEqual({ id: 'vm-42', version: 'v811', zone: 'az-a', healthy: true, inRotation: true })
    expect(seen.most).toBeLessThanOrEqual(64)

    const batch = fleet.slice(0, 333).map(({ id }) => id)
    const drained = await Promise.all(batch.map((id) => driver.drain(id, actionOf())))
    expect(new Set(drained.map(({ outcome }) => outcome))).toEqual(new Set(['done']))
    const asked = seen.asked
    expect((await driver.observe(signal, batch)).every(({ inRotation }) => !inRotation)).toBe(true)
    expect(seen.asked - asked).toBe(batch.length)
  })
})
