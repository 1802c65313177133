import type { RolloutPlan } from '../../config/rollout/plan.ts'
import { type Instance, withPlannedZones } from '../fleet.ts'
import type { InstanceHealth } from '../judge-evidence.ts'

/** What observing the fleet again and again has shown. Times are milliseconds since the epoch. */
export interface FleetBook {
  /** The fleet, with the zones of the plan. */
  readonly write: (observed: readonly Instance[], now: number) => readonly Instance[]
  /** As last observed. */
  readonly fleet: () => readonly Instance[]
  readonly observedAt: () => number
  /** Listed not long ago, and not at the last look. */
  readonly missing: (now: number) => readonly Instance[]
  /** The mover has seen these healthy without a break for so long. */
  readonly vouch: (ids: readonly string[], now: number, seconds: number) => void
  /** A new bake: what fell ill before is forgotten. */
  readonly forgetFlaps: () => void
  readonly healthOf: (ids: ReadonlySet<string>) => readonly InstanceHealth[]
}

interface Page {
  readonly instance: Instance
  readonly seenAt: number
  readonly healthySince: number | null
  readonly flaps: number
}

/** Who is no longer listed counts as out for as long as an instance may take to come up, and is forgotten then. */
export const openFleetBook = (plan: RolloutPlan): FleetBook => {
  const pages = new Map<string, Page>()
  const patience = plan.health.healthyDeadline.seconds * 1000
  let fleet: readonly Instance[] = []
  let lookedAt = 0
  return {
    fleet: () => fleet,
    observedAt: () => lookedAt,
    write: (observed, now) => {
      fleet = withPlannedZones(observed, plan)
      lookedAt = now
      for (const instance of fleet) {
        const known = pages.get(instance.id)
        const since = known?.healthySince ?? null
        const fellIll = since !== null && !instance.healthy
        pages.set(instance.id, {
          instance,
          seenAt: now,
          healthySince: instance.healthy ? (since ?? now) : null,
          flaps: (known?.flaps ?? 0) + (fellIll ? 1 : 0),
        })
      }
      for (const [id, { seenAt }] of pages) if (now - seenAt > patience) pages.delete(id)
      return fleet
    },
    missing: (now) =>
      [...pages.values()].flatMap(({ instance, seenAt }) =>
        seenAt < lookedAt && now - seenAt <= patience ? [instance] : [],
      ),
    vouch: (ids, now, seconds) => {
      for (const id of ids) {
        const page = pages.get(id)
        if (page === undefined) continue
        const since = Math.min(page.healthySince ?? now, now - seconds * 1000)
        pages.set(id, { ...page, healthySince: since })
      }
    },
    forgetFlaps: () => {
      for (const [id, page] of pages) pages.set(id, { ...page, flaps: 0 })
    },
    healthOf: (ids) =>
      [...ids].flatMap((id) => {
        const page = pages.get(id)
        if (page === undefined) return []
        const { healthySince, flaps, seenAt } = page
        const isListed = seenAt === lookedAt
        return [
          {
            id,
            healthySince: healthySince === null || !isListed ? null : healthySince / 1000,
            flaps,
            observedAt: seenAt / 1000,
          },
        ]
      }),
  }
}
