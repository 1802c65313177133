import type { Resource, Store } from './objects.ts'
import { createPod, digestOf, endPod, isAvailable, isLeaving, isReady, ownPods } from './pods.ts'

const hashLabel = 'controller-revision-hash'

/**
 * One look of the StatefulSet controller with `OrderedReady`: missing pods come back in order; then, from the highest
 * ordinal down to the partition, one pod at a time is replaced, and the controller waits for whichever is not healthy,
 * for ever, also when that one runs a version that is no longer asked for.
 */
export const reconcileStatefulSet = (store: Store, set: Resource): void => {
  const { replicas } = set.spec
  const update = revisionFor(store, set)
  const current = set.status.currentRevision ?? update
  move(store, set, update, current)

  const pods = ownPods(store, set).filter((pod) => !isLeaving(pod))
  const updated = pods.filter((pod) => pod.metadata.labels[hashLabel] === update)
  const ready = pods.filter((pod) => isReady(pod)).length
  const available = pods.filter((pod) => isAvailable(store, pod, set.spec.minReadySeconds)).length
  const isDone = updated.length === replicas && available === replicas
  store.put('statefulsets', {
    ...structuredClone(store.find('statefulsets', set.metadata.name) ?? set),
    status: {
      observedGeneration: set.metadata.generation,
      replicas: pods.length,
      readyReplicas: ready,
      availableReplicas: available,
      updatedReplicas: updated.length,
      currentReplicas: pods.length - (current === update ? 0 : updated.length),
      currentRevision: isDone ? update : current,
      updateRevision: update,
      collisionCount: 0,
    },
  })
}

const move = (store: Store, set: Resource, update: string, current: string): void => {
  const { replicas, updateStrategy } = set.spec
  const partition = updateStrategy?.rollingUpdate?.partition ?? 0
  const named = (ordinal: number) => store.find('pods', `${set.metadata.name}-${ordinal}`)
  for (let ordinal = 0; ordinal < replicas; ordinal++) {
    const pod = named(ordinal)
    if (pod === undefined) {
      const revision = ordinal >= partition ? update : current
      createPod(store, set, `${set.metadata.name}-${ordinal}`, templateOf(store, revision, set))
      return
    }
    if (!isReady(pod) || isLeaving(pod)) return
  }
  for (let ordinal = replicas - 1; ordinal >= partition; ordinal--) {
    const pod = named(ordinal)
    if (pod === undefined || !isAvailable(store, pod, set.spec.minReadySeconds)) return
    if (pod.metadata.labels[hashLabel] === update) continue
    endPod(store, pod)
    return
  }
}

const templateOf = (store: Store, revision: string, set: Resource): Resource => {
  const found = store.find('controllerrevisions', revision)
  const { $patch: _, ...template } = found?.['data'].spec.template ?? set.spec.template
  return { ...template, metadata: { labels: { ...template.metadata.labels, [hashLabel]: revision } } }
}

const revisionFor = (store: Store, set: Resource): string => {
  const name = `${set.metadata.name}-${digestOf(set.spec.template)}`
  const own = store
    .all('controllerrevisions')
    .filter((each) => each.metadata.ownerReferences?.[0]?.uid === set.metadata.uid)
  const highest = Math.max(0, ...own.map((each) => each['revision']))
  const found = store.find('controllerrevisions', name)
  if (found === undefined)
    store.add('controllerrevisions', {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: {
        name,
        labels: set.spec.template.metadata.labels,
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'StatefulSet',
            name: set.metadata.name,
            uid: set.metadata.uid,
            controller: true,
          },
        ],
      },
      data: { spec: { template: { ...set.spec.template, $patch: 'replace' } } },
      revision: highest + 1,
    })
  else if (found['revision'] < highest) store.put('controllerrevisions', { ...found, revision: highest + 1 })
  return name
}
