import type { Sample } from '../../clients/prometheus/answer.ts'
import { askPrometheus, oldestSeconds } from '../../clients/prometheus/query.ts'
import type { HealthGate, Metric } from '../../config/rollout/plan.ts'
import { ConfigError, SourceError } from '../../domain/errors.ts'
import type { MetricReading, MetricSource } from '../../rollout/engine/ports.ts'
import { collectLatency, tallyErrors } from './prometheus-counts.ts'
import type { Surroundings } from './surroundings.ts'

type Reading<Value> =
  | { readonly value: ReadonlyMap<string, Value>; readonly fault?: undefined }
  | { readonly value: null; readonly fault?: string }

/**
 * Counts errors and latency by what the plan's queries answer, those metrics that name Prometheus. `fleet` tells the
 * ids of all instances at the moment. What cannot be counted is a fault, never a zero.
 * @throws ConfigError for a query that asks for a rate: rates of different moments cannot be told apart from silence
 */
export const openPrometheusMetrics = (
  { errors, latency }: HealthGate['metrics'],
  surroundings: Pick<Surroundings, 'clock' | 'fetch'>,
  fleet: () => readonly string[],
): MetricSource => {
  const { clock, fetch } = surroundings
  const errorMetric = ofPrometheus('errors', errors)
  const latencyMetric = ofPrometheus('latency', latency)
  const now = () => clock.now() / 1000
  const readErrors = (signal: AbortSignal) =>
    attempt(errorMetric, async ({ url, query, requestsQuery }) => {
      if (requestsQuery === null) throw new SourceError('requests-query is missing')
      const answer = await askPrometheus({ url, fetch }, { requests: requestsQuery, errors: query }, signal)
      checkClock([...answer.requests, ...answer.errors], now())
      return tallyErrors(answer.requests, answer.errors, fleet())
    })
  const readLatency = (signal: AbortSignal) =>
    attempt(latencyMetric, async ({ url, query }) => {
      const { buckets } = await askPrometheus({ url, fetch }, { buckets: query }, signal)
      checkClock(buckets, now())
      return collectLatency(buckets, fleet(), unitOf(query))
    })
  return {
    read: async (signal): Promise<MetricReading> => {
      const at = now()
      const [ofErrors, ofLatency] = await Promise.all([readErrors(signal), readLatency(signal)])
      return {
        at,
        errors: ofErrors.value,
        latency: ofLatency.value,
        faults: {
          ...(ofErrors.fault !== undefined && { errors: ofErrors.fault }),
          ...(ofLatency.fault !== undefined && { latency: ofLatency.fault }),
        },
      }
    },
  }
}

interface Asked {
  readonly name: string
  readonly url: string
  readonly query: string
  readonly requestsQuery: string | null
}

const ofPrometheus = (name: string, metric: Metric | null): Asked | null => {
  if (metric?.source !== 'prometheus' || metric.url === null || metric.query === null) return null
  for (const [key, query] of [
    ['query', metric.query],
    ['requests-query', metric.requestsQuery ?? ''],
  ] as const) {
    const rate = /\b(i?rate|increase|i?delta|deriv|histogram_quantile)\s*\(/.exec(query)?.[1]
    if (rate !== undefined)
      throw new ConfigError(
        `gate.metrics.${name}.${key}: got ${rate}(…), wanted the counter itself: what happened in a wave is counted here`,
      )
  }
  return { name, url: metric.url, query: metric.query, requestsQuery: metric.requestsQuery }
}

const attempt = async <Value>(
  asked: Asked | null,
  read: (asked: Asked) => Promise<ReadonlyMap<string, Value>>,
): Promise<Reading<Value>> => {
  if (asked === null) return { value: null }
  try {
    return { value: await read(asked) }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return { value: null, fault: `prometheus ${asked.url}: ${asked.name}: ${error.message}` }
  }
}

/** Counts of another moment would be taken for those of now. */
const checkClock = (samples: readonly Sample[], now: number): void => {
  const apart = samples[0] === undefined ? 0 : Math.abs(samples[0].at - now)
  if (apart > oldestSeconds)
    throw new SourceError(`its clock and ours are ${Math.round(apart)} s apart; set both by NTP`)
}

/** Prometheus counts in seconds; a metric that does not says so in its name. */
const unitOf = (query: string): number => (/_(?:ms|millis|milliseconds)(?![a-z])/.test(query) ? 1 : 1000)
