/** The small cluster is judged by the real kubectl: what that takes for a cluster, our orchestrators may learn on. */

import { execFile, execFileSync } from 'node:child_process'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SmallCluster, startCluster } from './cluster.ts'

const isThere = (() => {
  try {
    execFileSync('kubectl', ['version', '--client'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

let cluster: SmallCluster
beforeEach(async () => {
  cluster = await startCluster()
})
afterEach(() => cluster.close())

const kubectl = async (...command: string[]): Promise<string> => {
  const environment = { ...process.env, KUBECONFIG: cluster.kubeconfig, HOME: dirname(cluster.kubeconfig) }
  const { stdout } = await promisify(execFile)('kubectl', command, { env: environment, timeout: 30_000 })
  return stdout.trim()
}
const image = (plural: string) => cluster.store.find(plural, 'web')?.spec.template.spec.containers[0].image

test.skipIf(!isThere)('kubectl: a Deployment is rolled, watched, and undone', async () => {
  cluster.addDeployment('web', 4, 'acme/web:1.4')
  expect(await kubectl('rollout', 'status', 'deployment/web')).toContain('successfully rolled out')
  expect(await kubectl('get', 'deployment', 'web', '-o', 'jsonpath={.status.availableReplicas}')).toBe('4')
  expect(await kubectl('set', 'image', 'deployment/web', 'web=acme/web:1.5')).toContain('image updated')
  expect(await kubectl('rollout', 'status', 'deployment/web')).toContain('successfully rolled out')
  expect(cluster.images()).toEqual(Array(4).fill('acme/web:1.5'))
  expect(await kubectl('rollout', 'undo', 'deployment/web')).toContain('rolled back')
  expect(await kubectl('rollout', 'status', 'deployment/web')).toContain('successfully rolled out')
  expect(image('deployments')).toBe('acme/web:1.4')
  expect(cluster.images()).toEqual(Array(4).fill('acme/web:1.4'))
})

test.skipIf(!isThere)('kubectl: a StatefulSet stops at its partition, and is undone', async () => {
  cluster.addStatefulSet('web', 3, 'acme/web:1.4', {
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
  })
  expect(await kubectl('rollout', 'status', 'statefulset/web')).toMatch(/complete|roll out|up to date/)
  const partition = '{"spec":{"updateStrategy":{"rollingUpdate":{"partition":2}}}}'
  await kubectl('patch', 'statefulset', 'web', '-p', partition)
  await kubectl('set', 'image', 'statefulset/web', 'web=acme/web:1.5')
  expect(await kubectl('rollout', 'status', 'statefulset/web')).toContain('partitioned roll out complete')
  expect(cluster.images()).toEqual(['acme/web:1.4', 'acme/web:1.4', 'acme/web:1.5'])
  expect(await kubectl('rollout', 'undo', 'statefulset/web')).toContain('rolled back')
  await cluster.until(() => cluster.images().every((each) => each === 'acme/web:1.4'))
})

test.skipIf(!isThere)('kubectl: a deadline that is over is an error there too', async () => {
  cluster.addDeployment('web', 2, 'acme/web:1.4', { progressDeadlineSeconds: 20 })
  await kubectl('rollout', 'status', 'deployment/web')
  cluster.life.broken.add('acme/web:bad')
  await kubectl('set', 'image', 'deployment/web', 'web=acme/web:bad')
  await expect(kubectl('rollout', 'status', 'deployment/web')).rejects.toThrow(
    'exceeded its progress deadline',
  )
})
