import { driverKeys } from './driver.ts'
import { workloadKeys } from './kubernetes.ts'

/** A Rollout of Argo: we write its steps from the risk, then promote or abort. */
export const argoRollouts = driverKeys(
  'argo-rollouts',
  {
    is: 'A Rollout of Argo Rollouts; its controller does the rolling. Held to the published schema, untested on a real one.',
    surges: true,
  },
  workloadKeys,
)
