/** One event of every kind, as an engine would write it, and who writes. */
import type { JournalWriter } from '../../../src/commands/rollout/journal.ts'
import type {
  BakeMemory,
  BatchEvent,
  CommandEvent,
  EndedEvent,
  HeartbeatEvent,
  LeaseEvent,
  RolloutEvent,
  StartedEvent,
} from '../../../src/rollout/events.ts'

export const at = '2026-03-10T09:30:00.000Z'

export const writer: JournalWriter = {
  actor: 'coordinator',
  repository: 'shop',
  environment: 'production',
  tool: { name: 'change-risk-gate', version: '0.1.0' },
}

export const started: StartedEvent = {
  event: 'started',
  at,
  epoch: 0,
  service: 'web',
  to: 'v812',
  from: ['v811'],
  plan: 'a'.repeat(64),
  risk: { probability: 0.044, band: 'high', uncertain: false },
  waves: [
    { exposure: 1, bakeSeconds: 1200, expectedHarm: 0.04 },
    { exposure: 30, bakeSeconds: 600, expectedHarm: 0.02 },
  ],
  fleetSize: 30,
  already: 0,
  serving: 30,
  capacityFloor: 27,
  mostOut: 3,
  earliestFinish: '2026-03-10T10:30:00.000Z',
}

const bake: BakeMemory = {
  countedAt: 1_773_135_000.25,
  totals: {
    errors: { kind: 'errors', new: { requests: 900, errors: 1 }, old: null },
    latency: {
      kind: 'latency',
      new: { boundsMilliseconds: [100, 250.5], counts: [3, 4, 0] },
      old: { boundsMilliseconds: [100, 250.5], counts: [9, 2, 1] },
    },
  },
  evidence: { errors: [0, -1.5, 2e-7], latency: [] },
  reference: {
    errors: { requests: 5000, errors: 2.5 },
    latency: { boundsMilliseconds: [100], counts: [7, 1] },
  },
}

export const heartbeat = (second: number, epoch = 1): HeartbeatEvent => ({
  event: 'heartbeat',
  at: new Date(Date.parse(at) + second * 1000).toISOString(),
  epoch,
})

export const lease = (holder: string, epoch = 1): LeaseEvent => ({
  event: 'lease',
  at,
  epoch,
  holder,
  ttlSeconds: 120,
})

export const pause = (by: string): CommandEvent => ({
  event: 'command',
  at,
  epoch: 1,
  command: 'pause',
  by,
  reason: 'LB ticket',
  instances: [],
})

export const ended = (outcome: EndedEvent['outcome']): EndedEvent => ({
  event: 'ended',
  at,
  epoch: 1,
  outcome,
  why: '30 of 30 on v812',
  instances: [],
})

export const batch: BatchEvent = {
  event: 'batch',
  at,
  epoch: 1,
  wave: 0,
  batch: 0,
  direction: 'forward',
  instances: [{ id: 'web-1', from: 'v811', to: 'v812' }],
}

export const everyEvent: readonly RolloutEvent[] = [
  started,
  {
    ...started,
    change: '8c1f2a',
    commit: 'c'.repeat(40),
    basis: {
      source: 'as given',
      gate: {
        probability: 0.044,
        band: 'high',
        decision: 'review',
        reason: '#12 is above the limit',
        changes: 2,
        parts: [{ id: '#12', title: 'Rebuild the panel', share: 0.8 }],
        reasons: [{ factor: 3.4, sentence: '121 files' }],
      },
    },
  },
  lease('process 7'),
  heartbeat(1),
  { ...heartbeat(2), bake },
  batch,
  {
    event: 'moved',
    at,
    epoch: 1,
    batch: 0,
    results: [
      { id: 'web-1', outcome: 'moved', why: '', drainSeconds: 0.4, bootSeconds: 3 },
      { id: 'web-2', outcome: 'failed', why: 'not healthy in 300 s', drainSeconds: 0, bootSeconds: 300 },
    ],
    leastServing: 29,
    seconds: 12.5,
    served: { requests: 6100, errors: 0 },
    balanced: { requests: 6100, lost: 0, serverErrors: 0 },
  },
  { event: 'baking', at, epoch: 1, wave: 0, bake },
  {
    event: 'judged',
    at,
    epoch: 1,
    wave: 0,
    verdict: 'pass',
    why: '0 errors in 6,104 requests',
    eValue: 0.3,
    by: 'mira',
    counts: {
      errors: { new: { requests: 6104, errors: 0 }, old: null, detectable: null },
      latency: {
        new: { requests: 6104, errors: 3 },
        old: { requests: 9000, errors: 5 },
        detectable: 0.0005,
        newMilliseconds: 212,
        oldMilliseconds: null,
      },
    },
    bake: { countedAt: null, totals: {}, evidence: {}, reference: {} },
  },
  pause('mira'),
  { ...pause('mira'), command: 'skip', instances: ['web-3'] },
  { event: 'parked', at, epoch: 1, until: '2026-03-10T18:00:00Z', why: 'window evenings' },
  { event: 'turned-back', at, epoch: 1, why: '61 errors in 4,020' },
  { ...ended('succeeded'), skipped: ['web-9'] },
]
