import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openHaproxy } from '../../../src/drivers/rollouts/haproxy.ts'
import { openHaproxyMetrics } from '../../../src/drivers/rollouts/haproxy-metrics.ts'
import type { MetricSource } from '../../../src/rollout/engine/ports.ts'
import { actionOf } from '../../rollout/rig/action.ts'
import { until } from '../../rollout/rig/patience.ts'
import { missingPackages, openRig, type Rig, type RigOptions } from '../../rollout/rig/rig.ts'

/** What the whole thing is for: restarts under load that no request notices, with nothing that would retry one. */

const signal = new AbortController().signal

const open = async (options: RigOptions) => {
  const rig = await openRig(options)
  onTestFinished(rig.close)
  return rig
}

const bounce = async (rig: Rig, version: string, betweenDrainAndRestart?: () => Promise<void>) => {
  const driver = openHaproxy(rig.targets, rig.surroundings)
  for (const id of rig.ids) {
    expect(await driver.drain(id, actionOf({ version }))).toEqual({ outcome: 'done' })
    await betweenDrainAndRestart?.()
    expect(await driver.restart(id, actionOf({ version }))).toEqual({ outcome: 'done' })
    await until(`${id} to be well`, async () => {
      await driver.keepOut?.(id, signal)
      const [instance] = await driver.observe(signal, [id])
      return instance?.healthy === true && instance.version === version
    })
    expect(await driver.restore(id, actionOf({ version }))).toEqual({ outcome: 'done' })
  }
}

const countsOf = async (metrics: MetricSource) => {
  const { errors, faults } = await metrics.read(signal)
  expect(faults).toEqual({})
  const all = [...errors!.values()]
  return {
    requests: all.reduce((sum, { requests }) => sum + requests, 0),
    failed: all.reduce((sum, { errors }) => sum + errors, 0),
  }
}

const alive = { bootSeconds: 0.2, coldSeconds: 0.2 }

describe.skipIf(missingPackages().length > 0)(
  'three instances under load behind HAProxy (package haproxy)',
  () => {
    test.each([
      ['one load balancer', 1],
      ['two load balancers', 2],
    ] as const)('drained behind %s: no request fails', async (_, balancers) => {
      const rig = await open({ ...alive, instances: 3, balancers })
      const load = await rig.load()
      await bounce(rig, 'v2')
      const counts = await load.stop()
      expect(counts.failed, JSON.stringify(counts)).toBe(0)
      expect(counts.requests).toBeGreaterThan(100)
      expect(await Promise.all(rig.ids.map(rig.versionOf))).toEqual(['v2', 'v2', 'v2'])
    })

    test.each([
      ['by cookie', 1],
      ['by cookie', 2],
      ['by address', 1],
    ] as const)(
      'clients bound %s to a server, behind %i: none of them fails either',
      async (sticky, balancers) => {
        const rig = await open({ ...alive, instances: 3, sticky, balancers })
        const load = await rig.load()
        await bounce(rig, 'v2')
        const counts = await load.stop()
        expect(counts.failed, JSON.stringify(counts)).toBe(0)
        expect(counts.requests).toBeGreaterThan(100)
        expect(await Promise.all(rig.ids.map(rig.versionOf))).toEqual(['v2', 'v2', 'v2'])
      },
    )

    test('restarted one after the other with a look at their health only: some fail', async () => {
      const rig = await open({ ...alive, instances: 3 })
      const load = await rig.load()
      for (const id of rig.ids) await rig.restartNaively(id, 'v2')
      expect((await load.stop()).failed).toBeGreaterThan(0)
    })

    test('the load balancer forgets between drain and restart: drained again, and no request fails', async () => {
      const rig = await open({ ...alive, instances: 2 })
      const load = await rig.load()
      await bounce(rig, 'v2', () => rig.balancers[0]!.reload())
      const counts = await load.stop()
      expect(counts.failed, JSON.stringify(counts)).toBe(0)
    })
  },
)

describe.skipIf(missingPackages().length > 0)('what HAProxy counts (package haproxy)', () => {
  test('is what the load has seen, by instance, over both load balancers', async () => {
    const rig = await open({ instances: 3, balancers: 2 })
    rig.behaveAt('web-2', { errorShare: 0.1 })
    await rig.restartNaively('web-2', 'v1')
    const metrics = openHaproxyMetrics(rig.targets, rig.surroundings)
    const before = await countsOf(metrics)
    const load = await rig.load()
    await pause(700)
    const { requests, failed } = await load.stop()
    expect(failed).toBeGreaterThan(0)
    const after = await countsOf(metrics)
    expect({ requests: after.requests - before.requests, failed: after.failed - before.failed }).toEqual({
      requests,
      failed,
    })
    const { errors } = await metrics.read(signal)
    expect([...errors!].map(([id, tally]) => [id, tally.errors > 0])).toEqual([
      ['web-1', false],
      ['web-2', true],
      ['web-3', false],
    ])
  })

  test.each([
    ['answered', '/', '200', { requests: 1, lost: 0, serverErrors: 0 }],
    ['answered with an error', '/', '500', { requests: 1, lost: 0, serverErrors: 1 }],
    ['hung up on', '/hangs-up', '502', { requests: 1, lost: 1, serverErrors: 0 }],
    [
      'broken off half-way, whose header had come',
      '/broken',
      'broken off',
      { requests: 2, lost: 1, serverErrors: 0 },
    ],
  ])('a request %s', async (_, path, becomes, count) => {
    const rig = await open({ instances: 1, errorShare: becomes === '500' ? 1 : 0 })
    const metrics = openHaproxyMetrics(rig.targets, rig.surroundings)
    expect(await rig.ask('web-1', path)).toBe(becomes)
    const { errors, balanced } = await metrics.read(signal)
    expect(balanced).toEqual(new Map([['web-1', count]]))
    const { requests, lost, serverErrors } = count
    expect(errors).toEqual(new Map([['web-1', { requests, errors: lost + serverErrors }]]))
  })

  test('goes on where a reload began anew, and says when a load balancer cannot be asked', async () => {
    const rig = await open({ instances: 1, balancers: 2 })
    const metrics = openHaproxyMetrics(rig.targets, rig.surroundings)
    for (const path of ['/hangs-up', '/', '/']) await rig.ask('web-1', path)
    expect(await countsOf(metrics)).toEqual({ requests: 3, failed: 1 })
    await rig.balancers[0]!.reload()
    await rig.ask('web-1')
    expect(await countsOf(metrics)).toEqual({ requests: 4, failed: 1 })
    await rig.balancers[1]!.stop()
    expect(await metrics.read(signal)).toEqual({
      at: expect.any(Number),
      errors: null,
      latency: null,
      balanced: null,
      faults: { errors: expect.stringContaining('lb-2.sock: "show stat be 4 -1" was not answered') },
    })
  })
})
