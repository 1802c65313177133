import type { Targets } from '../../config/rollout/drivers/all.ts'
import type { Orchestrator } from '../../rollout/engine/ports.ts'
import { deploymentOrchestrator } from './kubernetes-deployment.ts'
import type { Pace } from './kubernetes-pace.ts'
import { statefulSetOrchestrator } from './kubernetes-stateful-set.ts'
import { openWorkload } from './kubernetes-workload.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * A Deployment or StatefulSet: its controller rolls, we set pace, gate and verdict. Every write carries the version of
 * the object it was decided on, and who wrote (epoch, operation) as annotations: an older coordinator is refused.
 * `pace` is the plan's `batch` and `rollback`; without it a Deployment keeps the limits it has.
 * The account needs get and patch on the workload, list on pods, list on replicasets (controllerrevisions of a
 * StatefulSet, and delete on pods), and get on nodes only where zones are not on the pods.
 * @throws ConfigError where the kubeconfig or the plan cannot be obeyed
 */
export const openKubernetes = async (
  targets: Extract<Targets, { driver: 'kubernetes' }>,
  surroundings: Surroundings,
  pace: Pace | null = null,
): Promise<Orchestrator> => {
  const plural = targets.kind === 'deployment' ? 'deployments' : 'statefulsets'
  const open = await openWorkload(targets, surroundings, { group: 'apps', version: 'v1', plural }, pace)
  return targets.kind === 'deployment' ? deploymentOrchestrator(open) : statefulSetOrchestrator(open)
}
