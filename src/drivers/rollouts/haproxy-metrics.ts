import type { ServerCounts } from '../../clients/haproxy/answers.ts'
import type { MetricReading, MetricSource } from '../../rollout/engine/ports.ts'
import type { BalancedCount } from '../../rollout/events.ts'
import { balancedNames, beganAnew, plus } from '../../rollout/metering.ts'
import type { Tally } from '../../rollout/sequential.ts'
import { type Balancer, type HaproxyTargets, openBalancers } from './haproxy-balancers.ts'
import type { Surroundings } from './surroundings.ts'

/**
 * Requests and errors of every server, by what the load balancers count.
 *
 * HAProxy counts a server's answer (`hrsp_…`) once its header has come from that server; answers HAProxy gives in its
 * stead (502, 503, 504) are not among them. Those requests are in `econ` (no connection) or `eresp` (no whole answer);
 * `srv_abrt` says which of the latter were broken off by the server (management guide, §9.1; seen with HAProxy 2.6). So
 * every error is counted once. An answer broken off half-way counts as two requests, its header's and its end's: to
 * take one off would leave an upload the server cut short, which has no header, an error of no request. Connections
 * retried to a good end are no errors, nor are clients that went away. Of latency HAProxy tells only the average over
 * its last 1,024 requests: no histogram.
 */
const balancedOf = (counts: ServerCounts): BalancedCount => {
  const { responses, responses5xx, failedConnections, failedResponses, serverAborts } = counts
  const lost = failedConnections + Math.max(failedResponses, serverAborts)
  return { requests: responses + lost, lost, serverErrors: responses5xx }
}

const tallyOf = ({ requests, lost, serverErrors }: BalancedCount): Tally => ({
  requests,
  errors: lost + serverErrors,
})

/**
 * Sums over all load balancers. Where one cannot be asked there is no sum: without its part, the whole would seem to
 * run backwards, and then leap.
 */
export const openHaproxyMetrics = (targets: HaproxyTargets, { clock }: Surroundings): MetricSource => {
  const meters = openBalancers(targets).map(meterOf)
  return {
    read: async (signal) => {
      const at = clock.now() / 1000
      const readings = await Promise.allSettled(meters.map((meter) => meter(signal)))
      const faults = readings.flatMap((reading) =>
        reading.status === 'rejected' ? [reading.reason instanceof Error ? reading.reason.message : ''] : [],
      )
      if (faults.length > 0)
        return { at, errors: null, latency: null, balanced: null, faults: { errors: faults.join('; ') } }
      const balanced = sumOf(
        readings.flatMap((reading) => (reading.status === 'fulfilled' ? [reading.value] : [])),
      )
      const errors = new Map([...balanced].map(([id, count]) => [id, tallyOf(count)]))
      return { at, errors, latency: null, balanced, faults: {} } satisfies MetricReading
    },
  }
}

/** What the load balancers count where something else tells the gate of errors. Whether they answer is no fault then. */
export const openHaproxyRecord = (targets: HaproxyTargets, surroundings: Surroundings): MetricSource => {
  const { read } = openHaproxyMetrics(targets, surroundings)
  return {
    isForTheRecord: true,
    read: async (signal) => ({ ...(await read(signal)), errors: null, faults: {} }),
  }
}

type Counts = ReadonlyMap<string, BalancedCount>

/**
 * Counts on where a reload has set one load balancer's counters back: in a sum, the others would hide that, and errors
 * could grow by more than requests.
 */
const meterOf = (balancer: Balancer) => {
  const last = new Map<string, BalancedCount>()
  const before = new Map<string, BalancedCount>()
  return async (signal: AbortSignal): Promise<Counts> => {
    const servers = await balancer.servers('-1', signal)
    return new Map(
      servers.map(({ name, counts }) => {
        const now = balancedOf(counts)
        const seen = last.get(name)
        if (seen !== undefined && beganAnew(balancedNames, seen, now)) add(before, name, seen)
        last.set(name, now)
        const earlier = before.get(name)
        return [name, earlier === undefined ? now : plus(balancedNames, earlier, now)]
      }),
    )
  }
}

const add = (sums: Map<string, BalancedCount>, id: string, count: BalancedCount): void => {
  const sum = sums.get(id)
  sums.set(id, sum === undefined ? count : plus(balancedNames, sum, count))
}

const sumOf = (parts: readonly Counts[]): Counts => {
  const [only, ...others] = parts
  if (only !== undefined && others.length === 0) return only
  const sums = new Map<string, BalancedCount>()
  for (const part of parts) for (const [id, count] of part) add(sums, id, count)
  return sums
}
