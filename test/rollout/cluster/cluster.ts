import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { ServerOptions } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkRollout, reconcileRollout } from './argo.ts'
import { reconcileDeployment } from './deployments.ts'
import type { Resource } from './objects.ts'
import { type PodLife, runPods } from './pods.ts'
import { type ApiServer, startApiServer } from './server.ts'
import { reconcileStatefulSet } from './stateful-sets.ts'

/** A cluster of our own: the API server, its controllers and its pods, with seconds that pass in milliseconds. */
export interface SmallCluster extends ApiServer {
  readonly life: PodLife
  /** A kubeconfig that leads here. */
  readonly kubeconfig: string
  /** Whether the controllers look at anything at all. */
  controllersRun: boolean
  readonly addDeployment: (name: string, replicas: number, image: string, spec?: object) => void
  readonly addStatefulSet: (name: string, replicas: number, image: string, spec?: object) => void
  readonly addRollout: (name: string, replicas: number, image: string, spec?: object) => void
  /** Waits until what is asked for is so. @throws Error with what is there instead, after very long */
  readonly until: (isSo: () => boolean | Promise<boolean>) => Promise<void>
  /** Of pods that are not being stopped. */
  readonly images: () => string[]
  readonly pods: () => Resource[]
}

const tickMilliseconds = 4
const secondsATick = 1
const patience = 2500

export const startCluster = async (secure?: ServerOptions): Promise<SmallCluster> => {
  let now = Date.UTC(2026, 0, 5)
  const server = await startApiServer(() => now, secure ? { secure } : {})
  const { store } = server
  const folder = mkdtempSync(join(tmpdir(), 'small-cluster-'))
  const kubeconfig = join(folder, 'config')
  const named = (name: string, value: object) => [{ name, ...value }]
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'small',
      clusters: named('small', { cluster: { server: server.address } }),
      users: named('gate', { user: {} }),
      contexts: named('small', { context: { cluster: 'small', user: 'gate', namespace: 'shop' } }),
    }),
  )
  const life: PodLife = { bootMilliseconds: 2000, stopMilliseconds: 1000, broken: new Set() }
  const timer = setInterval(() => {
    now += secondsATick * 1000
    runPods(store, life)
    if (!cluster.controllersRun) return
    for (const each of store.all('deployments')) reconcileDeployment(store, each)
    for (const each of store.all('statefulsets')) reconcileStatefulSet(store, each)
    for (const each of store.all('rollouts')) reconcileRollout(store, each)
  }, tickMilliseconds)
  server.onWrite = (plural, object) => {
    if (plural === 'rollouts') checkRollout(object)
  }
  const workload =
    (plural: string, kind: string, apiVersion = 'apps/v1') =>
    (name: string, replicas: number, image: string, spec = {}) => {
      const labels = { app: name }
      const template = {
        metadata: { labels },
        spec: {
          containers: [
            { name, image },
            { name: 'proxy', image: 'proxy:1' },
          ],
        },
      }
      store.add(plural, {
        apiVersion,
        kind,
        metadata: { name, labels },
        spec: { replicas, selector: { matchLabels: labels }, template, ...spec },
      })
    }
  const closeServer = server.close
  const cluster: SmallCluster = Object.assign(server, {
    life,
    kubeconfig,
    controllersRun: true,
    addDeployment: workload('deployments', 'Deployment'),
    addStatefulSet: workload('statefulsets', 'StatefulSet'),
    addRollout: workload('rollouts', 'Rollout', 'argoproj.io/v1alpha1'),
    pods: () => store.all('pods'),
    images: () =>
      store
        .all('pods')
        .filter((pod) => pod.metadata.deletionTimestamp === undefined)
        .map((pod) => pod.spec.containers[0].image)
        .sort(),
    until: async (isSo: () => boolean | Promise<boolean>) => {
      for (let tries = 0; tries < patience; tries++) {
        if (await isSo()) return
        await new Promise((resolve) => setTimeout(resolve, tickMilliseconds))
      }
      throw new Error(
        `it never came: ${JSON.stringify(store.all('pods').map((pod) => [pod.metadata.name, pod.spec.containers[0].image]))}`,
      )
    },
    close: async () => {
      clearInterval(timer)
      rmSync(folder, { recursive: true, force: true })
      await closeServer()
    },
  })
  return cluster
}
