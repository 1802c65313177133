import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openKubernetes } from '../../../src/drivers/rollouts/kubernetes.ts'
import type { Orchestrator } from '../../../src/rollout/engine/ports.ts'
import { type SmallCluster, startCluster } from '../../rollout/cluster/cluster.ts'
import { context, count, pace, share, signal, surroundings, workload } from './kubernetes-rig.ts'

let cluster: SmallCluster
const opened: Orchestrator[] = []
beforeEach(async () => {
  cluster = await startCluster()
})
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close()
  await cluster.close()
})

const open = async (
  kind: 'deployment' | 'stateful-set',
  limits = pace(),
  more = {},
): Promise<Orchestrator> => {
  const targets = workload('kubernetes', cluster.kubeconfig, { kind, ...more })
  const orchestrator = await openKubernetes(targets, surroundings(), limits)
  opened.push(orchestrator)
  return orchestrator
}
const settles = (orchestrator: Orchestrator) =>
  cluster.until(async () => (await orchestrator.progress(signal())).outcome === 'settled')
const fails = async (orchestrator: Orchestrator) => {
  await cluster.until(async () => (await orchestrator.progress(signal())).outcome === 'failed')
  return (await orchestrator.progress(signal())).why
}
const images = (...versions: string[]) => versions.map((version) => `acme/web:${version}`)
const of = (plural: string) => cluster.store.find(plural, 'web')!
const serving = () =>
  cluster
    .pods()
    .filter((pod) => pod.status.conditions?.[0]?.status === 'True' && !pod.metadata.deletionTimestamp)
const patches = () => cluster.requests.filter(({ method }) => method === 'PATCH')

describe('a Deployment', () => {
  beforeEach(async () => {
    cluster.addDeployment('web', 6, 'acme/web:1.4')
    await cluster.until(() => of('deployments').status.availableReplicas === 6)
  })

  test('goes to the new version inside the limits of the plan, and its fleet is the pods', async () => {
    const orchestrator = await open('deployment', pace({ out: share(0.34), surge: count(0) }))
    expect(orchestrator.stopsAtExposure).toBe(false)
    expect(await orchestrator.expose(6, context('1.5'))).toEqual({ outcome: 'done' })
    expect(of('deployments').spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 2, maxSurge: 0 })
    expect(of('deployments').spec).toMatchObject({ minReadySeconds: 2, progressDeadlineSeconds: 30 })
    let fewest = 6
    await cluster.until(async () => {
      fewest = Math.min(fewest, serving().length)
      return (await orchestrator.progress(signal())).outcome === 'settled'
    })
    expect(fewest).toBe(4)
    const fleet = await orchestrator.observe(signal())
    expect(fleet).toHaveLength(6)
    expect(new Set(fleet.map(({ version }) => version))).toEqual(new Set(['1.5']))
    expect(
      fleet.every(({ healthy, inRotation, zone }) => healthy && inRotation && zone?.startsWith('az-')),
    ).toBe(true)
    expect(of('deployments').spec.template.spec.containers[1]).toEqual({ name: 'proxy', image: 'proxy:1' })
  })

  test('asked twice, writes once', async () => {
    const orchestrator = await open('deployment')
    await orchestrator.expose(6, context('1.5'))
    await orchestrator.expose(6, context('1.5'))
    expect(patches()).toHaveLength(1)
  })

  test('says when the progress deadline is over, and which pod is in the way; then goes back', async () => {
    cluster.life.broken.add('acme/web:1.5')
    const orchestrator = await open('deployment')
    await orchestrator.expose(6, context('1.5'))
    expect(await fails(orchestrator)).toMatch(/no progress for 30 s .*; web-\w+-\w+: ImagePullBackOff/)
    expect(await orchestrator.goBack(context('1.4', { operation: 'web/7/2' }))).toEqual({ outcome: 'done' })
    await settles(orchestrator)
    expect(cluster.images()).toEqual(images('1.4', '1.4', '1.4', '1.4', '1.4', '1.4'))
  })

  test('going back restores the template as it was, not only its image', async () => {
    const orchestrator = await open('deployment')
    await settles(orchestrator)
    const bare = structuredClone(of('deployments').spec.template)
    const changed = structuredClone(of('deployments'))
    changed.spec.template.spec.containers[0].env = [{ name: 'NEW', value: 'yes' }]
    changed.spec.template.spec.containers[0].image = 'acme/web:1.5'
    cluster.store.put('deployments', changed)
    await settles(orchestrator)
    expect(await orchestrator.goBack(context('1.4'))).toEqual({ outcome: 'done' })
    expect(of('deployments').spec.template).toEqual(bare)
    await settles(orchestrator)
  })

  test('going back works where no history is kept: the image alone', async () => {
    const orchestrator = await open('deployment')
    await orchestrator.expose(6, context('1.5'))
    await settles(orchestrator)
    for (const set of cluster.store.all('replicasets'))
      if (set.spec.replicas === 0) cluster.store.remove('replicasets', set.metadata.name)
    expect(await orchestrator.goBack(context('1.4'))).toEqual({ outcome: 'done' })
    await settles(orchestrator)
    expect(new Set(cluster.images())).toEqual(new Set(images('1.4')))
  })

  test('going back is not refused where nothing may be out: one pod more is started', async () => {
    const orchestrator = await open('deployment', pace({ out: count(1), healthy: share(1), back: count(1) }))
    const going = await orchestrator.expose(6, context('1.5'))
    expect(going).toMatchObject({
      outcome: 'failed',
      why: expect.stringContaining('set batch.max-surge to 1'),
    })
    const changed = structuredClone(of('deployments'))
    changed.spec.template.spec.containers[0].image = 'acme/web:1.5'
    cluster.store.put('deployments', changed)
    await settles(orchestrator)
    await orchestrator.goBack(context('1.4'))
    expect(of('deployments').spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 })
  })

  test.each([
    ['Recreate', { strategy: { type: 'Recreate' } }, 'set spec.strategy.type to RollingUpdate'],
    ['paused by somebody', { paused: true }, 'kubectl rollout resume'],
  ])('%s is refused before anything moves', async (_, spec, mend) => {
    const changed = structuredClone(of('deployments'))
    Object.assign(changed.spec, spec)
    cluster.store.put('deployments', changed)
    const result = await (await open('deployment')).expose(6, context('1.5'))
    expect(result).toMatchObject({ outcome: 'failed', why: expect.stringContaining(mend) })
    expect(patches()).toHaveLength(0)
  })

  test.each([
    ['a version that is no tag', {}, '1.5 beta', 'can be no tag'],
    ['a container that is not there', { container: 'wep' }, '1.5', 'targets.container is one of web, proxy'],
  ])('%s is refused', async (_, more, version, why) => {
    const result = await (await open('deployment', pace(), more)).expose(6, context(version))
    expect(result).toMatchObject({ outcome: 'failed', why: expect.stringContaining(why) })
  })

  test('until the controller has looked, nothing is settled', async () => {
    const orchestrator = await open('deployment')
    cluster.controllersRun = false
    await orchestrator.expose(6, context('1.5'))
    expect(await orchestrator.progress(signal())).toEqual({
      outcome: 'moving',
      why: 'the controller has not seen the change yet',
    })
  })
})

