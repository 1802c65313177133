import { type Cluster, openCluster } from '../../clients/kubernetes/cluster.ts'
import { ClusterError, type Resource } from '../../clients/kubernetes/failures.ts'
import { locateAccess } from '../../clients/kubernetes/locating.ts'
import type { Reader } from '../../clients/kubernetes/reading.ts'
import type { Targets } from '../../config/rollout/drivers/all.ts'
import type { Clock, OrchestratorProgress } from '../../rollout/engine/ports.ts'
import { runCommand } from './command.ts'
import { imageNaming } from './kubernetes-image.ts'
import type { Pace } from './kubernetes-pace.ts'
import type { PodView } from './kubernetes-pods.ts'
import type { TemplateView } from './kubernetes-template.ts'
import type { Surroundings } from './surroundings.ts'

/** A workload of a cluster, opened: what all three kinds of them need. */
export interface OpenWorkload extends PodView, TemplateView {
  readonly cluster: Cluster
  readonly resource: Resource
  readonly clock: Clock
  readonly pace: Pace | null
  readonly minReadySeconds: number
  readonly progressSeconds: number
}

type WorkloadTargets = Extract<Targets, { driver: 'kubernetes' | 'argo-rollouts' }>

const pluginMilliseconds = 30_000

/** @throws ConfigError where the kubeconfig or the plan cannot be obeyed; asks the cluster nothing yet */
export const openWorkload = async (
  targets: WorkloadTargets,
  { clock, directory, environment, health }: Surroundings,
  kind: Pick<Resource, 'group' | 'version' | 'plural'>,
  pace: Pace | null,
): Promise<OpenWorkload> => {
  const access = await locateAccess({
    kubeconfig: targets.kubeconfig,
    context: targets.context,
    directory,
    environment,
  })
  return {
    cluster: openCluster(access, {
      clock,
      environment,
      run: (request) => runCommand({ ...request, directory, milliseconds: pluginMilliseconds }),
    }),
    resource: { ...kind, namespace: targets.namespace, name: targets.name },
    namespace: targets.namespace,
    container: targets.container,
    naming: imageNaming(targets.image),
    zoneLabel: targets['zone-label'],
    nodeZones: { known: new Map() },
    clock,
    pace,
    minReadySeconds: health.minHealthyTime.seconds,
    progressSeconds: health.progressDeadline.seconds,
  }
}

/** Pods the workload is asked to have; 1 where it does not say. */
export const replicasOf = (workload: Reader): number =>
  workload.has('spec', 'replicas') ? workload.count('spec', 'replicas') : 1

/** The controller has not looked yet at what was asked last. */
export const isUnseen = (workload: Reader): boolean =>
  workload.count('status', 'observedGeneration') < workload.count('metadata', 'generation')

/** A cluster that cannot be asked tells nothing: neither that it is done nor that it has failed. */
export const askedProgress = async (
  ask: () => Promise<OrchestratorProgress>,
): Promise<OrchestratorProgress> => {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error
    return { outcome: 'moving', why: error.message }
  }
}
