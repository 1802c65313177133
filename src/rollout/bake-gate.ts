import type { RolloutPlan } from '../config/rollout/plan.ts'
import type { Gate, MetricGate } from './judge-evidence.ts'

/** Chance that an excess of p-max passes unseen; what `missedByGate` of the pace counts with. */
const beta = 0.05
/** Slow is slower than nearly all requests of the old version. */
const quantile = 0.99
/** An instance that falls ill more often in a bake has failed. */
const mostFlaps = 2

/** How often sources are asked: sixty looks a bake, never more than once a second nor less than twice a minute. */
export const windowSecondsOf = (bakeSeconds: number): number => Math.max(1, Math.min(30, bakeSeconds / 60))

/** What the plan asks of a wave that is watched so long. */
export const gateOf = ({ gate, bake, health }: RolloutPlan, bakeSeconds: number): Gate => {
  const { errors, latency } = gate.metrics
  const metrics: Record<string, MetricGate> = {
    ...(errors && { errors: { kind: 'errors', alpha: errors.alpha, beta, pMax: errors.pMax } }),
    ...(latency && {
      latency: { kind: 'latency', alpha: latency.alpha, beta, pMax: latency.pMax, quantile },
    }),
  }
  return {
    bakeSeconds,
    windowSeconds: windowSecondsOf(bakeSeconds),
    minRequests: bake.minRequests,
    inconclusiveSeconds: gate.inconclusiveDeadline.seconds,
    onNoData: gate.onNoData,
    metrics,
    health: {
      minHealthySeconds: health.minHealthyTime.seconds,
      maxFlaps: mostFlaps,
      // The plan names the failure that stops, the judge those that may be.
      maxFailed: health.maxFailed - 1,
    },
  }
}
