import { nearest } from '../config/nearest.ts'
import type { RolloutPlan } from '../config/rollout/plan.ts'
import { formatCount } from '../domain/counting.ts'
import type { Capacity } from './capacity.ts'
import { type Instance, zoneOf } from './fleet.ts'
import type { Refusal, RefusalReason } from './refusal.ts'

/** What is looked at before anything is planned. */
export interface PreflightQuestion {
  readonly plan: RolloutPlan
  readonly fleet: readonly Instance[]
  readonly to: string
  readonly capacity: Capacity
}

type Check = (question: PreflightQuestion) => readonly string[]

/** What makes a plan impossible whatever its waves; every reason found, each in a sentence. */
export const preflight = (question: PreflightQuestion): readonly Refusal[] => {
  const { plan, fleet } = question
  const refuse = (reason: RefusalReason, sentences: readonly string[]): readonly Refusal[] =>
    sentences.map((sentence) => ({ reason, service: plan.service, sentence }))
  if (fleet.length === 0)
    return refuse('empty-fleet', [`driver ${plan.targets.driver} lists no instance; check \`targets\``])
  return [
    ...refuse('instance-twice', twice(question)),
    ...refuse('unknown-zone', unknownZones(question)),
    ...refuse('unknown-customer', absentCustomers(question)),
    ...refuse('already-everywhere', alreadyEverywhere(question)),
    ...refuse('unknown-version', unknownVersion(question)),
    ...refuse('one-instance', oneInstance(question)),
    ...refuse('no-room', noRoom(question)),
    ...refuse('below-floor', belowFloor(question)),
  ]
}

const twice: Check = ({ fleet }) => {
  const seen = new Set<string>()
  const again = new Set(fleet.flatMap(({ id }) => (seen.size === seen.add(id).size ? [id] : [])))
  return again.size === 0
    ? []
    : [`${[...again].slice(0, 5).join(', ')} is listed twice; every instance needs a name of its own`]
}

const alreadyEverywhere: Check = ({ fleet, to }) =>
  fleet.every(({ version }) => version === to)
    ? [`all ${formatCount(fleet.length)} instances run ${to} already; nothing is left to do`]
    : []

/** Whoever is down does not say it; where nobody does, nothing would ever be seen to have moved. */
const unknownVersion: Check = ({ fleet, plan: { health } }) =>
  fleet.every(({ version }) => version === '')
    ? [
        `no instance says which version it runs, so nobody knows what has moved, or what to go back to; check health.version (${health.version}) against what an instance answers at ${health.path}`,
      ]
    : []

const oneInstance: Check = ({ capacity: { size, surge } }) =>
  size === 1 && surge === 0
    ? ['one instance cannot be restarted without an outage; add a second, or max-surge where the driver can']
    : []

const noRoom: Check = ({ plan: { batch }, capacity }) => {
  const { size, maxUnavailable, minHealthy, mostOut, surge } = capacity
  if (size === 1 || mostOut + surge > 0) return []
  const most = `max-unavailable ${batch.maxUnavailable.text} of ${size} is ${maxUnavailable}${rounding(batch.maxUnavailable.kind, 'down')}`
  const fewest = `min-healthy ${batch.minHealthy.text} of ${size} is ${minHealthy}${rounding(batch.minHealthy.kind, 'up')}`
  const mend = maxUnavailable === 0 ? 'max-unavailable: 1' : `min-healthy: ${Math.max(0, size - 1)}`
  return [`${most} and ${fewest}, so no instance may leave; ${mend} would let one go`]
}

const rounding = (kind: 'count' | 'share', way: 'up' | 'down'): string =>
  kind === 'share' ? ` (rounded ${way})` : ''

const belowFloor: Check = ({ plan: { batch }, capacity: { size, serving, minHealthy } }) =>
  // A floor above the fleet is told by `noRoom`: nobody is there to be healed.
  serving < minHealthy && size > 1 && minHealthy <= size
    ? [
        `${serving} of ${size} serve now and min-healthy ${batch.minHealthy.text} wants ${minHealthy}; heal ${minHealthy - serving} first, or lower min-healthy`,
      ]
    : []

const unknownZones: Check = ({ plan, fleet }) => {
  const known = [...new Set(fleet.map(zoneOf))].filter((zone) => zone !== '')
  const named = [
    ...plan.windows.flatMap(({ name, zones }) => zones.map((zone) => [zone, `window ${name}`] as const)),
    ...plan.customers.flatMap(({ name, zones }) => zones.map((zone) => [zone, `customer ${name}`] as const)),
  ]
  return named
    .filter(([zone]) => !known.includes(zone))
    .map(([zone, where]) => {
      const meant = nearest(zone, known)
      const asked =
        known.length === 0 ? 'no instance says its zone' : `the fleet has ${known.slice(0, 10).join(', ')}`
      return `${where} names zone ${zone}, which no instance is in (${meant === undefined ? asked : `did you mean ${meant}?`})`
    })
}

const absentCustomers: Check = ({ plan, fleet }) => {
  const ids = new Set(fleet.map(({ id }) => id))
  return plan.customers
    .filter(({ zones, instances }) => zones.length === 0 && !instances.some((id) => ids.has(id)))
    .map(
      ({ name, instances }) =>
        `customer ${name} names ${instances.slice(0, 5).join(', ')}, and none is in the fleet`,
    )
}
