import { SourceError } from '../../domain/errors.ts'
import type { SideOf, Snapshot } from '../counting.ts'
import type { BalancedCount } from '../events.ts'
import type { Instance } from '../fleet.ts'
import { balancedNames, openMeter, tallyNames } from '../metering.ts'
import type { Tally } from '../sequential.ts'
import { fired } from './bounded.ts'
import type { MetricReading, MetricSource } from './ports.ts'

/** Reads all sources as one, and counts all requests for the record. */
export interface Traffic {
  /** One look after the other. Null where no source of the gate answered. Never throws for what a source did. */
  readonly look: (fleet: readonly Instance[], signal: AbortSignal) => Promise<Snapshot | null>
  readonly counted: () => Counted
  /** Why a source did not answer at the last look; empty where all did. */
  readonly trouble: () => string
}

/** Since the first look; null where the last one counted nothing. */
export interface Counted {
  /** By what the gate reads. */
  readonly served: Tally | null
  /** By the load balancers. */
  readonly balanced: BalancedCount | null
}

/** `to` is the version of one side; whatever else an instance is known to run is the other. */
export const openTraffic = (sources: readonly MetricSource[], to: string): Traffic => {
  const served = openMeter(tallyNames)
  const balanced = openMeter(balancedNames)
  let trouble = ''
  // Of two looks at a time, the one that began first could end last, and counters seem to run backwards.
  let looking: Promise<unknown> = Promise.resolve()

  const ask = async (signal: AbortSignal) => {
    const answers = await Promise.allSettled(sources.map((source) => source.read(signal)))
    const faults: string[] = []
    const readings: { readonly reading: MetricReading; readonly isForTheRecord: boolean }[] = []
    for (const [at, answer] of answers.entries()) {
      if (answer.status === 'rejected') {
        if (!(answer.reason instanceof SourceError)) throw answer.reason
        faults.push(answer.reason.message)
      } else {
        readings.push({
          reading: answer.value,
          isForTheRecord: sources[at]!.isForTheRecord === true,
        })
        faults.push(...Object.values(answer.value.faults))
      }
    }
    trouble = faults.join('; ')
    return readings
  }

  const look: Traffic['look'] = async (fleet, signal) => {
    const all = await ask(signal)
    const readings = all.flatMap(({ reading, isForTheRecord }) => (isForTheRecord ? [] : [reading]))
    const errors = readings.find((reading) => reading.errors !== null)?.errors ?? null
    const latency = readings.find((reading) => reading.latency !== null)?.latency ?? null
    served.take(errors)
    balanced.take(all.find(({ reading }) => reading.balanced != null)?.reading.balanced ?? null)
    if (readings.length === 0) return null
    const sides = new Map(fleet.map(({ id, version }) => [id, version]))
    const sideOf: SideOf = (id) => {
      const version = sides.get(id)
      return version === undefined || version === '' ? null : version === to ? 'new' : 'old'
    }
    return { counters: { at: Math.max(...readings.map(({ at }) => at)), errors, latency }, sideOf }
  }

  return {
    counted: () => ({ served: served.total(), balanced: balanced.total() }),
    trouble: () => trouble,
    look: (fleet, signal) => {
      const answer = looking.then(() => look(fleet, signal))
      looking = Promise.race([answer.catch(() => undefined), fired(signal)])
      return answer
    },
  }
}
