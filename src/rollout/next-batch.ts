import type { RolloutPlan } from '../config/rollout/plan.ts'
import { cutBatches } from './batches.ts'
import { capacityOf } from './capacity.ts'
import type { Move } from './events.ts'
import { type Instance, isAvailable, zoneOf } from './fleet.ts'
import { sayNames } from './judge-words.ts'
import { inOrder, type Turn } from './order.ts'
import { type RolloutState, waveOf } from './state.ts'
import { latestTouches } from './trail.ts'
import type { World } from './world.ts'

/** What may leave now. */
export type NextBatch =
  | { readonly outcome: 'batch'; readonly moves: readonly Move[] }
  /** Nothing is left to move; `remaining` those that could not be moved and shall not be tried again. */
  | { readonly outcome: 'complete'; readonly remaining: readonly string[] }
  /** Windows: nothing may begin before; null where no such time is known. */
  | { readonly outcome: 'closed'; readonly until: number | null; readonly why: string }
  | { readonly outcome: 'stuck'; readonly why: string }

/**
 * The next batch forward, from the fleet as it is now: who moves when follows the same rules as the plan, and what has
 * changed since then counts. A wave goes as far as was planned when it began, clipped to the fleet there is; the last
 * is the whole fleet, with whoever has joined.
 */
export const nextForward = (
  state: RolloutState,
  observed: readonly Instance[],
  plan: RolloutPlan,
  world: World,
): NextBatch => {
  const fleet = withKeptOut(state, observed)
  const { started, unmoved, trail } = state
  const { moving, exposed } = sidesOf(state, fleet)
  // The first wave moves somebody, whoever runs the version already.
  const count = Math.max(trail === null ? 1 : 0, exposureOf(state, fleet.length) - exposed)
  if (count <= 0 || moving.length === 0) return { outcome: 'complete', remaining: [] }

  const ordered = inOrder(moving, plan.order, world.calendar, world)
  const turns = (unmoved.size === 0 ? ordered : lastIfUnmoved(ordered, unmoved)).slice(0, count)
  const batch = world.rollsWaves ? turns : cut(turns, withMissing(fleet, world), plan)
  if (typeof batch === 'string') return { outcome: 'stuck', why: batch }
  const closed = closedUntil(batch, world)
  if (closed !== null) return closed
  const ill = world.rollsWaves ? [] : illElsewhere(batch, fleet, state, plan)
  if (ill.length > 0)
    return {
      outcome: 'stuck',
      why: `${sayNames(ill)} fell ill after the move, and zones go one by one`,
    }
  return {
    outcome: 'batch',
    // Nobody knows what an instance ran that cannot be asked: it goes back to what most ran.
    moves: batch.map(({ instance: { id, version } }) => ({
      id,
      from: version === '' ? (started!.from[0] ?? '') : version,
      to: started!.to,
    })),
  }
}

/** Who is still to move, and how many run the new version. Who failed or shall be left as it is, is neither. */
export const sidesOf = (
  { started, failed, skipped, trail }: RolloutState,
  fleet: readonly Instance[],
): { readonly moving: readonly Instance[]; readonly exposed: number } => {
  const touched = latestTouches(trail)
  const moving: Instance[] = []
  let exposed = 0
  for (const instance of fleet) {
    const { id, version, healthy } = instance
    if (failed.has(id)) continue
    // One we have moved and that nobody can ask now is ill, not old: it is judged, not restarted over and over.
    if (version === started!.to || (!healthy && touched.get(id)?.direction === 'forward')) exposed++
    else if (!skipped.has(id)) moving.push(instance)
  }
  return { moving, exposed }
}

/** How many run the new version when the wave under way ends. */
export const exposureOf = (state: RolloutState, fleetSize: number): number => {
  const waves = state.started!.waves
  const wave = waveOf(state)
  return wave === waves.length - 1 ? fleetSize : Math.min(fleetSize, waves[wave]!.exposure)
}

const lastIfUnmoved = (turns: readonly Turn[], unmoved: ReadonlyMap<string, number>): readonly Turn[] => {
  const tries = ({ instance }: Turn): number => unmoved.get(instance.id) ?? 0
  return turns.toSorted((one, other) => tries(one) - tries(other))
}

/**
 * The fleet as it is about to be: who failed on the way forward is kept out of rotation until it has gone back,
 * whatever it looks like at the moment.
 */
export const withKeptOut = (
  { failed, trail }: RolloutState,
  fleet: readonly Instance[],
): readonly Instance[] => {
  if (!fleet.some(({ id, inRotation }) => inRotation && failed.has(id))) return fleet
  const touched = latestTouches(trail)
  return fleet.map((instance) =>
    failed.has(instance.id) && touched.get(instance.id)?.direction === 'forward'
      ? { ...instance, inRotation: false }
      : instance,
  )
}

/** Whom capacity is counted for: who was listed lately and is not counts as out. */
export const withMissing = (
  fleet: readonly Instance[],
  { missing }: Pick<World, 'missing'>,
): readonly Instance[] => [...fleet, ...missing.map((instance) => ({ ...instance, healthy: false }))]

/** The first batch that capacity allows, or why there is none. */
const cut = (
  turns: readonly Turn[],
  fleet: readonly Instance[],
  plan: RolloutPlan,
): readonly Turn[] | string => {
  const capacity = capacityOf(fleet, plan.batch)
  const near = firstPlace(turns)
  const cutting = cutBatches(near, [near.length], capacity, fleet)
  if (cutting.outcome === 'cut') return cutting.waves[0]![0]!.turns
  const { serving, size, minHealthy, mostOut } = capacity
  return cutting.because === 'weight'
    ? `${cutting.at.id} carries so much that too little would be left`
    : `${serving} of ${size} serve, at most ${mostOut} may be out and at least ${minHealthy} must serve`
}

/** Batches never cross a place, so no more than the first one need be looked at. */
export const firstPlace = (turns: readonly Turn[]): readonly Turn[] => {
  const end = turns.findIndex(({ place }) => place !== turns[0]!.place)
  return end < 0 ? turns : turns.slice(0, end)
}

const closedUntil = (batch: readonly Turn[], { calendar, now, batchSeconds }: World): NextBatch | null => {
  for (const scope of new Set(batch.map((turn) => turn.scope))) {
    const until = calendar.nextOpen(scope, now, batchSeconds)
    const holding = calendar.holdingAt(scope, now)
    if (until !== now)
      return {
        outcome: 'closed',
        until,
        why: `closed by ${(holding.length > 0 ? holding : calendar.namesOf(scope)).join(', ')} for ${sayNames(
          batch.filter((turn) => turn.scope === scope).map(({ instance }) => instance.id),
        )}`,
      }
  }
  return null
}

/** Moved by this run, ill since, and in another zone: a second zone must not be touched until they are well. */
const illElsewhere = (
  batch: readonly Turn[],
  fleet: readonly Instance[],
  { failed, skipped, trail }: RolloutState,
  { order }: RolloutPlan,
): readonly string[] => {
  const zone = zoneOf(batch[0]!.instance)
  // Restarting who serves nobody takes nothing from anybody.
  if (order.zones !== 'sequential' || !batch.some(({ instance }) => isAvailable(instance))) return []
  const ill = fleet.filter(
    (instance) =>
      !isAvailable(instance) &&
      zoneOf(instance) !== zone &&
      !failed.has(instance.id) &&
      !skipped.has(instance.id),
  )
  const touched = ill.length === 0 ? null : latestTouches(trail)
  return ill.flatMap(({ id }) => (touched?.get(id)?.direction === 'forward' ? [id] : []))
}