describe('a StatefulSet', () => {
  beforeEach(async () => {
    cluster.addStatefulSet('web', 4, 'acme/web:1.4')
    await cluster.until(() => of('statefulsets').status.readyReplicas === 4)
  })

  test('moves wave by wave, highest ordinal first, and stops where it was asked to', async () => {
    const orchestrator = await open('stateful-set')
    expect(orchestrator.stopsAtExposure).toBe(true)
    for (const [exposure, expected] of [
      [1, ['1.4', '1.4', '1.4', '1.5']],
      [3, ['1.4', '1.5', '1.5', '1.5']],
      [4, ['1.5', '1.5', '1.5', '1.5']],
    ] as const) {
      expect(await orchestrator.expose(exposure, context('1.5'))).toEqual({ outcome: 'done' })
      await settles(orchestrator)
      const fleet = await orchestrator.observe(signal())
      expect(fleet.map(({ id, version }) => `${id} ${version}`)).toEqual(
        expected.map((version, ordinal) => `web-${ordinal} ${version}`),
      )
    }
  })

  test('ordinals that do not begin at 0 are counted from where they begin', async () => {
    const orchestrator = await open('stateful-set')
    const changed = structuredClone(of('statefulsets'))
    changed.spec.ordinals = { start: 10 }
    cluster.store.put('statefulsets', changed)
    cluster.controllersRun = false
    await orchestrator.expose(1, context('1.5'))
    expect(of('statefulsets').spec.updateStrategy.rollingUpdate.partition).toBe(13)
  })

  test('a stuck pod is told, stays the only one, and is deleted on the way back', async () => {
    cluster.life.broken.add('acme/web:1.5')
    const orchestrator = await open('stateful-set')
    await orchestrator.expose(2, context('1.5'))
    await cluster.until(async () =>
      (await orchestrator.progress(signal())).why.includes('web-3: ImagePullBackOff'),
    )
    expect(cluster.images()).toEqual(images('1.4', '1.4', '1.4', '1.5'))
    expect(await orchestrator.goBack(context('1.4', { operation: 'web/7/2' }))).toEqual({ outcome: 'done' })
    await settles(orchestrator)
    expect(cluster.images()).toEqual(images('1.4', '1.4', '1.4', '1.4'))
    const deleted = cluster.requests.filter(({ method }) => method === 'DELETE')
    expect(deleted.map(({ path }) => path)).toEqual(['/api/v1/namespaces/shop/pods/web-3'])
  })

  test('going back does not delete before the controller has seen the old template', async () => {
    cluster.life.broken.add('acme/web:1.5')
    const orchestrator = await open('stateful-set')
    await orchestrator.expose(1, context('1.5'))
    await cluster.until(() => cluster.images().includes('acme/web:1.5'))
    cluster.controllersRun = false
    const result = await orchestrator.goBack(context('1.4', { seconds: 0.2 }))
    expect(result).toMatchObject({ outcome: 'busy' })
    expect(cluster.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(0)
    cluster.controllersRun = true
    expect(await orchestrator.goBack(context('1.4'))).toEqual({ outcome: 'done' })
    await settles(orchestrator)
  })

  test('OnDelete is refused', async () => {
    const changed = structuredClone(of('statefulsets'))
    changed.spec.updateStrategy = { type: 'OnDelete' }
    cluster.store.put('statefulsets', changed)
    const result = await (await open('stateful-set')).expose(1, context('1.5'))
    expect(result).toMatchObject({ outcome: 'failed', why: expect.stringContaining('RollingUpdate') })
  })
})

describe('what goes wrong on the way', () => {
  beforeEach(async () => {
    cluster.addDeployment('web', 3, 'acme/web:1.4')
    await cluster.until(() => of('deployments').status.availableReplicas === 3)
  })
  const forward = async (more = {}) => (await open('deployment')).expose(3, context('1.5', more))

  test('somebody else writes in between: read again, and nothing of theirs is lost', async () => {
    cluster.weather.rivals = 2
    expect(await forward()).toEqual({ outcome: 'done' })
    expect(of('deployments').metadata.annotations['somebody/else']).toBe('0')
  })

  test('somebody writes all the time: given up, to be tried again', async () => {
    cluster.weather.rivals = 1000
    expect(await forward()).toMatchObject({ outcome: 'again' })
    expect(of('deployments').spec.template.spec.containers[0].image).toBe('acme/web:1.4')
  })

  test('the answer is lost, the change is not: found out by reading, not written twice', async () => {
    cluster.weather.lostAnswers = 1
    expect(await forward()).toEqual({ outcome: 'done' })
    expect(patches()).toHaveLength(1)
  })

  test('a missing right is named, with the rule that grants it', async () => {
    cluster.weather.denied.add('patch deployments')
    const result = await forward()
    expect(result).toMatchObject({ outcome: 'failed' })
    expect(result).toHaveProperty(
      'why',
      expect.stringContaining(
        'patch deployments.apps shop/web answered 403; its account lacks verb "patch" on "deployments" of API group "apps"; grant it in a Role of namespace "shop"',
      ),
    )
  })

  test('pods that may not be listed are an error of observing, never an empty fleet', async () => {
    cluster.weather.denied.add('list pods')
    await expect((await open('deployment')).observe(signal())).rejects.toThrow('lacks verb "list" on "pods"')
  })

  test('nodes that may not be read cost the zone alone', async () => {
    cluster.weather.denied.add('get nodes')
    const orchestrator = await open('deployment', pace(), { 'zone-label': 'rack' })
    const fleet = await orchestrator.observe(signal())
    expect(fleet).toHaveLength(3)
    expect(fleet.every((instance) => !('zone' in instance))).toBe(true)
    expect(cluster.requests.filter(({ path }) => path.includes('/nodes/'))).toHaveLength(1)
  })

  test('the API goes away in the middle: no verdict, and on it goes when it is back', async () => {
    const orchestrator = await open('deployment')
    await orchestrator.expose(3, context('1.5'))
    cluster.weather.isDown = true
    expect(await orchestrator.progress(signal())).toMatchObject({ outcome: 'moving' })
    await expect(orchestrator.observe(signal())).rejects.toThrow(
      'kubernetes small: get deployments.apps shop/web',
    )
    expect(await orchestrator.goBack(context('1.4'))).toMatchObject({ outcome: 'again' })
    cluster.weather.isDown = false
    await settles(orchestrator)
  })

  test.each([
    ['an older epoch of the same rollout', { epoch: 1, operation: 'web/7/9' }, false],
    ['the same epoch', { epoch: 2, operation: 'web/7/9' }, true],
    ['a newer epoch', { epoch: 3, operation: 'web/7/9' }, true],
    ['an older rollout, whatever its epoch', { epoch: 9, operation: 'web/6/1' }, false],
    ['a newer rollout, whatever its epoch', { epoch: 1, operation: 'web/8/1' }, true],
    ['another service', { epoch: 1, operation: 'shop/1/1' }, true],
  ])('after epoch 2 of rollout 7: %s', async (_, who, mayAct) => {
    await forward({ epoch: 2, operation: 'web/7/5' })
    const result = await (await open('deployment')).expose(3, context('1.6', who))
    expect(result.outcome).toBe(mayAct ? 'done' : 'failed')
    expect(of('deployments').spec.template.spec.containers[0].image).toBe(
      mayAct ? 'acme/web:1.6' : 'acme/web:1.5',
    )
  })

  test('a workload that is not there', async () => {
    const result = await (await open('stateful-set')).expose(1, context('1.5'))
    expect(result).toMatchObject({
      outcome: 'failed',
      why: expect.stringContaining('check targets.name, namespace, kind and context'),
    })
  })

  test('stopped before it began', async () => {
    expect(await forward({ signal: AbortSignal.abort() })).toEqual({ outcome: 'again', why: 'stopped' })
  })
})
