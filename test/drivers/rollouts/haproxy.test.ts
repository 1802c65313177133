import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isDraining, isServing } from '../../../src/clients/haproxy/server-state.ts'
import { openSocket } from '../../../src/clients/haproxy/socket.ts'
import { openHaproxy } from '../../../src/drivers/rollouts/haproxy.ts'
import { lapsing } from '../../../src/rollout/engine/lapse.ts'
import { actionOf } from '../../rollout/rig/action.ts'
import { until } from '../../rollout/rig/patience.ts'
import { missingPackages, openRig, type Rig, type RigOptions } from '../../rollout/rig/rig.ts'

const signal = new AbortController().signal

const open = async (options: RigOptions = {}) => {
  const rig = await openRig({ instances: 2, ...options })
  onTestFinished(rig.close)
  return { rig, driver: openHaproxy(rig.targets, rig.surroundings) }
}

const serverOf = async (rig: Rig, id: string, balancer = 0) =>
  (await rig.balancers[balancer]!.runtime.servers()).find(({ name }) => name === id)!

const statusesOf = (rig: Rig, id: string) =>
  Promise.all(rig.balancers.map(async (_, at) => (await serverOf(rig, id, at)).status))

test('a backend HAProxy cannot have is refused before anything is asked', async () => {
  const targets = { driver: 'haproxy', socket: '/nowhere', backend: 'be; x', restart: {} } as const
  expect(() => openHaproxy(targets, {} as never)).toThrow(
    'targets.backend: got "be; x", wanted a backend as HAProxy names them',
  )
})

