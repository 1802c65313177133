import type { Amount } from './amount.ts'

/** What holds where a rollout plan is silent, spelled as the file would. */
export const rolloutDefaults = {
  atOnce: 1,
  zones: 'sequential',
  within: ['unhealthy-first', 'leader-last'],
  handOver: true,
  maxSurge: 0,
  minHealthy: '50%',
  drainTimeout: '30s',
  onDrainTimeout: 'fail',
  path: '/healthz',
  expect: '2xx',
  version: 'json:version',
  minHealthyTime: '10s',
  healthyDeadline: '5m',
  progressDeadline: '10m',
  maxFailed: 1,
  budget: 0.1,
  blast: '100%',
  exposure: {
    low: [1, '10%', '100%'],
    moderate: [1, 10, '33%', '100%'],
    high: [1, 10, 100, '100%'],
    critical: [1, '1 zone', 10, 100, '100%'],
  },
  bake: { low: '1m', moderate: '5m', high: '10m', critical: '1h' },
  firstWaveFactor: 2,
  minRequests: 300,
  alpha: 0.01,
  pMax: '1%',
  onNoData: 'hold',
  inconclusiveDeadline: '30m',
  rollbackMaxUnavailable: '33%',
} as const

/** A tenth, but never a fleet of nine that cannot move: no text of the file says "at least 1", the silence does. */
export const defaultMaxUnavailable: Amount = {
  kind: 'share',
  share: 0.1,
  atLeast: 1,
  text: '10%, at least 1',
}
export const defaultRollbackMaxUnavailable: Amount = {
  kind: 'share',
  share: 0.33,
  atLeast: 1,
  text: '33%, at least 1',
}
