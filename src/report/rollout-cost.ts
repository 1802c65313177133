/** What moving instances has cost those who sent requests, and who counted that. */
import { formatCount } from '../domain/counting.ts'
import type { BalancedCount, MovedEvent } from '../rollout/events.ts'
import { sayCount, sayErrors } from '../rollout/judge-words.ts'
import { balancedNames, plus, tallyNames } from '../rollout/metering.ts'
import type { Tally } from '../rollout/sequential.ts'

/** Over all batches so far, both ways. */
export interface Cost {
  readonly batches: number
  /** By the load balancers; null where they counted none of the batches. */
  readonly balanced: BalancedCount | null
  /** By what the gate reads; null where it counted none of them. */
  readonly served: Tally | null
  /** Batches that each has not counted, or not from their beginning to their end. */
  readonly gaps: { readonly balanced: number; readonly served: number }
  readonly leastServing: number | null
}

export const noCost: Cost = {
  batches: 0,
  balanced: null,
  served: null,
  gaps: { balanced: 0, served: 0 },
  leastServing: null,
}

/** With one more batch. `isResumed`: another coordinator has ended it, and nobody counted in between. */
export const addCost = (cost: Cost, moved: MovedEvent, isResumed: boolean): Cost => {
  const { balanced, served, leastServing } = moved
  const gap = (count: unknown): number => (count === undefined || isResumed ? 1 : 0)
  return {
    batches: cost.batches + 1,
    balanced: balanced ? plus(balancedNames, cost.balanced ?? noBalanced, balanced) : cost.balanced,
    served: served ? plus(tallyNames, cost.served ?? noTally, served) : cost.served,
    gaps: { balanced: cost.gaps.balanced + gap(balanced), served: cost.gaps.served + gap(served) },
    leastServing: cost.leastServing === null ? leastServing : Math.min(cost.leastServing, leastServing),
  }
}

const noBalanced: BalancedCount = { requests: 0, lost: 0, serverErrors: 0 }
const noTally: Tally = { requests: 0, errors: 0 }

/** "lost to restarts: 0 of 226,100 requests at the load balancer", "least serving 40"; nothing where nothing moved. */
export const sayCost = ({ batches, balanced, served, gaps, leastServing }: Cost): readonly string[] => {
  if (batches === 0) return []
  const sayGap = (gap: number): string =>
    gap === 0 ? '' : ` (${gap} of ${sayBatches(batches)} not counted whole)`
  const serving = leastServing === null ? [] : [`least serving ${formatCount(leastServing)}`]
  if (balanced !== null) {
    const { requests, lost, serverErrors } = balanced
    const failed = serverErrors > 0 ? `, ${formatCount(serverErrors)} answered 5xx` : ''
    return [
      `lost to restarts: ${formatCount(lost)} of ${sayCount(requests, 'request')} at the load balancer${failed}${sayGap(gaps.balanced)}`,
      ...serving,
    ]
  }
  return served === null
    ? ['lost to restarts: not counted, no load balancer was asked', ...serving]
    : [`while instances moved ${sayErrors(served)}, as the gate counts${sayGap(gaps.served)}`, ...serving]
}

const sayBatches = (count: number): string => sayCount(count, 'batch', 'batches')
