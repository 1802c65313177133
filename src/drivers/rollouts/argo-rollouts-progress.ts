import type { Reader } from '../../clients/kubernetes/reading.ts'
import type { OrchestratorProgress } from '../../rollout/engine/ports.ts'
import { directionOf } from './kubernetes-fence.ts'
import { replicasOf } from './kubernetes-workload.ts'

/** The controller has not looked yet. A text in the CRD; releases before 0.10 kept a hash there, which says nothing. */
export const isUnseenByArgo = (workload: Reader): boolean => {
  const observed = workload.text('status', 'observedGeneration')
  return /^\d*$/.test(observed) && Number(observed) < workload.count('metadata', 'generation')
}

/**
 * What Argo says of a Rollout: `status.phase` and `status.message`, which its controller works out, once it has seen the
 * latest change and carried out a promotion or abort that stands in the status.
 */
export const progressOf = (workload: Reader): OrchestratorProgress => {
  const moving = (why: string): OrchestratorProgress => ({ outcome: 'moving', why })
  if (isUnseenByArgo(workload)) return moving('the controller has not seen the change yet')
  const replicas = replicasOf(workload)
  const updated = workload.count('status', 'updatedReplicas')
  const available = workload.count('status', 'availableReplicas')
  const phase = workload.text('status', 'phase')
  const message = workload.text('status', 'message').replace(/\s+/g, ' ').slice(0, 300)
  const said = message === '' ? phase || 'no phase yet' : `${phase}: ${message}`

  if (workload.flag('status', 'abort')) {
    if (directionOf(workload) !== 'back') return { outcome: 'failed', why: `it was aborted (${said})` }
    if (phase !== 'Degraded' || updated > 0 || available < replicas)
      return moving(`the abort goes on (${said})`)
    return {
      outcome: 'settled',
      why: 'aborted, all pods run the version before; the Rollout, and Git if it manages it, still name the new one: revert it there',
    }
  }
  if (workload.flag('status', 'promoteFull')) return moving(`it is being promoted in full (${said})`)
  switch (phase) {
    case 'Healthy':
      return { outcome: 'settled', why: `${available} of ${replicas} pods are available` }
    case 'Degraded':
      return { outcome: 'failed', why: said }
    case 'Paused': {
      const reasons = workload.list('status', 'pauseConditions').map((each) => each.text('reason'))
      return reasons.includes('CanaryPauseStep')
        ? { outcome: 'settled', why: `it waits with ${updated} of ${replicas} pods updated` }
        : moving(`somebody, or an analysis, has paused it (${said})`)
    }
    default:
      return moving(said)
  }
}
