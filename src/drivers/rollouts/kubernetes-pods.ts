import type { Cluster } from '../../clients/kubernetes/cluster.ts'
import { ClusterError, type Resource } from '../../clients/kubernetes/failures.ts'
import { type Reader, readerOf } from '../../clients/kubernetes/reading.ts'
import { compareNames, type Instance } from '../../rollout/fleet.ts'
import type { ImageNaming } from './kubernetes-image.ts'

const usualZoneLabel = 'topology.kubernetes.io/zone'

/** A workload's pods, and how they are read. */
export interface PodView {
  readonly cluster: Cluster
  readonly namespace: string
  readonly container: string | undefined
  readonly naming: ImageNaming
  readonly zoneLabel: string | undefined
  /** Zones of nodes seen so far; null once the account turned out not to be allowed to look. */
  readonly nodeZones: { known: Map<string, string> | null }
}

export const podsOf = ({ namespace }: Pick<PodView, 'namespace'>): Resource => ({
  group: '',
  version: 'v1',
  plural: 'pods',
  namespace,
})

/**
 * The pods a controller made for the workload's selector. No instances are those that ended for good (evicted,
 * completed), and those of a ReplicaSet that are being stopped: they are replaced under another name already, while
 * one of a StatefulSet comes back under its own. @throws ClusterError
 */
export const listPods = async (
  { cluster, namespace }: PodView,
  workload: Reader,
  signal: AbortSignal,
): Promise<readonly Reader[]> => {
  const pods = await cluster.list(podsOf({ namespace }), selectorOf(workload), signal)
  const name = workload.needed('metadata', 'name')
  return pods
    .filter((pod) => !['Succeeded', 'Failed'].includes(pod.text('status', 'phase')))
    .filter((pod) =>
      pod.list('metadata', 'ownerReferences').some((owner) => {
        const kind = owner.text('kind')
        return kind === 'ReplicaSet' ? !isLeaving(pod) : kind === 'StatefulSet' && owner.text('name') === name
      }),
    )
    .toSorted((one, other) => compareNames(nameOf(one), nameOf(other)))
}

/** `app=web,tier in (a,b)`: the selector as the API takes it. */
export const selectorOf = (workload: Reader): string => {
  const labels = Object.entries(workload.texts('spec', 'selector', 'matchLabels')).map(
    ([key, value]) => `${key}=${value}`,
  )
  const expressions = workload.list('spec', 'selector', 'matchExpressions').map((expression) => {
    const key = expression.needed('key')
    const values = expression.list('values').map(({ value }) => String(value))
    switch (expression.needed('operator')) {
      case 'In':
        return `${key} in (${values.join(',')})`
      case 'NotIn':
        return `${key} notin (${values.join(',')})`
      case 'Exists':
        return key
      default:
        return `!${key}`
    }
  })
  return [...labels, ...expressions].join(',')
}

/** The container whose image says the version, of a pod or of a template. Null where it is not there. */
export const containerOf = (podSpec: Reader, name: string | undefined): Reader | null => {
  const containers = podSpec.list('containers')
  return (name === undefined ? containers[0] : containers.find((each) => each.text('name') === name)) ?? null
}

export const versionOfPod = (pod: Reader, { container, naming }: PodView): string => {
  const found = containerOf(readerOf(`pod ${nameOf(pod)}`, pod.record('spec')), container)
  return found === null ? 'unknown' : naming.versionOf(found.needed('image'))
}

export const nameOf = (object: Reader): string => object.needed('metadata', 'name')

export const isReady = (pod: Reader): boolean =>
  pod
    .list('status', 'conditions')
    .some((condition) => condition.text('type') === 'Ready' && condition.text('status') === 'True')

export const isLeaving = (pod: Reader): boolean => pod.has('metadata', 'deletionTimestamp')

/** Pods as instances: one that is being stopped may still answer, and gets no requests any more. */
export const instancesOf = async (
  view: PodView,
  pods: readonly Reader[],
  signal: AbortSignal,
): Promise<readonly Instance[]> => {
  const instances: Instance[] = []
  for (const pod of pods) {
    const zone = await zoneOfPod(view, pod, signal)
    instances.push({
      id: nameOf(pod),
      version: versionOfPod(pod, view),
      healthy: isReady(pod),
      inRotation: isReady(pod) && !isLeaving(pod),
      ...(zone !== '' && { zone }),
    })
  }
  return instances
}

/** From the pod's own label (clusters since 1.35 copy it there), else from its node where the account may look. */
const zoneOfPod = async (view: PodView, pod: Reader, signal: AbortSignal): Promise<string> => {
  const { cluster, zoneLabel = usualZoneLabel, nodeZones } = view
  const own = pod.text('metadata', 'labels', zoneLabel)
  const node = pod.text('spec', 'nodeName')
  if (own !== '' || node === '' || nodeZones.known === null) return own
  const known = nodeZones.known.get(node)
  if (known !== undefined) return known
  try {
    const found = await cluster.get(
      { group: '', version: 'v1', plural: 'nodes', namespace: null, name: node },
      signal,
    )
    const zone = found.text('metadata', 'labels', zoneLabel)
    nodeZones.known.set(node, zone)
    return zone
  } catch (error) {
    // Nodes belong to no namespace, and few accounts may read them: `targets.zones` can say what they would.
    if (!(error instanceof ClusterError) || !['denied', 'absent'].includes(error.failure)) throw error
    if (error.failure === 'denied') nodeZones.known = null
    return ''
  }
}

/** What keeps the first unready pod of a version from serving: `web-5: ImagePullBackOff`. Empty where nothing is known. */
export const troubleOf = (view: PodView, pods: readonly Reader[], version: string): string => {
  for (const pod of pods) {
    if (isReady(pod) || isLeaving(pod) || versionOfPod(pod, view) !== version) continue
    for (const status of [
      ...pod.list('status', 'initContainerStatuses'),
      ...pod.list('status', 'containerStatuses'),
    ]) {
      const reason = status.text('state', 'waiting', 'reason')
      if (reason !== '' && reason !== 'ContainerCreating' && reason !== 'PodInitializing')
        return `${nameOf(pod)}: ${reason}`
    }
    const unscheduled = pod
      .list('status', 'conditions')
      .find((each) => each.text('type') === 'PodScheduled' && each.text('status') === 'False')
    if (unscheduled !== undefined) return `${nameOf(pod)}: ${unscheduled.text('reason') || 'not scheduled'}`
  }
  return ''
}
