import { type Capacity, weightOf } from './capacity.ts'
import { type Instance, isAvailable } from './fleet.ts'
import type { Turn } from './order.ts'

/** What is out of service at once, and who serves meanwhile. */
export interface Batch {
  readonly turns: readonly Turn[]
  /** Instances that serve while the batch is out. */
  readonly serving: number
  /** And once it is back. */
  readonly servingAfter: number
}

export type Batches =
  | { readonly outcome: 'cut'; readonly waves: readonly (readonly Batch[])[] }
  /** Not even this one may leave. */
  | {
      readonly outcome: 'stuck'
      readonly at: Instance
      readonly out: number
      readonly because: 'count' | 'weight'
    }

/**
 * Cuts the order into waves (`ends`: how many have moved when each is over) and these into batches. A batch never
 * crosses a place, and never leaves fewer serving than the floor; who serves nobody already costs nothing to restart,
 * but counts as out until it has been.
 */
export const cutBatches = (
  turns: readonly Turn[],
  ends: readonly number[],
  capacity: Capacity,
  fleet: readonly Instance[],
): Batches => {
  let out = capacity.size - capacity.serving
  let weight = fleet.reduce((sum, instance) => sum + (isAvailable(instance) ? weightOf(instance) : 0), 0)
  const most = capacity.mostOut + capacity.surge
  const waves: Batch[][] = []
  let next = 0
  for (const end of ends) {
    const batches: Batch[] = []
    while (next < end) {
      const start = next
      const room = most - out
      let healthy = 0
      let taken = 0
      for (; next < end && next - start < Math.max(1, most); next++) {
        const { instance, place } = turns[next]!
        if (place !== turns[start]!.place) break
        if (!isAvailable(instance)) continue
        if (healthy >= room || weight - taken - weightOf(instance) < capacity.weightFloor - hair) break
        healthy++
        taken += weightOf(instance)
      }
      if (next === start) {
        const { instance } = turns[start]!
        return { outcome: 'stuck', at: instance, out, because: room < 1 ? 'count' : 'weight' }
      }
      const batch = turns.slice(start, next)
      const serving = capacity.size - out - Math.max(0, healthy - capacity.surge)
      for (const { instance } of batch) {
        if (isAvailable(instance)) continue
        out--
        weight += weightOf(instance)
      }
      batches.push({ turns: batch, serving, servingAfter: capacity.size - out })
    }
    waves.push(batches)
  }
  return { outcome: 'cut', waves }
}

/** Sums of decimal weights are not exact in binary. */
const hair = 1e-9
