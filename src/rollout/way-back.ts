import type { RolloutPlan } from '../config/rollout/plan.ts'
import { cutBatches } from './batches.ts'
import { type Capacity, capacityOf } from './capacity.ts'
import type { Move } from './events.ts'
import { type Instance, isAvailable, zoneOf } from './fleet.ts'
import { sayNames } from './judge-words.ts'
import { firstPlace, type NextBatch, withKeptOut, withMissing } from './next-batch.ts'
import type { Turn } from './order.ts'
import type { RolloutState } from './state.ts'
import { latestTouches, type Trail } from './trail.ts'
import type { World } from './world.ts'

/** So often is an instance tried that serves on and cannot be taken out. */
const mostTries = 3

interface WayBack {
  readonly going: readonly { readonly instance: Instance; readonly target: string }[]
  readonly givenUp: readonly string[]
}

/**
 * The next batch on the way back: to what each ran before, those that serve nobody first, then the newest. Windows do
 * not hold it up: a bad version is worse than a restart at a bad time. Capacity does: min-healthy, and the limit of
 * `rollback`, which lets at least one go.
 */
export const nextBack = (
  state: RolloutState,
  observed: readonly Instance[],
  plan: RolloutPlan,
  world: World,
): NextBatch => {
  if (world.rollsWaves) return allBack(state, observed)
  const fleet = withKeptOut(state, observed)
  const { going, givenUp } = wayBack(state, fleet)
  if (going.length === 0) {
    const unlisted = wayBack(state, world.missing).going.map(({ instance }) => instance.id)
    return unlisted.length > 0
      ? { outcome: 'stuck', why: `${sayNames(unlisted)} must go back and cannot be found` }
      : { outcome: 'complete', remaining: givenUp }
  }
  const tries = (id: string): number => state.unmoved.get(id) ?? 0
  const rank = (instance: Instance): number => tries(instance.id) * 2 + (isAvailable(instance) ? 1 : 0)
  const ordered = going.toSorted((one, other) => rank(one.instance) - rank(other.instance))
  const targets = new Map(going.map(({ instance, target }) => [instance.id, target]))
  const all = withMissing(fleet, world)
  const capacity = capacityBack(all, targets, plan)
  const turns = ordered.map(({ instance }): Turn => {
    const place = plan.order.zones === 'sequential' ? zoneOf(instance) : ''
    return { instance, scope: '', place }
  })
  const near = firstPlace(turns).slice(0, Math.max(1, capacity.maxUnavailable))
  const cutting = cutBatches(near, [near.length], capacity, all)
  if (cutting.outcome === 'stuck')
    return {
      outcome: 'stuck',
      why: `${capacity.serving} of ${capacity.size} serve and ${capacity.minHealthy} must, so ${cutting.at.id} cannot go back yet`,
    }
  const moves = cutting.waves[0]![0]!.turns.map(
    ({ instance: { id, version } }): Move => ({ id, from: version, to: targets.get(id)! }),
  )
  return { outcome: 'batch', moves }
}

/** Who still has to go back; names of those that must, and of those nobody tries again. */
export const wayBack = (state: RolloutState, fleet: readonly Instance[]): WayBack => {
  const instances = new Map(fleet.map((instance) => [instance.id, instance]))
  const going: { instance: Instance; target: string }[] = []
  const givenUp: string[] = []
  for (const [id, touch] of latestTouches(state.trail)) {
    const instance = instances.get(id)
    // Who has left the fleet needs no way back, and who shall be left as it is gets none.
    if (instance === undefined || state.skipped.has(id) || isBack(touch, instance)) continue
    const isTriedOut =
      (touch.direction === 'back' && touch.turn === state.turns) || (state.unmoved.get(id) ?? 0) >= mostTries
    const target = touch.direction === 'forward' ? touch.move.from : touch.move.to
    // It was down, and so was everybody else who could have told what runs here: a person must say.
    if (isTriedOut || target === '') givenUp.push(id)
    else going.push({ instance, target })
  }
  return { going, givenUp }
}

/** One that failed may run the old version and still be out of rotation, so its version alone says nothing. */
const isBack = ({ direction, outcome, move }: Trail, { version }: Instance): boolean =>
  outcome === 'moved' && (direction === 'back' || version === move.from)

/** Who is out and stays out, such as one that could not be moved back, takes nobody's place; min-healthy holds. */
const capacityBack = (
  fleet: readonly Instance[],
  going: ReadonlyMap<string, string>,
  { batch, rollback }: RolloutPlan,
): Capacity => {
  const capacity = capacityOf(fleet, { ...batch, maxUnavailable: rollback.maxUnavailable })
  const { size, maxUnavailable, minHealthy } = capacity
  const staying = fleet.filter((instance) => !isAvailable(instance) && !going.has(instance.id)).length
  const most = staying + Math.max(1, maxUnavailable)
  return { ...capacity, mostOut: Math.max(0, Math.min(most, size - minHealthy)) }
}

/** An orchestrator replaces instances, and their names with them: it is asked once for all. */
const allBack = (state: RolloutState, fleet: readonly Instance[]): NextBatch => {
  const { trail, turns, started, unmoved } = state
  const isAsked = trail?.direction === 'back' && trail.turn === turns
  const onNew = fleet.filter(({ version }) => version === started!.to)
  const targets = new Set(onNew.length > 0 ? onNew : fleet)
  const going = [...targets].filter(({ id }) => (unmoved.get(id) ?? 0) < mostTries)
  if (state.batches === 0) return { outcome: 'complete', remaining: [] }
  if (isAsked || going.length === 0) {
    const isBackAgain = isAsked && trailSucceeded(trail, turns)
    return { outcome: 'complete', remaining: isBackAgain ? [] : onNew.map(({ id }) => id) }
  }
  const to = started!.from[0] ?? ''
  return { outcome: 'batch', moves: going.map(({ id, version }) => ({ id, from: version, to })) }
}

const trailSucceeded = (trail: Trail | null, turn: number): boolean => {
  for (let at = trail; at !== null && at.direction === 'back' && at.turn === turn; at = at.older)
    if (at.outcome === 'failed') return false
  return true
}
