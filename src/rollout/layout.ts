import type { RolloutPlan } from '../config/rollout/plan.ts'
import { type Batch, cutBatches } from './batches.ts'
import { type Calendar, calendarOf, type Lifted, type WindowInstants } from './calendar.ts'
import { type Capacity, capacityOf } from './capacity.ts'
import { askedExposures } from './exposure.ts'
import { type Instance, isAvailable, withPlannedZones } from './fleet.ts'
import { inOrder } from './order.ts'
import { type Pace, paceOf, type ReleaseRisk } from './pace.ts'
import { preflight } from './preflight.ts'
import type { Refusal } from './refusal.ts'
import { type Spacing, unspaced } from './spacing.ts'
import { type Wave, wavesOf } from './waves.ts'

/** How long things take on this fleet, in seconds; from earlier rollouts where there were any. */
export interface Durations {
  /** Until requests in flight have ended. Unless known: the whole drain timeout. */
  readonly drainSeconds?: number
  /** From the restart until the first healthy answer. */
  readonly bootSeconds?: number
  /** What the driver waits between batches (passive ejection of a load balancer). */
  readonly settleSeconds?: number
}

export interface PlanRequest {
  readonly plan: RolloutPlan
  readonly fleet: readonly Instance[]
  /** The version to bring everywhere. */
  readonly to: string
  readonly risk: ReleaseRisk
  readonly now: Date
  /** When the plan's windows are in force; needed where it has any. */
  readonly windows?: WindowInstants
  readonly lifted?: Lifted
  readonly durations?: Durations
  /** What the ledger of the rollout bears; absent where it bears all. */
  readonly spacing?: Spacing
}

/** Waves and batches, before they have times. */
export interface Layout {
  readonly outcome: 'laid-out'
  readonly plan: RolloutPlan
  readonly to: string
  readonly from: readonly string[]
  readonly pace: Pace
  readonly capacity: Capacity
  readonly calendar: Calendar
  readonly batchSeconds: number
  readonly spacing: Spacing
  readonly waves: readonly (Wave & { readonly batches: readonly Batch[] })[]
  readonly notes: readonly string[]
}

export interface Refused {
  readonly outcome: 'refused'
  readonly refusals: readonly Refusal[]
}

const usualBootSeconds = 30

/** How long a batch is expected to be out: drain, restart, and unbroken health before traffic. */
export const batchSecondsOf = (plan: RolloutPlan, durations: Durations): number => {
  const {
    drainSeconds = plan.batch.drainTimeout.seconds,
    bootSeconds = usualBootSeconds,
    settleSeconds = 0,
  } = durations
  return drainSeconds + bootSeconds + plan.health.minHealthyTime.seconds + settleSeconds
}

/** Decides who moves with whom, in which wave; or says why nobody can. */
export const layOut = (request: PlanRequest): Layout | Refused => {
  const { plan, to, risk, now, windows, lifted = {}, durations = {}, spacing = unspaced } = request
  const fleet = withPlannedZones(request.fleet, plan)
  const capacity = capacityOf(fleet, plan.batch)
  const refusals = preflight({ plan, fleet, to, capacity })
  if (refusals.length > 0) return { outcome: 'refused', refusals }
  const calendar = calendarOf(plan, windows, lifted)
  const pace = paceOf(risk)
  const batchSeconds = batchSecondsOf(plan, durations)
  const moving = fleet.filter(({ version }) => version !== to)
  const already = fleet.length - moving.length
  const turns = inOrder(moving, plan.order, calendar, { now: now.getTime(), batchSeconds })
  const begins = calendar.nextOpen(turns[0]!.scope, now.getTime(), batchSeconds)
  const budgetFactor = begins === null ? 1 : calendar.budgetFactor(turns[0]!.scope, begins)
  const asked = askedExposures({ plan, pace, fleetSize: fleet.length, turns, budgetFactor })
  const waves = wavesOf(asked, already, pace, plan)
  const ends = waves.map(({ exposure }) => exposure - already)
  const cut = cutBatches(turns, ends, capacity, fleet)
  if (cut.outcome === 'stuck')
    return { outcome: 'refused', refusals: [stuckSentence(plan, capacity, cut.at, cut.out, cut.because)] }
  return {
    outcome: 'laid-out',
    plan,
    to,
    from: versionsOf(moving),
    pace,
    capacity,
    calendar,
    batchSeconds,
    spacing,
    waves: waves.map((wave, at) => ({ ...wave, batches: cut.waves[at]! })),
    notes: [
      ...(already > 0 ? [`${already} of ${fleet.length} run ${to} already`] : []),
      ...sickNote(fleet, to),
      ...insertedNote(
        ends.filter((end) => !asked.includes(end)),
        already,
      ),
      ...spacingNote(spacing, batchSeconds, cut.waves.flat().length),
    ],
  }
}

/** Most common first. Who is down does not say what it ran. */
const versionsOf = (moving: readonly Instance[]): readonly string[] => {
  const counts = new Map<string, number>()
  for (const { version } of moving) if (version !== '') counts.set(version, (counts.get(version) ?? 0) + 1)
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([version]) => version)
}

const sickNote = (fleet: readonly Instance[], to: string): readonly string[] => {
  const moving = fleet.filter((instance) => !isAvailable(instance) && instance.version !== to).length
  const staying = fleet.filter((instance) => !isAvailable(instance) && instance.version === to).length
  return [
    ...(moving > 0
      ? [
          `${moving} out of service before it begins: restarted like the others, and counted as out until then`,
        ]
      : []),
    ...(staying > 0
      ? [`${staying} on ${to} out of service: not restarted, and counted as out all along`]
      : []),
  ]
}

const insertedNote = (ends: readonly number[], already: number): readonly string[] =>
  ends.length === 0
    ? []
    : [
        `waves to ${ends.map((end) => end + already).join(', ')} added: the step without them would risk more than the wave before`,
      ]

/** Only where it costs time. */
const spacingNote = (
  { quickBatches, leastSeconds }: Spacing,
  batchSeconds: number,
  batches: number,
): readonly string[] =>
  batches > quickBatches && leastSeconds > batchSeconds
    ? [
        `after ${quickBatches} of ${batches} batches one begins every ${leastSeconds} s: the ledger bears no more`,
      ]
    : []

const stuckSentence = (
  { service, batch, order }: RolloutPlan,
  { size, mostOut, weightFloor }: Capacity,
  { id }: Instance,
  out: number,
  because: 'count' | 'weight',
): Refusal => {
  if (because === 'weight') {
    const sentence = `${id} carries so much that the others would be left with less than min-healthy ${batch.minHealthy.text} of the capacity (${Number(weightFloor.toPrecision(4))}); add capacity or lower min-healthy`
    return { reason: 'too-heavy', service, sentence }
  }
  const mend = order.within.includes('unhealthy-first')
    ? 'heal some first'
    : 'heal some first, or order them unhealthy-first'
  const sentence = `${out} of ${size} are out of service and at most ${mostOut} may be, so ${id} cannot leave; ${mend}`
  return { reason: 'too-many-out', service, sentence }
}
