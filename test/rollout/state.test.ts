import { describe, expect, test } from 'vitest'
import type { MoveResult, RolloutEvent } from '../../src/rollout/events.ts'
import { fold } from '../../src/rollout/fold.ts'
import { latestTouches, movedInWave } from '../../src/rollout/trail.ts'
import { stages, transitions } from '../../src/rollout/transitions.ts'
import { startedFor } from './histories.ts'

const at = '2026-11-18T14:00:00.000Z'
const stamp = { at, epoch: 1 }
const memory = { countedAt: null, totals: {}, evidence: {}, reference: {} }
const started = startedFor({ size: 3, exposures: [1, 3] }, at)
const lease: RolloutEvent = { event: 'lease', at, epoch: 1, holder: 'job', ttlSeconds: 60 }
const move = { id: 'web-1', from: 'v811', to: 'v812' }
const batch = (number: number): RolloutEvent => ({
  ...stamp,
  event: 'batch',
  wave: 0,
  batch: number,
  direction: 'forward',
  instances: [move],
})
const result = (outcome: MoveResult['outcome']): MoveResult => ({
  id: 'web-1',
  outcome,
  why: '',
  drainSeconds: 0,
  bootSeconds: 0,
})
const moved = (number: number, outcome: MoveResult['outcome'] = 'moved'): RolloutEvent => ({
  ...stamp,
  event: 'moved',
  batch: number,
  results: [result(outcome)],
  leastServing: 2,
  seconds: 1,
})
const baking: RolloutEvent = { ...stamp, event: 'baking', wave: 0, bake: memory }
const heartbeat: RolloutEvent = { ...stamp, event: 'heartbeat' }
const ended: RolloutEvent = { ...stamp, event: 'ended', outcome: 'succeeded', why: '', instances: [] }
const parked: RolloutEvent = { ...stamp, event: 'parked', until: at, why: '' }

describe('a journal that cannot be ours is refused, by position and event', () => {
  test.each<[string, readonly RolloutEvent[], string]>([
    ['it begins in the middle', [lease], 'event 1 (lease, epoch 1'],
    ['two beginnings', [started, started], 'event 2 (started'],
    ['a batch while one is out', [started, lease, batch(0), batch(1)], 'event 4 (batch forward'],
    ['a batch number left out', [started, lease, batch(1)], 'batch 0 would be next, not 1'],
    ['a result of a batch that never was', [started, lease, moved(0)], 'event 3 (moved'],
    ['a bake while a batch is out', [started, lease, batch(0), baking], 'event 4 (baking'],
    ['an older epoch writes', [started, lease, { ...heartbeat, epoch: 0 }], 'epoch 1 leads'],
    ['an epoch left out', [started, { ...lease, epoch: 2 }], 'epoch 1 would be next'],
    ['an epoch of the rollout before', [{ ...started, epoch: 7 }, lease], 'epoch 8 would be next'],
    [
      'success while a wave is watched',
      [started, lease, batch(0), moved(0), baking, ended],
      'event 6 (ended succeeded',
    ],
  ])('%s', (_, events, words) => {
    expect(() => fold(events)).toThrow(words)
  })
})

test('a result told twice says nothing new', () => {
  const once = fold([started, lease, batch(0), moved(0)])
  const twice = fold([moved(0, 'failed')], once)
  expect(twice).toEqual({ ...once, count: 5 })
})

test('who leads: any event is a word, a command is not, and whoever parks leaves', () => {
  const later = '2026-11-18T14:01:00.000Z'
  const led = fold([started, lease, { ...heartbeat, at: later }])
  expect(led.lease).toEqual({ epoch: 1, holder: 'job', ttlSeconds: 60, lastWordAt: Date.parse(later) })
  const command = {
    ...stamp,
    event: 'command',
    command: 'pause',
    by: 'mira',
    reason: '',
    instances: [],
  } as const
  expect(fold([{ ...command, at: '2026-11-18T15:00:00.000Z' }], led).lease?.lastWordAt).toBe(
    Date.parse(later),
  )
  expect(fold([parked], led).lease).toBeNull()
  expect(fold([parked, command], led).parked).toBeNull()
})

test('the trail: newest first, per wave, and what was not moved leaves no trace', () => {
  const { trail, unmoved, failed } = fold([
    started,
    lease,
    batch(0),
    moved(0, 'unmoved'),
    batch(1),
    moved(1, 'failed'),
  ])
  expect([...latestTouches(trail).values()].map(({ outcome, move: { id } }) => [id, outcome])).toEqual([
    ['web-1', 'failed'],
  ])
  expect([...movedInWave(trail, 0)]).toEqual([])
  expect([...failed]).toEqual(['web-1'])
  expect(unmoved.size).toBe(0)
})

describe('the table of transitions', () => {
  const reachable = (from: string, seen = new Set<string>()): ReadonlySet<string> => {
    if (seen.has(from)) return seen
    seen.add(from)
    for (const to of Object.values(transitions[from as keyof typeof transitions])) reachable(to, seen)
    return seen
  }
  test('every stage can be reached', () =>
    expect([...reachable('unborn')].toSorted()).toEqual([...stages].toSorted()))
  test('no way leads forward again after the turn, but by an end', () => {
    const back = reachable('turned')
    for (const stage of ['planned', 'moving', 'between', 'baking', 'failed', 'succeeded'])
      expect(back.has(stage), stage).toBe(false)
  })
  test('only a passed gate leads from a bake to the next wave', () => {
    const leading = Object.entries(transitions.baking).filter(([, to]) => to === 'between')
    expect(leading).toEqual([['judged pass', 'between']])
  })
})
