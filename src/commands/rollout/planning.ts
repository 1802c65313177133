/** From plan files and a look at the fleets to what would be done, or why it cannot be. */
import { UsageError } from '../../domain/errors.ts'
import { type OpenedTargets, openTargets } from '../../drivers/rollouts/open.ts'
import { zoneClock } from '../../policy/zone-clock.ts'
import type { Lifted } from '../../rollout/calendar.ts'
import type { Clock } from '../../rollout/engine/ports.ts'
import type { StartedEvent } from '../../rollout/events.ts'
import { type Instance, withPlannedZones } from '../../rollout/fleet.ts'
import type { Durations, Refused } from '../../rollout/layout.ts'
import type { PlannedRollout } from '../../rollout/plan.ts'
import { type PlannedServices, planServices } from '../../rollout/services.ts'
import { type Spacing, unspaced } from '../../rollout/spacing.ts'
import { windowInstants } from '../../rollout/window-instants.ts'
import type { PlanFile } from './plan-files.ts'
import type { FoundRisk } from './release-risk.ts'

/** What a plan file names, opened. */
export interface Fleet extends OpenedTargets {
  readonly file: PlanFile
}

export interface World {
  readonly clock: Clock
  readonly directory: string
  readonly environment: NodeJS.ProcessEnv
  readonly fetch: typeof globalThis.fetch
  readonly random: () => number
}

/** Opens every plan's targets; close them when all is done. */
export const openFleets = (files: readonly PlanFile[], world: World): Promise<readonly Fleet[]> =>
  Promise.all(
    files.map(async (file) => ({
      file,
      ...(await openTargets(file.plan, { ...world, health: file.plan.health })),
    })),
  )

export const closeFleets = async (fleets: readonly Fleet[]): Promise<void> => {
  await Promise.allSettled(fleets.map(({ close }) => close()))
}

export interface PlanningRequest {
  readonly fleets: readonly Fleet[]
  readonly to: string
  readonly risk: FoundRisk
  readonly clock: Clock
  /** What earlier rollouts of a service took, where there were any. */
  readonly durationsOf: (service: string) => Durations
  /** What the ledger bears that the rollout of a service will be remembered in. */
  readonly spacingOf: (service: string) => Spacing
  /** Windows that shall hold nobody. */
  readonly lifted?: Lifted
  readonly signal: AbortSignal
}

export interface Planned {
  readonly answer: PlannedRollout | PlannedServices | Refused
  /** The fleets as they were looked at, by service. */
  readonly observed: ReadonlyMap<string, readonly Instance[]>
}

/** Looks at every fleet and plans all of them on one timeline. */
export const planFleets = async (request: PlanningRequest): Promise<Planned> => {
  const { fleets, to, risk, clock, durationsOf, spacingOf, lifted = {}, signal } = request
  if (to === '') throw new UsageError('rollout: say which version with --to VERSION')
  // What an instance answers is cut and checked like this: it could never be seen to run any other.
  if (to !== to.trim() || to.length > 100 || /\p{Cc}/u.test(to))
    throw new UsageError(
      `rollout --to ${JSON.stringify(to)}: no instance can say that it runs this; wanted 1 to 100 characters that can be seen`,
    )
  const now = new Date(clock.now())
  const observed = new Map<string, readonly Instance[]>()
  const services = await Promise.all(
    fleets.map(async ({ file: { plan }, observe, settleSeconds, rollsWaves }) => {
      const fleet = withPlannedZones(await observe(signal), plan)
      observed.set(plan.service, fleet)
      return {
        plan,
        fleet,
        to,
        risk: risk.risk,
        windows: await windowInstants(plan.windows, now, zoneClock),
        lifted,
        durations: { settleSeconds, ...durationsOf(plan.service) },
        // An orchestrator is told of a wave, and the journal with it; its own batches are written nowhere.
        spacing: rollsWaves ? unspaced : spacingOf(plan.service),
      }
    }),
  )
  const planned = planServices({ services, now })
  const [only] = planned.outcome === 'planned' && planned.services.length === 1 ? planned.services : []
  return { answer: only ?? planned, observed }
}

/** The first event of a rollout, from its plan. */
export const startedEvent = (
  planned: PlannedRollout,
  file: PlanFile,
  fleet: readonly Instance[],
  about: { readonly at: string; readonly risk: FoundRisk; readonly commit: string | null },
): StartedEvent => ({
  event: 'started',
  at: about.at,
  epoch: 0,
  service: planned.service,
  to: planned.to,
  from: planned.from,
  plan: file.sha256,
  risk: {
    probability: planned.pace.probability,
    band: planned.pace.band,
    uncertain: planned.pace.uncertain,
  },
  waves: planned.waves.map(({ exposure, bakeSeconds, expectedHarm }) => ({
    exposure,
    bakeSeconds,
    expectedHarm,
  })),
  fleetSize: planned.fleetSize,
  already: fleet.filter(({ version }) => version === planned.to).length,
  serving: planned.serving,
  capacityFloor: planned.capacityFloor,
  mostOut: planned.mostOut,
  earliestFinish: planned.earliestFinish,
  ...(about.risk.decision === undefined ? {} : { change: about.risk.decision }),
  ...(about.risk.basis && { basis: about.risk.basis }),
  ...(about.commit === null ? {} : { commit: about.commit }),
})