describe.skipIf(missingPackages().length > 0)('servers of a real HAProxy (package haproxy)', () => {
  test('are observed with version, zone and role, all or those named', async () => {
    const { rig, driver } = await open({ instances: 3, zones: ['az-a', 'az-b'] })
    rig.behaveAt('web-2', { isLeader: true })
    await rig.restartNaively('web-2', 'v2')
    const serves = { healthy: true, inRotation: true }
    const fleet = [
      { id: 'web-1', version: 'v1', zone: 'az-a', ...serves },
      { id: 'web-2', version: 'v2', zone: 'az-b', role: 'leader', ...serves },
      { id: 'web-3', version: 'v1', zone: 'az-a', ...serves },
    ]
    await until('web-2 to be served again', async () => isServing(await serverOf(rig, 'web-2')))
    expect(await driver.observe(signal)).toEqual(fleet)
    expect(await driver.observe(signal, ['web-3', 'web-2', 'web-9'])).toEqual(fleet.slice(1))
  })

  test('one that is moved to another address is asked there', async () => {
    const { rig, driver } = await open()
    await rig.restartNaively('web-1', 'v2')
    const versions = async () => (await driver.observe(signal)).map(({ version }) => version)
    expect(await versions()).toEqual(['v2', 'v1'])
    const { host, port } = JSON.parse(readFileSync(join(rig.folder, 'web-1.json'), 'utf8'))
    const ask = openSocket(rig.balancers[0]!.socket, 5000)
    expect(await ask(`set server be/web-2 addr ${host} port ${port}`)).toContain('changed')
    expect(await versions()).toEqual(['v2', 'v2'])
  })

  test('one that is dead, cold or drained is not available, each for its reason', async () => {
    const { rig, driver } = await open({ instances: 4 })
    rig.behave('never', { neverHealthy: true })
    await rig.kill('web-1')
    await rig.restart('web-2', 'never')
    await driver.drain('web-3', actionOf())
    await until('HAProxy to notice', async () =>
      (await Promise.all(['web-1', 'web-2'].map((id) => serverOf(rig, id)))).every(
        (server) => !isServing(server),
      ),
    )
    const seen = await until('web-2 to answer', async () => {
      const fleet = await driver.observe(signal)
      return fleet[1]?.version === 'never' && fleet
    })
    expect(seen).toEqual([
      { id: 'web-1', version: '', healthy: false, inRotation: false },
      { id: 'web-2', version: 'never', zone: 'az-a', healthy: false, inRotation: false },
      { id: 'web-3', version: 'v1', zone: 'az-a', healthy: true, inRotation: false },
      { id: 'web-4', version: 'v1', zone: 'az-a', healthy: true, inRotation: true },
    ])
  })

  test('with a load balancer that cannot be asked the fleet is not known, and whoever is named is well and not in rotation', async () => {
    const { rig, driver } = await open({ balancers: 2 })
    await rig.balancers[1]!.stop()
    await expect(driver.observe(signal)).rejects.toThrow(
      /^1 of 2 load balancers cannot be asked, so nobody may be moved: haproxy .*lb-2\.sock: "show info;show stat be 4 -1" was not answered: .*; start it, or take it out of targets\.socket if gone for good$/,
    )
    const named = await driver.observe(signal, ['web-2'])
    expect(named).toMatchObject([{ id: 'web-2', version: 'v1', healthy: true, inRotation: false }])
    await rig.balancers[0]!.stop()
    await expect(driver.observe(signal)).rejects.toThrow(
      /^2 of 2 load balancers .*; start them, or take them/,
    )
    await expect(driver.observe(signal, ['web-2'])).rejects.toThrow(/^haproxy .*lb-1\.sock: /)
  })

  test('drain, restart and restore do what they say on every load balancer, and may be repeated', async () => {
    const { rig, driver } = await open({ balancers: 2 })
    for (const _ of ['once', 'again']) {
      expect(await driver.drain('web-1', actionOf())).toEqual({ outcome: 'done' })
      expect(await statusesOf(rig, 'web-1')).toEqual(['DRAIN', 'DRAIN'])
    }
    expect(await driver.restart('web-1', actionOf({ version: 'v2' }))).toEqual({ outcome: 'done' })
    for (const _ of ['once', 'again']) {
      expect(await driver.restore('web-1', actionOf())).toEqual({ outcome: 'done' })
      expect(await statusesOf(rig, 'web-1')).toEqual(['UP', 'UP'])
    }
    expect((await driver.observe(signal)).map(({ version }) => version)).toEqual(['v2', 'v1'])
  })

  test('without checks of HAProxy, what the instance says itself decides', async () => {
    const { rig, driver } = await open({ checked: false, bootSeconds: 0.3 })
    expect((await driver.observe(signal)).every(({ healthy, inRotation }) => healthy && inRotation)).toBe(
      true,
    )
    await driver.drain('web-1', actionOf())
    await driver.restart('web-1', actionOf())
    expect(await driver.restore('web-1', actionOf())).toEqual({ outcome: 'done' })
    expect(await rig.versionOf('web-1')).toBe('v2')
    expect(await statusesOf(rig, 'web-1')).toEqual(['no check'])
  })

  test('nothing is put back that is not well, whatever it was before', async () => {
    const { rig, driver } = await open()
    rig.behave('never', { neverHealthy: true })
    await driver.drain('web-1', actionOf())
    await driver.restart('web-1', actionOf({ version: 'never' }))
    expect(await driver.restore('web-1', actionOf({ seconds: 0.6 }))).toEqual({
      outcome: 'busy',
      why: expect.stringMatching(/finds it DOWN|does not answer its own health path as health.expect asks/),
    })
    expect(isServing(await serverOf(rig, 'web-1'))).toBe(false)
  })

  test('what an operator took into maintenance stays out, and comes back through checks only', async () => {
    const { rig, driver } = await open()
    const { runtime } = rig.balancers[0]!
    await runtime.setState('web-1', 'maint')
    expect(await driver.drain('web-1', actionOf())).toEqual({ outcome: 'done' })
    expect(await statusesOf(rig, 'web-1')).toEqual(['MAINT'])
    expect((await driver.observe(signal))[0]).toMatchObject({ healthy: false, inRotation: false })
    await rig.kill('web-1')
    expect((await driver.restore('web-1', actionOf({ seconds: 0.5 }))).outcome).toBe('busy')
    expect(await statusesOf(rig, 'web-1')).toEqual(['MAINT'])
    await rig.restart('web-1', 'v2')
    expect(await driver.restore('web-1', actionOf())).toEqual({ outcome: 'done' })
  })

  test('where clients are bound to it, it stays in maintenance until it is put back, and is checked before', async () => {
    const { rig, driver } = await open({ sticky: 'by cookie' })
    expect(await driver.drain('web-1', actionOf())).toEqual({ outcome: 'done' })
    // Still up, and about to die: whoever is bound to it must not come back.
    await driver.keepOut?.('web-1', signal)
    expect(await statusesOf(rig, 'web-1')).toEqual(['MAINT'])
    await rig.kill('web-1')
    expect((await driver.observe(signal))[0]).toMatchObject({ healthy: false, inRotation: false })
    await rig.restart('web-1', 'v2')
    await until('it to be found well out of rotation', async () => {
      await driver.keepOut?.('web-1', signal)
      const [seen] = await driver.observe(signal, ['web-1'])
      return seen?.healthy === true && !seen.inRotation
    })
    expect(await statusesOf(rig, 'web-1')).toEqual(['MAINT'])
    expect(await driver.restore('web-1', actionOf())).toEqual({ outcome: 'done' })
    expect(await statusesOf(rig, 'web-1')).toEqual(['UP'])
  })

  test('a request that does not end keeps it busy until it is forced, and it is not restarted before', async () => {
    const { rig, driver } = await open({ balancers: 2 })
    const slow = await rig.slowRequest('web-1')
    const socket = rig.balancers[0]!.socket
    const busy = { outcome: 'busy', why: `1 request is left on it at ${socket}` }
    expect(await driver.drain('web-1', actionOf({ seconds: 0.3 }))).toEqual(busy)
    expect(await driver.restart('web-1', actionOf({ seconds: 0.3 }))).toEqual(busy)
    expect(await rig.versionOf('web-1')).toBe('v1')
    expect(await driver.drain('web-1', actionOf({ force: true }))).toEqual({ outcome: 'done' })
    expect(await slow.ended).not.toBe('200')
    expect((await serverOf(rig, 'web-1')).sessions).toBe(0)
  })

  test('a load balancer reloaded in the middle of a drain is told again', async () => {
    const { rig, driver } = await open({ balancers: 2 })
    const slow = await rig.slowRequest('web-1')
    const drained = driver.drain('web-1', actionOf())
    await until('the drain to begin', async () => isDraining(await serverOf(rig, 'web-1', 1)))
    await rig.balancers[1]!.reload()
    await until('the drain to be seen again', async () => isDraining(await serverOf(rig, 'web-1', 1)))
    slow.abort()
    // HAProxy lets a server finish what nobody waits for any more: only force ends it now.
    await rig.balancers[0]!.runtime.shutDownSessions('web-1')
    expect(await drained).toEqual({ outcome: 'done' })
    expect(await statusesOf(rig, 'web-1')).toEqual(['DRAIN', 'DRAIN'])
  })

  test('a load balancer that is away holds a drain up, and no longer', async () => {
    const { rig, driver } = await open({ balancers: 2 })
    await rig.balancers[1]!.stop()
    const blind = {
      outcome: 'blind',
      why: expect.stringMatching(
        /^1 of 2 load balancers .*lb-2\.sock: "show info;show stat be 4 -1" was not answered: .* start it/,
      ),
    }
    expect(await driver.drain('web-1', actionOf({ seconds: 0.3 }))).toEqual(blind)
    // In the end it tells, however long it might go on.
    expect(await driver.restart('web-1', actionOf({ seconds: 600 }))).toEqual(blind)
    expect((await serverOf(rig, 'web-1')).status).toMatch(/^UP/)
    expect(await rig.versionOf('web-1')).toBe('v1')
    const drained = driver.drain('web-1', actionOf())
    await rig.balancers[1]!.start()
    expect(await drained).toEqual({ outcome: 'done' })
    for (const status of await statusesOf(rig, 'web-1')) expect(status).toMatch(/^DRAIN/)
  })

  test('a load balancer that is away does not keep the others from putting back', async () => {
    const { rig, driver } = await open({ balancers: 2, remembers: true })
    await driver.drain('web-1', actionOf())
    const [, away] = rig.balancers
    await away!.reload()
    await away!.stop()
    expect(await driver.restore('web-1', actionOf())).toEqual({
      outcome: 'blind',
      why: expect.stringContaining('1 of 2 load balancers cannot be asked'),
    })
    expect((await serverOf(rig, 'web-1')).status).toMatch(/^UP/)
    await away!.start()
    expect(isDraining(await serverOf(rig, 'web-1', 1))).toBe(true)
    expect(await driver.restore('web-1', actionOf())).toEqual({ outcome: 'done' })
    for (const status of await statusesOf(rig, 'web-1')) expect(status).toMatch(/^UP/)
  })

  test('what waiting does not mend fails at once', async () => {
    const { rig, driver } = await open({ level: 'operator' })
    const refused = {
      outcome: 'failed',
      why: expect.stringContaining('Permission denied; write "stats socket'),
    }
    expect(await driver.drain('web-1', actionOf())).toEqual(refused)
    expect(await driver.restart('web-1', actionOf())).toEqual(refused)
    expect(await driver.drain('web-9', actionOf())).toEqual({
      outcome: 'failed',
      why: `haproxy ${rig.balancers[0]!.socket}: no server web-9; every load balancer must have the servers of the plan`,
    })
  })

  test('a stopped verb says that it may be tried again', async () => {
    const { rig, driver } = await open()
    await rig.slowRequest('web-1')
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 100)
    expect(await driver.drain('web-1', actionOf({ signal: stop.signal }))).toEqual({
      outcome: 'again',
      why: 'the drain was stopped',
    })
  })

  test.each([
    ['is ours', false, /^(DRAIN|DOWN)/],
    ['may be another’s by now', true, /^UP/],
  ])('kept out while it %s', async (_, isLapsed, status) => {
    const { rig, driver } = await open()
    await driver.keepOut!(
      'web-1',
      lapsing(new AbortController(), () => isLapsed),
    )
    expect((await serverOf(rig, 'web-1')).status).toMatch(status)
  })

  test('whoever stands still between two orders gives the second no more', async () => {
    const { rig, driver } = await open({ balancers: 2 })
    let asked = 0
    // Asked after the look, before the first order and when that is sent; by the second it is another's.
    const signal = lapsing(new AbortController(), () => ++asked > 3)
    expect(await driver.drain('web-1', actionOf({ signal }))).toEqual({
      outcome: 'again',
      why: 'it was stopped between two orders',
    })
    expect(await statusesOf(rig, 'web-1')).toEqual(['DRAIN', 'UP'])
  })

  test.each([
    ['env | grep ^GATE_ | sort > told', { outcome: 'done' }],
    [
      'echo "no space left" >&2; exit 3',
      { outcome: 'failed', why: 'restart failed with exit code 3: no space left' },
    ],
    ['exit 75', { outcome: 'again', why: 'restart ended with exit code 75' }],
    ['sleep 60', { outcome: 'busy', why: expect.stringMatching(/^restart not done after/) }],
  ])('restart by %s', async (exec, result) => {
    const { rig } = await open()
    const driver = openHaproxy({ ...rig.targets, restart: { exec } }, rig.surroundings)
    expect(await driver.restart('web-1', actionOf({ seconds: 1 }))).toEqual(result)
    const told = join(rig.folder, 'told')
    if (!existsSync(told)) return
    const { host, port } = JSON.parse(readFileSync(join(rig.folder, 'web-1.json'), 'utf8'))
    expect(readFileSync(told, 'utf8')).toBe(
      `GATE_ADDRESS=${host}:${port}\nGATE_EPOCH=7\nGATE_INSTANCE=web-1\nGATE_OPERATION=web/7/12\nGATE_VERSION=v2\n`,
    )
  })

  test('what a reload with an old state has taken out is put back, and what a person took out is not', async () => {
    const { rig, driver } = await open({ instances: 4, balancers: 2, remembers: true })
    const [, reloaded] = rig.balancers
    const look = async () =>
      (await driver.observe(signal)).flatMap(({ id, inRotation }) => (inRotation ? [] : [id]))
    await reloaded!.runtime.setState('web-1', 'drain')
    await reloaded!.runtime.setState('web-2', 'maint')
    await reloaded!.reload()
    for (const id of ['web-1', 'web-2'])
      expect(await driver.restore(id, actionOf())).toEqual({ outcome: 'done' })
    expect(await look()).toEqual([])
    await reloaded!.runtime.setState('web-3', 'drain')
    expect(await look()).toEqual(['web-3'])
    const withOldState = true
    await reloaded!.reload(withOldState)
    await reloaded!.runtime.setState('web-3', 'drain')
    await reloaded!.runtime.setState('web-4', 'drain')
    expect(await look()).toEqual(['web-1', 'web-2', 'web-3', 'web-4'])
    for (const id of rig.ids)
      expect(await driver.keepIn!(id, actionOf())).toEqual(id === 'web-3' ? null : { outcome: 'done' })
    // Who is taken out in the moment of a reload looks like who was taken out by it.
    expect(await look()).toEqual(['web-3'])
  })

  test('what one of two load balancers has let back in is taken out again there, and nowhere else', async () => {
    const { rig, driver } = await open({ balancers: 2 })
    await driver.drain('web-1', actionOf())
    await rig.balancers[1]!.reload()
    // "UP 1/2" after a check that a busy machine has let time out: up all the same.
    const draining = async () => (await statusesOf(rig, 'web-1')).map((status) => status.split(' ')[0])
    expect(await draining()).toEqual(['DRAIN', 'UP'])
    await driver.keepOut!('web-1', AbortSignal.abort())
    expect(await draining()).toEqual(['DRAIN', 'UP'])
    await driver.keepOut!('web-1', signal)
    expect(await draining()).toEqual(['DRAIN', 'DRAIN'])
    expect((await serverOf(rig, 'web-2', 1)).status).toMatch(/^UP/)
  })
})
