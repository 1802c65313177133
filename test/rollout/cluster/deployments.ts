import type { Resource, Store } from './objects.ts'
import { createPod, digestOf, endPod, isAvailable, isLeaving, ownPods } from './pods.ts'

const revisionKey = 'deployment.kubernetes.io/revision'
const seen = new Map<string, { at: number; mark: string }>()

/** One look of the Deployment controller: the newest ReplicaSet grows and the others shrink inside the limits. */
export const reconcileDeployment = (store: Store, deployment: Resource): void => {
  const sets = store
    .all('replicasets')
    .filter((set) => set.metadata.ownerReferences?.[0]?.uid === deployment.metadata.uid)
  const { replicas, template, paused, minReadySeconds = 0, progressDeadlineSeconds = 600 } = deployment.spec
  let newest = sets.find((set) => digestOf(set.spec.bare) === digestOf(template))
  const revisions = sets.map((set) => Number(set.metadata.annotations[revisionKey]))
  const highest = Math.max(0, ...revisions)
  if (newest === undefined && !paused) newest = addSet(store, deployment, highest + 1)
  else if (newest !== undefined && Number(newest.metadata.annotations[revisionKey]) < highest && !paused) {
    const again = structuredClone(newest)
    again.metadata.annotations[revisionKey] = String(highest + 1)
    newest = store.put('replicasets', again)
  }
  const all = [
    ...sets.filter((set) => set.metadata.name !== newest?.metadata.name),
    ...(newest ? [newest] : []),
  ]
  if (!paused && newest !== undefined) pace(store, deployment, newest, all)
  for (const set of store
    .all('replicasets')
    .filter((each) => all.some((one) => one.metadata.name === each.metadata.name)))
    reconcileSet(store, set)

  const standing = (set: Resource | undefined) =>
    set === undefined ? [] : ownPods(store, set).filter((pod) => !isLeaving(pod))
  const pods = all.flatMap(standing)
  const available = pods.filter((pod) => isAvailable(store, pod, minReadySeconds)).length
  const updated = standing(newest).length
  const mark = [newest?.metadata.name, pods.length, updated, available, deployment.metadata.generation].join()
  const key = deployment.metadata.uid
  if (seen.get(key)?.mark !== mark) seen.set(key, { at: store.now(), mark })
  const isDone = updated === replicas && pods.length === replicas && available === replicas
  const isOver = !isDone && store.now() - (seen.get(key)?.at ?? 0) > progressDeadlineSeconds * 1000
  const after = structuredClone(store.find('deployments', deployment.metadata.name) ?? deployment)
  if (newest !== undefined)
    after.metadata.annotations[revisionKey] = String(newest.metadata.annotations[revisionKey])
  after.status = {
    observedGeneration: deployment.metadata.generation,
    replicas: pods.length,
    updatedReplicas: updated,
    readyReplicas: available,
    availableReplicas: available,
    conditions: [
      isOver
        ? {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            message: 'timed out progressing',
          }
        : {
            type: 'Progressing',
            status: 'True',
            reason: isDone ? 'NewReplicaSetAvailable' : 'ReplicaSetUpdated',
          },
    ],
  }
  store.put('deployments', after)
}

const addSet = (store: Store, deployment: Resource, revision: number): Resource => {
  const { template } = deployment.spec
  const hash = digestOf(template)
  const labels = { ...template.metadata.labels, 'pod-template-hash': hash }
  return store.add('replicasets', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      labels,
      annotations: { [revisionKey]: String(revision) },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: deployment.metadata.name,
          uid: deployment.metadata.uid,
          controller: true,
        },
      ],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { ...template, metadata: { ...template.metadata, labels } },
      bare: template,
    },
  })
}

const resolve = (limit: number | string, replicas: number, round: (value: number) => number): number =>
  typeof limit === 'number' ? limit : round((Number.parseInt(limit, 10) * replicas) / 100)

const pace = (store: Store, deployment: Resource, newest: Resource, all: readonly Resource[]): void => {
  const { replicas, minReadySeconds = 0, strategy } = deployment.spec
  const { maxSurge = '25%', maxUnavailable = '25%' } = strategy?.rollingUpdate ?? {}
  const surge = resolve(maxSurge, replicas, Math.ceil)
  const out = resolve(maxUnavailable, replicas, Math.floor)
  const scale = (set: Resource, count: number) => {
    if (set.spec.replicas !== count)
      store.put('replicasets', { ...set, spec: { ...set.spec, replicas: count } })
  }
  const total = all.reduce((sum, set) => sum + set.spec.replicas, 0)
  const grown = Math.min(replicas, newest.spec.replicas + Math.max(0, replicas + surge - total))
  scale(newest, Math.max(grown, 0))
  const isServing = (pod: Resource) => isAvailable(store, pod, minReadySeconds)
  const available = all.flatMap((set) => ownPods(store, set)).filter(isServing).length
  let spare = available - (replicas - out)
  for (const set of all.filter((each) => each !== newest && each.spec.replicas > 0)) {
    const unavailable = Math.max(0, set.spec.replicas - ownPods(store, set).filter(isServing).length)
    const fewer = Math.min(set.spec.replicas, unavailable + Math.max(0, spare))
    spare -= Math.max(0, fewer - unavailable)
    scale(set, set.spec.replicas - fewer)
  }
}

const reconcileSet = (store: Store, set: Resource): void => {
  const standing = ownPods(store, set).filter((pod) => !isLeaving(pod))
  for (let count = standing.length; count < set.spec.replicas; count++)
    createPod(
      store,
      set,
      `${set.metadata.name}-${digestOf([store.now(), count, set.metadata.name])}`,
      set.spec.template,
    )
  const unreadyFirst = standing.toSorted(
    (one, other) => Number(isAvailable(store, one)) - Number(isAvailable(store, other)),
  )
  for (const pod of unreadyFirst.slice(0, Math.max(0, standing.length - set.spec.replicas)))
    endPod(store, pod)
}
