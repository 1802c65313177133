import type { Amount } from '../../../src/config/rollout/amount.ts'
import type { Targets } from '../../../src/config/rollout/drivers/all.ts'
import type { Pace } from '../../../src/drivers/rollouts/kubernetes-pace.ts'
import type { Surroundings } from '../../../src/drivers/rollouts/surroundings.ts'
import type { ActionContext } from '../../../src/rollout/engine/ports.ts'

/** What the orchestrators of clusters are opened and asked with, in tests. Waiting costs a hundredth of what it says. */
export const surroundings = (environment: NodeJS.ProcessEnv = {}): Surroundings => ({
  clock: {
    now: () => Date.now(),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / 100)),
  },
  random: () => 0.5,
  directory: '/',
  environment: { PATH: process.env['PATH'], ...environment },
  fetch: globalThis.fetch,
  health: {
    path: '/healthz',
    expect: [{ from: 200, to: 299, text: '2xx' }],
    version: 'json:version',
    minHealthyTime: { text: '2s', seconds: 2 },
    healthyDeadline: { text: '1m', seconds: 60 },
    progressDeadline: { text: '30s', seconds: 30 },
    maxFailed: 1,
  },
})

export const count = (value: number): Amount => ({ kind: 'count', count: value, text: String(value) })
export const share = (value: number): Amount => ({ kind: 'share', share: value, text: `${value * 100}%` })

export const pace = (
  limits: { out?: Amount; surge?: Amount; healthy?: Amount; back?: Amount } = {},
): Pace => ({
  batch: {
    maxUnavailable: limits.out ?? count(1),
    maxSurge: limits.surge ?? count(0),
    minHealthy: limits.healthy ?? share(0.5),
    drainTimeout: { text: '30s', seconds: 30 },
    onDrainTimeout: 'fail',
  },
  rollback: {
    auto: true,
    maxUnavailable: limits.back ?? share(0.33),
    order: 'newest-first',
    onFailure: 'freeze',
    mode: 'rollback',
  },
})

export const context = (
  version: string,
  more: { epoch?: number; operation?: string; seconds?: number; signal?: AbortSignal } = {},
): ActionContext => ({
  version,
  epoch: more.epoch ?? 1,
  operation: more.operation ?? 'web/7/1',
  deadline: Date.now() + (more.seconds ?? 60) * 1000,
  signal: more.signal ?? new AbortController().signal,
})

export const signal = (): AbortSignal => new AbortController().signal

export const workload = <Driver extends 'kubernetes' | 'argo-rollouts'>(
  driver: Driver,
  kubeconfig: string,
  more: object = {},
) =>
  ({ driver, name: 'web', namespace: 'shop', kubeconfig, ...more }) as unknown as Extract<
    Targets,
    { driver: Driver }
  >
