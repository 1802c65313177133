import type { Band } from '../domain/decision.ts'
import { zoneOf } from './fleet.ts'
import { type Layout, layOut, type PlanRequest, type Refused } from './layout.ts'
import { schedule, type WaveTimes } from './schedule.ts'
import { type PlannedWait, waitsOf } from './waits.ts'

/** From and until, ISO 8601 in UTC. */
export interface TimeSpan {
  readonly from: string
  readonly until: string
}

/** When a batch is out, in which zones, and how many serve meanwhile and afterwards. */
export interface PlannedBatch extends TimeSpan {
  readonly zones: readonly string[]
  readonly serving: number
  readonly servingAfter: number
}

export interface PlannedWave {
  /** Instances on the new version when it ends. */
  readonly exposure: number
  /** Names of the instances, batch by batch. */
  readonly batches: readonly (readonly string[])[]
  /** The same batches in time. */
  readonly steps: readonly PlannedBatch[]
  readonly bakeSeconds: number
  readonly bake: TimeSpan
  /** That the version is bad although every wave before has passed, 0..1. */
  readonly probability: number
  /** Probability × exposure × bake, in instance-seconds of bad service; falls from wave to wave. */
  readonly expectedHarm: number
}

export interface PlannedRollout {
  readonly outcome: 'planned'
  readonly service: string
  readonly to: string
  /** What runs where something moves, most common first. */
  readonly from: readonly string[]
  readonly fleetSize: number
  /** Serve before it begins. */
  readonly serving: number
  readonly pace: {
    readonly band: Band
    readonly probability: number
    readonly uncertain: boolean
    readonly why: string
  }
  readonly waves: readonly PlannedWave[]
  /** So many serve at any moment, at least. */
  readonly capacityFloor: number
  /** The fewest that serve during any batch of this plan. */
  readonly leastServing: number
  readonly mostOut: number
  readonly earliestStart: string
  readonly earliestFinish: string
  /** Where it stands still because of windows. */
  readonly waits: readonly PlannedWait[]
  /** Whole sentences without a full stop. */
  readonly notes: readonly string[]
}

/**
 * Plans the rolling bounce of one service: waves by risk, batches by capacity, times by windows; or says why it cannot
 * be done. Pure: the same request gives the same plan. Times are estimates; sizes and order are what the engine follows.
 */
export const planRollout = (request: PlanRequest): PlannedRollout | Refused => {
  const layout = layOut(request)
  if (layout.outcome === 'refused') return layout
  const scheduled = schedule([layout], { now: request.now.getTime(), atOnce: 1, after: [[]] })
  if (scheduled.outcome === 'never-opens') return neverOpens(layout, scheduled)
  return plannedOf(layout, scheduled.waves[0]!, request.now)
}

export const neverOpens = (
  { plan, batchSeconds }: Layout,
  { at, windows }: { readonly at: { readonly id: string }; readonly windows: readonly string[] },
): Refused => {
  const isLiftable = plan.windows.some(
    ({ name, effect }) =>
      windows.includes(name) && (effect.kind === 'review' || effect.kind === 'emergency-only'),
  )
  const obstacle = `window${windows.length === 1 ? '' : 's'} ${windows.join(', ')} leave${windows.length === 1 ? 's' : ''} no ${batchSeconds} s that can be foreseen in which ${at.id} may be restarted`
  const mend = `widen an allowed time or shorten a closed one${isLiftable ? '; what cannot wait goes out with --emergency --reason WHY' : ''}`
  return {
    outcome: 'refused',
    refusals: [{ reason: 'never-opens', service: plan.service, sentence: `${obstacle}; ${mend}` }],
  }
}

const iso = (milliseconds: number): string => new Date(milliseconds).toISOString()

/** A layout with its times. */
export const plannedOf = (layout: Layout, times: readonly WaveTimes[], now: Date): PlannedRollout => {
  const { plan, to, from, pace, capacity, waves, notes } = layout
  return {
    outcome: 'planned',
    service: plan.service,
    to,
    from,
    fleetSize: capacity.size,
    serving: capacity.serving,
    pace,
    waves: waves.map(({ batches, ...wave }, at) => ({
      ...wave,
      batches: batches.map(({ turns }) => turns.map(({ instance }) => instance.id)),
      steps: batches.map(({ turns, serving, servingAfter }, index) => ({
        from: iso(times[at]!.batches[index]!.from),
        until: iso(times[at]!.batches[index]!.until),
        zones: [...new Set(turns.map(({ instance }) => zoneOf(instance)))].filter((zone) => zone !== ''),
        serving,
        servingAfter,
      })),
      bake: { from: iso(times[at]!.bake.from), until: iso(times[at]!.bake.until) },
    })),
    capacityFloor: capacity.floor,
    leastServing: waves.reduce(
      (least, { batches }) => batches.reduce((fewest, { serving }) => Math.min(fewest, serving), least),
      capacity.serving,
    ),
    mostOut: capacity.mostOut,
    earliestStart: iso(times[0]!.batches[0]!.from),
    earliestFinish: iso(times.at(-1)!.bake.until),
    waits: waitsOf(layout, times, now.getTime()),
    notes: [...notes, ...(pace.why === '' ? [] : [`the risk counts as ${pace.band}: ${pace.why}`])],
  }
}
