/** Journals of rollouts as a coordinator would write them, for whoever tells of them. */
import type { JudgedEvent, MoveResult, RolloutEvent, StartedEvent } from '../../src/rollout/events.ts'

const day = '2026-11-20T'
const at = (time: string): string => `${day}${time}:00.000Z`
const nothing = { countedAt: null, totals: {}, evidence: {}, reference: {} }

export const started: StartedEvent = {
  event: 'started',
  at: at('14:02'),
  epoch: 0,
  service: 'web',
  to: 'v812',
  from: ['v811'],
  plan: '0'.repeat(64),
  risk: { probability: 0.044, band: 'high', uncertain: false },
  waves: [1, 10, 300].map((exposure) => ({ exposure, bakeSeconds: 600, expectedHarm: 1 })),
  fleetSize: 300,
  already: 0,
  serving: 300,
  capacityFloor: 270,
  mostOut: 30,
  earliestFinish: at('15:13'),
}

const names = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, each) => `web-${String(from + each).padStart(3, '0')}`)

const batch = (
  time: string,
  done: string,
  wave: number,
  number: number,
  ids: readonly string[],
  how: { readonly back?: true; readonly failed?: readonly string[]; readonly served?: number } = {},
): readonly RolloutEvent[] => {
  const [from, to] = how.back ? ['v812', 'v811'] : ['v811', 'v812']
  const result = (id: string): MoveResult =>
    how.failed?.includes(id)
      ? { id, outcome: 'failed', why: 'not healthy after 5 min', drainSeconds: 2, bootSeconds: 300 }
      : { id, outcome: 'moved', why: '', drainSeconds: 2, bootSeconds: 4 }
  return [
    {
      event: 'batch',
      at: at(time),
      epoch: 1,
      wave,
      batch: number,
      direction: how.back ? 'back' : 'forward',
      instances: ids.map((id) => ({ id, from, to })),
    },
    {
      event: 'moved',
      at: at(done),
      epoch: 1,
      batch: number,
      results: ids.map(result),
      leastServing: 300 - ids.length,
      seconds: (Date.parse(at(done)) - Date.parse(at(time))) / 1000,
      ...(how.served !== undefined && {
        served: { requests: how.served, errors: 2 },
        balanced: { requests: how.served, lost: 0, serverErrors: 2 },
      }),
    },
  ]
}

const baking = (time: string, wave: number): RolloutEvent => ({
  event: 'baking',
  at: at(time),
  epoch: 1,
  wave,
  bake: nothing,
})

const judged = (
  time: string,
  wave: number,
  requests: number,
  errors: number,
  why: string,
  more: Partial<JudgedEvent> = {},
): JudgedEvent => ({
  event: 'judged',
  at: at(time),
  epoch: 1,
  wave,
  verdict: 'pass',
  why,
  eValue: 1,
  counts: {
    errors: { new: { requests, errors }, old: { requests: 100_000, errors: 20 }, detectable: 0.0005 },
  },
  bake: nothing,
  ...more,
})

const lease = (time: string, epoch: number): RolloutEvent => ({
  event: 'lease',
  at: at(time),
  epoch,
  holder: 'runner-1',
  ttlSeconds: 120,
})

const firstWave: readonly RolloutEvent[] = [
  started,
  lease('14:02', 1),
  ...batch('14:03', '14:04', 0, 0, names(1, 1), { served: 9000 }),
  baking('14:04', 0),
  judged('14:24', 0, 6104, 0, '0 errors in 6,104 requests (0.05 % more would have shown)'),
]

/** With a pause, and a coordinator that was replaced. */
export const success: readonly RolloutEvent[] = [
  ...firstWave,
  ...batch('14:25', '14:26', 1, 1, names(2, 10), { served: 9100 }),
  baking('14:26', 1),
  lease('14:30', 2),
  judged(
    '14:38',
    1,
    61_000,
    12,
    '12 errors in 61,000 requests (0.02 %, v811 0.02 %; 0.03 % more would have shown)',
  ),
  ...batch('14:38', '14:39', 2, 2, names(11, 40), { served: 8000 }),
  {
    event: 'command',
    at: at('14:39'),
    epoch: 2,
    command: 'pause',
    by: 'mira',
    reason: 'LB ticket',
    instances: [],
  },
  { event: 'command', at: at('14:43'), epoch: 2, command: 'resume', by: 'mira', reason: '', instances: [] },
  ...batch('14:43', '15:05', 2, 3, names(41, 300), { served: 200_000 }),
  baking('15:05', 2),
  judged('15:16', 2, 600_000, 110, 'nothing to compare with, 0.02 % failed (1 % may)'),
  { event: 'ended', at: at('15:17'), epoch: 2, outcome: 'succeeded', why: '', instances: [] },
]

/** One of the second wave does not come back, and the gate fails. */
export const failure: readonly RolloutEvent[] = [
  ...firstWave,
  ...batch('14:25', '14:30', 1, 1, names(2, 10), { failed: ['web-004'], served: 4020 }),
  baking('14:30', 1),
  judged('14:31', 1, 4020, 61, '61 errors in 4,020 requests (1.5 %, v811 0.02 %)', { verdict: 'fail' }),
  {
    event: 'turned-back',
    at: at('14:31'),
    epoch: 1,
    why: '61 errors in 4,020 requests (1.5 %, v811 0.02 %)',
  },
  ...batch('14:31', '14:33', 1, 2, names(2, 10).toReversed(), { back: true }),
  ...batch('14:33', '14:34', 1, 3, names(1, 1), { back: true }),
  {
    event: 'ended',
    at: at('14:34'),
    epoch: 1,
    outcome: 'rolled-back',
    why: '61 errors in 4,020 requests (1.5 %, v811 0.02 %)',
    instances: [],
  },
]

export const frozen: readonly RolloutEvent[] = [
  ...failure.slice(0, -3),
  {
    event: 'ended',
    at: at('14:40'),
    epoch: 1,
    outcome: 'frozen',
    why: '2 instances could not be moved back',
    instances: ['web-004', 'web-007'],
  },
]
