/** What a rollout is called: to people, in the ledger, and on a branch. */
import { UsageError } from '../../domain/errors.ts'
import { sha256 } from '../../ledger/canonical.ts'
import { recordId } from '../../ledger/record.ts'

export interface RolloutName {
  readonly service: string
  /** From 1. */
  readonly number: number
}

/** `web/7` */
export const rolloutId = ({ service, number }: RolloutName): string => `${service}/${number}`

/** Service and number of an id. Throws UsageError for what is none. */
export const readRolloutId = (id: string): RolloutName => {
  const [, service, number] = /^(.+)\/([1-9]\d{0,8})$/s.exec(id) ?? []
  if (service !== undefined) return { service, number: Number(number) }
  throw new UsageError(`${JSON.stringify(id)} names no rollout; use service and number, like web/7`)
}

/** The number in what a record calls its rollout; 0 where that is none of this service's. */
export const numberOf = (id: unknown, service: string): number => {
  const prefix = `${service}/`
  const number = typeof id === 'string' && id.startsWith(prefix) ? id.slice(prefix.length) : ''
  return /^[1-9]\d{0,8}$/.test(number) ? Number(number) : 0
}

/**
 * `rollouts/web`: a stream a service, not a rollout. What a ledger writes anew with every append grows with its streams,
 * and would grow with every rollout there ever was.
 */
export const streamOf = (service: string): string => `rollouts/${plainName(service)}`

/** What there can be only one of: a rollout's event at a position, from 0. */
export interface EventKey {
  readonly rollout: string
  readonly position: number
}

export const eventKey = (name: RolloutName, position: number): EventKey => ({
  rollout: rolloutId(name),
  position,
})

/** The id of its record. */
export const eventId = (name: RolloutName, position: number): string =>
  recordId('rollout', eventKey(name, position))

/**
 * The ledger that holds a service's rollouts, where this one holds the rest. On a branch each service has its own: all
 * who write to one branch outrun each other, and a rollout must not wait for other services, or for decisions.
 */
export const rolloutLedgerUrl = (url: string, service: string): string =>
  url.startsWith('branch:') ? `${url}-rollouts-${plainName(service)}` : url

/**
 * A service's name as streams and branches can hold it. A plan file may call a service nearly anything: what does not
 * fit becomes its letters and digits and a hash, in a form that no name has which stands for itself.
 */
const plainName = (service: string): string => {
  const fits = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(service)
  if (fits && !/\.\.|\.$|\.lock$|--[0-9a-f]{16}$/i.test(service)) return service
  const letters = service
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60)
  return `${letters || 'service'}--${sha256(service).slice(0, 16)}`
}
