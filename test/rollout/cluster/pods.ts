import type { Resource, Store } from './objects.ts'

/** How long things take, in milliseconds of the cluster's own time, and which images never come up. */
export interface PodLife {
  bootMilliseconds: number
  stopMilliseconds: number
  /** Images that cannot be pulled. */
  broken: Set<string>
}

export const digestOf = (value: unknown): string => {
  let hash = 2166136261
  for (const character of JSON.stringify(value)) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619)
  return (hash >>> 0).toString(36)
}

const zones = ['az-a', 'az-b', 'az-c']
let placed = 0

export const createPod = (store: Store, owner: Resource, name: string, template: Resource): Resource => {
  const zone = zones[placed++ % zones.length] ?? ''
  return store.add('pods', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: { ...template.metadata?.labels, 'topology.kubernetes.io/zone': zone },
      ownerReferences: [
        {
          apiVersion: owner.apiVersion,
          kind: owner.kind,
          name: owner.metadata.name,
          uid: owner.metadata.uid,
          controller: true,
        },
      ],
    },
    spec: { ...template.spec, nodeName: `node-${zone}` },
    status: { phase: 'Pending', conditions: [] },
  })
}

export const endPod = (store: Store, pod: Resource): void => {
  if (pod.metadata.deletionTimestamp !== undefined) return
  const after = structuredClone(pod)
  after.metadata.deletionTimestamp = new Date(store.now()).toISOString()
  store.put('pods', after)
}

export const ownPods = (store: Store, owner: Resource): Resource[] =>
  store.all('pods').filter((pod) => pod.metadata.ownerReferences?.[0]?.uid === owner.metadata.uid)

export const isReady = (pod: Resource): boolean =>
  pod.status.conditions?.some(
    (each: { type: string; status: string }) => each.type === 'Ready' && each.status === 'True',
  )
export const isLeaving = (pod: Resource): boolean => pod.metadata.deletionTimestamp !== undefined

/** Ready for as long as the workload asks. */
export const isAvailable = (store: Store, pod: Resource, minReadySeconds = 0): boolean => {
  const ready = pod.status.conditions?.find((each: { type: string }) => each.type === 'Ready')
  return (
    isReady(pod) &&
    !isLeaving(pod) &&
    store.now() - Date.parse(ready.lastTransitionTime) >= minReadySeconds * 1000
  )
}

/** What the kubelet does: pods come up, or say why not, and end some time after they were told to. */
export const runPods = (store: Store, life: PodLife): void => {
  for (const pod of store.all('pods')) {
    const { creationTimestamp, deletionTimestamp, name } = pod.metadata
    if (deletionTimestamp !== undefined) {
      if (store.now() - Date.parse(deletionTimestamp) >= life.stopMilliseconds) store.remove('pods', name)
      continue
    }
    const image = pod.spec.containers[0].image
    const waiting = life.broken.has(image)
    const isUp = !waiting && store.now() - Date.parse(creationTimestamp) >= life.bootMilliseconds
    if (isUp === Boolean(isReady(pod)) && pod.status.containerStatuses !== undefined) continue
    const state = waiting ? { waiting: { reason: 'ImagePullBackOff' } } : { running: {} }
    store.put('pods', {
      ...pod,
      status: {
        phase: waiting ? 'Pending' : 'Running',
        conditions: [
          {
            type: 'Ready',
            status: isUp ? 'True' : 'False',
            lastTransitionTime: new Date(store.now()).toISOString(),
          },
        ],
        containerStatuses: [
          { name: pod.spec.containers[0].name, image, imageID: '', ready: isUp, restartCount: 0, state },
        ],
      },
    })
  }
}
