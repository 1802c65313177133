/** Opens what a plan names: who moves its instances, and who counts its requests. Each driver is loaded when it is used. */
import type { RolloutPlan } from '../../config/rollout/plan.ts'
import { instanceMover } from '../../rollout/engine/instance-mover.ts'
import { orchestratedMover } from '../../rollout/engine/orchestrated-mover.ts'
import type { InstanceDriver, MetricSource, Mover, Orchestrator } from '../../rollout/engine/ports.ts'
import type { Instance } from '../../rollout/fleet.ts'
import type { Surroundings } from './surroundings.ts'

export interface OpenedTargets {
  readonly observe: (signal: AbortSignal) => Promise<readonly Instance[]>
  readonly settleSeconds: number
  /** An orchestrator does the rolling. */
  readonly rollsWaves: boolean
  /** Moves instances of a rollout that brings this version. */
  readonly moverTo: (version: string) => Mover
  readonly metrics: readonly MetricSource[]
  readonly close: () => Promise<void>
}

export const openTargets = async (plan: RolloutPlan, surroundings: Surroundings): Promise<OpenedTargets> => {
  const { clock, random } = surroundings
  const driver = await openDriver(plan, surroundings)
  let ids: readonly string[] = []
  const watched: typeof driver = {
    ...driver,
    observe: async (signal: AbortSignal, some?: readonly string[]) => {
      const fleet = await driver.observe(signal, some)
      if (some === undefined) ids = fleet.map(({ id }) => id)
      return fleet
    },
  }
  return {
    observe: (signal) => watched.observe(signal),
    settleSeconds: 'capabilities' in driver ? driver.capabilities.settleSeconds : 0,
    rollsWaves: 'expose' in driver,
    moverTo: (to) =>
      'expose' in watched
        ? orchestratedMover(watched, { clock, random, to })
        : instanceMover(watched, { clock, random }),
    metrics: await openMetrics(plan, surroundings, () => ids),
    close: () => driver.close(),
  }
}

/** Each source once: errors and latency of one Prometheus are read together. */
const openMetrics = async (
  { gate, targets }: RolloutPlan,
  surroundings: Surroundings,
  /** Of all instances, as last looked at. */
  fleet: () => readonly string[],
): Promise<readonly MetricSource[]> => {
  const { errors, latency } = gate.metrics
  const sources: MetricSource[] = []
  if (targets.driver === 'haproxy') {
    const haproxy = await import('./haproxy-metrics.ts')
    const open = errors?.source === 'haproxy' ? haproxy.openHaproxyMetrics : haproxy.openHaproxyRecord
    sources.push(open(targets, surroundings))
  }
  if (errors?.source === 'prometheus' || latency?.source === 'prometheus')
    sources.push(
      (await import('./prometheus-metrics.ts')).openPrometheusMetrics(gate.metrics, surroundings, fleet),
    )
  return sources
}

const openDriver = async (
  plan: RolloutPlan,
  surroundings: Surroundings,
): Promise<InstanceDriver | Orchestrator> => {
  const { targets } = plan
  switch (targets.driver) {
    case 'exec':
      return (await import('./exec.ts')).openExec(targets, surroundings)
    case 'haproxy':
      return (await import('./haproxy.ts')).openHaproxy(targets, surroundings)
    case 'ssh':
      return (await import('./ssh.ts')).openSsh(targets, surroundings)
    case 'http':
      return (await import('./http.ts')).openHttp(targets, surroundings)
    case 'kubernetes':
      return (await import('./kubernetes.ts')).openKubernetes(targets, surroundings, plan)
    case 'argo-rollouts':
      return (await import('./argo-rollouts.ts')).openArgoRollouts(targets, surroundings, plan)
    case 'nomad':
      return (await import('./nomad.ts')).openNomad(targets, surroundings, plan)
  }
}
