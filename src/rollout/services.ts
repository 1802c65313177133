import { findMisspelt } from '../config/nearest.ts'
import { type Layout, layOut, type PlanRequest, type Refused } from './layout.ts'
import { neverOpens, type PlannedRollout, plannedOf } from './plan.ts'
import type { Refusal } from './refusal.ts'
import { schedule } from './schedule.ts'
import { checkTimeline, type TimelineCapacity } from './timeline.ts'

/** Several services on one timeline. */
export interface PlannedServices {
  readonly outcome: 'planned'
  /** In the order in which they begin. */
  readonly services: readonly PlannedRollout[]
  readonly atOnce: number
  readonly earliestFinish: string
  readonly capacity: TimelineCapacity
}

/** Without `now` of their own: one moment holds for all. */
export interface ServicesRequest {
  readonly services: readonly Omit<PlanRequest, 'now'>[]
  readonly now: Date
  /** Overrides the smallest `at-once` of the plans. */
  readonly atOnce?: number
}

/** Plans services together: each after those it names, so many at once, none in two zones at the same time. */
export const planServices = ({ services, now, atOnce }: ServicesRequest): PlannedServices | Refused => {
  const layouts = services.map((request) => layOut({ ...request, now }))
  const refusals = [
    ...nameRefusals(services),
    ...layouts.flatMap((layout) => (layout.outcome === 'refused' ? layout.refusals : [])),
  ]
  if (refusals.length > 0) return { outcome: 'refused', refusals }
  const laidOut = layouts.filter((layout): layout is Layout => layout.outcome === 'laid-out')
  const names = services.map(({ plan }) => plan.service)
  const after = services.map(({ plan }) =>
    plan.after.flatMap((name) => (names.includes(name) ? [names.indexOf(name)] : [])),
  )
  const most = Math.max(1, atOnce ?? Math.min(...services.map(({ plan }) => plan.atOnce)))
  const scheduled = schedule(laidOut, { now: now.getTime(), atOnce: most, after })
  if (scheduled.outcome === 'never-opens') return neverOpens(laidOut[scheduled.service]!, scheduled)
  const planned = laidOut.map((layout, at) => plannedOf(layout, scheduled.waves[at]!, now))
  return {
    outcome: 'planned',
    services: planned.toSorted((one, other) =>
      one.earliestStart < other.earliestStart ? -1 : one.earliestStart > other.earliestStart ? 1 : 0,
    ),
    atOnce: most,
    earliestFinish:
      planned
        .map(({ earliestFinish }) => earliestFinish)
        .toSorted()
        .at(-1) ?? now.toISOString(),
    capacity: checkTimeline(planned),
  }
}

const nameRefusals = (services: ServicesRequest['services']): readonly Refusal[] => {
  const names = services.map(({ plan }) => plan.service)
  const twice = names.filter((name, at) => names.indexOf(name) < at)
  const misspelt = services.flatMap(({ plan: { service, after } }) =>
    after.flatMap((name) => {
      // A service that is not rolled out today is no mistake; one that looks like a slip of the pen is.
      const meant = names.includes(name) ? undefined : findMisspelt(name, names)
      return meant === undefined
        ? []
        : [
            {
              reason: 'unknown-service' as const,
              service,
              sentence: `it comes after ${name}, which no plan describes (did you mean ${meant}?)`,
            },
          ]
    }),
  )
  return [
    ...[...new Set(twice)].map((service) => ({
      reason: 'service-twice' as const,
      service,
      sentence: `two plans describe ${service}; each service needs one`,
    })),
    ...misspelt,
    ...circleRefusals(services),
  ]
}

const circleRefusals = (services: ServicesRequest['services']): readonly Refusal[] => {
  const after = new Map(services.map(({ plan }) => [plan.service, plan.after]))
  const done = new Set<string>()
  const walk = (name: string, trail: readonly string[]): readonly string[] | undefined => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name]
    if (done.has(name)) return undefined
    done.add(name)
    for (const next of after.get(name) ?? []) {
      const circle = walk(next, [...trail, name])
      if (circle !== undefined) return circle
    }
    return undefined
  }
  for (const { plan } of services) {
    const circle = walk(plan.service, [])
    if (circle !== undefined) {
      const sentence = `services wait for each other in a circle: ${circle.join(' after ')}; take one \`after\` away`
      return [{ reason: 'circle', service: circle[0]!, sentence }]
    }
  }
  return []
}
