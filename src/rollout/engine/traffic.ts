import { SourceError } from '../../domain/errors.ts'
import { type SideOf, type Snapshot, servedBetween } from '../counting.ts'
import type { Instance } from '../fleet.ts'
import type { Tally } from '../sequential.ts'
import type { MetricReading, MetricSource } from './ports.ts'

/** Reads all sources as one, and counts all requests for the record. */
export interface Traffic {
  /** Null where no source answered. Never throws for what a source did. */
  readonly look: (fleet: readonly Instance[], signal: AbortSignal) => Promise<Snapshot | null>
  readonly served: () => Tally
  /** Why a source did not answer at the last look; empty where all did. */
  readonly trouble: () => string
}

/** `to` is the version of one side; whatever else an instance is known to run is the other. */
export const openTraffic = (sources: readonly MetricSource[], to: string): Traffic => {
  let served: Tally = { requests: 0, errors: 0 }
  let last: Snapshot | null = null
  let trouble = ''
  return {
    served: () => served,
    trouble: () => trouble,
    look: async (fleet, signal) => {
      const answers = await Promise.allSettled(sources.map((source) => source.read(signal)))
      const readings: MetricReading[] = []
      const faults: string[] = []
      for (const answer of answers) {
        if (answer.status === 'rejected') {
          if (!(answer.reason instanceof SourceError)) throw answer.reason
          faults.push(answer.reason.message)
        } else {
          readings.push(answer.value)
          faults.push(...Object.values(answer.value.faults))
        }
      }
      trouble = faults.join('; ')
      if (readings.length === 0) return null
      const counters = {
        at: Math.max(...readings.map(({ at }) => at)),
        errors: readings.find(({ errors }) => errors !== null)?.errors ?? null,
        latency: readings.find(({ latency }) => latency !== null)?.latency ?? null,
      }
      if (last !== null) {
        const more = servedBetween(last.counters, counters)
        served = { requests: served.requests + more.requests, errors: served.errors + more.errors }
      }
      const sides = new Map(fleet.map(({ id, version }) => [id, version]))
      const sideOf: SideOf = (id) => {
        const version = sides.get(id)
        return version === undefined || version === '' ? null : version === to ? 'new' : 'old'
      }
      last = { counters, sideOf }
      return last
    },
  }
}
