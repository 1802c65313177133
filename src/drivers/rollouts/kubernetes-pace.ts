import type { RolloutPlan } from '../../config/rollout/plan.ts'
import { roundedDown, roundedUp } from '../../rollout/capacity.ts'

/** What of a plan a controller that rolls by itself must be told. */
export type Pace = Pick<RolloutPlan, 'batch' | 'rollback'>

export type RollingLimits =
  | { readonly kind: 'limits'; readonly maxUnavailable: number; readonly maxSurge: number }
  | { readonly kind: 'impossible'; readonly why: string }

/**
 * The plan's limits in pods: the controller knows no `min-healthy`, so what may be unavailable is cut to what that
 * leaves. Going back is never refused: where nothing may be out, one pod more is started.
 */
export const rollingLimits = (
  { batch, rollback }: Pace,
  replicas: number,
  direction: 'forward' | 'back',
): RollingLimits => {
  const asked = direction === 'forward' ? batch.maxUnavailable : rollback.maxUnavailable
  const spare = Math.max(0, replicas - roundedUp(batch.minHealthy, replicas))
  const maxUnavailable = Math.min(roundedDown(asked, replicas), spare)
  const maxSurge = roundedUp(batch.maxSurge, replicas)
  if (maxUnavailable > 0 || maxSurge > 0) return { kind: 'limits', maxUnavailable, maxSurge }
  if (direction === 'back') return { kind: 'limits', maxUnavailable, maxSurge: 1 }
  return {
    kind: 'impossible',
    why:
      `of ${replicas} pods max-unavailable ${asked.text} and min-healthy ${batch.minHealthy.text} let none go, ` +
      'and max-surge is 0: set batch.max-surge to 1',
  }
}
