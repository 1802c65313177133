import type { Cluster } from '../../clients/kubernetes/cluster.ts'
import { isObject, type KubernetesObject, type Reader, readerOf } from '../../clients/kubernetes/reading.ts'
import type { ImageNaming } from './kubernetes-image.ts'
import { containerOf, nameOf, selectorOf } from './kubernetes-pods.ts'

/** How a workload's pod template is found, and read for its version. */
export interface TemplateView {
  readonly cluster: Cluster
  readonly namespace: string
  readonly container: string | undefined
  readonly naming: ImageNaming
}

export type Aim =
  | { readonly kind: 'image'; readonly container: string; readonly image: string; readonly isThere: boolean }
  | { readonly kind: 'never'; readonly why: string }

/** Which container gets which image for a version, and whether it has it. */
export const aimOf = (workload: Reader, view: TemplateView, version: string): Aim => {
  const spec = readerOf(nameOf(workload), workload.record('spec', 'template', 'spec'))
  const found = containerOf(spec, view.container)
  if (found === null) {
    const names = spec.list('containers').map((each) => each.text('name'))
    const known = names.join(', ') || 'none'
    return {
      kind: 'never',
      why: `it has no container "${view.container}": targets.container is one of ${known}`,
    }
  }
  const current = found.needed('image')
  const image = view.naming.imageOf(version, current)
  if (image === null)
    return { kind: 'never', why: `"${version}" can be no tag and no digest of an image: use one that is` }
  return { kind: 'image', container: found.needed('name'), image, isThere: image === current }
}

/** A strategic patch of the template: only the image changes. */
export const imagePatch = ({ container, image }: Extract<Aim, { kind: 'image' }>): KubernetesObject => ({
  spec: { containers: [{ name: container, image }] },
})

export const versionOfTemplate = (template: unknown, { container, naming }: TemplateView): string | null => {
  const spec = isObject(template) ? template['spec'] : undefined
  if (!isObject(spec)) return null
  const found = containerOf(readerOf('template', spec), container)
  return found === null ? null : naming.versionOf(found.needed('image'))
}

/**
 * The newest remembered template with that version, as `kubectl rollout undo` would restore it; null where the history
 * is too short. A Deployment remembers in its ReplicaSets. @throws ClusterError
 */
export const templateFromReplicaSets = async (
  workload: Reader,
  view: TemplateView,
  version: string,
  signal: AbortSignal,
  revisionKey = 'deployment.kubernetes.io/revision',
): Promise<KubernetesObject | null> => {
  const { cluster, namespace } = view
  const uid = workload.needed('metadata', 'uid')
  const found = await cluster.list(
    { group: 'apps', version: 'v1', plural: 'replicasets', namespace },
    selectorOf(workload),
    signal,
  )
  const [newest] = found
    .filter((set) => ownedBy(set, uid))
    .map((set) => ({
      revision: Number(set.text('metadata', 'annotations', revisionKey)),
      template: set.record('spec', 'template'),
    }))
    .filter(({ template }) => versionOfTemplate(template, view) === version)
    .toSorted((one, other) => other.revision - one.revision)
  return newest === undefined ? null : withoutHash(newest.template)
}

/** A StatefulSet remembers in its ControllerRevisions. @throws ClusterError */
export const templateFromRevisions = async (
  workload: Reader,
  view: TemplateView,
  version: string,
  signal: AbortSignal,
): Promise<KubernetesObject | null> => {
  const { cluster, namespace } = view
  const uid = workload.needed('metadata', 'uid')
  const found = await cluster.list(
    { group: 'apps', version: 'v1', plural: 'controllerrevisions', namespace },
    selectorOf(workload),
    signal,
  )
  const [newest] = found
    .filter((each) => ownedBy(each, uid))
    .map((each) => ({ revision: each.count('revision'), template: each.record('data', 'spec', 'template') }))
    .filter(({ template }) => versionOfTemplate(template, view) === version)
    .toSorted((one, other) => other.revision - one.revision)
  return newest === undefined ? null : newest.template
}

const ownedBy = (object: Reader, uid: string): boolean =>
  object.list('metadata', 'ownerReferences').some((owner) => owner.text('uid') === uid)

/** The controllers' own labels say which ReplicaSet a template became; they are no part of what was asked for. */
const withoutHash = (template: KubernetesObject): KubernetesObject => {
  const metadata = isObject(template['metadata']) ? template['metadata'] : {}
  const labels = isObject(metadata['labels']) ? metadata['labels'] : {}
  const kept = Object.entries(labels).filter(
    ([key]) => key !== 'pod-template-hash' && key !== 'rollouts-pod-template-hash',
  )
  return { ...template, metadata: { ...metadata, labels: Object.fromEntries(kept) } }
}
