/**
 * Argo Rollouts as published: a stand-in written from its documentation, every object held to the schema of its CRD.
 * No real controller has seen this.
 */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openArgoRollouts } from '../../../src/drivers/rollouts/argo-rollouts.ts'
import { stepsTo } from '../../../src/drivers/rollouts/argo-rollouts-steps.ts'
import type { Orchestrator } from '../../../src/rollout/engine/ports.ts'
import fc from '../../properties.ts'
import { canaryPods } from '../../rollout/cluster/argo.ts'
import { type SmallCluster, startCluster } from '../../rollout/cluster/cluster.ts'
import { context, pace, signal, surroundings, workload } from './kubernetes-rig.ts'

describe('steps', () => {
  const plain = { isRouted: false, maxWeight: 100, surges: false }
  test.each([
    ['1 of 10', 1, { ...plain, replicas: 10 }, [{ setWeight: 10 }, { pause: {} }]],
    ['1 of 3', 1, { ...plain, replicas: 3 }, [{ setWeight: 33 }, { pause: {} }]],
    ['8 of 90', 8, { ...plain, replicas: 90 }, [{ setWeight: 9 }, { pause: {} }]],
    ['all of 10', 10, { ...plain, replicas: 10 }, []],
    [
      '1 of 20 behind a router',
      1,
      { ...plain, isRouted: true, replicas: 20 },
      [{ setCanaryScale: { replicas: 1 } }, { setWeight: 5 }, { pause: {} }],
    ],
  ])('%s', (_, exposure, shape, steps) => {
    expect(stepsTo(exposure, shape)).toEqual({ kind: 'steps', steps })
  })

  test('what whole weights cannot say is refused', () => {
    expect(stepsTo(1, { ...plain, replicas: 1000 })).toEqual({
      kind: 'impossible',
      why: "Argo's smallest weight, 1 of 100, is more than 1 of 1000 pods: begin with 10 pods",
    })
  })

  test('never more pods than asked, and up to 100 exactly as many, with and without surging', () => {
    const fleets = fc.integer({ min: 2, max: 400 }).chain((replicas) =>
      fc.record({
        replicas: fc.constant(replicas),
        exposure: fc.integer({ min: 1, max: replicas - 1 }),
        surge: fc.integer({ min: 0, max: 3 }),
      }),
    )
    fc.assert(
      fc.property(fleets, ({ replicas, exposure, surge }) => {
        const planned = stepsTo(exposure, { ...plain, replicas, surges: surge > 0 })
        if (planned.kind === 'impossible') return replicas > 100
        const [first] = planned.steps
        const pods = canaryPods(
          replicas,
          first !== undefined && 'setWeight' in first ? first.setWeight : 100,
          surge,
        )
        return replicas <= 100 ? pods === exposure : pods <= exposure
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a Rollout', () => {
  let cluster: SmallCluster
  let orchestrator: Orchestrator
  const rollout = () => cluster.store.find('rollouts', 'web')!
  const settles = () =>
    cluster.until(async () => (await orchestrator.progress(signal())).outcome === 'settled')
  const updated = () => cluster.images().filter((image) => image === 'acme/web:1.5').length
  const change = (spec: object) => {
    const changed = structuredClone(rollout())
    Object.assign(changed.spec, spec)
    cluster.store.put('rollouts', changed)
  }

  beforeEach(async () => {
    cluster = await startCluster()
    const steps = [{ setWeight: 50 }, { pause: { duration: '1h' } }]
    cluster.addRollout('web', 10, 'acme/web:1.4', {
      strategy: { canary: { maxSurge: 1, maxUnavailable: 0, steps } },
    })
    await cluster.until(() => rollout().status.phase === 'Healthy')
    orchestrator = await openArgoRollouts(
      workload('argo-rollouts', cluster.kubeconfig),
      surroundings(),
      pace(),
    )
  })
  afterEach(async () => {
    await orchestrator.close()
    await cluster.close()
  })

  test('stops at each exposure and waits, and the last one is a full promotion', async () => {
    expect(orchestrator.stopsAtExposure).toBe(true)
    for (const exposure of [1, 4]) {
      expect(await orchestrator.expose(exposure, context('1.5'))).toEqual({ outcome: 'done' })
      await settles()
      expect(updated()).toBe(exposure)
      expect(rollout().status.phase).toBe('Paused')
    }
    expect(await orchestrator.expose(10, context('1.5'))).toEqual({ outcome: 'done' })
    await settles()
    expect(updated()).toBe(10)
    const statuses = cluster.requests.filter(({ path }) => path.endsWith('/rollouts/web/status'))
    expect(statuses.map(({ body }) => (body as { status: object }).status)).toEqual([{ promoteFull: true }])
    const fleet = await orchestrator.observe(signal())
    expect(fleet.map(({ version }) => version)).toEqual(Array(10).fill('1.5'))
    expect(rollout().spec.template.spec.containers[1]).toEqual({ name: 'proxy', image: 'proxy:1' })
  })

  test('asked twice, writes once', async () => {
    await orchestrator.expose(2, context('1.5'))
    await settles()
    await orchestrator.expose(2, context('1.5'))
    expect(cluster.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1)
  })

  test('going back in the middle aborts, and says that Git still names the new version', async () => {
    await orchestrator.expose(3, context('1.5'))
    await settles()
    expect(await orchestrator.goBack(context('1.4', { operation: 'web/7/2' }))).toEqual({ outcome: 'done' })
    await settles()
    expect(updated()).toBe(0)
    expect(rollout().spec.template.spec.containers[0].image).toBe('acme/web:1.5')
    expect((await orchestrator.progress(signal())).why).toContain(
      'and Git if it manages it, still name the new one',
    )
  })

  test('after an abort the same version can be asked for again', async () => {
    await orchestrator.expose(3, context('1.5'))
    await settles()
    await orchestrator.goBack(context('1.4', { operation: 'web/7/2' }))
    await settles()
    expect(await orchestrator.expose(3, context('1.5', { operation: 'web/8/1' }))).toEqual({
      outcome: 'done',
    })
    await cluster.until(() => updated() === 3)
    await settles()
  })

  test('going back when all is done is an undo: the older template, without steps', async () => {
    await orchestrator.expose(10, context('1.5'))
    await settles()
    expect(await orchestrator.goBack(context('1.4', { operation: 'web/7/2' }))).toEqual({ outcome: 'done' })
    await settles()
    expect(updated()).toBe(0)
    expect(rollout().spec.template.spec.containers[0].image).toBe('acme/web:1.4')
    expect(rollout().status.phase).toBe('Healthy')
  })

  test('going back leaves nothing of what the newer template added', async () => {
    const template = structuredClone(rollout().spec.template)
    const newer = structuredClone(template)
    newer.spec.containers[0].image = 'acme/web:1.5'
    newer.metadata.labels.added = 'yes'
    change({ template: newer, strategy: { canary: { steps: [], maxSurge: 1, maxUnavailable: 0 } } })
    await settles()
    await orchestrator.goBack(context('1.4'))
    expect(rollout().spec.template).toEqual(template)
  })

  test('aborted by somebody else is a failure', async () => {
    await orchestrator.expose(3, context('1.5'))
    await settles()
    const changed = structuredClone(rollout())
    changed.status.abort = true
    cluster.store.put('rollouts', changed)
    expect(await orchestrator.progress(signal())).toMatchObject({ outcome: 'failed' })
  })

  test.each([
    [
      'blue-green',
      { strategy: { blueGreen: { activeService: 'web' } } },
      'only a canary can stop at an exposure',
    ],
    ['a template elsewhere', { workloadRef: { kind: 'Deployment', name: 'web' } }, 'spec.workloadRef'],
    ['paused by somebody', { paused: true }, 'somebody has paused it'],
  ])('%s is refused', async (_, spec, why) => {
    cluster.controllersRun = false
    change(spec)
    const result = await orchestrator.expose(1, context('1.5'))
    expect(result).toMatchObject({ outcome: 'failed', why: expect.stringContaining(why) })
  })

  test('the right to promote is named where it is missing', async () => {
    await orchestrator.expose(3, context('1.5'))
    await settles()
    cluster.weather.denied.add('patch rollouts/status')
    const result = await orchestrator.goBack(context('1.4'))
    expect(result).toMatchObject({ why: expect.stringContaining('lacks verb "patch" on "rollouts/status"') })
  })

  test('an older epoch can neither promote nor abort', async () => {
    await orchestrator.expose(3, context('1.5', { epoch: 2 }))
    await settles()
    for (const result of [
      await orchestrator.expose(10, context('1.5')),
      await orchestrator.goBack(context('1.4')),
    ])
      expect(result).toMatchObject({ outcome: 'failed', why: expect.stringContaining('epoch 2') })
    expect(updated()).toBe(3)
  })
})
