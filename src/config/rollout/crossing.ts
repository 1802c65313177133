import { type Band, bands } from '../../domain/decision.ts'
import type { WindowEffect } from '../configuration.ts'
import { mustRead } from '../reading.ts'
import { readShare } from '../share.ts'
import { readExposureStep } from './amount.ts'
import {
  defaultMaxUnavailable,
  defaultRollbackMaxUnavailable,
  rolloutDefaults as defaults,
} from './defaults.ts'
import { drivers } from './drivers/all.ts'
import type { Exposure, HealthGate, Metric, RolloutPlan, RolloutWindow } from './plan.ts'
import { type CheckedPlan, sections } from './schema.ts'

/** The one crossing from the file's kebab-case to the code's camelCase; `targets` stay as their driver reads them. */
export const crossOver = (file: CheckedPlan): RolloutPlan => {
  const order = file.order ?? sections.order.parse({})
  const batch = file.batch ?? sections.batch.parse({})
  const health = file.health ?? sections.health.parse({})
  const bake = file.bake ?? sections.bake.parse({})
  const rollback = file.rollback ?? sections.rollback.parse({})
  return {
    version: 1,
    service: file.service,
    after: [...new Set(file.after)],
    atOnce: file['at-once'],
    targets: file.targets,
    customers: Object.entries(file.customers ?? {}).map(([name, { zones, instances }]) => ({
      name,
      zones: zones ?? [],
      instances: instances ?? [],
    })),
    order: { zones: order.zones, within: order.within, handOver: order['hand-over'] },
    batch: {
      maxUnavailable: batch['max-unavailable'] ?? defaultMaxUnavailable,
      maxSurge: batch['max-surge'],
      minHealthy: batch['min-healthy'],
      drainTimeout: batch['drain-timeout'],
      onDrainTimeout: batch['on-drain-timeout'],
    },
    health: {
      path: health.path,
      expect: [health.expect].flat(),
      version: health.version,
      minHealthyTime: health['min-healthy-time'],
      healthyDeadline: health['healthy-deadline'],
      progressDeadline: health['progress-deadline'],
      maxFailed: health['max-failed'],
    },
    firstWave: file['first-wave'] ?? sections.firstWave.parse({}),
    exposure: ofBands((band) => toExposure(file, band)),
    bake: {
      of: { low: bake.low, moderate: bake.moderate, high: bake.high, critical: bake.critical },
      firstWaveFactor: bake['first-wave-factor'],
      minRequests: bake['min-requests'],
    },
    gate: toGate(file),
    rollback: {
      auto: rollback.auto,
      maxUnavailable: rollback['max-unavailable'] ?? defaultRollbackMaxUnavailable,
      order: rollback.order,
      onFailure: rollback['on-failure'],
      mode: rollback.mode,
    },
    windows: (file.windows ?? []).map(toWindow),
  }
}

const ofBands = <Value>(value: (band: Band) => Value): Readonly<Record<Band, Value>> => {
  const [low, moderate, high, critical] = bands.map(value)
  return { low: low!, moderate: moderate!, high: high!, critical: critical! }
}

const toExposure = (file: CheckedPlan, band: Band): Exposure => {
  const factor = file.growth?.[band]
  if (factor !== undefined) return { kind: 'growth', factor }
  const steps = file.exposure?.[band]
  return {
    kind: 'steps',
    steps: steps ?? defaults.exposure[band].map((step) => mustRead(readExposureStep(step))),
  }
}

type CheckedGate = NonNullable<CheckedPlan['gate']>
type CheckedMetrics = NonNullable<CheckedGate['metrics']>

const toGate = (file: CheckedPlan): HealthGate => {
  const gate: CheckedGate = file.gate ?? sections.gate.parse({})
  const errors = gate.metrics?.errors
  const latency = gate.metrics?.latency
  const counted = drivers.find(({ name }) => name === file.targets.driver)?.countsErrors ?? null
  return {
    metrics: {
      errors: errors === undefined ? ownErrors(counted) : toMetric(errors),
      latency: latency === undefined ? null : toMetric(latency),
    },
    onNoData: gate['on-no-data'],
    inconclusiveDeadline: gate['inconclusive-deadline'],
  }
}

const silentPMax = mustRead(readShare(defaults.pMax))

const ownErrors = (source: 'haproxy' | null): Metric | null =>
  source && { source, url: null, query: null, requestsQuery: null, alpha: defaults.alpha, pMax: silentPMax }

const toMetric = (metric: NonNullable<CheckedMetrics['errors'] | CheckedMetrics['latency']>): Metric => ({
  source: metric.source,
  url: metric.url ?? null,
  query: metric.query ?? null,
  requestsQuery: ('requests-query' in metric ? metric['requests-query'] : undefined) ?? null,
  alpha: metric.alpha,
  pMax: 'p-max' in metric ? metric['p-max'] : silentPMax,
})

type CheckedWindow = NonNullable<CheckedPlan['windows']>[number]

const toWindow = (window: CheckedWindow): RolloutWindow => {
  const { name, cron, for: length, from = '', to = '', 'time-zone': timeZone } = window
  const about = {
    zones: window.zones ?? [],
    customers: window.customers ?? [],
    effect: toEffect(window),
    ...(window.except === undefined ? {} : { except: window.except }),
  }
  return cron !== undefined && length !== undefined
    ? { kind: 'recurring', name, cron, for: length, timeZone, ...about }
    : { kind: 'fixed', name, from, to, timeZone, ...about }
}

const toEffect = ({ effect, limit }: CheckedWindow): WindowEffect =>
  effect === undefined ? { kind: 'limit', factor: limit ?? 1 } : { kind: effect }
